"""What the reader marks: the units that answer, out of the excerpts that search found."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.marked_units import MarkedUnit, meet
from maltolk.answering.finding.proposals import Absence, Kind, Proposal, ReadSigns
from maltolk.answering.finding.proposing.asked_contacts import MAX_PEOPLE
from maltolk.answering.finding.request import MAX_CHARACTERS, Request
from maltolk.answering.finding.structure.arranging import arranged
from maltolk.answering.finding.structure.enumerations import Enumeration
from maltolk.answering.people.people_lookup import Person, with_role_asked_for
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.theme_words import is_theme
from maltolk.answering.understanding.tokens import tokens_of, word_lists
from maltolk.indexing.search.word_match import forms_of, strength
from maltolk.model import BlockKind, Document

MAX_UNITS = 4
MAX_LISTED = 8
"""Units shown where a list is asked for."""
_LONGEST_NAME = 60
"""Characters of an item that only names something."""
_HAS = 0.6
"""Strength from which a unit, or what stands over it, has a word of the question."""
THEME_CHARACTERS = 600
"""Characters that are shown where all on a theme is asked for."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What belongs to the answer beside the best unit. ``logit``: the least; ``behind``: how much lower than the best
    one's score its own may be."""

    logit: float = -1.9
    behind: float = 0.95


USUAL, OF_THEME, OF_SIDE = Nearness(), Nearness(logit=-5.0, behind=3.2), Nearness(logit=-3.2, behind=2.0)


def propose_read(request: Request) -> Iterator[Proposal | Absence]:
    """The best unit, and those that belong with it; no contact of somebody with another role than the one asked for."""
    everybody = [person for person in request.people() if request.in_scope(person.number)]
    meant = with_role_asked_for(everybody, request.question.words)
    units = request.marked
    if len(meant) < len(everybody):
        units = [unit for unit in units if not _people(everybody, [unit]) or _people(meant, [unit])]
        if units[:1] != request.marked[:1]:
            units = [unit for unit in units if unit.logit > 0]  # that the excerpt answers was read from the contact
    if not units:
        yield Absence(Kind.SENTENCES, "nothing was found to read")
        return
    best = units[0]
    finding = Finding(Outcome.FOUND, score=min(1.0, exp(best.score)))
    people = _people_with(meant, units, best) if best.kind is BlockKind.CONTACT else ()
    if people:
        focus = Focus((best.cut.number,), people=people)
        finding = replace(finding, people=people, reason="contact read", focus=focus)
        yield Proposal(Kind.CONTACT_READ, finding, signs_of(units))
        return
    lines = _lines(request, units)
    focus = Focus((best.cut.number,), quotes=tuple((best.cut.number, line.span) for line in lines if line.span))
    finding = replace(finding, sections=(Section(lines),), focus=focus)
    yield Proposal(Kind.SENTENCES, finding, signs_of(units))


def _people_with(people: Sequence[Person], units: Sequence[MarkedUnit], best: MarkedUnit) -> tuple[Person, ...]:
    """Those of ``people`` whose contacts were read and belong with the best one."""
    belonging = [unit for unit in units if unit.kind is BlockKind.CONTACT and _belongs_with(unit, best)]
    return _people(people, belonging)


def _lines(request: Request, units: list[MarkedUnit]) -> tuple[Line, ...]:
    """What shows the best unit and those that belong with it. As a side of a comparison one item is enough for a list,
    but a lead without its list says nothing."""
    best, question = units[0], request.question
    count = question.numbers.count
    listed = not request.is_side and question.asks_list
    block = best.cut.units[best.number].block
    enumerations = request.pages.of(best.cut.number).enumerations
    of_best = [each for each in enumerations if block in each.items]
    if request.is_side:
        chosen = chosen_of(units, request.room, MAX_UNITS, OF_SIDE)
        enumerations = tuple(each for each in enumerations if each.lead == best.cut.units[best.number].span)
    elif listed and of_best:
        chosen = [best]  # the list that is asked for is the answer
    elif is_theme(question):
        spoken = [unit for unit in units if _belongs_with(unit, best) or _speaks_of(unit, question)]
        chosen = chosen_of(spoken, THEME_CHARACTERS, MAX_UNITS, OF_THEME)
    else:
        chosen = chosen_of(units, request.room, MAX_LISTED if listed else MAX_UNITS)
    names = not request.is_side and any(_only_names(best.cut.document, each) for each in of_best)
    return arranged(
        best.cut,
        [unit.number for unit in chosen],
        enumerations,
        whole=listed or names,
        count=count,
        table=listed and _is_table_of(best, question),
    )


def _speaks_of(unit: MarkedUnit, question: Question) -> bool:
    """Whether a unit has a word that says what is asked about."""
    forms = forms_of(unit.cut.units[unit.number].span.of(unit.cut.document.text))
    return any(strength(word, forms) >= _HAS for word in question.heavy)


def _only_names(document: Document, enumeration: Enumeration) -> bool:
    """Whether the items below a lead name something and say nothing of it, so that one alone is no answer."""
    words = [document.blocks[item].span.of(document.text) for item in enumeration.items]
    return enumeration.lead is not None and all(map(_is_name, words))


def _is_name(words: str) -> bool:
    says = {token.folded for token in tokens_of(words)} & frozenset(word_lists()["item"]["saying"].split())
    return not says and len(words) <= _LONGEST_NAME and words[-1] not in ".!?" and not any(map(str.isdigit, words))


def _is_table_of(row: MarkedUnit, question: Question) -> bool:
    """Whether the head of the table or the heading above it has what "vilka …" asks for, and the row itself nothing."""
    document, units = row.cut.document, row.cut.units
    head = row.number
    while head and units[head - 1].row:
        head -= 1
    above = [document.blocks[place].span for place in document.heading_path(units[head].block)[-1:]]
    over = forms_of(" ".join(span.of(document.text) for span in (units[head].span, *above)))
    asked = [word for word in question.heavy if word.surface == question.topic]
    return any(strength(word, over) >= _HAS for word in asked) and not _speaks_of(row, question)


def signs_of(units: list[MarkedUnit]) -> ReadSigns:
    """What the units, best first, say of whether they answer."""
    return _signs(units[0], max(unit.passage for unit in units))


def read_in(request: Request, document: int, blocks: Collection[int]) -> tuple[ReadSigns | None, ReadSigns | None]:
    """What the reader makes of the best unit of these blocks of a document, and of the best of all others; None where
    none of them was read."""
    best: dict[bool, ReadSigns] = {}
    for unit in request.marked:
        inside = unit.cut.number == document and unit.cut.units[unit.number].block in blocks
        best.setdefault(inside, _signs(unit, unit.passage))
    return best.get(True), best.get(False)


def _signs(unit: MarkedUnit, passage: float) -> ReadSigns:
    return ReadSigns(passage, unit.logit, unit.shared, unit.alike, unit.nearest)


def _people(people: Sequence[Person], chosen: Sequence[MarkedUnit]) -> tuple[Person, ...]:
    """Those of ``people`` whose contact blocks hold the units, in the order of the text, not too many."""
    spans = [unit.cut.units[unit.number].span for unit in chosen]
    return tuple(
        person
        for person in people
        if person.number == chosen[0].cut.number and any(meet(span, person.contact.span) for span in spans)
    )[:MAX_PEOPLE]


def chosen_of(
    units: list[MarkedUnit], room: int = MAX_CHARACTERS, most: int = MAX_UNITS, near: Nearness = USUAL
) -> list[MarkedUnit]:
    """The best unit, and others of its text that are nearly as good, best first: at most ``most``, of at most ``room``
    characters, unless the first alone is longer."""
    best = units[0]
    chosen = [best]
    room -= _length(best)
    for unit in units[1:]:
        if len(chosen) == most:
            break
        if _belongs_with(unit, best, near) and _length(unit) <= room:
            chosen.append(unit)
            room -= _length(unit)
    return chosen


def _belongs_with(unit: MarkedUnit, best: MarkedUnit, near: Nearness = USUAL) -> bool:
    belongs = unit.logit >= near.logit and unit.score >= best.score - near.behind
    return unit.cut is best.cut and (unit is best or belongs)


def _length(unit: MarkedUnit) -> int:
    span = unit.cut.units[unit.number].span
    return span.end - span.start
