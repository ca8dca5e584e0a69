"""Kills `maltolk index` at random moments and asks after each: the old generation has to answer every time.

usage: kill.py [KILLS] [--shared DIR] [--seed N]

Every build runs through the command line with the real encoder, on the five texts, everything anew (--full). Every
other moment is drawn evenly over the time that a whole build takes. The rest are aimed at what is over in a blink: a
random while after the build tells that it writes or checks, so that files, names and the pointer are hit as well. A
build that ended before its moment does not count, and another is killed for it.
"""

import argparse
import json
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from measuring import PROGRAM, ROOT, Row, note

KILLS = 20
QUESTION = "Vem är ordförande i kommunstyrelsen i Landskrona?"
ANSWER = "Torkild Strandberg"
STARTING = "starting"
STAGES = ("compare", "embed", "write", "check")
AIMED = 0.05
"""Seconds within which a kill follows the stage that it is aimed at."""


@dataclass(frozen=True, slots=True)
class Kill:
    """``moment``: seconds after the start. ``stage``: the last one the build told of. ``left``: whether it left a half
    built folder. ``before``, ``after``: the generation that was current before, and that answered afterwards.
    ``right``: whether it gave the answer it should."""

    moment: float
    stage: str
    left: bool
    before: str
    after: str
    right: bool


def program(index: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, "--index", str(index), *arguments], capture_output=True, text=True)


def kill_once(index: Path, texts: Path, stage: str, wait: float) -> Kill | None:
    """Kill a build ``wait`` seconds after it told of ``stage``; None when it had ended by then."""
    before = (index / "current").read_text("ascii").strip()
    command = [PROGRAM, "--index", str(index), "index", str(texts), "--full"]
    build = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    start = time.perf_counter()
    assert build.stderr is not None
    told = STARTING
    while told != stage and (line := build.stderr.readline()):
        told = _stage(line, told)
    time.sleep(wait)
    build.send_signal(signal.SIGKILL)
    moment = time.perf_counter() - start
    if build.wait() != -signal.SIGKILL:
        return None
    for line in build.stderr:
        told = _stage(line, told)
    build.stderr.close()
    left = (index / "generations" / f".building-{build.pid}").exists()
    asked = program(index, "ask", QUESTION, "--json")
    answer = json.loads(asked.stdout) if asked.returncode == 0 else {}
    right = ANSWER in answer.get("answer", "") or any(c["name"] == ANSWER for c in answer.get("contacts", ()))
    return Kill(moment, told, left, before, answer.get("generation", "none"), right)


def _stage(line: str, before: str) -> str:
    """The stage that a line of progress tells of, else the one ``before``."""
    word = line.split(":")[0]
    return word if word in STAGES else before


def kills(texts: Path, index: Path, count: int, seed: int) -> tuple[list[Kill], bool]:
    """The kills, and whether the next build, `verify` and a question went well after them."""
    first = program(index, "index", str(texts))
    if first.returncode:
        raise SystemExit(first.stderr)
    start = time.perf_counter()
    program(index, "index", str(texts), "--full")
    whole = time.perf_counter() - start
    moments = random.Random(seed)
    found: list[Kill] = []
    for turn in range(5 * count):
        if len(found) == count:
            break
        if turn % 2:
            kill = kill_once(index, texts, moments.choice(STAGES[2:]), moments.uniform(0.0, AIMED))
        else:
            kill = kill_once(index, texts, STARTING, moments.uniform(0.0, whole))
        if kill is not None:
            found.append(kill)
            note(f"  killed {len(found)} of {count}: {kill.stage}")
    built = program(index, "index", str(texts), "--full")
    sound = built.returncode == 0 and not list((index / "generations").glob(".building-*"))
    sound &= program(index, "verify").returncode == 0 and program(index, "ask", QUESTION).returncode == 0
    return found, sound


def measure(shared: Path, index: Path, count: int, seed: int = 0) -> list[Row]:
    found, sound = _kills_of(shared, index, count, seed)
    old = [kill for kill in found if kill.after == kill.before]
    answered = sum(kill.right for kill in found)
    counts = Counter(kill.stage for kill in found)
    stages = ", ".join(f"{stage} {counts[stage]}" for stage in (STARTING, *STAGES) if counts[stage])
    return [
        Row(f"`maltolk index` killed {len(found)} times, by the last stage that it told of", stages),
        Row("the right answer afterwards", f"{answered} of {len(found)}", "all", answered == len(found) > 0),
        Row("from the generation before; from the new one, swapped in already", f"{len(old)}; {len(found) - len(old)}"),
        Row("the next build, `verify` and a question", "good" if sound else "failed", "good", sound),
    ]


def _kills_of(shared: Path, index: Path, count: int, seed: int) -> tuple[list[Kill], bool]:
    texts = shared / "corpus" if (shared / "corpus").is_dir() else ROOT / "corpus"
    return kills(texts, index, count, seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", nargs="?", type=int, default=KILLS)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--seed", type=int, default=0)
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
        found, sound = _kills_of(parsed.shared, Path(place) / "index", parsed.kills, parsed.seed)
    print("| moment | stage | half-built folder left | current before | answered after | right |")
    print("|---|---|---|---|---|---|")
    for kill in found:
        left, right = ("yes" if value else "no" for value in (kill.left, kill.right))
        print(f"| {kill.moment:.2f} s | {kill.stage} | {left} | {kill.before} | {kill.after} | {right} |")
    print(f"\nThe next build, `verify` and a question: {'good' if sound else 'FAILED'}.")


if __name__ == "__main__":
    main()
