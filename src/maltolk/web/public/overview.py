"""What the texts of one municipality hold, set out for its page: all of it quotes, titles and dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maltolk.answering.composing.display import displayed
from maltolk.answering.people.directory import newest_first
from maltolk.answering.understanding.editions import When, editions_of
from maltolk.model import UNKNOWN_MUNICIPALITY, Confidence, Subject
from maltolk.results import DocumentRow
from maltolk.swedish.collation import swedish_order
from maltolk.web.contact_pages import Row, row_of
from maltolk.web.public.consulted import Consultation
from maltolk.web.public.outline import OutlinedText, outline
from maltolk.web.public.slugs import slugs
from maltolk.web.public.years import DatedQuote, years_ahead

MAX_CONTACTS = 12
"""Contacts on the page; the contacts page has all."""

_SURE = (Confidence.STATED, Confidence.INFERRED)


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text of a municipality. ``date``: its day, ``period``: when it is valid, None where it does not say;
    ``is_earlier``: whether another edition of the same plan applies now."""

    title: str
    digest: str
    date: str | None
    period: str | None
    is_earlier: bool


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A municipality in the index of all. ``newest``: day of its newest text, None where none has one."""

    name: str
    slug: str
    texts: int
    newest: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """``vision`` and ``goals``: empty where no answer is sure; then ``names_vision`` and ``names_goals`` tell whether
    the texts have the word. ``contacts``: the first of them, ``contact_count`` of all."""

    name: str
    texts: tuple[TextRow, ...]
    vision: tuple[OutlinedText, ...]
    names_vision: bool
    goals: tuple[OutlinedText, ...]
    names_goals: bool
    years: tuple[DatedQuote, ...]
    contacts: tuple[Row, ...]
    contact_count: int


class Overviews:
    """Makes overviews, each once for an edition of the texts."""

    def __init__(self, asked: Consultation) -> None:
        self._asked = asked
        self._service = asked.service

    def names(self) -> Mapping[str, str]:
        """Slug -> name of every municipality that texts are from, in Swedish order."""
        key = ("names", self._service.edition)
        return self._asked.remembered.get(key, lambda: slugs(self._service.coverage().municipalities))

    def index(self) -> tuple[MunicipalityRow, ...]:
        """All of them, in Swedish order."""
        return self._asked.remembered.get(("index", self._service.edition), self._index)

    def of(self, name: str) -> Overview:
        """That of one municipality; the first time this takes about as long as two answers."""
        today = date.today()
        key = ("overview", self._service.edition, name, today)
        return self._asked.remembered.get(key, lambda: self._made(name, today))

    def _index(self) -> tuple[MunicipalityRow, ...]:
        texts = self._texts()
        return tuple(
            MunicipalityRow(name, slug, len(rows), max((row.date for row in rows if row.date), default=None))
            for slug, name in self.names().items()
            for rows in [texts.get(name, ())]
        )

    def _texts(self) -> Mapping[str, Sequence[DocumentRow]]:
        return self._asked.remembered.get(("texts", self._service.edition), self._by_municipality)

    def _by_municipality(self) -> Mapping[str, Sequence[DocumentRow]]:
        found: dict[str, list[DocumentRow]] = {}
        for row in self._service.documents():
            found.setdefault(row.municipality, []).append(row)
        return found

    def _replaced(self, today: date) -> frozenset[str]:
        """Digests of the texts of which a later edition applies already."""
        index = self._service.index
        editions = editions_of(index)
        others = editions.others(When(now=today.year))
        begun = (edition for group in editions.groups for edition in group if edition.first <= today.year)
        return frozenset(index.documents[edition.number].digest for edition in begun if edition.number in others)

    def _made(self, name: str, today: date) -> Overview:
        replaced = self._asked.remembered.get(("replaced", self._service.edition, today), lambda: self._replaced(today))
        texts = _in_order(self._texts().get(name, ()), replaced)
        current = [row.digest for row in texts if not row.is_earlier]
        is_known = name != UNKNOWN_MUNICIPALITY
        vision, goals = (
            outline(self._asked.quotes(question, name), self._service) if is_known else ()
            for question in (f"Vilken vision har {name}?", f"Vilka mål har {name}?")
        )
        people = newest_first(self._service.directory.search("", name))
        return Overview(
            name=name,
            texts=texts,
            vision=vision,
            names_vision=name in self._asked.mentioned(("vision",)),
            goals=goals,
            names_goals=name in self._asked.mentioned(("mål",)),
            years=years_ahead(self._service, current, today.year),
            contacts=tuple(row_of(person, today) for person in people[:MAX_CONTACTS]),
            contact_count=len(people),
        )


def _in_order(rows: Sequence[DocumentRow], replaced: frozenset[str]) -> tuple[TextRow, ...]:
    """Newest first, those without a date last."""
    ordered = sorted(rows, key=lambda row: swedish_order(row.title))
    ordered.sort(key=lambda row: row.date or "", reverse=True)
    return tuple(
        TextRow(displayed(row.title), row.digest, row.date, _period(row), row.digest in replaced) for row in ordered
    )


def _period(row: DocumentRow) -> str | None:
    periods = (fact.value for fact in row.facts if fact.subject is Subject.PERIOD and fact.confidence in _SURE)
    return next(periods, None)
