"""Every text in every format comes back whole, with its headings, items and contacts; no bytes make a reader raise."""

from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq

from maltolk.model import BlockKind, Document
from maltolk.reading import Skipped, read_document
from maltolk.reading.decoding.encodings import clean
from maltolk.reading.formats import FORMATS, Extracted, Unreadable, extract

CORPUS = sorted((Path(__file__).parents[3] / "corpus").glob("*.md"))
KINDS = [
    "page with main",
    "page of divs, UTF-16",
    "page of tables, Windows-1252",
    "blog, wrong charset",
    "Word",
    "OpenDocument",
    "PDF, one column",
    "PDF, hyphenated",
    "PDF, two columns",
]


def read(path: str, raw: bytes) -> Document:
    found = read_document(path, raw)
    assert isinstance(found, Document), found
    return found


def structure(document: Document) -> set[tuple[str, str]]:
    kinds = (BlockKind.HEADING, BlockKind.LIST_ITEM)
    return {(b.kind, " ".join(b.span.of(document.text).split())) for b in document.blocks if b.kind in kinds}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", CORPUS, ids=lambda path: path.stem)
def test_a_text_comes_back_whole(files: ModuleType, kind: str, text: Path) -> None:
    document = read(text.name, text.read_bytes())
    parts = files.parts_of(document)
    suffix, maker = files.MAKERS[kind]
    again = read(f"x{suffix}", maker(document.title, parts))
    wanted = "".join("".join(part.words.split()) for part in parts)
    got = "".join(again.text.split())
    assert LCSseq.similarity(wanted, got) / len(wanted) >= (0.97 if suffix == ".pdf" else 0.99)
    assert len(structure(document) - structure(again)) <= 0.05 * len(structure(document))
    assert [c.name.of(document.text) for c in document.contacts if c.name] == [
        c.name.of(again.text) for c in again.contacts if c.name
    ]


def test_all_kinds_are_tested(files: ModuleType) -> None:
    assert list(files.MAKERS) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_what_leaves_is_final(files: ModuleType, kind: str) -> None:
    document = read("a.md", "# Vision\n\nVi vill a\u0308ven ha\u030a".encode())
    suffix, maker = files.MAKERS[kind]
    found = extract(suffix, maker("Vision", files.parts_of(document)))
    assert isinstance(found, Extracted)
    assert found.text == clean(found.text).strip()


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@given(raw=st.binary(max_size=300))
@settings(max_examples=30, deadline=None)
def test_no_bytes_make_a_reader_raise(suffix: str, raw: bytes) -> None:
    assert isinstance(extract(suffix, raw), Extracted | Unreadable)


@pytest.mark.parametrize("kind", ["page with main", "Word", "OpenDocument", "PDF, one column"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_no_damage_makes_a_reader_raise(files: ModuleType, kind: str, data: st.DataObject) -> None:
    suffix, maker = files.MAKERS[kind]
    raw = bytearray(maker("T", [files.Part("heading", ("Vision",), 1), files.Part("paragraph", ("Vi vill mer.",))]))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    assert isinstance(extract(suffix, bytes(raw[:cut])), Extracted | Unreadable)
    assert isinstance(extract(suffix, bytes(raw)), Extracted | Unreadable)


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_file_that_is_something_else_has_one_reason(suffix: str) -> None:
    found = read_document(f"a{suffix}", b"\xd0\xcf\x11\xe0" + bytes(600))
    assert isinstance(found, Skipped)
    assert ";" in found.reason
    assert "\n" not in found.reason
