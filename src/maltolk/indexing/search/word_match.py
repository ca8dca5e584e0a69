"""Words as evidence: which of a question's words a text has, also inside compounds."""

import math
from collections.abc import Sequence
from functools import lru_cache

from maltolk.indexing.search.vocabulary import QueryTerm
from maltolk.swedish.words import stem, surfaces

_REMEMBERED = 1 << 14
"""Texts whose words are cached; the same sentences are weighed for question after question."""


@lru_cache(maxsize=_REMEMBERED)
def surfaces_of(text: str) -> tuple[str, ...]:
    """The words of ``text``, case-folded, in order."""
    return tuple(surfaces(text))


@lru_cache(maxsize=_REMEMBERED)
def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of ``text``."""
    return frozenset(map(stem, surfaces_of(text)))


@lru_cache(maxsize=_REMEMBERED)
def forms_of(text: str) -> frozenset[str]:
    """The words of ``text``, case-folded, and their stems: the input for ``strength``."""
    return stems_of(text).union(surfaces_of(text))


INFLECTED = 0.85
"""Weight of a word with another ending; Snowball stems "registrator" and "registratorn" differently."""
SAME_LETTERS, _OTHER_LETTERS = 5, 3


def strength(term: QueryTerm, written: frozenset[str]) -> float:
    """How strongly ``written`` (see ``forms_of``) has the asked word, 0 to 1.

    Being part of a compound counts for more than in search, where it is one sign among many.
    """
    if term.stem in written:
        return 1.0
    best = 0.0
    if len(written) < len(term.variants):
        for other in written:
            best = max(best, term.variants.get(other, 0.0))
    else:
        for other, weight in term.variants.items():
            if weight > best and other in written:
                best = weight
    best = math.sqrt(best)
    if best >= INFLECTED:
        return best
    begins = (term.surface[:SAME_LETTERS], term.stem[:SAME_LETTERS])
    for other in written:
        if other.startswith(begins) and (is_inflected(term.surface, other) or is_inflected(term.stem, other)):
            return INFLECTED
    return best


@lru_cache(maxsize=1 << 17)
def is_inflected(one: str, other: str) -> bool:
    """Whether two words or stems share all but a few last letters."""
    shortest = min(len(one), len(other))
    if shortest < SAME_LETTERS or one[:SAME_LETTERS] != other[:SAME_LETTERS]:
        return False
    shared = next((i for i in range(shortest) if one[i] != other[i]), shortest)
    return max(len(one), len(other)) - shared <= _OTHER_LETTERS


def covered(terms: Sequence[QueryTerm], values: Sequence[float]) -> float:
    """The share of the terms' rarity that ``values`` (0 to 1 each) make up; 1 when nothing is asked for."""
    total = sum(term.idf for term in terms)
    return sum(t.idf * v for t, v in zip(terms, values, strict=True)) / total if total else 1.0
