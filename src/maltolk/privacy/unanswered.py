"""Questions that had no answer, masked and counted by day: kept only where the operator has set a file.

No time of day, no address, no session and no order of arrival is stored, so that nothing ties two questions together.
"""

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from maltolk.privacy.masking import mask

FILE = "unanswered.sqlite"
"""Name of the file where a folder is set."""
MAX_LENGTH = 300
"""Characters of a question that are kept, after masking."""
MAX_QUESTIONS = 10_000
"""Different questions; beyond that only those known already are counted, so that nobody can fill the disk."""
_READ = 600
"""Characters of a question that are masked; the last word of a longer one is left out, since it may be half a name."""
_WAIT = 5.0
"""Seconds to wait for another process that writes."""

# Without rowids rows lie in the order of their keys, which are digests: nothing tells in which order they came.
_TABLES = """
CREATE TABLE IF NOT EXISTS questions (
    key TEXT PRIMARY KEY, question TEXT NOT NULL, municipality TEXT NOT NULL, language TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS days (key TEXT NOT NULL, day TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (key, day))
    WITHOUT ROWID;
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A masked question. ``key``: names it when it is deleted. ``municipality``: the limit set beside it, "" for none;
    ``language``: of the page. ``times`` it was asked, from ``first`` to ``last`` (ISO days)."""

    key: str
    question: str
    municipality: str
    language: str
    times: int
    first: str
    last: str

    def as_json(self) -> dict[str, Any]:
        """The question as scripts read it."""
        return asdict(self)


class Unanswered:
    """The questions in ``file``, kept for ``days``. Safe to use from several threads, and from several processes."""

    def __init__(self, file: Path, days: int) -> None:
        self.file = file / FILE if file.is_dir() else file
        self.days = days
        self._lock = threading.Lock()

    def add(self, question: str, municipality: str | None, language: str, today: date | None = None) -> None:
        """Keep a question, masked. Never raises: a question that cannot be kept is lost, and a line in the log says so,
        without the question."""
        try:
            self._add(question, municipality or "", language, today or date.today())
        except (OSError, sqlite3.Error) as error:
            _log.warning("a question without an answer is not kept: %s", type(error).__name__)

    def questions(self, today: date | None = None) -> tuple[UnansweredQuestion, ...]:
        """All that are kept and not too old, the most asked first. Raises OSError or sqlite3.Error."""
        if not self.file.exists():
            return ()
        oldest, newest = self._kept_days(today or date.today())
        with self._opened() as store:
            rows = store.execute(
                "SELECT key, question, municipality, language, sum(times) AS n, min(day), max(day) FROM questions "
                "JOIN days USING (key) WHERE day BETWEEN ? AND ? GROUP BY key ORDER BY n DESC, max(day) DESC, question",
                (oldest, newest),
            ).fetchall()
        return tuple(UnansweredQuestion(*row) for row in rows)

    def delete(self, key: str | None = None) -> int:
        """Delete one, or all without a key; returns how many. What is deleted is overwritten. Raises as above."""
        if not self.file.exists():
            return 0
        with self._opened() as store:
            which, values = ("", ()) if key is None else (" WHERE key = ?", (key,))
            store.execute(f"DELETE FROM days{which}", values)
            gone: int = store.execute(f"DELETE FROM questions{which}", values).rowcount
        self._shrink()
        return gone

    def delete_old(self, today: date | None = None) -> int:
        """Delete what is older than ``days``, and what a wrong clock dated ahead; returns how many questions went."""
        if not self.file.exists():
            return 0
        oldest, newest = self._kept_days(today or date.today())
        with self._opened() as store:
            counted = store.execute("DELETE FROM days WHERE day NOT BETWEEN ? AND ?", (oldest, newest)).rowcount
            gone: int = store.execute("DELETE FROM questions WHERE key NOT IN (SELECT key FROM days)").rowcount
        if counted:
            self._shrink()
        return gone

    def _add(self, question: str, municipality: str, language: str, today: date) -> None:
        text = _masked(question)
        if not any(letter.isalpha() for letter in text):
            return
        written = "\n".join((" ".join(text.casefold().split()).rstrip("?!. "), municipality.casefold(), language))
        key = sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self._opened() as store:
            known = store.execute("SELECT 1 FROM questions WHERE key = ?", (key,)).fetchone()
            if known is None:
                if store.execute("SELECT count(*) FROM questions").fetchone()[0] >= MAX_QUESTIONS:
                    return
                store.execute("INSERT INTO questions VALUES (?, ?, ?, ?)", (key, text, municipality, language))
            store.execute(
                "INSERT INTO days VALUES (?, ?, 1) ON CONFLICT (key, day) DO UPDATE SET times = times + 1",
                (key, today.isoformat()),
            )

    def _kept_days(self, today: date) -> tuple[str, str]:
        return (today - timedelta(days=self.days - 1)).isoformat(), today.isoformat()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file in one transaction, which is undone by an exception."""
        with self._lock:
            if not self.file.exists():
                os.close(os.open(self.file, os.O_WRONLY | os.O_CREAT, 0o600))
            store = sqlite3.connect(self.file, timeout=_WAIT, isolation_level=None)
            try:
                store.executescript("PRAGMA secure_delete = ON; PRAGMA journal_mode = DELETE;")
                store.executescript(_TABLES)
                store.execute("BEGIN IMMEDIATE")
                yield store
                store.execute("COMMIT")
            finally:
                store.close()

    def _shrink(self) -> None:
        with self._lock:
            store = sqlite3.connect(self.file, timeout=_WAIT, isolation_level=None)
            try:
                store.execute("VACUUM")
            finally:
                store.close()


def _masked(question: str) -> str:
    text = " ".join(question.encode("utf-8", "replace").decode("utf-8").split())
    if len(text) > _READ:
        text = text[:_READ].rpartition(" ")[0]
    shown = mask(text).text
    if len(shown) > MAX_LENGTH:
        shown = shown[:MAX_LENGTH].rpartition(" ")[0]
        if shown.rfind("[") > shown.rfind("]"):
            shown = shown[: shown.rfind("[")].rstrip()
        shown = f"{shown} …"
    return shown
