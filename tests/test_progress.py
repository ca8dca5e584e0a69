"""Lines of progress: few, and with the time left as soon as it can be told."""

import pytest

from maltolk.progress import ProgressLines


class Clock:
    """Seconds that only pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_line_for_every_tenth_and_none_for_the_steps_between():
    said: list[str] = []
    lines = ProgressLines(said.append, Clock())
    for done in range(101):
        lines("embed", done, 100)
    assert said == [f"embed: {done} of 100" for done in range(0, 101, 10)]


def test_a_step_that_took_long_is_told_too():
    said: list[str] = []
    clock = Clock()
    lines = ProgressLines(said.append, clock)
    for done in range(4):
        lines("embed", done, 1000)
        clock.now += 10.0
    assert said == [
        "embed: 0 of 1000",
        "embed: 1 of 1000, 2.8 h left",
        "embed: 2 of 1000, 2.8 h left",
        "embed: 3 of 1000, 2.8 h left",
    ]


@pytest.mark.parametrize(
    ("seconds", "done", "left"),
    [(2.9, 50, ""), (10.0, 50, ", 10 s left"), (60.0, 30, ", 2 min left"), (10.0, 90, ", 5 s left"), (10.0, 100, "")],
)
def test_the_time_left_follows_from_the_speed_so_far(seconds: float, done: int, left: str):
    said: list[str] = []
    clock = Clock()
    lines = ProgressLines(said.append, clock)
    lines("embed", 0, 100)
    clock.now = seconds
    lines("embed", done, 100)
    assert said[-1] == f"embed: {done} of 100{left}"


def test_what_was_copied_tells_no_speed():
    said: list[str] = []
    clock = Clock()
    lines = ProgressLines(said.append, clock)
    lines("read", 10, 10)
    lines("embed", 800, 1000)
    clock.now = 20.0
    lines("embed", 900, 1000)
    assert said == ["read: 10 of 10", "embed: 800 of 1000", "embed: 900 of 1000, 20 s left"]


def test_a_stage_of_nothing_is_done():
    said: list[str] = []
    ProgressLines(said.append, Clock())("write", 0, 0)
    assert said == ["write: 0 of 0"]
