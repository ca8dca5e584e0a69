"""Folders are copied as they are, and a mount that is not there empties nothing."""

import os
import shutil
from pathlib import Path

import pytest

from maltolk.syncing.copying import check_in_place, copy_folder
from maltolk.syncing.outcome import Fault, SourceOutcome
from maltolk.syncing.placing import Shelf
from maltolk.syncing.remembered import Memory
from maltolk.syncing.sources_file import Folder


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    folder = tmp_path / "planer"
    (folder / "miljö").mkdir(parents=True)
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"Mål {number}", "utf-8")
    (folder / "miljö" / "plan.md").write_text("# Plan", "utf-8")
    (folder / "miljö" / "plan.md.yaml").write_text("municipality: Lund", "utf-8")
    (folder / "bild.gif").write_bytes(b"\x89PNG")
    (folder / ".gömd.txt").write_text("x", "utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def copy(origin: Path, corpus: Path, share: float = 0.2) -> SourceOutcome:
    memory = Memory.load(corpus)
    outcome = copy_folder(Folder("planer", origin, share=share), Shelf(corpus, "planer"), memory)
    memory.save()
    return outcome


def copied(corpus: Path) -> set[str]:
    folder = corpus / "planer"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


TEXTS = {*(f"{number}.txt" for number in range(6)), "miljö/plan.md", "miljö/plan.md.yaml"}


def test_texts_and_their_sidecars_are_copied_and_nothing_else(origin: Path, corpus: Path):
    outcome = copy(origin, corpus)
    assert copied(corpus) == TEXTS
    assert set(outcome.created) == {f"planer/{name}" for name in TEXTS}
    assert copy(origin, corpus) == SourceOutcome("planer", unchanged=8)


def test_a_change_is_copied_also_where_size_and_time_are_the_same(origin: Path, corpus: Path):
    copy(origin, corpus)
    times = (origin / "1.txt").stat()
    (origin / "1.txt").write_text("Mal 1", "utf-8")
    os.utime(origin / "1.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert copy(origin, corpus).changed == ("planer/1.txt",)
    assert (corpus / "planer" / "1.txt").read_text("utf-8") == "Mal 1"


def test_a_file_goes_when_it_was_gone_twice(origin: Path, corpus: Path):
    copy(origin, corpus)
    (origin / "1.txt").unlink()
    assert copy(origin, corpus).missing == ("planer/1.txt",)
    assert copy(origin, corpus).removed == ("planer/1.txt",)
    assert copied(corpus) == TEXTS - {"1.txt"}


def test_a_folder_that_is_not_mounted_takes_nothing_away(origin: Path, corpus: Path):
    copy(origin, corpus)
    shutil.rmtree(origin)
    for _ in range(3):
        assert [failure.fault for failure in copy(origin, corpus).failures] == [Fault.FOLDER]
    origin.mkdir()  # the mount point without its mount
    assert [failure.fault for failure in copy(origin, corpus).failures] == [Fault.FOLDER]
    assert copied(corpus) == TEXTS


def test_many_files_never_go_at_once(origin: Path, corpus: Path):
    copy(origin, corpus)
    for number in range(3):
        (origin / f"{number}.txt").unlink()
    copy(origin, corpus)
    assert [failure.detail for failure in copy(origin, corpus).failures] == ["3/8"]
    assert copied(corpus) == TEXTS
    assert len(copy(origin, corpus, share=0.5).removed) == 3


def test_a_name_that_a_mac_wrote_is_the_same_name(origin: Path, corpus: Path):
    (origin / "ma\u030al.txt").write_text("y", "utf-8")
    assert "planer/m\u00e5l.txt" in copy(origin, corpus).created
    assert copy(origin, corpus) == SourceOutcome("planer", unchanged=9)


def test_a_link_out_of_the_folder_is_told_and_not_followed(origin: Path, corpus: Path, tmp_path: Path):
    (tmp_path / "hemligt.txt").write_text("hemligt", "utf-8")
    (origin / "länk.txt").symlink_to(tmp_path / "hemligt.txt")
    outcome = copy(origin, corpus)
    assert [(failure.what, failure.fault) for failure in outcome.failures] == [("länk.txt", Fault.FILE)]
    assert copied(corpus) == TEXTS


def check(corpus: Path, path: Path, share: float = 0.2) -> SourceOutcome:
    memory = Memory.load(corpus)
    outcome = check_in_place(Folder("planer", path, in_place=True, share=share), corpus, memory)
    memory.save()
    return outcome


def test_a_folder_in_place_is_only_looked_at(origin: Path, corpus: Path):
    inside = corpus / "delat"
    shutil.copytree(origin, inside)
    assert check(corpus, inside) == SourceOutcome("planer", unchanged=8)
    (inside / "ny.txt").write_text("x", "utf-8")
    (inside / "1.txt").unlink()
    outcome = check(corpus, inside)
    assert (outcome.created, outcome.removed, outcome.held) == (("delat/ny.txt",), ("delat/1.txt",), False)


def test_a_folder_in_place_that_lost_much_holds_the_renewal(origin: Path, corpus: Path):
    inside = corpus / "delat"
    shutil.copytree(origin, inside)
    check(corpus, inside)
    for number in range(4):
        (inside / f"{number}.txt").unlink()
    for _ in range(2):
        outcome = check(corpus, inside)
        assert outcome.held
        assert [failure.detail for failure in outcome.failures] == ["4/8"]
    assert not check(corpus, inside, share=0.5).held
    shutil.rmtree(inside)
    assert check(corpus, inside).held


def test_a_folder_in_place_has_to_be_in_the_corpus(origin: Path, corpus: Path):
    outcome = check(corpus, origin)
    assert [failure.fault for failure in outcome.failures] == [Fault.OUTSIDE]
    assert outcome.held
