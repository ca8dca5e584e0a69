"""The file of saved questions, edited as one question a line."""

import json
import threading
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from maltolk.batch import read_questions
from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import to_disk
from maltolk.settings import QUESTIONS, Settings
from maltolk.web.staff.folder.corpus import digest

MAX_QUESTIONS = 1000
MAX_LENGTH = 500
"""Characters of a question."""


class SavedQuestions:
    """Questions whose answers a rebuild compares. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.file = settings.questions or Path(QUESTIONS)
        self._lock = threading.Lock()

    def lines(self) -> tuple[str, ...]:
        """The questions, each on one line. Raises UsageError when the file cannot be read."""
        return tuple(line for line, _ in self._rows())

    def version(self) -> str:
        """Changes when the file does."""
        return digest(self.file.read_bytes()) if self.file.exists() else ""

    def save(self, written: str, version: str) -> int | None:
        """Save ``written`` as the questions, one per line; empty lines don't count. Returns how many there are, or None
        when the file is no longer of that ``version``.

        An existing question keeps its row unchanged, with its id, the questions before it and all else.
        Raises UsageError when the file cannot be read, and OSError when it cannot be written.
        """
        with self._lock:
            if self.version() != version:
                return None
            known = defaultdict(list)
            for line, row in self._rows():
                known[line].append(row)
            wanted = [line for raw in written.splitlines() if (line := " ".join(raw.split())[:MAX_LENGTH])]
            kept = [
                known[line].pop(0) if known[line] else json.dumps({"q": line}, ensure_ascii=False)
                for line in wanted[:MAX_QUESTIONS]
            ]
            self._write(kept)
            return len(kept)

    def add(self, question: str) -> bool:
        """Add a question at the end; False when it is among them, or they are as many as there may be.

        Raises UsageError when the file cannot be read, and OSError when it cannot be written.
        """
        line = " ".join(question.split())[:MAX_LENGTH]
        with self._lock:
            rows = self._rows()
            if not line or len(rows) >= MAX_QUESTIONS or line in (known for known, _ in rows):
                return False
            self._write([*(row for _, row in rows), json.dumps({"q": line}, ensure_ascii=False)])
            return True

    def _write(self, rows: Sequence[str]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(self.file, "".join(f"{row}\n" for row in rows).encode("utf-8"))
        to_disk(self.file.parent)

    def _rows(self) -> list[tuple[str, str]]:
        """Each question on one line, and its row in the file."""
        if not self.file.exists():
            return []
        questions = read_questions(str(self.file))
        # The same lines as read_questions takes.
        rows = [row for row in self.file.read_text("utf-8-sig").split("\n") if row.strip()]
        return [(" ".join(q.text.split())[:MAX_LENGTH], row.strip()) for q, row in zip(questions, rows, strict=True)]
