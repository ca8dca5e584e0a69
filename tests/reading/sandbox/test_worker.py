"""A process that reads files: what goes wrong in it ends with one reason, and the next file is read."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from maltolk.errors import MaltolkError
from maltolk.model import Document
from maltolk.reading import Skipped, read_document
from maltolk.reading.sandbox.wire import Malformed, OutOfMemory, dump, load
from maltolk.reading.sandbox.worker import Limits, Worker

TEXT = (Path(__file__).parents[1] / "texts" / "strategi_vara.md").read_bytes()
LIMITS = Limits(seconds=2, clock=300, memory=600 * 1024 * 1024)
"""Short in what a file uses, so that these tests are quick; long by the clock, so that a busy machine fails none."""


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Worker]:
    """A worker whose parser goes wrong where it is told to."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parents[1]), os.environ["PYTHONPATH"]]))
    monkeypatch.chdir(tmp_path)
    with Worker(LIMITS, "doubles:parse") as made:
        yield made


def test_a_worker_reads_what_this_process_reads() -> None:
    with Worker(LIMITS) as worker:
        for path in ("a.md", "mål/å.md"):
            assert worker.read(path, TEXT) == read_document(path, TEXT)
        assert worker.read("tom.txt", b"") == read_document("tom.txt", b"")


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("spins", "more than "),
        ("eats", "more than 600 MB of memory"),
        ("is killed", "more than 600 MB of memory"),
        ("crashes", "fail (SIGSEGV)"),
        ("leaves", "fail (without a word)"),
        ("raises", "damaged and cannot be read (KeyError)"),
        ("nests", "nested too deeply"),
        ("mistakes the file", "a broken answer"),
        ("says nothing", "a broken answer"),
        ("closes its pipes", "fail"),
        ("writes", "damaged and cannot be read (OSError)"),
    ],
)
@pytest.mark.parametrize("warm", [True, False])
def test_what_goes_wrong_has_one_reason_and_the_next_file_is_read(
    worker: Worker, what: str, reason: str, warm: bool
) -> None:
    if warm:
        assert isinstance(worker.read("a.md", TEXT), Document)
    result = worker.read(what, TEXT)
    assert isinstance(result, Skipped)
    assert result.path == what
    assert reason in result.reason
    assert "\n" not in result.reason
    assert isinstance(worker.read("a.md", TEXT), Document)


@pytest.mark.parametrize("warm", [True, False])
def test_a_file_that_takes_no_processor_but_never_ends_is_ended_by_the_clock(worker: Worker, warm: bool) -> None:
    if warm:
        assert isinstance(worker.read("a.md", TEXT), Document)
    worker._limits = replace(LIMITS, clock=1)
    result = worker.read("sleeps", TEXT)
    assert isinstance(result, Skipped)
    assert "more than 1 seconds" in result.reason
    worker._limits = LIMITS
    assert isinstance(worker.read("a.md", TEXT), Document)


def test_a_worker_that_is_stopped_while_it_starts_reads_nothing(worker: Worker) -> None:
    worker.stop()
    assert isinstance(worker.read("sleeps", TEXT), Skipped)


def test_what_earlier_files_left_behind_is_not_held_against_a_file(worker: Worker) -> None:
    for _ in range(8):  # three fit into one process
        assert isinstance(worker.read("leaks", TEXT), Document)
    assert isinstance(worker.read("crashes later", TEXT), Document)
    assert isinstance(worker.read("crashes later", TEXT), Document)


def test_what_a_parser_prints_does_not_mix_with_the_answer(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    assert isinstance(worker.read("prints", TEXT), Document)
    assert capfd.readouterr() == ("", "")


def test_a_large_file_passes_both_ways_through_the_pipes() -> None:
    raw = "\n\n".join(f"Lund vill ha {i} träd." for i in range(6_000)).encode()
    with Worker(replace(LIMITS, seconds=60)) as worker:
        result = worker.read("a.txt", raw)
    assert isinstance(result, Document)
    assert result.text.encode() == raw


def test_a_process_that_was_ended_from_outside_is_replaced(worker: Worker) -> None:
    assert isinstance(worker.read("a.md", TEXT), Document)
    assert worker._process is not None
    worker._process.kill()
    assert isinstance(worker.read("a.md", TEXT), Document)


def test_no_process_is_left() -> None:
    before = threading.active_count()
    with Worker(LIMITS) as worker:
        worker.read("a.md", TEXT)
        process = worker._process
        assert process is not None
    assert process.poll() is not None
    assert threading.active_count() == before


def test_a_process_that_cannot_start_is_told_with_a_cure() -> None:
    with Worker(LIMITS, "no_such_module:parse") as worker, pytest.raises(MaltolkError, match="install"):
        worker.read("a.md", TEXT)


Change = Callable[[Document], object]


@pytest.fixture
def document() -> Document:
    result = read_document("a.md", TEXT)
    assert isinstance(result, Document)
    return result


def test_answers_survive_the_wire(document: Document) -> None:
    for answer in (document, Skipped("a.md", "för ”stor”"), OutOfMemory()):
        assert load(dump(answer), "a.md") == answer


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b'["Document",[]]',
        b'["Document",null]',
        b'["Worker",[]]',
        b'["Skipped",["a.md"]]',
        b'["Skipped",["a.md",1]]',
        b'["Skipped",["b.md","x"]]',
        b'["Skipped",["a.md","x","y"]]',
        b"[" * 100_000,
    ],
)
def test_anything_else_is_refused(written: bytes) -> None:
    with pytest.raises(Malformed):
        load(written, "a.md")


@pytest.mark.parametrize(
    "change",
    [
        lambda d: replace(d, digest="0" * 64),
        lambda d: replace(d, text=d.text[:10], digest=d.digest),
        lambda d: replace(d, path="b.md"),
        lambda d: replace(d, title=None),
        lambda d: replace(d, title=3),
        lambda d: replace(d, places="Lund"),
        lambda d: replace(d, blocks=(replace(d.blocks[0], parent=0), *d.blocks[1:])),
        lambda d: replace(d, blocks=(replace(d.blocks[0], kind="picture"), *d.blocks[1:])),
        lambda d: replace(d, blocks=(replace(d.blocks[0], span=replace(d.blocks[0].span, end=10**6)), *d.blocks[1:])),
        lambda d: replace(d, contacts=(replace(d.contacts[0], span=replace(d.contacts[0].span, start=-1)),)),
        lambda d: replace(d, contacts=(replace(d.contacts[0], phone_e164=True),)),
    ],
)
def test_a_document_that_would_mislead_other_rooms_is_refused(document: Document, change: Change) -> None:
    changed = change(document)
    assert isinstance(changed, Document)
    with pytest.raises(Malformed):
        load(dump(changed), "a.md")


def test_the_wire_is_plain_json(document: Document) -> None:
    kind, values = json.loads(dump(document))
    assert (kind, values[0]) == ("Document", "a.md")
