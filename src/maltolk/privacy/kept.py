"""Deletes what has been kept for long enough: when a process starts, and every day that it runs, whether anything is
asked or not."""

import logging
import sqlite3
import threading

from maltolk.privacy.judgements import Judgements
from maltolk.privacy.unanswered import Unanswered
from maltolk.settings import Settings

_EVERY = 60 * 60.0
"""Seconds between two looks; what is due goes within the hour after midnight."""

_log = logging.getLogger(__name__)


def kept_by(settings: Settings) -> tuple[Unanswered | Judgements, ...]:
    """All that these settings keep of what visitors write; empty by default."""
    days = settings.privacy.days
    found: list[Unanswered | Judgements] = []
    if settings.privacy.unanswered is not None:
        found.append(Unanswered(settings.privacy.unanswered, days))
    if settings.feedback is not None:
        found.append(Judgements(settings.feedback, days))
    return tuple(found)


def delete_old(settings: Settings) -> int:
    """Delete what is too old; returns how much. Never raises: what could not be deleted is tried again the next time,
    and a line in the log says so."""
    gone = 0
    for kept in kept_by(settings):
        try:
            gone += kept.delete_old()
        except (OSError, sqlite3.Error) as error:
            _log.error("old entries of %s are not deleted (%s); see that it can be written", kept.file, error)
    return gone


class Sweeper:
    """Calls ``delete_old`` now and then; ``stop`` ends it. Several processes may sweep the same files."""

    def __init__(self, settings: Settings, every: float = _EVERY) -> None:
        """``every``: seconds."""
        self._settings = settings
        self._every = every
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Delete now, and go on in a thread that ends with the process; nothing is started where nothing is kept."""
        if not kept_by(self._settings) or self._thread is not None:
            return
        delete_old(self._settings)
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._every):
            delete_old(self._settings)
