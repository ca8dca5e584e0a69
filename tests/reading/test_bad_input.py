"""A folder in which everything is wrong: each file ends as read or with one reason, and the good ones are read."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from maltolk.reading import Reading, read_folder
from maltolk.reading.sandbox.worker import Limits, Worker
from maltolk.reading.sources import files
from maltolk.reading.sources.files import Names, list_folder, read_file

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PATIENCE = 120
"""Seconds after which something hangs, however busy the machine."""


def load(name: str) -> ModuleType:
    spec = spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bad_files = load("bad_files")
SLOW = {"one-line-20mb.txt", "one-word-19mb.txt", "quotes.md", "nested-list.md"}
"""Left to the benchmark."""
READ = {"page.pdf", "good.txt", "half-utf16.txt", "pages-in-a-ring.pdf", "attributes.html", "yaml-laughs.md"}
EITHER = {"no-permission.txt", "laughs.html", "outside.html", "dots.txt", "brackets.md"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("bad")
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    bad_files.make(made, secret, 200, bad_files.makers(secret).keys() - SLOW)
    yield made
    (made / "no-permission.txt").chmod(0o600)


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    return read_folder(folder, Limits(clock=PATIENCE))


def test_every_file_is_told_of_once_with_one_line(folder: Path, reading: Reading) -> None:
    told = [d.path for d in reading.documents] + [s.path for s in reading.skipped]
    assert len(told) == len(set(told))
    assert {path.split("/")[0] for path in told} == {file.name for file in folder.iterdir()}
    for path in told:
        assert path.isprintable() or "\u030a" in path
        path.encode("utf-8")
    for skipped in reading.skipped:
        assert skipped.reason
        assert "\n" not in skipped.reason
        assert "Traceback" not in skipped.reason
        assert len(skipped.reason) < 200


def test_the_good_ones_are_read_and_the_bad_ones_are_not(reading: Reading) -> None:
    documents = {d.path for d in reading.documents}
    assert documents >= READ
    assert {path for path in documents if "/" not in path} <= READ | EITHER


def test_no_reader_looks_outside_the_folder(reading: Reading) -> None:
    for document in reading.documents:
        assert bad_files.SECRET not in document.text
    reasons = {s.path: s.reason for s in reading.skipped}
    assert "leads out of the folder" in reasons["to-outside.txt"]
    assert "not followed" in reasons["to-the-folder"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("sparse-2gb.txt", "2048 MB"),
        ("sparse-2gb.pdf", "2048 MB"),
        ("bomb-words.docx", "unpacks to far more"),
        ("bomb-elements.odt", "unpacks to far more"),
        ("million-pages-declared.pdf", "1,000,000 pages"),
        ("million-pages.pdf", "1,000,000 pages"),
        ("deep.html", "deeper"),
        ("outside.docx", "entities"),
        ("lines-5mb.txt", "million characters"),
        ("pipe.txt", "pipe, socket or device"),
        ("socket.txt", "pipe, socket or device"),
        ("to-itself.txt", "loop of links"),
        ("to-nowhere.txt", "leads nowhere"),
        ("texts.zip", "a zip within the texts"),
        ("empty.txt", "empty"),
    ],
)
def test_reasons_say_what_is_wrong(reading: Reading, path: str, reason: str) -> None:
    assert reason in {s.path: s.reason for s in reading.skipped}[path]


def test_names_in_any_encoding_are_text_and_stay_apart(reading: Reading) -> None:
    names = [d.path.removeprefix("names/") for d in reading.documents if d.path.startswith("names/")]
    assert {"båt.txt", "bät.txt", "å.txt", "a\u030a.txt", "ny\\nrad.txt", "\\x1b[31mr.txt", "x.TXT"} <= set(names)
    assert len(names) == len(set(names)) == 12


def test_two_names_that_read_the_same_are_told_apart() -> None:
    names = Names()
    assert names.path("a/", "å.txt".encode()) == "a/å.txt"
    assert names.path("a/", "å.txt".encode("cp1252")) == "a/\\xe5.txt"
    assert names.path("b/", "å.txt".encode("cp850")) == "b/å.txt"


def test_a_file_that_takes_too_long_does_not_take_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(bad_files.GOOD, "utf-8")
    (tmp_path / "b.txt").write_text("Lund vill ha tio träd.\n\n" * 60_000, "utf-8")
    (tmp_path / "c.txt").write_text(bad_files.GOOD, "utf-8")
    reading = read_folder(tmp_path, Limits(seconds=1, clock=PATIENCE))
    assert [d.path for d in reading.documents] == ["a.txt", "c.txt"]
    assert "more than 1 seconds" in reading.skipped[0].reason


def test_a_file_that_takes_too_much_memory_does_not_either(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(bad_files.GOOD, "utf-8")
    (tmp_path / "b.txt").write_text("Lund vill ha tio träd. " * 100_000, "utf-8")
    reading = read_folder(tmp_path, Limits(memory=90 * 1024 * 1024))
    assert [d.path for d in reading.documents] == ["a.txt"]
    assert "more than 90 MB of memory" in reading.skipped[0].reason


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Lund vill mer. " * 200_000, "utf-8")
    real, grown = os.read, []

    def read_and_grow(descriptor: int, size: int) -> bytes:
        if len(grown) < most:
            with file.open("a") as opened:
                opened.write("Mer än så. ")
            grown.append(1)
        return real(descriptor, size)

    monkeypatch.setattr(files.os, "read", read_and_grow)
    most = 1
    raw = read_file("a.txt", file, tmp_path)
    assert isinstance(raw, bytes)  # read once more when it rests
    assert len(raw) == file.stat().st_size
    most = 1000
    skipped = read_file("a.txt", file, tmp_path)
    assert not isinstance(skipped, bytes)
    assert "changes while it is read" in skipped.reason


def test_a_file_that_shrinks_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 100)
    real = os.read

    def shrink(descriptor: int, size: int) -> bytes:
        os.truncate(file, max(0, file.stat().st_size - 10))
        return real(descriptor, size)

    monkeypatch.setattr(files.os, "read", shrink)
    skipped = read_file("a.txt", file, tmp_path)
    assert not isinstance(skipped, bytes)
    assert "changes while it is read" in skipped.reason


def test_a_file_that_vanishes_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(bad_files.GOOD, "utf-8")
    (found,) = list_folder(tmp_path).found
    (tmp_path / "a.txt").unlink()
    skipped = found.read()
    assert not isinstance(skipped, bytes)
    assert "vanished" in skipped.reason


def test_a_file_that_becomes_a_pipe_before_it_is_read_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(bad_files.GOOD, "utf-8")
    (found,) = list_folder(tmp_path).found
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    skipped = found.read()
    assert not isinstance(skipped, bytes)
    assert "pipe" in skipped.reason


def test_no_worker_is_left_behind(tmp_path: Path) -> None:
    before = threading.active_count()
    for i in range(70):
        (tmp_path / f"{i}.txt").write_text(f"Lund vill ha {i} träd.", "utf-8")
    assert len(read_folder(tmp_path).documents) == 70
    assert threading.active_count() == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


INTERRUPTED = """
import signal, sys
from pathlib import Path
from maltolk.reading import read_folder
from maltolk.reading.sandbox.worker import Limits, Worker
from maltolk.reading.sources import folder

class Slow(Worker):
    def __init__(self, limits):
        super().__init__(limits, "doubles:parse")
    def read(self, path, raw):
        print("reading", flush=True)
        return super().read(path, raw)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
folder.Worker = Slow
read_folder(Path(sys.argv[1]), Limits(seconds=600, clock=600))
"""


def test_ctrl_c_ends_the_reading_at_once(tmp_path: Path) -> None:
    (tmp_path / "sleeps.txt").write_text("Lund vill ha tio träd.", "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]])}
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"reading\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)  # the file takes ten minutes
    assert process.returncode != 0
    assert b"KeyboardInterrupt" in said


def test_an_interrupt_at_any_moment_leaves_no_clock_running(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks: list[threading.Timer] = []

    class Interrupted(threading.Timer):
        def start(self) -> None:
            super().start()
            clocks.append(self)
            raise KeyboardInterrupt

    with Worker(Limits(clock=600)) as worker:
        monkeypatch.setattr(threading, "Timer", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            worker.read("a.txt", b"Lund")
    assert len(clocks) == 1
    assert clocks[0].daemon
    assert clocks[0].finished.is_set()
