"""A question as understood: all that later rooms know about it."""

import re
from dataclasses import dataclass, field

from maltolk.answering.understanding.backwards import asks_backwards
from maltolk.answering.understanding.editions import When
from maltolk.answering.understanding.tokens import Numbers
from maltolk.indexing.search.vocabulary import QueryTerm
from maltolk.model import Span

_EXACT = (
    *("fields.person", "fields.party", "wants.called", "wants.place"),
    *("wants.count", "wants.amount", "wants.cost", "wants.date", "wants.year", "wants.frequency"),
)
"""Cues of a question for one specific thing."""
_SUM = re.compile(r"\d\s*[+*×/]\s*\d")


@dataclass(frozen=True, slots=True)
class AskedWord(QueryTerm):
    """A word of a question, and its role there.

    ``asking``: whether it belongs to asking rather than to what is asked about ("ingår", "måste"): looked for, but
    hardly missed. ``aim``: whether it is what aims are called ("mål", "prioriteringar").
    """

    asking: bool = False
    aim: bool = False


@dataclass(frozen=True, slots=True)
class Beyond:
    """Texts that may answer where a municipality's own have nothing: the numbers of those ``documents`` of the
    ``region`` that speak of the ``places`` that a question names."""

    region: str
    documents: frozenset[int]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    ``asked``: as asked. ``text``: the same without words that only say which edition of a plan is meant, where
    ``documents`` and ``superseded`` do. ``language``: "sv", "en" or "other". ``cues``: every cue found, as
    "group.name". ``municipalities``: those named that are indexed, in order; ``foreign``: those named that are not.
    ``documents``: numbers of the documents it is limited to, None for all. ``numbers``: of an item or a count.
    ``words``: the words that carry it, without cues, politeness and names of municipalities. ``names``: those of
    them, case-folded, that have a capital inside the question. ``untranslated``: how many foreign words have no
    Swedish word here. ``topic``: what "vilken …" asks for, case-folded: "Vilken skattesats har …?".
    ``about``: the carrying words after "för", "om" and the like: "Vilka mål har Lund för djurskydd?". ``superseded``:
    numbers of the documents that are other editions of a plan than the one meant. ``unknown``: names, case-folded, of
    places or the like that no text has. ``misspelt``: those of ``municipalities`` whose names were read out of others.
    ``owner``: the municipality that it is limited to because only its texts have a name in it. ``when``: the time that
    it means. ``beyond``: whose texts may answer where those have nothing. ``named``: where in ``asked`` the names stand
    that limit it.
    """

    asked: str
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
    superseded: frozenset[int] = frozenset()
    unknown: frozenset[str] = frozenset()
    misspelt: frozenset[str] = frozenset()
    owner: str | None = None
    when: When = field(default_factory=When)
    beyond: Beyond | None = None
    named: tuple[Span, ...] = ()

    def asks(self, *names: str) -> bool:
        """Whether one of the cues ("wants.list", "fields.phone", …) is there."""
        return not self.cues.isdisjoint(names)

    @property
    def heavy(self) -> tuple[AskedWord, ...]:
        """The words that say what is asked about."""
        return tuple(word for word in self.words if not word.asking)

    @property
    def asks_for_way(self) -> bool:
        """Whether it is asked how to reach somebody."""
        return bool(self.ways)

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways to reach somebody that are asked for, "phone" or "email"; both where any will do, none where it is
        not asked how."""
        told = tuple(way for way in ("phone", "email") if self.asks(f"fields.{way}"))
        return told or (("phone", "email") if self.asks("fields.contact") else ())

    @property
    def may_be_for_contact(self) -> bool:
        """Whether somebody, or how to reach them, may be asked for."""
        return self.asks_for_way or self.asks("fields.person", "fields.party")

    @property
    def is_about_aims(self) -> bool:
        """Whether a municipality's aims as a whole are asked for, by whatever name its texts have for them."""
        return bool(self.heavy and self.municipalities) and all(word.aim for word in self.heavy)

    @property
    def is_exact(self) -> bool:
        """Whether one specific thing is asked for: a person, a number, a date, a price."""
        return self.asks(*_EXACT)

    @property
    def asks_backwards(self) -> bool:
        """Whether it contains a telephone number or an e-mail address and asks whose it is."""
        return asks_backwards(self.text)

    @property
    def is_sum(self) -> bool:
        """Whether it asks for a calculation."""
        return bool(_SUM.search(self.text)) and not self.municipalities

    @property
    def asks_texts(self) -> bool:
        """Whether the wording alone shows that the question is for the texts."""
        overview = bool(self.asks("wants.overview") and self.municipalities)
        which = self.asks("wants.which_municipalities")
        return overview or which or self.asks_for_way or self.asks_backwards

    @property
    def asks_list(self) -> bool:
        """Whether several things are asked for, or a number of them."""
        return self.asks("wants.list", "wants.all") or self.numbers.count is not None
