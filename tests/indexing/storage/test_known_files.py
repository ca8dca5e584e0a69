"""The current generation's documents, found by what they were read from."""

from pathlib import Path

import pytest

from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.known_files import SOURCES_FILE, KnownDocuments
from maltolk.indexing.storage.store import STORE_FILE


@pytest.fixture
def sources(corpus) -> dict[str, str]:
    return {document.path: f"digest of {document.path}" for document in corpus}


@pytest.fixture
def index(tmp_path: Path, corpus, sources: dict[str, str]) -> Path:
    build(tmp_path, corpus, [], HashEncoder(), sources=sources)
    return tmp_path


def known(index: Path, sources: dict[str, str]) -> list[str]:
    with KnownDocuments(index) as documents:
        return [path for path, source in sources.items() if documents(path, source) is not None]


def test_a_known_source_gives_the_whole_document(index: Path, corpus, sources: dict[str, str]):
    with KnownDocuments(index) as documents:
        assert [documents(document.path, sources[document.path]) for document in corpus] == list(corpus)
        assert documents(corpus[0].path, "another digest") is None
        assert documents("annan.txt", sources[corpus[0].path]) is None


def test_it_is_kept_when_the_generation_stays_and_goes_when_nothing_is_told(index: Path, corpus, sources):
    newer = {path: f"newer {source}" for path, source in sources.items()}
    before = Generations(index).current()
    build(index, corpus, [], HashEncoder(), sources=newer)
    assert Generations(index).current() == before
    assert known(index, newer) == list(newer)
    assert known(index, sources) == []
    build(index, corpus, [], HashEncoder())
    assert not (index / SOURCES_FILE).exists()


def test_after_a_rollback_only_what_is_current_counts(index: Path, corpus, make_document, sources):
    other = make_document(["Nya mål."], path=corpus[0].path)
    build(index, [other, *corpus[1:]], [], HashEncoder(), sources=sources | {other.path: "other"})
    assert known(index, {other.path: "other"}) == [other.path]
    Generations(index).rollback()
    assert known(index, sources | {other.path: "other"}) == [document.path for document in corpus[1:]]


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"null", b"\xff", None])
def test_a_damaged_or_missing_file_knows_nothing_and_the_next_build_mends_it(
    index: Path, corpus, sources, damage: bytes | None
):
    file = index / SOURCES_FILE
    sound = file.read_bytes()
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    assert known(index, sources) == []
    build(index, corpus, [], HashEncoder(), sources=sources)
    assert file.read_bytes() == sound


def test_no_flipped_bit_of_it_goes_unseen(index: Path, sources):
    file = index / SOURCES_FILE
    sound = file.read_bytes()
    for place in range(len(sound)):
        damaged = bytearray(sound)
        damaged[place] ^= 1 << place % 8
        file.write_bytes(damaged)
        assert known(index, sources) == []


@pytest.mark.parametrize("name", ["manifest.json", STORE_FILE])
def test_nothing_is_taken_from_a_damaged_generation(index: Path, sources, name: str):
    file = Generations(index).current() / name
    damaged = bytearray(file.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    file.write_bytes(damaged)
    assert known(index, sources) == []


def test_without_an_index_nothing_is_known(tmp_path: Path):
    assert known(tmp_path / "none", {"a": "b"}) == []
    assert not (tmp_path / "none").exists()
