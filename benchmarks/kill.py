"""Kills `maltolk index` at random moments and asks after each: the old generation must answer every time.

usage: kill.py [KILLS] [--shared DIR] [--seed N]

Every build runs through the command line with the real encoder, on the five texts. Builds alternate between everything
again (--full) and one changed text. Every other kill is drawn uniformly over the duration of such a build. The rest are
aimed at brief stages: a random delay after the build reports that it writes, checks or asks, so that files, names and
the pointer are hit as well. A build that ended before its kill does not count, and another is killed instead. After
every kill a question is asked, the same build is run to its end, and `maltolk verify` checks all bytes.
"""

import argparse
import json
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring import PROGRAM, ROOT, Row, note

KILLS = 20
QUESTION = "Vem är ordförande i kommunstyrelsen i Landskrona?"
ANSWER = "Torkild Strandberg"
CHANGED = "ljungby*"
STARTING = "starting"
STAGES = ("read", "compare", "embed", "write", "check", "ask")
AIMED = 0.05
"""Seconds within which a kill follows the stage it is aimed at."""
RESTS = {"archive", "current", "generations", "lock", "sources.json"}
"""What may be in an index after a build."""


@dataclass(frozen=True, slots=True)
class Kill:
    """``full``: whether the build did everything again. ``moment``: seconds after the start. ``stage``: the last one
    reported. ``left``: whether it left a half-built folder, and ``kept`` vectors in the journal. ``before``, ``after``:
    the generation that was current before, and the one that answered afterwards. ``right``: whether it gave the right
    answer. ``sound``: whether the same build then succeeded, left nothing behind, and passed `verify`."""

    full: bool
    moment: float
    stage: str
    left: bool
    kept: bool
    before: str
    after: str
    right: bool
    sound: bool


def program(index: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, "--index", str(index), *arguments], capture_output=True, text=True, cwd=ROOT)


def kill_once(index: Path, build: Sequence[str], stage: str, wait: float) -> Kill | None:
    """Kill the command ``build`` ``wait`` seconds after it reported ``stage``; None when it had ended by then."""
    before = (index / "current").read_text("ascii").strip()
    command = [PROGRAM, "--index", str(index), *build]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    start = time.perf_counter()
    assert process.stderr is not None
    told = STARTING
    while told != stage and (line := process.stderr.readline()):
        told = _stage(line, told)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    moment = time.perf_counter() - start
    killed = process.wait() == -signal.SIGKILL
    for line in process.stderr:
        told = _stage(line, told)
    process.stderr.close()
    if not killed:
        return None
    left = (index / "generations" / f".building-{process.pid}").exists()
    kept = (index / "journal").exists()
    asked = program(index, "ask", QUESTION, "--json")
    answer = json.loads(asked.stdout) if asked.returncode == 0 else {}
    right = ANSWER in answer.get("answer", "") or any(c["name"] == ANSWER for c in answer.get("contacts", ()))
    sound = program(index, *build).returncode == 0 and program(index, "verify").returncode == 0
    sound &= {path.name for path in index.iterdir()} <= RESTS and not [*(index / "generations").glob(".*")]
    after = answer.get("generation", "none")
    return Kill("--full" in build, moment, told, left, kept, before, after, right, sound)


def _stage(line: str, before: str) -> str:
    """The stage in a line of progress, else the one ``before``."""
    word = line.split(":")[0]
    return word if word in STAGES else before


def kills(texts: Path, index: Path, count: int, seed: int) -> list[Kill]:
    """``count`` kills of builds of a copy of ``texts``."""
    copy = index.with_name(f"{index.name}-texts")
    shutil.copytree(texts, copy)
    changed = next(copy.glob(CHANGED))
    original = changed.read_text("utf-8")
    first = program(index, "index", str(copy))
    if first.returncode:
        raise SystemExit(first.stderr)
    start = time.perf_counter()
    program(index, "index", str(copy), "--full")
    whole = time.perf_counter() - start
    moments = random.Random(seed)
    found: list[Kill] = []
    for turn in range(5 * count):
        if len(found) == count:
            break
        full = turn % 4 < 2
        if not full:
            changed.write_text(f"{original}\nVatten nummer {turn} ska vara rent.\n", "utf-8")
        build = ["index", str(copy), *(["--full"] if full else [])]
        if turn % 2:
            kill = kill_once(index, build, moments.choice(STAGES[3:]), moments.uniform(0.0, AIMED))
        else:
            kill = kill_once(index, build, STARTING, moments.uniform(0.0, whole))
        if kill is not None:
            found.append(kill)
            note(f"  killed {len(found)} of {count}: {kill.stage}")
    return found


def measure(shared: Path, index: Path, count: int, seed: int = 0) -> list[Row]:
    found = _kills_of(shared, index, count, seed)
    old = [kill for kill in found if kill.after == kill.before]
    answered, sound = sum(kill.right for kill in found), sum(kill.sound for kill in found)
    full, kept = sum(kill.full for kill in found), sum(kill.kept for kill in found)
    counts = Counter(kill.stage for kill in found)
    stages = ", ".join(f"{stage} {counts[stage]}" for stage in (STARTING, *STAGES) if counts[stage])
    return [
        Row(f"`maltolk index` killed {len(found)} times, by the last stage that it told of", stages),
        Row("of these builds of everything; of one changed text", f"{full}; {len(found) - full}"),
        Row("the right answer afterwards", f"{answered} of {len(found)}", "all", answered == len(found) > 0),
        Row("from the generation before; from the new one, swapped in already", f"{len(old)}; {len(found) - len(old)}"),
        Row("kills that left vectors for the next build", str(kept)),
        Row("the next build, what lies about, and `verify`", f"{sound} of {len(found)}", "all", sound == len(found)),
    ]


def _kills_of(shared: Path, index: Path, count: int, seed: int) -> list[Kill]:
    texts = shared / "corpus" if (shared / "corpus").is_dir() else ROOT / "corpus"
    return kills(texts, index, count, seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", nargs="?", type=int, default=KILLS)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--seed", type=int, default=0)
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
        found = _kills_of(parsed.shared, Path(place) / "index", parsed.kills, parsed.seed)
    heads = ("build", "moment", "stage", "half-built left", "vectors kept", "before", "answered after", "right", "next")
    print("|", " | ".join(heads), "|")
    print("|---" * len(heads) + "|")
    for kill in found:
        left, kept, right = ("yes" if value else "no" for value in (kill.left, kill.kept, kill.right))
        cells = ("all" if kill.full else "one text", f"{kill.moment:.2f} s", kill.stage, left, kept, kill.before)
        print("|", " | ".join((*cells, kill.after, right, "good" if kill.sound else "FAILED")), "|")
    print(f"\n{sum(kill.right and kill.sound for kill in found)} of {len(found)} kills lost nothing.")


if __name__ == "__main__":
    main()
