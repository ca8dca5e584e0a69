"""Files of questions for `maltolk ask --batch`."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from maltolk.errors import UsageError


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of the file. ``id``: whatever the line had, carried over. ``history``: earlier questions, oldest
    first."""

    id: object
    text: str
    history: tuple[str, ...]


def read_questions(file: str) -> list[BatchQuestion]:
    """The questions of a JSON lines file in UTF-8, or of standard input for "-". Raises UsageError naming the line."""
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {file} ({error}); give a file of JSON lines in UTF-8") from error
    # Only a line feed ends a line: JSON strings may hold other line separators.
    lines = enumerate(text.split("\n"), 1)
    return [_question(line, f"{file}, line {number}") for number, line in lines if line.strip()]


def _question(line: str, place: str) -> BatchQuestion:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if isinstance(row, dict) and isinstance(row.get("q"), str):
        history = row.get("history") or []
        if isinstance(history, list) and all(isinstance(q, str) for q in history):
            return BatchQuestion(row.get("id"), row["q"], tuple(history))
    raise UsageError(f'{place}: expected {{"id": …, "q": "question", "history": ["earlier"]}}')
