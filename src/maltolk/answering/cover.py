"""Words as evidence: which of a question's words a text has, also inside compounds."""

from collections.abc import Sequence
from functools import lru_cache

from maltolk.indexing.analysis import words
from maltolk.indexing.vocabulary import QueryTerm


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words of ``text``."""
    return frozenset(word.stem for word in words(text))


def forms_of(text: str) -> frozenset[str]:
    """The words of ``text``, case-folded, and their stems: what ``strength`` looks among."""
    return frozenset(form for word in words(text) for form in (word.stem, word.surface))


INFLECTED = 0.85
"""What a word with another ending counts for; Snowball stems "registrator" and "registratorn" differently."""
_SAME_LETTERS, _OTHER_LETTERS = 5, 3


def strength(term: QueryTerm, written: frozenset[str]) -> float:
    """How far ``written`` (see ``forms_of``) has the asked word, 0 to 1; being part of a compound counts for more than in
    search, where it is one sign among many."""
    if term.stem in written:
        return 1.0
    variants = term.variants
    best = max((variants[other] for other in written if other in variants), default=0.0) ** 0.5
    if best < INFLECTED and any(
        is_inflected(term.surface, other) or is_inflected(term.stem, other) for other in written
    ):
        return INFLECTED
    return best


@lru_cache(maxsize=1 << 17)
def is_inflected(one: str, other: str) -> bool:
    """Whether two words or stems share all but a few last letters."""
    shortest = min(len(one), len(other))
    if shortest < _SAME_LETTERS or one[:_SAME_LETTERS] != other[:_SAME_LETTERS]:
        return False
    shared = next((i for i in range(shortest) if one[i] != other[i]), shortest)
    return max(len(one), len(other)) - shared <= _OTHER_LETTERS


def covered(terms: Sequence[QueryTerm], values: Sequence[float]) -> float:
    """The share of the terms' rarity that ``values`` (0 to 1 each) make up; 1 when nothing is asked for."""
    total = sum(term.idf for term in terms)
    return sum(t.idf * v for t, v in zip(terms, values, strict=True)) / total if total else 1.0
