"""What the staff did: a line of JSON for each action, only ever added to, in a file that its owner alone may read.

{"time": "2026-11-29T09:30:00Z", "user": "Anna Ek", "action": "text_remove", "object": "lund.txt", "outcome": "done"}

``network`` stands beside in lines on logging in. No question, no password and nothing of a text is written.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from maltolk.indexing.storage.disk import owned_as_before
from maltolk.machine import locked

ROTATED_AT = 5 * 1024 * 1024
"""Bytes at which the file is renamed and a new one begun."""
KEPT_FILES = 20
"""Renamed files; when there are more, the oldest goes."""
LONGEST = 300
"""Characters of a name or an object."""
LOG_IN, LOG_OUT, COMMAND = "log_in", "log_out", "command"
"""Actions and a user that no role is needed for: ``maltolk users`` writes as COMMAND."""

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of an action. REFUSED: it was not allowed, or there was nothing to do; FAILED: it went wrong."""

    DONE = "done"
    STARTED = "started"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Event:
    """One line. ``time``: UTC, ISO 8601, to the second. ``object``: path, generation, key or name; "" for none.

    ``network``: the address, or an IPv6 client's network, where somebody tried to log in.
    """

    time: str
    user: str
    action: str
    object: str = ""
    outcome: str = Outcome.DONE.value
    network: str = ""


class AuditLog:
    """The log in ``file``. Safe to use from several threads and processes.

    A line that cannot be written is lost, and the server's log says so: a full disk must not keep staff from
    removing a text.
    """

    def __init__(self, file: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.file = file
        self._now = now
        self._lock = threading.Lock()

    def note(self, user: str, action: str, what: str = "", outcome: Outcome = Outcome.DONE, network: str = "") -> None:
        """Add a line."""
        time = self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        event = Event(time, user[:LONGEST], str(action), what[:LONGEST], outcome.value, network)
        told = {name: value for name, value in asdict(event).items() if value}
        line = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self._lock, locked(self.file.with_name(f".{self.file.name}.lock"), wait=True):
                self._make_room(len(line))
                self._append(line)
        except OSError as error:
            _log.error("the audit log cannot be written (%s): %s is not in it", error.strerror or error, action)

    def events(self, words: str = "") -> Iterator[Event]:
        """All events, newest first; only those in which each of ``words`` occurs, capitals aside. Raises OSError."""
        wanted = words.casefold().split()
        for file in (self.file, *reversed(self._renamed())):
            try:
                lines = file.read_bytes().splitlines()
            except FileNotFoundError:
                continue
            for line in reversed(lines):
                event = _event(line)
                if event is not None and all(word in _told(event) for word in wanted):
                    yield event

    def _append(self, line: bytes) -> None:
        new = not self.file.exists()
        descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if new:
            owned_as_before(self.file, self.file.parent)

    def _make_room(self, more: int) -> None:
        if not self.file.exists() or self.file.stat().st_size + more <= ROTATED_AT:
            return
        renamed = self._renamed()
        number = int(renamed[-1].suffixes[-2][1:]) + 1 if renamed else 1
        self.file.rename(self.file.with_suffix(f".{number:06d}{self.file.suffix}"))
        for old in self._renamed()[:-KEPT_FILES]:
            old.unlink()

    def _renamed(self) -> list[Path]:
        """The files of before, oldest first: ``audit.000001.jsonl``."""
        return sorted(self.file.parent.glob(f"{self.file.stem}.[0-9]*{self.file.suffix}"))


def _event(line: bytes) -> Event | None:
    """None for a line that a full disk cut, or that is not ours."""
    try:
        event = Event(**json.loads(line))
    except (ValueError, TypeError):
        return None
    return event if all(isinstance(value, str) for value in asdict(event).values()) else None


def _told(event: Event) -> str:
    return " ".join(asdict(event).values()).casefold()
