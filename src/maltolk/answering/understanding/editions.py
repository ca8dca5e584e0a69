"""Old and new editions of one plan: which one applies, and which one a question about another time means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from maltolk.indexing.index import Index
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import Confidence, Fact, Subject
from maltolk.swedish.words import stems

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)[_–-]((?:19|20)\d\d)(?!\d)")  # in a file's name
_DATED = re.compile(rf"(?:\s+(?:år|till|senast|until|by|in))*\s+{_YEAR.pattern}")
_SAME_TITLE = 0.6  # share of the words of two titles, years aside, that editions have in common
_KINDS = ("plan", "program", "strategi", "budget", "policy", "vision")
_ALIKE = frozenset({"plan", "program", "strategi", "policy"})
"""Kinds that may follow one another: a climate programme after the climate plan."""
_OPEN_START, _OPEN_END = 1900, 2200


@dataclass(frozen=True, slots=True)
class When:
    """The time that a question means. ``years``: those it names. ``earlier``: whether it asks for what was before.
    ``now``: the year in which it is asked, 0 where that is not known."""

    years: tuple[int, ...] = ()
    earlier: bool = False
    now: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a plan: its document's number, and the first and last year of its period."""

    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Editions:
    """``groups``: the editions of each plan that has several, oldest first."""

    groups: tuple[tuple[Edition, ...], ...]

    def others(self, when: When) -> frozenset[int]:
        """Numbers of the documents that a question does not mean: all editions but the one that covers a year which the
        question names, else the one that applies now, or the one before that where what was earlier is asked for."""
        return frozenset(
            edition.number
            for group in self.groups
            for meant in [_meant(group, when)]
            for edition in group
            if edition not in meant
        )

    def before(self, number: int) -> int | None:
        """The number of the edition right before that of document ``number``; None where there is none."""
        for group in self.groups:
            places = [place for place, edition in enumerate(group) if edition.number == number]
            if places and places[0]:
                return group[places[0] - 1].number
        return None


def when_of(text: str, *, earlier: bool, today: date) -> When:
    """The time that the question ``text`` means."""
    return When(tuple(int(year) for year in _YEAR.findall(text)), earlier, today.year)


def without_years(text: str) -> str:
    """``text`` without its years and the words that lead up to them: "Vad gäller till 2027?" -> "Vad gäller?"."""
    return _DATED.sub("", text)


def _meant(group: Sequence[Edition], when: When) -> Sequence[Edition]:
    begun = [place for place, edition in enumerate(group) if edition.first <= when.now]
    current = begun[-1] if begun else 0
    if when.earlier and current > 0:
        return group[current - 1 : current]
    covering = [edition for edition in group if any(edition.first <= year <= edition.last for year in when.years)]
    if covering and group[current] not in covering:
        return covering
    return group[current : current + 1]


def editions_of(index: Index) -> Editions:
    """The editions among the documents: of one municipality, called alike but for years, with different periods; and
    what follows one under another name for a plan."""
    groups: list[list[tuple[DocumentCard, Edition]]] = []
    for card, facts in zip(index.documents, index.facts(), strict=True):
        edition = _edition(card, facts)
        if edition is None:
            continue
        same = next((group for group in groups if _same_plan(group[0][0], card)), None)
        same = same or next((group for group in groups if _follows(card, edition, group)), None)
        if same is None:
            groups.append([(card, edition)])
        else:
            same.append((card, edition))
    return Editions(tuple(_in_order(group) for group in groups if len({e.first for _, e in group}) > 1))


def _in_order(group: Sequence[tuple[DocumentCard, Edition]]) -> tuple[Edition, ...]:
    return tuple(sorted((edition for _, edition in group), key=lambda edition: (edition.first, edition.number)))


def _same_plan(one: DocumentCard, other: DocumentCard, kinds: frozenset[str] = frozenset()) -> bool:
    """Whether two texts of one municipality are called alike, by title or by file name, whatever of ``kinds`` each
    is."""
    return one.municipality == other.municipality and any(
        len(first & second) >= _SAME_TITLE * len(first | second) > 0
        for first in (name - kinds for name in _names(one))
        for second in (name - kinds for name in _names(other))
    )


def _follows(card: DocumentCard, edition: Edition, group: Sequence[tuple[DocumentCard, Edition]]) -> bool:
    """Whether a text is called like those of a group but for the name for a plan, for years that none of them has."""
    apart = all(edition.last <= other.first or other.last <= edition.first for _, other in group)
    return apart and _same_plan(group[0][0], card, _ALIKE)


def _names(card: DocumentCard) -> tuple[frozenset[str], ...]:
    file = re.split(r"[/.]", card.path)[-2] if "." in card.path else card.path
    place = frozenset(_parts(card.municipality))
    return tuple(frozenset(_parts(name)) - place for name in (card.title, file))


def _parts(name: str) -> Iterator[str]:
    """The words of a title or file name without years, "klimatplan" as "klimat" and "plan"."""
    for stem in stems(re.sub(r"[_-]", " ", name)):
        kind = next((kind for kind in _KINDS if stem.endswith(kind)), "")
        parts = (stem.removesuffix(kind), kind)
        yield from (part for part in parts if part and not any(map(str.isdigit, part)))


def _edition(card: DocumentCard, facts: Sequence[Fact]) -> Edition | None:
    fact = next((each for each in facts if each.subject is Subject.PERIOD), None)
    if fact is None or fact.value is None or fact.confidence not in (Confidence.STATED, Confidence.INFERRED):
        years = _YEARS.search(card.path)
        return None if years is None else Edition(card.number, int(years[1]), int(years[2]))
    return Edition(card.number, *years_of(fact.value))


def years_of(period: str) -> tuple[int, int]:
    """The first and the last year of a period, as ``Fact`` has it."""
    first, _, last = period.partition("/")
    return _OPEN_START if first == ".." else int(first[:4]), _OPEN_END if last in ("..", "") else int(last[:4])
