"""Progress of long work, in an occasional line with the time left for the stage."""

import time
from collections.abc import Callable

SURE_AFTER = 3.0
"""Seconds of a stage before its speed means anything."""
SILENT = 10.0
"""Seconds of silence after which the next step is reported, however small."""


class ProgressLines:
    """Called as ``indexing.report.Progress``: says ``stage: done of all, time left`` for every tenth, and in between
    when that takes long."""

    def __init__(self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._clock = say, clock
        self._stage, self._tenth = "", -1
        self._began = self._told = clock()
        self._first = 0

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Take note of how far ``stage`` is."""
        now = self._clock()
        if stage != self._stage:
            # What was done when the stage began (copied vectors) cost nothing, so it does not count for the speed.
            self._stage, self._tenth, self._began, self._first = stage, -1, now, done
        tenth = 10 * done // of if of else 10
        if tenth != self._tenth or now - self._told >= SILENT:
            self._tenth, self._told = tenth, now
            left = self._left(done, of, now - self._began)
            self._say(f"{stage}: {done} of {of}" + (f", {left} left" if left else ""))

    def _left(self, done: int, of: int, seconds: float) -> str:
        """The time left of the stage at its speed so far, in words; empty when not known yet, or done."""
        if seconds < SURE_AFTER or not self._first < done < of:
            return ""
        left = seconds / (done - self._first) * (of - done)
        if left < 90:
            return f"{max(5, 5 * round(left / 5))} s"
        return f"{round(left / 60)} min" if left < 5400 else f"{left / 3600:.1f} h"
