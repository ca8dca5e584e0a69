"""Municipal texts with questions on them -> documents, their units, and where search would look for each question."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from maltolk.answering.finding.request import MAX_CANDIDATES
from maltolk.answering.reader.excerpts import Unit, touching, units_of
from maltolk.answering.reader.reading_model import in_turn
from maltolk.answering.retrieval.hybrid import retrieve
from maltolk.errors import UsageError
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Span
from maltolk.reading import Skipped, read_document

_REAL = "r-"  # texts of real municipalities: never trained on


class Split(StrEnum):
    """What a text and its questions are used for."""

    TRAIN = "train"
    TUNE = "tune"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class TextQuestion:
    """A question put to one text, behind those before it in its conversation. ``support``: spans of the document's text
    that answer it, none where it does not. ``near``: what looks most like an answer and is none."""

    id: str
    text: str
    name: str
    language: str
    kind: str
    support: tuple[Span, ...]
    near: Span | None


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as it is read: with its units, and the file's name without ending."""

    name: str
    document: Document
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class MunicipalSet:
    """Texts by name, questions in the order of their files."""

    texts: dict[str, ReadText]
    questions: tuple[TextQuestion, ...]

    def of(self, split: Split) -> tuple[TextQuestion, ...]:
        """The questions of that part."""
        return tuple(question for question in self.questions if split_of(question.name) is split)


def split_of(name: str) -> Split:
    """A tenth of the texts is for tuning and a tenth for testing, the same ones whatever else is there; texts of real
    municipalities are only for those two."""
    share = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) / 2**64
    if name.startswith(_REAL):
        return Split.TEST if share < 0.5 else Split.TUNE
    return Split.TEST if share < 0.1 else Split.TUNE if share < 0.2 else Split.TRAIN


def read_sets(folders: Sequence[Path]) -> MunicipalSet:
    """All ``texts/*.txt`` and ``questions-*.jsonl`` of the folders. A question whose marked words the text does not
    have is left out. Raises UsageError."""
    texts: dict[str, ReadText] = {}
    questions: list[TextQuestion] = []
    for folder in folders:
        for file in sorted((folder / "texts").glob("*.txt")):
            read = read_document(file.name, file.read_bytes())
            if not isinstance(read, Skipped):
                texts[file.stem] = ReadText(file.stem, read, units_of(read))
        for file in sorted(folder.glob("questions-*.jsonl")):
            questions += _questions(file, texts)
    if not questions:
        raise UsageError(f"no questions in {', '.join(map(str, folders))}; name folders that hold questions-*.jsonl")
    return MunicipalSet(texts, tuple(questions))


def _questions(file: Path, texts: dict[str, ReadText]) -> Iterator[TextQuestion]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name, marked = row["text"], row["support"]
            text = in_turn([*row.get("history", ()), row["q"]])
            language, kind, near = row["lang"], row["kind"], row.get("near")
        except (ValueError, KeyError) as error:
            raise UsageError(f"{file}, line {number}: {type(error).__name__} {error}; mend the line") from error
        if name not in texts:
            continue
        read = texts[name]
        support = [_place(read.document.text, words) for words in marked]
        found = tuple(span for span in support if span is not None)
        # Marked words that were not found, or that no unit holds, would be learned as no answer.
        if len(found) == len(marked) and (not found or touching(read.units, found)):
            beside = _place(read.document.text, near) if near else None
            yield TextQuestion(row["id"], text, name, language, kind, found, beside)


def _place(text: str, words: str) -> Span | None:
    """Where the words stand, however their white space is."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return None if found is None else Span(*found.span())


def index_of(read: MunicipalSet, encoder: Encoder, folder: Path) -> Index:
    """An index of the texts, brought up to date in ``folder``."""
    build(folder / "index", [text.document for text in read.texts.values()], (), encoder)
    return Index.open(folder / "index", encoder)


def numbers_of(read: MunicipalSet, index: Index) -> dict[str, int]:
    """Name of a text -> its document's number in the index."""
    numbers = {card.path: card.number for card in index.documents}
    return {name: numbers[text.document.path] for name, text in read.texts.items()}


def searched(read: MunicipalSet, encoder: Encoder, folder: Path) -> dict[str, tuple[Span, ...]]:
    """Question id -> the passages that search finds for it in its own text, best first; in an index in ``folder``."""
    index = index_of(read, encoder, folder)
    numbers = numbers_of(read, index)
    found = {}
    try:
        for question in read.questions:
            vector = encoder.embed_queries([question.text])[0]
            scope = frozenset({numbers[question.name]})
            best = retrieve(index, question.text, vector, MAX_CANDIDATES, scope)
            found[question.id] = tuple(each.passage.span for each in best)
    finally:
        index.close()
    return found
