"""Changing the folder of texts: no name leads out of it, nothing is overwritten unseen."""

import unicodedata
from pathlib import Path

import pytest

from maltolk.reading.document import MAX_BYTES, SUFFIXES
from maltolk.web.staff.collection.removed_texts import RemovedText, RemovedTexts
from maltolk.web.staff.corpus import Corpus, Fault, digest


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    folder = tmp_path / "texter"
    (folder / "mål").mkdir(parents=True)
    (folder / "mål" / "lund.txt").write_text("Lund", "utf-8")
    (folder / "orsa.md").write_text("Orsa", "utf-8")
    (folder / ".dold.txt").write_text("dold", "utf-8")
    (folder / "bild.png").write_bytes(b"png")
    (tmp_path / "utanför.txt").write_text("utanför", "utf-8")
    (folder / "länk.txt").symlink_to(tmp_path / "utanför.txt")
    (folder / "mapp").symlink_to(tmp_path)
    return Corpus(folder, RemovedTexts(tmp_path / "borttagna"))


def outside(corpus: Corpus) -> list[str]:
    return sorted(path.name for path in corpus.folder.parent.iterdir())


def test_it_lists_what_reading_may_take(corpus: Corpus):
    assert corpus.paths() == ("länk.txt", "mål/lund.txt", "orsa.md")
    assert corpus.read("mål/lund.txt") == b"Lund"
    for path in ("länk.txt", "../utanför.txt", "mapp/utanför.txt", ".dold.txt", "bild.png", "", "/etc/passwd"):
        assert corpus.read(path) is None, path


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("ny.txt", "ny.txt"),
        ("lund.txt", "mål/lund.txt"),
        ("orsa.md", "orsa.md"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\jag\\plan.txt", "plan.txt"),
        ("/rot.txt", "rot.txt"),
        ("Ma\u030al.txt", "Mål.txt"),
        ("mellan rum.TXT", "mellan rum.TXT"),
        ("..", Fault.NAME),
        ("", Fault.NAME),
        (".gömd.txt", Fault.NAME),
        ("..\\.txt", Fault.NAME),
        ("rad\nbrott.txt", Fault.NAME),
        ("noll\0.txt", Fault.NAME),
        ("om\u202evänd.txt", Fault.NAME),
        ("å" * 120 + ".txt", Fault.NAME),
        ("program.exe", Fault.SUFFIX),
        ("utan", Fault.SUFFIX),
        ("questions.jsonl", Fault.SUFFIX),
    ],
)
def test_a_name_becomes_a_place_in_the_folder_or_a_fault(corpus: Corpus, name: str, place: str | Fault):
    assert corpus.place(name) == place


def test_every_suffix_that_reading_knows_is_taken(corpus: Corpus):
    assert [corpus.place(f"ny{suffix}") for suffix in SUFFIXES] == [f"ny{suffix}" for suffix in SUFFIXES]


def test_a_name_that_several_files_have_is_no_place(corpus: Corpus):
    (corpus.folder / "plan").mkdir()
    (corpus.folder / "plan" / "lund.txt").write_text("plan", "utf-8")
    assert corpus.place("lund.txt") is Fault.SEVERAL
    (corpus.folder / "lund.txt").write_text("rot", "utf-8")
    assert corpus.place("lund.txt") == "lund.txt"


def test_a_file_is_replaced_only_when_it_is_the_one_that_was_seen(corpus: Corpus):
    file = corpus.folder / "orsa.md"
    assert corpus.put("orsa.md", b"ny", None) is Fault.CHANGED
    assert corpus.put("orsa.md", b"ny", digest(b"annat")) is Fault.CHANGED
    assert file.read_bytes() == b"Orsa"
    assert corpus.put("orsa.md", b"ny", digest(b"Orsa")) is None
    assert file.read_bytes() == b"ny"
    assert corpus.put("borta.md", b"ny", digest(b"Orsa")) is Fault.CHANGED
    assert corpus.put("ny.md", b"ny", None) is None
    assert sorted(path.name for path in corpus.folder.iterdir() if path.name.startswith(".")) == [".dold.txt"]


@pytest.mark.parametrize(
    "path", ["../ute.txt", "/tmp/ute.txt", "mapp/ute.txt", "mål/../../ute.txt", "a\0.txt", ".", ""]
)
def test_nothing_is_written_or_removed_outside(corpus: Corpus, path: str):
    before = outside(corpus)
    assert corpus.put(path, b"x", None) is Fault.NAME
    assert corpus.remove(path) is Fault.GONE
    assert outside(corpus) == before


def test_a_link_in_the_way_is_left_alone(corpus: Corpus):
    assert corpus.put("länk.txt", b"x", None) is Fault.CHANGED
    assert (corpus.folder.parent / "utanför.txt").read_text("utf-8") == "utanför"


def test_a_file_too_large_to_be_read_is_not_taken(corpus: Corpus):
    assert corpus.put("stor.txt", b"x" * (MAX_BYTES + 1), None) is Fault.LARGE
    assert not (corpus.folder / "stor.txt").exists()


def test_removing(corpus: Corpus):
    taken = corpus.remove("mål/lund.txt")
    assert isinstance(taken, RemovedText)
    assert corpus.remove("mål/lund.txt") is Fault.GONE
    assert corpus.remove("bild.png") is Fault.GONE
    assert isinstance(corpus.remove("länk.txt"), RemovedText)
    assert (corpus.folder.parent / "utanför.txt").exists(), "the link goes, not what it names"
    assert corpus.paths() == ("orsa.md",)


def test_a_collection_that_is_not_there_yet_is_made_and_a_zip_is_left_alone(tmp_path: Path):
    fresh = Corpus(tmp_path / "ny" / "samling", RemovedTexts(tmp_path / "borttagna"))
    assert fresh.paths() == ()
    assert fresh.place("a.txt") == "a.txt"
    assert fresh.put("a.txt", b"a", None) is None
    assert fresh.paths() == ("a.txt",)
    (tmp_path / "texter.zip").write_bytes(b"PK")
    packed = Corpus(tmp_path / "texter.zip", RemovedTexts(tmp_path / "borttagna"))
    assert packed.paths() == ()
    assert packed.place("a.txt") is Fault.NO_FOLDER


def test_a_file_whose_name_a_mac_wrote_is_replaced_and_removed(corpus: Corpus):
    (corpus.folder / "mål" / unicodedata.normalize("NFD", "översikt.txt")).write_bytes("förr".encode())
    path = corpus.place("översikt.txt")
    assert path == "mål/översikt.txt"
    assert corpus.read(path) == "förr".encode()
    assert corpus.put(path, b"nu", digest("förr".encode())) is None
    assert [file.read_bytes() for file in (corpus.folder / "mål").iterdir() if "versikt" in file.name] == [b"nu"]
    assert isinstance(corpus.remove(path), RemovedText)
    assert corpus.paths() == ("länk.txt", "mål/lund.txt", "orsa.md")
