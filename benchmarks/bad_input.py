"""What becomes of malformed and hostile files: makes them all, runs `maltolk index` on them, and prints the outcomes.

usage: bad_input.py [--shared DIR] [--megabytes N] [--model NAME]

DIR/data/badfiles, if present, is read as well. N megabytes is what each bomb unpacks to. One more file grows while the
index is built, and one comes and goes. The first table is about the whole run, the second about each generated file,
read alone in a worker, the third about the files in badfiles.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bad_files import GOOD, SECRET, make
from maltolk.indexing.encoders.hash_encoder import HASHING
from maltolk.model import Document
from maltolk.reading.document import SUFFIXES
from maltolk.reading.sandbox.worker import Worker
from maltolk.reading.sources.files import Found, list_folder
from measuring import PROGRAM, ROOT, Row, note, table

HANG = 30.0
"""Most seconds for one file."""
LIMIT = 1800
"""Most seconds for the whole run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``reason``: None for one that was read."""

    path: str
    seconds: float
    reason: str | None


@contextmanager
def restless(folder: Path) -> Iterator[None]:
    """A file that grows and one that comes and goes, as long as this lasts."""
    done = threading.Event()

    def disturb() -> None:
        while not done.wait(0.002):
            with (folder / "growing.txt").open("a", encoding="utf-8") as opened:
                opened.write(GOOD)
            (folder / "coming-and-going.txt").unlink(missing_ok=True)
            if not done.wait(0.001):
                (folder / "coming-and-going.txt").write_text(GOOD, "utf-8")

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def build(folder: Path, index: Path, model: str) -> tuple[subprocess.CompletedProcess[str], float]:
    start = time.perf_counter()
    done = subprocess.run(
        [PROGRAM, "--index", str(index), "index", str(folder), "--json"],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        env=os.environ | {"MALTOLK_MODEL": model},
    )
    return done, time.perf_counter() - start


def alone(files: list[Found]) -> list[Outcome]:
    """Each file read in a worker by itself; those excluded by suffix are left out."""
    outcomes: list[Outcome] = []
    with Worker() as worker:
        for file in files:
            start = time.perf_counter()
            raw = file.read()
            result = worker.read(file.path, raw) if isinstance(raw, bytes) else raw
            reason = None if isinstance(result, Document) else result.reason
            outcomes.append(Outcome(file.path, time.perf_counter() - start, reason))
    return outcomes


def whole(folder: Path, index: Path, model: str) -> list[Row]:
    """Everything at once, through the command line."""
    with restless(folder):
        done, seconds = build(folder, index, model)
    report = json.loads(done.stdout) if done.returncode == 0 else {"documents": {"created": 0}, "skipped": []}
    found = list_folder(folder)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    shown = subprocess.run(["grep", "-r", "-l", SECRET, str(index)], capture_output=True, text=True).stdout
    reasons = [skipped["reason"] for skipped in report["skipped"]]
    late = sum("seconds;" in reason for reason in reasons)
    starved = sum("MB of memory" in reason for reason in reasons)
    failed = sum("reader fail" in reason for reason in reasons)
    return [
        Row("files", str(len(found.found) + len(found.skipped))),
        Row("read", str(report["documents"]["created"])),
        Row(
            "skipped, each with one line", str(len(reasons)), "one line", all("\n" not in reason for reason in reasons)
        ),
        Row("of these ended by the clock, by memory, by a crash of the reader", f"{late}, {starved}, {failed}"),
        Row("exit status", str(done.returncode), "0", done.returncode == 0),
        Row("tracebacks", str(done.stderr.count("Traceback")), "0", "Traceback" not in done.stderr),
        Row("files from outside that got into the index", str(len(shown.split())), "0", not shown),
        Row("seconds, whole build", f"{seconds:.0f}"),
        Row("peak memory of any process", f"{peak:.0f} MB"),
    ]


def of_made(outcomes: list[Outcome]) -> str:
    lines = [
        f"| `{o.path[:60]}` | {'read' if o.reason is None else 'skipped'} | {o.reason or ''} | {o.seconds:.1f} |"
        for o in outcomes
    ]
    return "\n".join(["| file | outcome | reason | seconds |", "|---|---|---|--:|", *lines])


def of_given(outcomes: list[Outcome]) -> str:
    folders: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        folders[outcome.path.split("/")[0]].append(outcome)
    lines = []
    for folder, inside in sorted(folders.items()):
        why = Counter(o.reason.split(";")[0] for o in inside if o.reason)
        said = "<br>".join(f"{number} × {reason}" for reason, number in why.most_common())
        read = sum(o.reason is None for o in inside)
        lines.append(f"| {folder} | {len(inside)} | {read} | {said} | {max(o.seconds for o in inside):.1f} |")
    return "\n".join(["| folder | files | read | skipped | slowest, s |", "|---|--:|--:|---|--:|", *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--megabytes", type=int, default=400)
    parser.add_argument("--model", default=HASHING, help="encoder of the build; letters alone, if not given")
    parsed = parser.parse_args()
    given = parsed.shared / "data" / "badfiles"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "texts")
        folder.mkdir()
        note("making the files")
        make(folder, Path(place, "secret.txt"), parsed.megabytes)
        made = sorted(list_folder(folder).found, key=lambda file: file.path)
        # The folder's verdict on the others, without opening them.
        looked = {skipped.path: skipped.reason for skipped in list_folder(folder).skipped}
        note("reading each alone")
        outcomes = alone([file for file in made if Path(file.path).suffix.lower() in SUFFIXES])
        outcomes += [Outcome(path, 0.0, reason) for path, reason in looked.items()]
        others: list[Outcome] = []
        if given.is_dir():
            others = alone([f for f in list_folder(given).found if Path(f.path).suffix.lower() in SUFFIXES])
            shutil.copytree(given, folder / "given")
        note("building")
        rows = whole(folder, Path(place, "index"), parsed.model)
        slowest = max(o.seconds for o in [*outcomes, *others])
        rows.append(Row("seconds, slowest file", f"{slowest:.1f}", f"< {HANG:.0f}", slowest < HANG))
        print(table(rows))
        print()
        print(of_made(sorted(outcomes, key=lambda outcome: outcome.path)))
        if others:
            print()
            print(of_given(others))


if __name__ == "__main__":
    main()
