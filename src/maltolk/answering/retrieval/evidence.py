"""Weighing the sentences of the passages found: how well each answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.retrieval.answer_types import LISTS, has_kind, leaning
from maltolk.answering.retrieval.hybrid import Candidate
from maltolk.answering.understanding.question import AskedWord, Question
from maltolk.indexing.index import Index
from maltolk.indexing.search.word_match import covered, forms_of, stems_of, strength
from maltolk.model import BlockKind, Document, Passage, Span

MISSING = 0.3
"""Below this strength a word counts as missing."""
MIN_WORDS = 3
"""Different words of a sentence that can answer; letterheads and labels have fewer."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How the signs of an answering sentence are added up; every sign is 0 to 1.

    ``dense``: likeness of sentence and question vectors; ``passage``: of its passage's; ``cover``: share of the
    question's words, weighted by rarity, that the sentence has, or its headings and neighbours at ``around`` of the
    weight; ``leaning``: whether it is worded as an answer (``worded`` in cosines, where the vectors alone decide).
    A sentence without what was asked for (a number, a date), or too short to say anything, or only a question or a
    lead-in, keeps ``unfit`` of its score; a heading keeps ``heading``, unless it gives the name asked for.
    ``second``: share of the best sentence's score from which another one is shown beside it.
    ``floor`` and ``ceiling``: cosines that count as 0 and 1 (an e5 encoder squeezes them into this range).
    """

    dense: float = 0.35
    passage: float = 0.15
    cover: float = 0.5
    leaning: float = 0.15
    worded: float = 0.01
    unfit: float = 0.6
    heading: float = 0.85
    around: float = 0.75
    second: float = 0.88
    floor: float = 0.76
    ceiling: float = 0.90


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence weighed.

    ``sentence``: its place in the passage, -1 for a heading above it. ``score``: 0 to 1, all signs together. ``cover``:
    share of the question's words that it or its surroundings have. ``dense``: cosine of sentence and question;
    ``likeness``: the same mixed with its passage's. ``missing``: asked words that neither it nor its surroundings have.
    ``fits``: whether it has the kind of thing that was asked for (a number, a date).
    """

    document: Document
    passage: Passage
    sentence: int
    span: Span
    score: float
    cover: float
    dense: float
    likeness: float
    missing: tuple[AskedWord, ...]
    fits: bool


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
    cosines = (index.sentence_vectors(passage) @ vector).tolist()
    places = [(number, span, cosines[number]) for number, span in enumerate(passage.sentences)]
    # A heading says something too ("Vision: …"); it has no vector of its own, so its passage's is used.
    places.extend((-1, document.blocks[h].span, candidate.dense) for h in document.heading_path(passage.block)[-2:])
    around = forms_of(passage.context) | {s for span in passage.sentences for s in forms_of(span.of(document.text))}
    outside = [strength(term, around) * weights.around for term in question.words]
    found = []
    for number, span, cosine in places:
        text = span.of(document.text)
        forms = forms_of(text)
        # A word found nowhere around is not in the sentence either.
        own = [strength(t, forms) if there else 0.0 for t, there in zip(question.words, outside, strict=True)]
        inside = stems_of(text)
        if number < 0 and not _tells_more(inside, own, document):
            continue
        values = [max(a, b) for a, b in zip(own, outside, strict=True)]
        cover = covered(question.words, values)
        fits = has_kind(question, text)
        lean = leaning(question, text)
        score = (
            weights.dense * squeezed(cosine, weights)
            + weights.passage * squeezed(candidate.dense, weights)
            + weights.cover * cover
            + weights.leaning * lean
        )
        # What the vectors alone say, for a question that shares no words with the text.
        likeness = (weights.dense * cosine + weights.passage * candidate.dense) / (weights.dense + weights.passage)
        likeness += weights.worded * lean
        missing = tuple(t for t, v in zip(question.words, values, strict=True) if v < MISSING)
        if number < 0 and not (question.asks("wants.name") and lean >= LISTS):
            score *= weights.heading
        if not fits or len(inside) < MIN_WORDS or text.endswith(("?", ":")):
            score *= weights.unfit
            likeness *= weights.unfit
        found.append(Evidence(document, passage, number, span, score, cover, cosine, likeness, missing, fits))
    return found


def _tells_more(heading: frozenset[str], own: Sequence[float], document: Document) -> bool:
    """Whether a heading has a word of the question and at least two others beside the municipality's name."""
    return any(v > MISSING for v in own) and len(heading - stems_of(document.municipality)) >= 2 + sum(
        v > 0 for v in own
    )


def squeezed(cosine: float, weights: Weights) -> float:
    """A cosine spread over 0 to 1."""
    return min(1.0, max(0.0, (cosine - weights.floor) / (weights.ceiling - weights.floor)))


def is_text(evidence: Evidence) -> bool:
    """Whether the sentence is running text or a list, not a contact block."""
    return evidence.passage.kind is not BlockKind.CONTACT
