"""Choosing the sentences that answer, below passage level, and deciding whether any does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.cover import covered, stems_of, strength
from maltolk.answering.question import word_lists
from maltolk.answering.retrieval import Candidate
from maltolk.answering.understanding import Question
from maltolk.indexing.analysis import words
from maltolk.indexing.index import Index
from maltolk.indexing.vocabulary import QueryTerm
from maltolk.model import BlockKind, Document, Passage, Span


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signs of an answering sentence are added up; all signs lie in 0 to 1.

    ``dense``: likeness of sentence and question vectors; ``passage``: of its passage's; ``cover``: share of the
    question's words, weighted by rarity, that the sentence has, or its headings and neighbours for ``around`` of their
    worth. ``floor`` and ``ceiling``: cosines that count as 0 and 1 (an e5 encoder squeezes them into this range).
    """

    dense: float = 0.35
    passage: float = 0.15
    cover: float = 0.5
    leaning: float = 0.1
    around: float = 0.75
    floor: float = 0.76
    ceiling: float = 0.90


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence weighed. ``cover``: share of the question's words that it or its surroundings have; ``score``: 0 to 1;
    ``missing``: asked words that neither it nor its surroundings have; ``fits``: whether it has the kind of thing that
    was asked for (a number, a date)."""

    document: Document
    passage: Passage
    sentence: int
    score: float
    cover: float
    dense: float
    missing: tuple[QueryTerm, ...]
    fits: bool

    @property
    def span(self) -> Span:
        """Where the sentence stands."""
        return self.passage.sentences[self.sentence]


def weigh(
    index: Index,
    question: Question,
    vector: NDArray[np.float32],
    candidates: Sequence[Candidate],
    weights: Weights,
) -> list[Evidence]:
    """Every sentence of the candidates, best first."""
    found = [
        evidence for candidate in candidates for evidence in _of_passage(index, question, vector, candidate, weights)
    ]
    return sorted(found, key=lambda e: (-e.score, e.passage.id, e.sentence))


def _of_passage(
    index: Index, question: Question, vector: NDArray[np.float32], candidate: Candidate, weights: Weights
) -> list[Evidence]:
    passage = candidate.passage
    document = index.document(passage.document)
    cosines = index.sentence_vectors(passage) @ vector
    around = stems_of(passage.context) | {s for span in passage.sentences for s in stems_of(span.of(document.text))}
    outside = [strength(term, around) * weights.around for term in question.words]
    found = []
    for number, span in enumerate(passage.sentences):
        text = span.of(document.text)
        inside = stems_of(text)
        values = [max(strength(term, inside), there) for term, there in zip(question.words, outside, strict=True)]
        cover = covered(question.words, values)
        fits = has_kind(question, text)
        score = (
            weights.dense * squeezed(float(cosines[number]), weights)
            + weights.passage * squeezed(candidate.dense, weights)
            + weights.cover * cover
            + weights.leaning * leaning(question, text)
        )
        missing = tuple(t for t, v in zip(question.words, values, strict=True) if v < 0.3 and t.idf > 0)
        found.append(
            Evidence(
                document, passage, number, score if fits else score * 0.6, cover, float(cosines[number]), missing, fits
            )
        )
    return found


def squeezed(cosine: float, weights: Weights) -> float:
    """A cosine spread over 0 to 1."""
    return min(1.0, max(0.0, (cosine - weights.floor) / (weights.ceiling - weights.floor)))


_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DATE = re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}[ /]\w|\b\d{4}-\d\d")
_QUOTED = re.compile('["”“»][^"”“»]{3,}["”“«]')


@cache
def _kind_words(kind: str) -> frozenset[str]:
    return frozenset(word_lists()["kinds"][kind].split())


def has_kind(question: Question, text: str) -> bool:
    """Whether ``text`` has what the question asks for: a number for how many, a time for when, money for a price."""
    surfaces = {word.surface for word in words(text)}
    if question.asks("wants.cost"):
        return bool(surfaces & _kind_words("cost"))
    if question.asks("wants.year"):
        return bool(_YEAR.search(text))
    if question.asks("wants.count", "wants.amount"):
        return bool(_NUMBER.search(text)) or bool(surfaces & _kind_words("amount"))
    if question.asks("wants.date"):
        return bool(_DATE.search(text)) or bool(surfaces & _kind_words("time"))
    return True


def leaning(question: Question, text: str) -> float:
    """0 to 1: how much a sentence looks like an answer to this way of asking: it gives a name, a meaning or a reason."""
    found = [word.surface for word in words(text)]
    best = 0.0
    if question.asks("wants.name"):
        if any(
            a.startswith(t.stem) and b in ("är", "heter", "kallas", "lyder")
            for t in question.words
            for a, b in pairwise(found)
        ):
            best = 0.6
        if _QUOTED.search(text):
            best += 0.4
    for want in ("definition", "reason"):
        if question.asks(f"wants.{want}") and _kind_words(want) & set(found):
            best = max(best, 0.7)
    return best


def is_text(evidence: Evidence) -> bool:
    """Whether the sentence is running text or a list, not a contact block."""
    return evidence.passage.kind is not BlockKind.CONTACT
