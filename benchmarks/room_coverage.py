"""Compares how much of each room the tests run with a floor, and fails where a room is below its floor.

usage: room_coverage.py [COVERAGE.json]

Reads what `coverage json` wrote (default build/coverage.json) and the floors in tests/coverage_floors.toml, in per cent
of the lines that can be run. A room is a folder of the package; modules beside them are "root". Every room needs a
floor, so that a new one is not forgotten. Prints one line for each. Exit status 1 when a room is below its floor or has
none, or a floor has no room.

Code that runs only in a separate process (the parser's side of the sandbox, killed builds) is not counted as run:
measuring it would slow each such process down, and most of them are killed.
"""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "coverage_floors.toml"
PACKAGE = "src/maltolk/"
ROOM_OF_ALL = "root"


def by_room(report: Mapping[str, object]) -> dict[str, float]:
    """Per cent of the lines of each room that were run, from the report that `coverage json` writes."""
    run: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    files = report["files"]
    assert isinstance(files, dict)
    for name, file in files.items():
        room, inner, _ = name.partition(PACKAGE)[2].partition("/")
        room = room if inner else ROOM_OF_ALL
        run[room] += file["summary"]["covered_lines"]
        lines[room] += file["summary"]["num_statements"]
    return {room: 100 * run[room] / lines[room] for room in lines if lines[room]}


def complaints(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """One line for each room that is not as it should be."""
    said = [
        f"{room}: {value:.1f} % of its lines are run, {floors[room]:g} % is its floor"
        for room, value in measured.items()
        if room in floors and value < floors[room]
    ]
    said += [f"{room}: has no floor in {FLOORS.name}" for room in measured if room not in floors]
    return said + [f"{room}: has a floor but no lines" for room in floors if room not in measured]


def main() -> int:
    report = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "coverage.json"
    measured = by_room(json.loads(report.read_text("utf-8")))
    floors = tomllib.loads(FLOORS.read_text("utf-8"))["floors"]
    for room, value in sorted(measured.items()):
        print(f"{room:12} {value:5.1f} %  (floor {floors.get(room, 'missing')})")
    found = complaints(measured, floors)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
