"""What another system than Linux lacks is done without, or in another way."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from maltolk import machine
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.storage import disk, generations
from maltolk.indexing.storage.generations import Generations
from maltolk.reading import read_folder
from maltolk.reading.sandbox import parsing
from maltolk.settings import Settings

SMALL = Path(__file__).parent / "data" / "small"

BARE = """
import os, select, signal, sys, subprocess
import fastapi, faiss, filelock, jinja2, lxml.etree, onnxruntime, platformdirs, pypdfium2, tokenizers, uvicorn, vobject

subprocess.Popen.kill = lambda self: os.kill(self.pid, 9)  # what Windows has instead
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in ("sched_getaffinity", "killpg", "setpriority", "PRIO_PROCESS", "set_blocking", "setsid", "fork", "getuid",
             "geteuid", "getpgid", "O_NOFOLLOW", "O_NOCTTY"):
    delattr(os, name)
for name in ("SIGKILL", "SIGXCPU", "SIGHUP"):
    delattr(signal, name)
for name in ("poll", "epoll"):
    delattr(select, name)

nonblocking = os.O_NONBLOCK
del os.O_NONBLOCK
from maltolk.reading.sandbox import worker
from maltolk.reading.sources import files
os.O_NONBLOCK = nonblocking  # filelock goes another way on Windows
worker._MAIN = "import sys; sys.modules['resource'] = None; " + worker._MAIN
"""


def bare(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs ``code`` where the modules and names are gone that only some systems have."""
    return subprocess.run(
        [sys.executable, "-c", BARE + code],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env={**os.environ, **environment},
    )


def test_every_module_can_be_imported_on_a_bare_system():
    code = (
        "import importlib, pkgutil, maltolk\n"
        # MCP's SDK asks sys.platform for what this test takes away.
        "names = [m.name for m in pkgutil.walk_packages(maltolk.__path__, 'maltolk.')]\n"
        "names = [name for name in names if 'main' not in name and name != 'maltolk.mcp.protocol']\n"
        "print(len([importlib.import_module(name) for name in names]))"
    )
    result = bare(code)
    assert result.returncode == 0, result.stderr
    assert int(result.stdout) > 100


def test_a_bare_system_indexes_answers_and_goes_back(tmp_path: Path):
    commands = [
        ["index", str(SMALL)],
        ["contacts", "--json"],
        ["index", str(SMALL / "..")],
        ["verify"],
        ["rollback"],
        ["documents"],
    ]
    code = f"from maltolk.cli import main\nprint([main(command) for command in {commands}])"
    result = bare(code, MALTOLK_MODEL="hash", MALTOLK_INDEX=str(tmp_path / "index"))
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "[0, 0, 0, 0, 0, 0]", result.stdout + result.stderr


@pytest.mark.parametrize(
    ("missing", "command"),
    [("fastapi", ["serve"]), ("sentence_transformers", ["index", str(SMALL), "--model", "someone/model"])],
)
def test_a_package_that_is_not_installed_is_told_in_one_line(tmp_path: Path, missing: str, command: list[str]):
    code = f"import sys; sys.modules[{missing!r}] = None\nfrom maltolk.cli import main\nsys.exit(main({command}))"
    environment = {"MALTOLK_INDEX": str(tmp_path / "index"), "MALTOLK_MODELS": str(tmp_path / "models")}
    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )
    *_, line = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (2, "")
    assert line.startswith(f"maltolk: this needs the package {missing}, which is not installed; install")
    assert "Traceback" not in result.stderr


def test_cores_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert machine.cores() == len(os.sched_getaffinity(0))
    monkeypatch.delattr(os, "sched_getaffinity")
    assert machine.cores() == 64
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert machine.cores() == 1


def test_a_lock_is_held_by_one_and_freed_when_its_process_is_killed(tmp_path: Path):
    file = tmp_path / "lock"
    code = (
        "import sys, time, pathlib; from maltolk.machine import locked\n"
        "with locked(pathlib.Path(sys.argv[1]), wait=False) as held: print(held, flush=True); time.sleep(600)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, file], stdout=subprocess.PIPE, text=True)
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with machine.locked(file, wait=False) as held:
            assert not held
        other.kill()
        other.wait()
    with machine.locked(file, wait=True) as held:
        assert held
    assert file.exists()


def test_a_disk_without_locks_is_an_error_and_not_a_lock_that_outlives_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def no_locks(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(OSError, match="not implemented"), machine.locked(tmp_path / "lock", wait=False):
        pass


@pytest.mark.parametrize("before", [True, False])
def test_garbage_is_searched_for_afterwards_as_before(before: bool):
    @machine.undisturbed()
    def fails() -> None:
        assert not gc.isenabled()
        raise KeyError

    (gc.enable if before else gc.disable)()
    try:
        with pytest.raises(KeyError):
            fails()
        assert gc.isenabled() is before
    finally:
        gc.enable()


@pytest.mark.parametrize("windows", [False, True])
def test_files_and_folders_are_brought_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool):
    waited: list[bool] = []  # of each descriptor, whether it may write
    monkeypatch.setattr(machine, "WINDOWS", windows)
    monkeypatch.setattr(os, "fsync", lambda descriptor: waited.append(writes(descriptor)))
    (tmp_path / "file").write_text("x", "utf-8")
    machine.to_disk(tmp_path / "file")
    machine.to_disk(tmp_path)
    assert waited == ([True] if windows else [False, False])


def writes(descriptor: int) -> bool:
    """Whether the descriptor may write."""
    try:
        return os.write(descriptor, b"x") == 1
    except OSError:
        return False


def test_a_file_that_somebody_reads_is_replaced_when_they_are_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    replace, tries = Path.replace, []

    def refused_at_first(self: Path, target: Path) -> Path:
        tries.append(target.name)
        if len(tries) < 3:
            raise PermissionError(13, "used by another process")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused_at_first)
    with pytest.raises(PermissionError):  # elsewhere the refusal is meant
        disk.replace_file(tmp_path / "current", b"1")
    assert tries == ["current"]
    monkeypatch.setattr(disk, "WINDOWS", True)
    disk.replace_file(tmp_path / "current", b"2")
    assert ((tmp_path / "current").read_bytes(), len(tries)) == (b"2", 3)


@pytest.mark.parametrize("windows", [False, True])
def test_a_generation_that_cannot_be_removed_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool
):
    documents = read_folder(SMALL).documents
    first = build(tmp_path, documents[:1], [], HashEncoder(), keep=1).generation
    rename, read = Path.rename, [first]

    def refusing(self: Path, target: Path) -> Path:
        if self.name in read:
            raise PermissionError(13, "used by another process")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refusing)
    monkeypatch.setattr(generations, "WINDOWS", windows)
    if windows:
        second = build(tmp_path, documents, [], HashEncoder(), keep=1).generation
        assert [path.name for path in Generations(tmp_path).all()] == [first, second]
    else:
        with pytest.raises(Exception, match="cannot be written"):
            build(tmp_path, documents, [], HashEncoder(), keep=1)
    read.clear()
    last = build(tmp_path, documents, [], HashEncoder(), keep=1).generation
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [last]


def test_a_limit_that_the_system_lacks_is_not_set_and_one_it_refuses_is_told_on_linux(monkeypatch: pytest.MonkeyPatch):
    parsing._lower("RLIMIT_OF_NOTHING", 1)

    def refuses(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr("resource.setrlimit", refuses)
    with pytest.raises(ValueError, match="exceeds"):
        parsing._lower("RLIMIT_CORE", 0)
    monkeypatch.setattr(sys, "platform", "darwin")
    parsing._lower("RLIMIT_CORE", 0)


def test_models_lie_where_they_did_on_linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.from_environment({}).models == tmp_path / ".cache" / "maltolk" / "models"
    assert Settings.from_environment({"XDG_CACHE_HOME": "/c"}).models == Path("/c/maltolk/models")
    assert Settings.from_environment({"XDG_CACHE_HOME": "/c", "MALTOLK_MODELS": "/m"}).models == Path("/m")
