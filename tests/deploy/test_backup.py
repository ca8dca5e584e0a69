"""A backup that is made while maltolk runs brings everything back."""

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from fronts import DEPLOY, needed

from maltolk.errors import BuildRunning
from maltolk.indexing.encoders.hash_encoder import HASHING
from maltolk.machine import locked
from maltolk.renewal import renew
from maltolk.service import Service
from maltolk.settings import Settings

QUESTION = "Vilka mål har Ale?"


@pytest.fixture
def settings(tmp_path: Path, small: Path) -> Settings:
    """An installation with a text that was changed since, so that there is an archive."""
    folder = tmp_path / "maltolk"
    shutil.copytree(small, folder / "corpus")
    (folder / "models").mkdir()
    (folder / "models" / "large").write_bytes(b"x")
    found = Settings(folder / "index", folder / "models", HASHING, corpus=folder / "corpus")
    renew(found)
    text = found.corpus / "orsa.txt"
    text.write_text(text.read_text("utf-8").replace("den 3 juni 2019", "den 4 juli 2020"), "utf-8")
    renew(found)
    (found.corpus / ".maltolk-sync.json").write_text('{"version": 1, "sources": {}, "refused": {}}', "utf-8")
    return found


def command(settings: Settings, target: Path) -> list[str]:
    needed("flock")
    return [str(DEPLOY / "backup.sh"), str(settings.corpus.parent), str(target)]


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "models" not in path.parts and not path.name.endswith("lock")
    }


def test_after_a_loss_everything_is_as_it_was(settings: Settings, tmp_path: Path):
    folder = settings.corpus.parent
    service = Service(settings)
    before, files = service.ask(QUESTION), everything(folder)
    archived = [path for path in files if path.startswith("index/archive/")]
    assert archived
    subprocess.run(command(settings, tmp_path / "backup.tar"), check=True)
    shutil.rmtree(folder)

    folder.mkdir()
    subprocess.run(["tar", "--extract", "--file", tmp_path / "backup.tar", "--directory", folder], check=True)
    assert everything(folder) == files
    restored = Service(settings)
    assert restored.verify() == ()
    after = restored.ask(QUESTION)
    assert (after.text, after.generation) == (before.text, before.generation)
    assert renew(settings).report.documents.unchanged == 4
    restored.rollback()
    assert restored.verify() == ()


def test_encoders_are_left_out_and_nobody_else_may_read_it(settings: Settings, tmp_path: Path):
    target = tmp_path / "backup.tar"
    subprocess.run(command(settings, target), check=True)
    with tarfile.open(target) as packed:
        assert not [name for name in packed.getnames() if "models" in name]
    assert target.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob("backup*")] == ["backup.tar"]


@pytest.mark.parametrize("name", ["index/lock", "corpus/.maltolk-sync.lock"])
def test_a_running_build_or_synchronisation_is_waited_for(settings: Settings, tmp_path: Path, name: str):
    target = tmp_path / "backup.tar"
    with locked(settings.corpus.parent / name, wait=False):
        process = subprocess.Popen(command(settings, target))
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        assert not target.exists()
    assert process.wait(30) == 0
    assert target.exists()


def test_meanwhile_nothing_is_built_but_questions_are_answered(settings: Settings, tmp_path: Path):
    pipe = tmp_path / "backup.tar.new"
    os.mkfifo(pipe)  # tar waits here until somebody reads
    process = subprocess.Popen(command(settings, tmp_path / "backup.tar"))
    with pipe.open("rb") as slow:
        slow.read(1)
        with pytest.raises(BuildRunning):
            renew(settings, full=True)
        assert Service(settings).ask(QUESTION).citations
        while slow.read(1 << 20):
            pass
    process.wait(30)


def test_a_backup_that_fails_leaves_the_one_before(settings: Settings, tmp_path: Path):
    target = tmp_path / "gone" / "backup.tar"
    assert subprocess.run(command(settings, target), capture_output=True, check=False).returncode != 0
    old = tmp_path / "backup.tar"
    old.write_bytes(b"before")
    settings.corpus.rename(tmp_path / "away")
    assert subprocess.run(command(settings, old), capture_output=True, check=False).returncode != 0
    assert old.read_bytes() == b"before"


def test_locks_that_root_makes_are_the_services_own(settings: Settings, tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("only root can make a file that the service may not open")
    for folder in (settings.corpus, settings.index):
        os.chown(folder, 65534, 65534)
    (settings.index / "lock").unlink()
    subprocess.run(command(settings, tmp_path / "backup.tar"), check=True)
    assert (settings.index / "lock").stat().st_uid == 65534
    assert (settings.corpus / ".maltolk-sync.lock").stat().st_uid == 65534


@pytest.mark.parametrize(("status", "kept"), [(1, True), (2, False)])
def test_a_file_that_is_replaced_meanwhile_does_not_spoil_it(
    settings: Settings, tmp_path: Path, status: int, kept: bool
):
    """GNU tar ends with 1 where a file changed while it was packed, and with 2 where something is missing."""
    (tmp_path / "bin").mkdir()
    pretended = tmp_path / "bin" / "tar"
    pretended.write_text(f'#!/bin/sh\n{needed("tar")} "$@"\nexit {status}\n', "utf-8")
    pretended.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    target = tmp_path / "backup.tar"
    ran = subprocess.run(command(settings, target), env=environment, check=False)
    assert (ran.returncode == 0, target.exists()) == (kept, kept)
    assert not target.with_name("backup.tar.new").exists()
