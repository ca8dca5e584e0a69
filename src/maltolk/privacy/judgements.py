"""Judgements of answers: one line of JSON each, masked, in one file, kept only where the operator has set it."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import locked, to_disk
from maltolk.privacy.masking import mask

MAX_BYTES = 50 * 1024 * 1024
"""Of the file; beyond that nothing is added, so that nobody can fill the disk."""
MASKED = ("question", "answer", "word")
"""Fields that people may have written in, of which any may hold personal data."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line, masked. ``day``: ISO; ``verdict``: "up" or "down"; ``word``: what was written beside it."""

    day: str
    verdict: str
    question: str
    word: str = ""


class Judgements:
    """The judgements in ``file``, kept for ``days``. Safe to use from several threads and processes. All that writes
    raises OSError."""

    def __init__(self, file: Path, days: int) -> None:
        self.file = file
        self.days = days

    def add(self, judgement: Mapping[str, str]) -> None:
        """Add one with today's day, masked, unless the file has grown to MAX_BYTES."""
        masked = {name: mask(value).text if name in MASKED else value for name, value in judgement.items()}
        row = {"day": date.today().isoformat(), **masked}
        with self._held():
            if not self.file.exists() or self.file.stat().st_size < MAX_BYTES:
                with self.file.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(row, ensure_ascii=False) + "\n")

    def count(self) -> int:
        """How many there are."""
        if not self.file.exists():
            return 0
        with self.file.open("rb") as lines:
            return sum(1 for _ in lines)

    def rows(self, words: str = "") -> Iterator[Judgement]:
        """All, newest first; only those in which each of ``words`` occurs, capitals aside."""
        wanted = words.casefold().split()
        lines = self.file.read_bytes().splitlines() if self.file.exists() else []
        for line in reversed(lines):
            row = _row_of(line)
            told = {name: str(row.get(name, "")) for name in ("day", "verdict", "question", "word")}
            if told["day"] and all(word in " ".join(told.values()).casefold() for word in wanted):
                yield Judgement(**told)

    def delete(self) -> int:
        """Delete them all; returns how many there were."""
        return self._keep(lambda _day: False)

    def delete_old(self, today: date | None = None) -> int:
        """Delete those older than ``days``, those dated ahead, and lines without a day; returns how many."""
        newest = today or date.today()
        oldest = (newest - timedelta(days=self.days - 1)).isoformat()
        return self._keep(lambda day: oldest <= day <= newest.isoformat())

    def _keep(self, is_kept: Callable[[str], bool]) -> int:
        if not self.file.exists():
            return 0
        with self._held():
            lines = self.file.read_bytes().splitlines(keepends=True)
            kept = [line for line in lines if is_kept(_day_of(line))]
            if len(kept) < len(lines):
                replace_file(self.file, b"".join(kept))
                to_disk(self.file.parent)
            return len(lines) - len(kept)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """While no other thread or process changes the file."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.file.with_name(f".{self.file.name}.lock"), wait=True):
            yield


def _row_of(line: bytes) -> Mapping[str, object]:
    """Empty for a line that is no object."""
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _day_of(line: bytes) -> str:
    day = _row_of(line).get("day")
    return day if isinstance(day, str) else ""
