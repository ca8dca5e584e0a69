"""A room below its floor is named, and so is one that somebody forgot."""

import json
import sys
from pathlib import Path

import pytest

import room_coverage
from room_coverage import by_room, complaints


def report(**files: tuple[int, int]) -> dict[str, object]:
    """A report with so many lines run, of so many."""
    return {
        "files": {
            f"{path}.py": {"summary": {"covered_lines": run, "num_statements": lines}}
            for path, (run, lines) in files.items()
        }
    }


LINES = report(
    **{
        "src/maltolk/cli": (8, 10),
        "src/maltolk/reading/structure": (9, 10),
        "src/maltolk/reading/lines/notes": (1, 10),
        "/elsewhere/src/maltolk/web/pages": (3, 4),
        "src/maltolk/web/__init__": (0, 0),
    }
)


def test_every_file_counts_for_the_room_that_it_lies_in():
    assert by_room(LINES) == {"root": 80.0, "reading": 50.0, "web": 75.0}


def test_a_room_below_its_floor_without_one_or_without_lines_is_named():
    measured = {"root": 80.0, "reading": 50.0, "web": 75.0}
    assert complaints(measured, {"root": 80, "reading": 49, "web": 75}) == []
    low, forgotten, gone = complaints(measured, {"root": 80.5, "web": 70, "answering": 1})
    assert low.startswith("root: 80.0 %")
    assert forgotten.startswith("reading: has no floor")
    assert gone.startswith("answering: has a floor but")


def test_the_exit_status_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "coverage.json").write_text(json.dumps(LINES), "utf-8")
    monkeypatch.setattr(room_coverage, "FLOORS", tmp_path / "floors.toml")
    monkeypatch.setattr(sys, "argv", ["room_coverage.py", str(tmp_path / "coverage.json")])
    for floor, status in ((50, 0), (51, 1)):
        room_coverage.FLOORS.write_text(f"[floors]\nroot = 80\nreading = {floor}\nweb = 75\n", "utf-8")
        assert room_coverage.main() == status
        assert ("reading" in capsys.readouterr().err) is bool(status)
