"""Tools of the speed benchmarks: alternating calls, processes with their peak memory, and table rows."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maltolk.answering.answer import Answerer
    from maltolk.indexing.encoders.encoder import Encoder
    from maltolk.indexing.index import Index

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = str(Path(sys.executable).with_name("maltolk"))


def answerer_of(index: "Index", encoder: "Encoder") -> "Answerer":
    """Answers from ``index`` with the reader that belongs beside ``encoder``, each question anew."""
    from maltolk.answering.answer import Answerer
    from maltolk.answering.reader.preparing import open_reader
    from maltolk.answering.turn_memory import TurnMemory
    from maltolk.settings import Settings

    reader = open_reader(encoder.name, Settings.from_environment().models)
    return Answerer(index, encoder, reader, memory=TurnMemory(most=0))


# A child inherits the peak of the process it was forked from, so a small one is put in between.
_SPRINGBOARD = """
import json, os, sys, time
start = time.perf_counter()
child = os.fork()
if not child:
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
processor = usage.ru_utime + usage.ru_stime
result = [time.perf_counter() - start, processor, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status)]
with open(sys.argv[1], "w") as file:
    json.dump(result, file)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. ``met``: whether ``value`` meets ``wanted``; None where nothing was promised."""

    what: str
    value: str
    wanted: str = ""
    met: bool | None = None


def note(text: str) -> None:
    """Report progress on stderr; only the table goes to stdout."""
    print(text, file=sys.stderr, flush=True)


def limit(what: str, value: float, most: float, form: str, factor: float = 1.0) -> Row:
    """A row for a value of at most ``most``; shown times ``factor`` in ``form``."""
    return Row(what, form.format(value * factor), "≤ " + form.format(most * factor), value <= most)


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown."""
    signs = {None: "", True: "yes", False: "**no**"}
    lines = [f"| {row.what} | {row.value} | {row.wanted} | {signs[row.met]} |" for row in rows]
    return "\n".join(["| what | measured | promised | kept |", "|---|---|---|---|", *lines])


def by_turns(
    calls: Sequence[Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> list[list[float]]:
    """Seconds of each call by the ``clock``, for ``rounds`` rounds, each starting with a different call.

    Anything that slows the machine meanwhile then slows all of them.
    """
    times: list[list[float]] = [[] for _ in calls]
    for turn in range(rounds):
        for step in range(len(calls)):
            place = (turn + step) % len(calls)
            start = clock()
            calls[place]()
            times[place].append(clock() - start)
    return times


def milliseconds(seconds: Sequence[float]) -> str:
    """Median and 95th percentile."""
    return f"{1000 * statistics.median(seconds):.1f} / {1000 * percentile(seconds, 95):.1f} ms"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that ``percent`` per cent of the values do not exceed: nearest rank."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process: wall-clock ``seconds`` from fork to exit, ``processor`` seconds including its children's,
    ``peak`` resident memory in MB."""

    seconds: float
    processor: float
    peak: float
    status: int
    output: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None, *, quiet: bool = True) -> Run:
    """Run a command (its first part a path) and measure it. ``quiet``: its stderr is dropped."""
    with tempfile.NamedTemporaryFile("r") as result:
        springboard = [sys.executable, "-I", "-S", "-c", _SPRINGBOARD, result.name, *command]
        done = subprocess.run(
            springboard,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            text=True,
            env=environment,
            check=True,
        )
        seconds, processor, peak, status = json.load(result)
    return Run(seconds, processor, peak, status, done.stdout)
