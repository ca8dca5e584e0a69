"""Files beside a document that say what it cannot say of itself."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk.model import Document
from maltolk.reading import Skipped, read_document, read_folder
from maltolk.reading.sources.sidecars import described, is_sidecar

PAGE = (
    b"<html><head><link rel=canonical href='https://a.se/gammal'></head><body><h1>Vision</h1><p>Vi vill mer.</p></body>"
)
HEAD = b"kommun: Ale\ntitel: Vision 2040\ndatum: 2023-04-05\nlicens: CC0-1.0\nplatser: [Nol, Surte]\nlanguage: en\n"


def page() -> Document:
    found = read_document("a/vision.html", PAGE)
    assert isinstance(found, Document)
    return found


def test_it_goes_before_what_the_file_says() -> None:
    found = described(
        page(), {"a/vision.html.yaml": HEAD, "a/vision.url": b"[InternetShortcut]\r\nURL=https://ale.se/ny\r\n"}
    )
    assert isinstance(found, Document)
    assert found == replace(
        page(),
        municipality="Ale",
        title="Vision 2040",
        date="2023-04-05",
        licence="CC0-1.0",
        places=("Nol", "Surte"),
        language="en",
        url="https://ale.se/ny",
        facts=found.facts,
    )


def test_rules_around_it_may_be_there() -> None:
    found = described(page(), {"a/vision.html.yaml": b"---\nkommun: Ale\n---\n"})
    assert isinstance(found, Document)
    assert found.municipality == "Ale"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"titel: x\nkommun: [", "line 2"), (b"- Ale", "line 1 holds no keys"), (b"a" * 70_000, "few lines")],
)
def test_a_broken_one_is_told_by_its_name(raw: bytes, reason: str) -> None:
    found = described(page(), {"a/vision.html.yaml": raw})
    assert isinstance(found, Skipped)
    assert found.path == "a/vision.html"
    assert "vision.html.yaml" in found.reason
    assert reason in found.reason


def test_what_is_one_and_what_is_not() -> None:
    paths = {"a/vision.html", "b.pdf", "c.gif"}
    for path in ("a/vision.html.yaml", "a/vision.html.yml", "a/vision.html.url", "a/vision.url", "b.pdf.yaml", "b.url"):
        assert is_sidecar(path, paths), path
    for path in ("vision.yaml", "a/vision.yaml", "c.gif.yaml", "c.url", "d.url", "b.pdf"):
        assert not is_sidecar(path, paths), path


def test_in_a_folder_they_are_neither_documents_nor_skipped(tmp_path: Path) -> None:
    (tmp_path / "vision.html").write_bytes(PAGE)
    (tmp_path / "vision.html.yaml").write_bytes(HEAD)
    (tmp_path / "vision.url").write_text("[InternetShortcut]\nURL=https://ale.se/ny\n", "utf-8")
    reading = read_folder(tmp_path)
    assert reading.skipped == ()
    assert [(d.title, d.municipality, d.url) for d in reading.documents] == [
        ("Vision 2040", "Ale", "https://ale.se/ny")
    ]


def test_names_that_read_the_same_are_the_same(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "översikt.html")).write_bytes(PAGE)
    (tmp_path / "översikt.html.yaml").write_bytes(HEAD)
    reading = read_folder(tmp_path)
    assert reading.skipped == ()
    assert [(d.path, d.municipality) for d in reading.documents] == [("översikt.html", "Ale")]
