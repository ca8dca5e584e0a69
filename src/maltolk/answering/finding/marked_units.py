"""What the reader marks in what search found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from maltolk.answering.finding.near_contacts import NearContact
from maltolk.answering.finding.structure.arranging import is_table_head
from maltolk.answering.people.people_lookup import Person
from maltolk.answering.reader.reading_model import log_probability
from maltolk.answering.reader.shelf import CutDocument, ReadExcerpt
from maltolk.answering.retrieval.evidence import Evidence
from maltolk.answering.understanding.backwards import addresses_in, phone_numbers_in
from maltolk.model import BlockKind, Span

SHARED = 1.5
"""What sharing everything with the question is worth beside the log probabilities."""
QUOTED = -1.0
"""What having been quoted just before is worth."""
WAY = 3.0
"""What a way to reach somebody is worth where one is asked for."""


@dataclass(frozen=True, slots=True)
class MarkedUnit:
    """A unit with what the reader and the search make of it. ``score``: log probability that its excerpt answers and
    that it belongs to the answer, and what it shares with the question. ``logit``: that it belongs. ``passage``: logit
    of its excerpt. ``shared``: how much it shares with the question in words and vectors, 0 to 1. ``alike``: its cosine
    with what another side of a comparison is answered with, None where there is none. ``nearest``: whether it is of the
    contact nearest in meaning."""

    cut: CutDocument
    number: int
    score: float
    logit: float
    passage: float
    shared: float
    alike: float | None = None
    nearest: bool = False

    @property
    def kind(self) -> BlockKind:
        """The kind of block that it is in."""
        return self.cut.kind(self.number)


def marked(
    read: Sequence[ReadExcerpt],
    evidence: Sequence[Evidence],
    quoted: Sequence[tuple[int, Span]] = (),
    *,
    ways: Collection[str] = (),
    near: Sequence[NearContact] = (),
) -> list[MarkedUnit]:
    """All units of the excerpts, best first; no table's head, which is shown with its rows and alone says nothing.
    ``quoted``: places, each with its document's number, that the previous answer quoted. ``ways``: those asked for to
    reach somebody by, "phone", "email" or both. ``near``: the contacts by meaning, where one may be asked for."""
    found = []
    for one in read:
        sentences = [(each.span, each.score) for each in evidence if each.passage.document == one.cut.number]
        before = [span for number, span in quoted if number == one.cut.number]
        for number, logit in enumerate(one.reading.units, start=one.excerpt.first):
            if is_table_head(one.cut, number):
                continue
            unit = one.cut.units[number].span
            shared = max((score for span, score in sentences if meet(unit, span)), default=0.0)
            score = log_probability(logit) + log_probability(one.reading.passage) + SHARED * shared
            score += QUOTED * any(meet(unit, span) for span in before)
            score += WAY * _has_a_way(one.cut, number, ways)
            worth = max((each.worth for each in near if _is_of(each.person, one.cut, unit)), default=None)
            score += worth or 0.0
            nearest = worth == 0.0
            found.append(MarkedUnit(one.cut, number, score, logit, one.reading.passage, shared, nearest=nearest))
    return sorted(found, key=lambda unit: -unit.score)


def _has_a_way(cut: CutDocument, number: int, ways: Collection[str]) -> bool:
    """Whether a unit, or the contact that it is a line of, gives a number or an address, as ``ways`` has it."""
    unit, text = cut.units[number], cut.document.text
    span = cut.document.blocks[unit.block].span if cut.kind(number) is BlockKind.CONTACT else unit.span
    words = span.of(text)
    return ("phone" in ways and bool(phone_numbers_in(words))) or ("email" in ways and bool(addresses_in(words)))


def _is_of(person: Person, cut: CutDocument, unit: Span) -> bool:
    return person.number == cut.number and meet(unit, person.contact.span)


def meet(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end
