from pathlib import Path

import pytest

from maltolk.errors import IndexDamaged, IndexMissing, IndexStale, MaltolkError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index, verify
from maltolk.indexing.passages import PassageRule
from maltolk.indexing.rules import IndexRule
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import FORMAT, read_manifest


@pytest.fixture
def built(tmp_path: Path, corpus) -> Path:
    build(tmp_path, corpus, [], HashEncoder(), probes={"a": ["Vilka mål?"]})
    return tmp_path


def test_it_says_what_the_generation_was_made_of(built: Path, corpus):
    manifest = read_manifest(Generations(built).current())
    assert manifest.format == FORMAT
    assert (manifest.encoder.name, manifest.encoder.dimension) == ("hash", 64)
    assert {(entry.path, entry.digest) for entry in manifest.documents} == {(d.path, d.digest) for d in corpus}
    assert (manifest.passages, manifest.contacts) == (8, 1)
    assert 0 < manifest.statistics.mean < 1
    current = Generations(built).current()
    files = {path.relative_to(current).as_posix() for path in current.rglob("*") if path.is_file()}
    assert {"store.sqlite", "passages.faiss", "sentences.npy"} < files
    assert set(manifest.files) == files - {"manifest.json"}


def test_every_byte_counts(built: Path):
    """One bit turned anywhere in any file is found, by opening or by ``verify``."""
    files = [path for path in built.rglob("*") if path.is_file() and path.name != "lock"]
    assert len(files) > 12
    for path in files:
        whole = path.read_bytes()
        for place in {0, len(whole) // 3, len(whole) // 2, len(whole) - 1} if whole else set():
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            assert _faults(built), f"{path.name}: byte {place}"
        path.write_bytes(whole)
    assert verify(built) == []


def _faults(folder: Path) -> list[str]:
    try:
        return verify(folder)
    except MaltolkError as error:
        return [str(error)]


def test_a_missing_file_is_named(built: Path):
    (Generations(built).current() / "passages.faiss").unlink()
    with pytest.raises(IndexDamaged, match=r"passages\.faiss .* is missing; run 'maltolk index --full'"):
        Index.open(built, None)


def test_a_cut_file_is_named(built: Path):
    path = Generations(built).current() / "store.sqlite"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match=r"store\.sqlite .* bytes instead of"):
        Index.open(built, None)


def test_another_encoder_is_refused_by_name(built: Path):
    with pytest.raises(IndexStale, match=r"encoder fingerprint: .* run 'maltolk index --full'"):
        Index.open(built, HashEncoder(32))
    assert Index.open(built, None).manifest.encoder.dimension == 64


def test_another_passage_rule_is_refused_by_name(built: Path):
    with pytest.raises(IndexStale, match=r"passage rule: .* run 'maltolk index --full'"):
        Index.open(built, None, IndexRule(passages=PassageRule(longest=99)))


@pytest.mark.parametrize("other", [1, 99])  # 1 knew no pages
def test_another_format_is_refused_by_name(built: Path, other: int):
    path = Generations(built).current() / "manifest.json"
    path.write_text(path.read_text("utf-8").replace(f'"format":{FORMAT},', f'"format":{other},'), "utf-8")
    told = rf"format: .* version {other}, this maltolk reads {FORMAT}; run 'maltolk index --full'"
    with pytest.raises(IndexStale, match=told):
        Index.open(built, None)


def test_no_index_names_the_command_that_makes_one(tmp_path: Path):
    with pytest.raises(IndexMissing, match="run 'maltolk index CORPUS_DIR'"):
        Index.open(tmp_path / "nowhere", None)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("written", ["", "000001-abcdef01", "../..\n", "000009-00000000\n", "\xff\n"])
def test_a_pointer_that_points_nowhere_is_damage(built: Path, written: str):
    (built / "current").write_bytes(written.encode("latin-1"))
    with pytest.raises(IndexDamaged, match="run 'maltolk index'"):
        Index.open(built, None)


def test_a_renamed_generation_is_damage(built: Path):
    current = Generations(built).current()
    current.rename(current.with_name("000001-00000000"))
    (built / "current").write_text("000001-00000000\n")
    with pytest.raises(IndexDamaged, match="calls itself"):
        Index.open(built, None)
