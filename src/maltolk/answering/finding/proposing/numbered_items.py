"""Items by their number ("mål 9", "det sista målet") or by their name."""

import re
from collections.abc import Iterator
from dataclasses import replace

from maltolk.answering.finding.findings import Finding, Focus, Outcome, Section
from maltolk.answering.finding.marked_units import MarkedUnit
from maltolk.answering.finding.proposals import Absence, ItemSigns, Kind, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.label_match import stands_in
from maltolk.answering.finding.structure.list_lines import item_lines
from maltolk.answering.finding.structure.list_match import Numbered, numbered
from maltolk.answering.finding.structure.unit_labels import labels_named
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import LAST
from maltolk.model import Document

MAX_EXPLANATION = 330
"""Characters that explain an item, unless the first sentence alone is longer."""

_LETTERED = re.compile(r"([^\W\d_]{3,})\s+([A-L])(?![\w.:]*\d)\b")


def propose_items(request: Request) -> Iterator[Proposal | Absence]:
    """ "Vad är mål 9?": the item with that number and its explanation; where a series of that name lacks the number,
    that there is none."""
    question = request.question
    if question.numbers.item is None:
        question = _by_letter(question)
    number = question.numbers.item
    if number is None or question.asks_backwards or labels_named(question.text):
        yield Absence(Kind.ITEM, "no item number")
        return
    shown = dict(enumerate(request.focus.items, 1))
    last = number == LAST and bool(shown)
    if last:
        number = len(shown)
    if (last or not question.heavy) and number in shown:
        place, block = shown[number]
        yield Proposal(Kind.ITEM, item_finding(place, request.index.document(place), block))
        return
    specific = question.may_be_for_contact or question.asks("wants.cost", "wants.amount", "wants.date", "wants.year")
    items = numbered(request.looked_at(), question, number)
    for found in items:
        signs = ItemSigns(
            found.cover, found.counted, _agreed(request, found), specific and not _is_best(request, found)
        )
        yield Proposal(Kind.ITEM, item_finding(found.number, found.document, found.block), signs)
    counted = any(found.counted for found in items)
    for first in numbered(request.looked_at(), question, 1) if not counted and number != LAST else ():
        if not first.counted:
            continue
        missing = Finding(Outcome.NOT_FOUND, reason=f"there are numbered items, but none with {number}")
        yield Proposal(Kind.ITEM, missing, ItemSigns(first.cover))
    yield Absence(Kind.ITEM, "no numbered items")


def _by_letter(question: Question) -> Question:
    """The question with the letter that it names something by as a number: "prioritering C"."""
    found = _LETTERED.search(question.text)
    if found is None or found.group(1).casefold() not in {word.surface for word in question.heavy}:
        return question
    words = tuple(word for word in question.words if word.surface != found.group(2).casefold())
    numbers = replace(question.numbers, item=ord(found.group(2)) - ord("A") + 1)
    return replace(question, words=words, numbers=numbers)


def _is_best(request: Request, found: Numbered) -> bool:
    """Whether the best of all that was read is in the item."""
    best = request.marked[0] if request.marked else None
    return best is not None and best.cut.number == found.number and _item_around(best, found) == found.block


def _agreed(request: Request, found: Numbered) -> bool:
    """Whether the best of what was read of the items that are counted together is in the one with the number."""
    read = (unit for unit in request.marked if unit.cut.number == found.number)
    items = (_item_around(unit, found) for unit in read)
    return next((item for item in items if item is not None), None) == found.block


def _item_around(unit: MarkedUnit, found: Numbered) -> int | None:
    """Which of the items that are counted together a unit of their document is in."""
    place: int | None = unit.cut.units[unit.number].block
    while place is not None and place not in found.beside:
        place = found.document.blocks[place].parent
    return place


def propose_named_items(request: Request) -> Iterator[Proposal | Absence]:
    """ "Vilka mål har Piteå för transporter?": an item or numbered heading named in the question, and its text. Not
    where one thing about it is asked for ("Hur många …?")."""
    if request.question.is_exact:
        yield Absence(Kind.NAMED_ITEM, "asks for one thing")
        return
    for page in request.looked_at():
        for label, item in page.explained_items:
            if stands_in(label, request.question.text):
                yield Proposal(Kind.NAMED_ITEM, item_finding(page.number, page.document, item))
    yield Absence(Kind.NAMED_ITEM, "names no item")


def item_finding(place: int, document: Document, block: int) -> Finding:
    """An item of document number ``place`` with what explains it."""
    lines = item_lines(document, block, MAX_EXPLANATION)
    return Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=Focus((place,), items=((place, block),)))
