"""Answering with a whole enumeration: which one is meant, and how sure that is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maltolk.answering.cover import covered, stems_of, strength
from maltolk.answering.enumerations import Enumeration, EnumerationKind, body_of, enumerations_of
from maltolk.answering.findings import Line
from maltolk.answering.understanding import Question
from maltolk.indexing.analysis import function_words, stem, stems
from maltolk.model import Document

_LABEL_WORTH = (1.0, 0.95, 0.85, 0.7)
"""What a word counts for in the nearest label, the one above it, and so on; the last also for the title."""
_COUNT_BONUS = 0.15
_OWN_NOUN = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enumeration weighed: ``score`` 0 to 1. ``cover``: the share of the question's words that its labels have;
    ``told``: the share of its nearest label's words that the question has."""

    document: Document
    number: int
    enumeration: Enumeration
    score: float
    cover: float
    told: float


def weigh_lists(
    question: Question, documents: Iterable[tuple[int, Document]], likeness: Mapping[tuple[int, int], float]
) -> list[Candidate]:
    """Every enumeration of the documents, best first.

    ``likeness``: (document number, block) -> how like its passage is to the question, 0 to 1.
    """
    found = []
    for number, document in documents:
        for enumeration in enumerations_of(document):
            cover = _cover(question, document, enumeration)
            like = max((likeness.get((number, b), 0.0) for b in _blocks(document, enumeration)), default=0.0)
            told = _told(question, document, enumeration)
            score = 0.65 * cover + 0.2 * like + 0.15 * told
            if question.numbers.count is not None:
                score += _COUNT_BONUS if question.numbers.count == len(enumeration.items) else -_COUNT_BONUS
            if question.asks("wants.all"):
                score += 0.01 * min(len(enumeration.items), 10)
            found.append(Candidate(document, number, enumeration, min(score, 1.0), cover, told))
    return sorted(found, key=lambda c: (-c.score, -_depth(c), c.number, c.enumeration.items))


def _depth(candidate: Candidate) -> int:
    """A real list before headings when nothing else decides."""
    return 0 if candidate.enumeration.kind is EnumerationKind.HEADINGS else 1


def _blocks(document: Document, enumeration: Enumeration) -> set[int]:
    parents = {document.blocks[i].parent for i in enumeration.items}
    return {*enumeration.items, *(p for p in parents if p is not None)}


def _cover(question: Question, document: Document, enumeration: Enumeration) -> float:
    labels = [stems_of(span.of(document.text)) for span in enumeration.labels]
    labels.append(stems_of(document.title))
    worth = [_LABEL_WORTH[min(i, len(_LABEL_WORTH) - 1)] for i in range(len(labels))]
    noun = _shared_first_word(document, enumeration)
    values = []
    for term in question.words:
        best = max((strength(term, label) * w for label, w in zip(labels, worth, strict=True)), default=0.0)
        if noun is not None:
            # "Fokusområde 1, Fokusområde 2 …" are called that, whatever the heading above them says.
            best = 1.0 if strength(term, frozenset({noun})) > 0.5 else best * _OWN_NOUN
        values.append(best)
    return covered(question.words, values)


def _told(question: Question, document: Document, enumeration: Enumeration) -> float:
    """The share of the words of the nearest label that the question has: "Friskt hav" for "vad görs för friskt hav?"."""
    if not enumeration.labels:
        return 0.0
    label = stems_of(enumeration.labels[0].of(document.text)) - {stem(w) for w in function_words()}
    return sum(any(strength(t, frozenset({w})) > 0.5 for t in question.words) for w in label) / max(len(label), 1)


def _shared_first_word(document: Document, enumeration: Enumeration) -> str | None:
    """The stem that all items begin with, as "Fokusområde 1: …" do."""
    if enumeration.kind is not EnumerationKind.HEADINGS:
        return None
    first = {next(iter(stems(document.blocks[i].span.of(document.text))), "") for i in enumeration.items}
    return first.pop() if len(first) == 1 else None


def lines_of(document: Document, enumeration: Enumeration, message: str) -> tuple[Line, ...]:
    """The lead (or ``message``, fixed words, where the text has none) and every item, each a quote."""
    lead = Line(document, enumeration.lead) if enumeration.lead else Line(None, None, message)
    items = (Line(document, document.blocks[i].span, _number(document, i), bullet=True) for i in enumeration.items)
    return (lead, *items)


def _number(document: Document, item: int) -> str:
    """The item's number, unless its words have it already ("Fokusområde 2: …")."""
    block = document.blocks[item]
    words = re.findall(r"\w+", block.span.of(document.text))[:3]
    return "" if block.number is None or str(block.number) in words else f"{block.number}."


def item_lines(document: Document, item: int, most: int) -> tuple[Line, ...]:
    """An item with what explains it, at most ``most`` characters of explanation."""
    lines = [Line(document, document.blocks[item].span, _number(document, item))]
    used = 0
    for block in body_of(document, item):
        used += block.span.end - block.span.start
        if used > most and len(lines) > 1:
            break
        lines.append(Line(document, block.span))
    return tuple(lines)


def numbered(
    documents: Iterable[tuple[int, Document]], question: Question, number: int
) -> list[tuple[float, int, Document, int]]:
    """Items that have ``number`` in front: (cover of the question's words by its labels, document number, document, block)."""
    found = []
    for place, document in documents:
        for enumeration in enumerations_of(document):
            for item in enumeration.items:
                if document.blocks[item].number == number:
                    found.append((_cover(question, document, enumeration), place, document, item))
    return sorted(found, key=lambda f: (-f[0], f[1], f[3]))
