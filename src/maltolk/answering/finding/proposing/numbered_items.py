"""Items by their number ("mål 9", "det sista målet") or by their name."""

from collections.abc import Iterator

from maltolk.answering.finding.findings import Finding, Focus, Outcome, Section
from maltolk.answering.finding.proposals import Absence, ItemSigns, Kind, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.label_match import stands_in
from maltolk.answering.finding.structure.list_match import item_lines, numbered
from maltolk.answering.finding.structure.unit_labels import labels_named
from maltolk.answering.understanding.tokens import LAST
from maltolk.model import Document

MAX_EXPLANATION = 330
"""Characters that explain an item, unless the first sentence alone is longer."""


def propose_items(request: Request) -> Iterator[Proposal | Absence]:
    """ "Vad är mål 9?": the item with that number and its explanation; where a series of that name lacks the number,
    that there is none."""
    question = request.question
    number = question.numbers.item
    if number is None or question.asks_backwards or labels_named(question.text):
        yield Absence(Kind.ITEM, "no item number")
        return
    shown = dict(enumerate(request.focus.items, 1))
    last = number == LAST
    if last:
        number = len(shown)
    if (last or not question.heavy) and number in shown:
        place, block = shown[number]
        yield Proposal(Kind.ITEM, item_finding(place, request.index.document(place), block))
        return
    for found in numbered(request.looked_at(), question, number):
        yield Proposal(Kind.ITEM, item_finding(found.number, found.document, found.block), ItemSigns(found.cover))
    for first in numbered(request.looked_at(), question, 1):
        missing = Finding(Outcome.NOT_FOUND, reason=f"there are numbered items, but none with {number}")
        yield Proposal(Kind.ITEM, missing, ItemSigns(first.cover))
    yield Absence(Kind.ITEM, "no numbered items")


def propose_named_items(request: Request) -> Iterator[Proposal | Absence]:
    """ "Vilka mål har Piteå för transporter?": an item or numbered heading named in the question, and its text."""
    for page in request.looked_at():
        for label, item in page.explained_items:
            if stands_in(label, request.question.text):
                yield Proposal(Kind.NAMED_ITEM, item_finding(page.number, page.document, item))
    yield Absence(Kind.NAMED_ITEM, "names no item")


def item_finding(place: int, document: Document, block: int) -> Finding:
    """An item of document number ``place`` with what explains it."""
    lines = item_lines(document, block, MAX_EXPLANATION)
    return Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=Focus((place,), items=((place, block),)))
