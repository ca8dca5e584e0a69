"""Uploaded files: what is shown of them, and that nothing counts before it is added."""

import stat
from pathlib import Path

import pytest

from maltolk.indexing.changes import ChangeKind
from maltolk.web.staff.folder.corpus import Corpus, Fault
from maltolk.web.staff.folder.removed_texts import RemovedTexts
from maltolk.web.staff.staging import MAX_FILES, Staging

LUND = """---
kommun: Lund
titel: Mål för Lund
datum: 2024-05-06
---
# Mål

Lund ska vara en grön stad.

## Kontakt

Anna Svensson, kommunchef
Telefon: 046-35 50 00
anna.svensson@lund.se
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    (tmp_path / "texter").mkdir()
    return Corpus(tmp_path / "texter", RemovedTexts(tmp_path / "borttagna"))


@pytest.fixture
def live() -> set[str]:
    return {"a", "b"}


@pytest.fixture
def staging(corpus: Corpus, live: set[str]) -> Staging:
    return Staging(corpus, lambda: live)


def written(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def test_the_preview_tells_what_the_reader_understood(staging: Staging, corpus: Corpus, uploads: Path):
    file = written(uploads, "lund.md", LUND)
    (preview,) = staging.take("a", [file])
    assert preview.usable
    assert preview.document is not None
    assert (preview.document.municipality, preview.document.title) == ("Lund", "Mål för Lund")
    assert (preview.document.date, preview.date_in_text) == ("2024-05-06", False)
    assert preview.headings == ("Mål", "Kontakt")
    assert preview.contacts == (("Anna Svensson", "kommunchef", "046-35 50 00", "anna.svensson@lund.se"),)
    assert ("Mål för Lund › Mål", "Lund ska vara en grön stad.") in preview.passage_texts
    assert not preview.replaces
    assert not file.exists(), "it is moved out of the folder that it was uploaded to"
    assert corpus.paths() == (), "and counts for nothing yet"


def test_a_date_in_the_text_is_told_from_one_in_the_head(staging: Staging, uploads: Path):
    text = "Mål för Orsa kommun\n\nAntagen av kommunfullmäktige 2021-03-04.\n"
    (preview,) = staging.take("a", [written(uploads, "orsa.txt", text)])
    assert preview.document is not None
    assert (preview.document.date, preview.date_in_text) == ("2021-03-04", True)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tom.txt", b"", "the file is empty"),
        ("bin.txt", bytes(range(256)) * 4, "the file is not text; save it as .txt or .md"),
        ("huvud.md", "---\nkommun: Lund\n", "front matter opened on line 1 is never closed; end it with a line of ---"),
    ],
)
def test_what_is_skipped_says_why(staging: Staging, uploads: Path, name: str, content: str | bytes, reason: str):
    (preview,) = staging.take("a", [written(uploads, name, content)])
    assert not preview.usable
    assert preview.reason == reason
    assert staging.add("a").created == ()


def test_a_name_without_a_place_is_refused(staging: Staging, corpus: Corpus, uploads: Path):
    (preview,) = staging.take("a", [written(uploads, "program.exe", "x")])
    assert preview.fault is Fault.SUFFIX
    assert staging.add("a").created == ()
    assert not list(corpus.folder.iterdir())


def test_adding_puts_the_very_bytes_in_the_collection(staging: Staging, corpus: Corpus, uploads: Path):
    raw = LUND.encode("latin-1")
    staging.take("a", [written(uploads, "lund.md", raw), written(uploads, "tom.txt", b"")])
    added = staging.add("a")
    assert (added.created, added.replaced, added.refused) == (("lund.md",), (), ())
    assert (corpus.folder / "lund.md").read_bytes() == raw
    assert staging.previews("a") == ()
    assert list(staging.folder.iterdir()) == []
    assert staging.add("a").created == (), "adding twice adds once"


def test_a_replacement_says_what_differs(staging: Staging, corpus: Corpus, uploads: Path):
    written(corpus.folder, "lund.md", LUND)
    (preview,) = staging.take("a", [written(uploads, "lund.md", LUND.replace("en grön stad", "en blå stad"))])
    assert preview.replaces
    assert preview.change is not None
    assert preview.change.kind is ChangeKind.CHANGED
    assert preview.change.text is not None
    assert preview.change.text.removed == ("Lund ska vara en grön stad.",)
    assert preview.change.text.added == ("Lund ska vara en blå stad.",)
    assert staging.add("a").replaced == ("lund.md",)
    assert "blå" in (corpus.folder / "lund.md").read_text("utf-8")


def test_what_changed_behind_the_preview_is_not_overwritten(staging: Staging, corpus: Corpus, uploads: Path):
    staging.take("a", [written(uploads, "lund.md", LUND), written(uploads, "orsa.txt", "Mål för Orsa")])
    written(corpus.folder, "lund.md", "somebody was faster")
    added = staging.add("a")
    assert added.created == ("orsa.txt",)
    assert added.refused == (("lund.md", Fault.CHANGED),)
    assert (corpus.folder / "lund.md").read_text("utf-8") == "somebody was faster"


def test_a_disk_that_fails_is_told_and_the_rest_is_added(
    staging: Staging, corpus: Corpus, uploads: Path, monkeypatch: pytest.MonkeyPatch
):
    put = corpus.put

    def full(path: str, raw: bytes, replacing: str | None) -> Fault | None:
        if path == "lund.md":
            raise OSError(28, "No space left on device")
        return put(path, raw, replacing)

    monkeypatch.setattr(corpus, "put", full)
    staging.take("a", [written(uploads, "lund.md", LUND), written(uploads, "orsa.txt", "Mål för Orsa")])
    added = staging.add("a")
    assert (added.created, added.refused) == (("orsa.txt",), (("lund.md", Fault.DISK),))


def test_sessions_see_their_own_and_ended_ones_leave_nothing(staging: Staging, live: set[str], uploads: Path):
    staging.take("a", [written(uploads, "lund.md", LUND)])
    staging.take("b", [written(uploads, "orsa.txt", "Mål för Orsa")])
    assert [p.path for p in staging.previews("a")] == ["lund.md"]
    assert [p.path for p in staging.previews("b")] == ["orsa.txt"]
    live.remove("a")
    staging.take("b", [written(uploads, "ale.txt", "Mål för Ale")])
    assert staging.previews("a") == ()
    assert len(list(staging.folder.iterdir())) == 2
    staging.discard("b")
    assert list(staging.folder.iterdir()) == []


def test_the_same_name_again_takes_the_place_of_the_first(staging: Staging, uploads: Path):
    staging.take("a", [written(uploads, "lund.md", LUND)])
    (preview,) = staging.take("a", [written(uploads, "lund.md", LUND.replace("Mål för Lund", "Nya mål"))])
    assert preview.document is not None
    assert preview.document.title == "Nya mål"
    assert len(list(staging.folder.iterdir())) == 1


def test_files_beyond_the_bound_are_let_go(staging: Staging, uploads: Path):
    files = [written(uploads, f"{number}.exe", "x") for number in range(MAX_FILES + 3)]
    assert len(staging.take("a", files)) == MAX_FILES
    assert len(list(staging.folder.iterdir())) == MAX_FILES


def test_only_this_user_can_open_what_waits(staging: Staging, uploads: Path):
    staging.take("a", [written(uploads, "lund.md", LUND)])
    assert stat.S_IMODE(staging.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in staging.folder.iterdir()] == [0o600]
