"""The log of a server: a line for each event on standard error, as text or as JSON, with nothing of a question in it.

What an exception says may be words of a question, so only its type and its place are written.
"""

import json
import logging
import secrets
import time
import traceback
from collections.abc import Callable
from pathlib import PurePath
from types import TracebackType

from maltolk.errors import MaltolkError, UsageError
from maltolk.settings import LogForm

MOST_ALIKE = 10
ALIKE_SECONDS = 60.0
"""Lines of one kind within this time: further ones are only counted."""
_DEEPEST = 8
"""Places of an error, innermost first."""

_log = logging.getLogger(__name__)


def start_log(form: LogForm) -> None:
    """Write everything from INFO on of maltolk, and from WARNING on of other packages."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines(form))
    handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("maltolk").setLevel(logging.INFO)


class _Lines(logging.Formatter):
    """``2026-11-28T23:59:59+0100 ERROR maltolk.web: …``, or the same as JSON."""

    def __init__(self, form: LogForm) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%S%z")
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said = " ".join(record.getMessage().split())
        values = {
            "time": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": said,
        }
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            values |= {"error": kind.__name__, "at": places(trace)}
        if self._form is LogForm.JSON:
            return json.dumps(values, ensure_ascii=False)
        error = f" ({values['error']} at {values['at']})" if "error" in values else ""
        return f"{values['time']} {record.levelname} {record.name}: {said}{error}"


def note_fault(error: BaseException) -> str:
    """Log an unexpected error in one line, and return the number that the line has, for whoever met it.

    What it says is written only of an error of maltolk's own, which names the cure; anything else, and what is wrong
    with a request, may be words of a question.
    """
    number = secrets.token_hex(3).upper()
    says = f": {error}" if isinstance(error, MaltolkError) and not isinstance(error, UsageError) else ""
    _log.error("fault %s: %s%s at %s", number, type(error).__name__, says, places(error.__traceback__))
    return number


def places(trace: TracebackType | None) -> str:
    """Where an error was raised, and what called that: file and line, innermost first."""
    frames = reversed(traceback.extract_tb(trace))
    return " < ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in [*frames][:_DEEPEST])


class Sparing(logging.Filter):
    """Keeps events that repeat quickly from filling the disk: of one kind MOST_ALIKE in ALIKE_SECONDS, and the number
    of those left out with the next. ``clock``: seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._kinds: dict[tuple[str, str], tuple[float, int]] = {}  # -> beginning of the time, events in it

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the event is written."""
        kind = (record.name, str(record.msg)[:100])
        now = self._clock()
        since, number = self._kinds.get(kind, (now, 0))
        if now - since >= ALIKE_SECONDS:
            if number > MOST_ALIKE:
                record.msg, record.args = f"{record.getMessage()} ({number - MOST_ALIKE} like this left out)", ()
            since, number = now, 0
        if len(self._kinds) > 1000:
            self._kinds.clear()
        self._kinds[kind] = (since, number + 1)
        return number < MOST_ALIKE
