"""Changing the folder of texts: no name leads out of it, nothing is overwritten unseen."""

import threading
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk.reading.document import MAX_BYTES, SUFFIXES
from maltolk.web.staff.folder.corpus import Corpus, Fault, digest
from maltolk.web.staff.folder.removed_texts import RemovedText, RemovedTexts, Taker


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    folder = tmp_path / "texter"
    (folder / "mål").mkdir(parents=True)
    (folder / "mål" / "lund.txt").write_text("Lund", "utf-8")
    (folder / "orsa.md").write_text("Orsa", "utf-8")
    (folder / ".dold.txt").write_text("dold", "utf-8")
    (folder / "bild.gif").write_bytes(b"png")
    (tmp_path / "utanför.txt").write_text("utanför", "utf-8")
    (folder / "länk.txt").symlink_to(tmp_path / "utanför.txt")
    (folder / "mapp").symlink_to(tmp_path)
    return Corpus(folder, RemovedTexts(tmp_path / "borttagna"))


def outside(corpus: Corpus) -> list[str]:
    return sorted(path.name for path in corpus.folder.parent.iterdir())


def test_it_lists_what_reading_may_take(corpus: Corpus):
    assert corpus.paths() == ("länk.txt", "mål/lund.txt", "orsa.md")
    assert corpus.read("mål/lund.txt") == b"Lund"
    for path in ("länk.txt", "../utanför.txt", "mapp/utanför.txt", ".dold.txt", "bild.gif", "", "/etc/passwd"):
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
    assert corpus.remove("bild.gif") is Fault.GONE
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


def test_what_is_removed_is_put_back_with_what_was_beside_it(corpus: Corpus):
    (corpus.folder / "mål" / "lund.txt.yaml").write_text("kommun: Lund", "utf-8")
    (corpus.folder / "mål" / "lund.url").write_text("URL=https://lund.se", "utf-8")
    (corpus.folder / "mål" / "lund.md").write_text("en annan", "utf-8")
    taken = corpus.remove("mål/lund.txt", Taker("Anna", "Lund", "Mål", "d" * 64, "000001-1a2b3c4d"))
    assert isinstance(taken, RemovedText)
    assert taken.files == ("mål/lund.txt", "mål/lund.txt.yaml")
    assert sorted(path.name for path in (corpus.folder / "mål").iterdir()) == ["lund.md", "lund.url"]
    (listed,) = corpus.removed.all()
    assert listed == taken
    assert (listed.who, listed.title, len(listed.day)) == ("Anna", "Mål", 16)
    assert corpus.put_back(listed) is None
    assert corpus.read("mål/lund.txt") == b"Lund"
    assert corpus.beside("mål/lund.txt")["mål/lund.txt.yaml"] == b"kommun: Lund"
    assert corpus.removed.all() == ()


def test_nothing_is_put_back_over_a_new_file(corpus: Corpus):
    taken = corpus.remove("orsa.md")
    assert isinstance(taken, RemovedText)
    (corpus.folder / "orsa.md").write_text("ny", "utf-8")
    assert corpus.put_back(taken) is Fault.TAKEN
    assert corpus.read("orsa.md") == b"ny"
    assert corpus.removed.all() == (taken,)
    (corpus.folder / "orsa.md").unlink()
    (corpus.folder / "orsa.md").mkdir()
    assert corpus.put_back(taken) is Fault.TAKEN


def test_a_link_is_put_back_as_a_link(corpus: Corpus):
    taken = corpus.remove("länk.txt")
    assert isinstance(taken, RemovedText)
    assert not (corpus.folder / "länk.txt").is_symlink()
    assert corpus.put_back(taken) is None
    assert (corpus.folder / "länk.txt").is_symlink()
    assert corpus.read("länk.txt") is None


def test_a_note_that_leads_elsewhere_puts_nothing_there(corpus: Corpus):
    taken = corpus.remove("orsa.md")
    assert isinstance(taken, RemovedText)
    for path in ("../ute.md", "/tmp/ute.md", "mapp/ute.md", "a\0.md"):
        assert corpus.put_back(replace(taken, path=path, files=(path,))) is Fault.NAME
    assert not (corpus.folder.parent / "ute.md").exists()
    for number in ("../000001", "", "1", "000002", "000001/..", "\0"):
        assert corpus.removed.get(number) is None


def test_a_full_disk_leaves_the_text_where_it_is(corpus: Corpus, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("maltolk.web.staff.folder.removed_texts.copy_file", full)
    with pytest.raises(OSError, match="No space"):
        corpus.remove("orsa.md")
    assert corpus.read("orsa.md") == b"Orsa"
    assert corpus.removed.all() == ()
    assert list(corpus.removed.folder.iterdir()) == []


def test_a_file_beside_a_text_is_replaced_only_when_it_is_the_one_that_was_seen(corpus: Corpus):
    name = "mål/lund.txt.yaml"
    assert corpus.put_beside("mål/lund.txt", name, b"a: 1", None) is None
    assert corpus.put_beside("mål/lund.txt", name, b"a: 2", None) is Fault.CHANGED
    assert corpus.put_beside("mål/lund.txt", name, b"a: 2", digest(b"a: 1")) is None
    assert corpus.put_beside("mål/lund.txt", "orsa.md", b"a: 3", None) is Fault.NAME
    assert corpus.put_beside("mål/borta.txt", "mål/borta.txt.yaml", b"a: 3", None) is Fault.GONE
    assert corpus.put_beside("länk.txt", "mapp/../x", b"a: 3", None) is Fault.NAME
    assert corpus.put_beside("mål/lund.txt", name, b"x" * 70_000, digest(b"a: 2")) is Fault.LARGE
    assert corpus.beside("mål/lund.txt") == {name: b"a: 2"}


def test_of_two_who_save_at_once_one_finds_it_changed(corpus: Corpus):
    name, told = "orsa.md.yaml", []
    both = threading.Barrier(2)

    def save(raw: bytes) -> None:
        both.wait()
        told.append(corpus.put_beside("orsa.md", name, raw, None))

    savers = [threading.Thread(target=save, args=(raw,)) for raw in (b"a: 1", b"a: 2")]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert sorted(map(str, told)) == sorted(["None", str(Fault.CHANGED)])
