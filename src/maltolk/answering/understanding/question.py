"""A question as understood: the one value that the later rooms know of it."""

from dataclasses import dataclass

from maltolk.answering.understanding.tokens import Numbers
from maltolk.indexing.search.vocabulary import QueryTerm

_EXACT = (
    *("fields.person", "fields.party", "wants.called", "wants.place"),
    *("wants.count", "wants.amount", "wants.cost", "wants.date", "wants.year", "wants.frequency"),
)
"""Cues of a question for one certain thing."""


@dataclass(frozen=True, slots=True)
class AskedWord(QueryTerm):
    """A word of a question, and what it is to it.

    ``asking``: whether it belongs to asking rather than to what is asked about ("ingår", "måste"): looked for, but
    hardly missed. ``aim``: whether it is what aims are called ("mål", "prioriteringar").
    """

    asking: bool = False
    aim: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    ``text``: as asked. ``language``: "sv", "en" or "other". ``cues``: every sign found, as "group.name".
    ``municipalities``: those named that are indexed, in order; ``foreign``: those named that are not.
    ``documents``: numbers of the documents it is limited to, None for all. ``numbers``: of an item or a count.
    ``words``: the words that carry it, cues, politeness and names of municipalities left out. ``names``: those of
    them, case-folded, that are written with a capital inside the question. ``untranslated``: how many words of another
    language have no Swedish word here. ``topic``: what "vilken …" asks for, case-folded: "Vilken skattesats har …?".
    ``about``: the carrying words behind "för", "om" and the like: "Vilka mål har Lund för djurskydd?".
    """

    text: str
    language: str
    cues: frozenset[str]
    municipalities: tuple[str, ...]
    foreign: tuple[str, ...]
    documents: frozenset[int] | None
    numbers: Numbers
    words: tuple[AskedWord, ...]
    names: frozenset[str]
    untranslated: int = 0
    topic: str | None = None
    about: frozenset[str] = frozenset()

    def asks(self, *names: str) -> bool:
        """Whether one of the cues ("wants.list", "fields.phone", …) is there."""
        return not self.cues.isdisjoint(names)

    @property
    def heavy(self) -> tuple[AskedWord, ...]:
        """The words that say what is asked about."""
        return tuple(word for word in self.words if not word.asking)

    @property
    def is_about_aims(self) -> bool:
        """Whether a municipality's aims as a whole are asked for, by whatever name its texts have for them."""
        return bool(self.heavy and self.municipalities) and all(word.aim for word in self.heavy)

    @property
    def is_exact(self) -> bool:
        """Whether one certain thing is asked for: a person, a number, a date, a price."""
        return self.asks(*_EXACT)
