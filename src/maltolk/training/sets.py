"""Files of questions with the spans that answer them -> questions and passages cut into units."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maltolk.errors import UsageError
from maltolk.model import Span
from maltolk.reading.lines.sentences import sentences, trim

MAX_TITLE_LENGTH = 90
"""Characters; a longer first line is taken as text."""


@dataclass(frozen=True, slots=True)
class Context:
    """A text and its units: sentences and short lines, in order, without overlap. The title is none of them.

    ``source``: the set that it comes from.
    """

    id: str
    title: str
    text: str
    units: tuple[Span, ...]
    source: str


@dataclass(frozen=True, slots=True)
class ContextQuestion:
    """A question put to a passage. ``answer``: the span of the passage's text that answers it, None if there is none.

    ``near``: for an unanswerable one, the span that looks most like an answer, where the set names it.
    ``translated``: asked in another language than the passage's; its sisters share passage and answer.
    """

    id: str
    text: str
    language: str
    passage: str
    answer: Span | None
    near: Span | None = None
    translated: bool = False


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Passages by their id, and the questions put to them, in the order of their files."""

    passages: dict[str, Context] = field(default_factory=dict)
    questions: tuple[ContextQuestion, ...] = ()

    def __add__(self, other: "QuestionSet") -> "QuestionSet":
        """Both sets together; their ids must differ."""
        return QuestionSet(self.passages | other.passages, self.questions + other.questions)


def read_generic(data: Path) -> QuestionSet:
    """All generic questions below ``data``: the folders ``reading`` and ``swequad_mc``. Raises UsageError."""
    try:
        return read_reading(data / "reading") + read_swequad(data / "swequad_mc")
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(
            f"the question sets in {data} cannot be read ({type(error).__name__}: {error}); "
            "--data wants a folder that holds reading/ and swequad_mc/"
        ) from error


def read_reading(folder: Path) -> QuestionSet:
    """``contexts.jsonl.gz`` and ``questions.jsonl.gz``, whose answers are offsets."""
    passages = {
        row["id"]: passage_of(row["id"], row["title"], row["text"], row["source"])
        for row in _rows(folder / "contexts.jsonl.gz")
    }
    questions = [
        ContextQuestion(
            id=row["id"],
            text=row["q"],
            language=row["lang"],
            passage=row["context"],
            answer=None if row["start"] is None else Span(row["start"], row["end"]),
            near=Span(*row["near"]) if row.get("near") else None,
            translated=row["lang"] not in ("sv", "no"),
        )
        for row in _rows(folder / "questions.jsonl.gz")
    ]
    return QuestionSet(passages, tuple(questions))


def read_swequad(folder: Path) -> QuestionSet:
    """``corpus.jsonl``, ``queries.jsonl`` and ``answers.jsonl``, whose answers are words without a place.

    Questions whose answer's words stand more than once in the passage are left out: which one is meant is not told.
    """
    source = "swequad"
    passages = {
        f"{source}-{row['id']}": passage_of(f"{source}-{row['id']}", row["title"], row["text"], source)
        for row in _rows(folder / "corpus.jsonl")
    }
    texts = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    questions = []
    for row in _rows(folder / "answers.jsonl"):
        passage = passages[f"{source}-{row['corpus_id']}"]
        words = row["answers"][0]["span"].strip()
        if words and passage.text.count(words) == 1:
            start = passage.text.index(words)
            answer = Span(start, start + len(words))
            questions.append(ContextQuestion(f"{source}-{row['id']}", texts[row["id"]], "sv", passage.id, answer))
    return QuestionSet(passages, tuple(questions))


def passage_of(id: str, title: str, text: str, source: str) -> Context:
    """Cuts ``text`` at lines and sentences. Its first line is no unit where it is the title or, without one, short."""
    first, _, _ = text.partition("\n")
    start = 0
    if len(first) < len(text) and (first.strip() == title.strip() or (not title and len(first) <= MAX_TITLE_LENGTH)):
        title, start = first.strip(), len(first)
    units: list[Span] = []
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        units += [span for span in sentences(text, Span(start, end)) if any(map(str.isalnum, span.of(text)))]
        start = end + 1
    return Context(id, title, text, tuple(units), source)


def support_of(passage: Context, answer: Span | None) -> tuple[bool, ...]:
    """For each unit whether it shares a visible character with the answer."""
    if answer is None:
        return (False,) * len(passage.units)
    found = trim(passage.text, answer.start, answer.end)
    return tuple(unit.start < found.end and found.start < unit.end for unit in passage.units)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
