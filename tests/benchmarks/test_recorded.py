"""Shares with their intervals, and what changed since the last record."""

from pathlib import Path

import pytest

import recorded


@pytest.mark.parametrize(("right", "asked"), [(0, 10), (10, 10), (88, 220), (1, 2)])
def test_an_interval_holds_the_share(right: int, asked: int):
    low, high = recorded.interval(right, asked)
    assert 0 <= low <= right / asked <= high <= 1
    wider = recorded.interval(right * 4, asked * 4)
    assert wider[1] - wider[0] < high - low


def test_nothing_asked_is_nothing_known():
    assert recorded.interval(0, 0) == (0.0, 1.0)


def test_changes_are_told_by_question(tmp_path: Path):
    file = tmp_path / "recorded.json"
    assert recorded.compared("a", {"1": True}, file) is None
    recorded.write({"a": {"1": True, "2": False, "3": True}, "b": {"1": False}}, file)
    recorded.write({"b": {"1": True}}, file)
    found = recorded.compared("a", {"1": False, "2": True, "3": True, "4": True}, file)
    assert found == recorded.Compared(("2",), ("1",))
    assert str(found) == "1 better, 1 worse than recorded"
    assert recorded.compared("b", {"1": True}, file) == recorded.Compared((), ())


def test_a_share_is_told_with_its_interval():
    assert recorded.told({str(n): n < 88 for n in range(220)}) == "0.400 (88/220), 0.34 to 0.47"
