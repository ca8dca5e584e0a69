"""Places that were suggested instead of an answer, and the text there."""

from collections.abc import Iterator

from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, Kind, Proposal
from maltolk.answering.finding.proposing.numbered_items import MAX_EXPLANATION
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.list_lines import item_lines
from maltolk.model import UNKNOWN_MUNICIPALITY, Block, BlockKind, Document

_SAID = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_MAX_ABOVE = 3
"""How many blocks above the first heading are shown."""


def propose_suggested(request: Request) -> Iterator[Proposal | Absence]:
    """ "Lund: Beslutet", as suggested: the text under that heading."""
    asked = " ".join(request.question.text.split()).casefold()
    if ": " not in asked:
        yield Absence(Kind.SUGGESTED, "names no place")
        return
    for page in request.looked_at():
        blocks = enumerate(page.document.blocks)
        for heading in (*(i for i, b in blocks if b.kind is BlockKind.HEADING), None):
            if place_name(page.document, heading).casefold() != asked:
                continue
            lines = what_stands(page.document, heading)
            if lines:
                focus = Focus((page.number,), items=() if heading is None else ((page.number, heading),))
                finding = Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=focus)
                yield Proposal(Kind.SUGGESTED, finding)
    yield Absence(Kind.SUGGESTED, "names no heading")


def place_name(document: Document, heading: int | None) -> str:
    """How a heading (its block) is suggested, or the text above its first heading (None)."""
    whose = document.title if document.municipality == UNKNOWN_MUNICIPALITY else document.municipality
    title = document.title if heading is None else document.blocks[heading].span.of(document.text)
    return f"{whose}: {' '.join(title.split())}"


def what_stands(document: Document, heading: int | None) -> tuple[Line, ...]:
    """The lines to quote from under a heading (its block), or above the first (None); none where there is no text."""
    if heading is not None:
        lines = item_lines(document, heading, MAX_EXPLANATION)
        return lines if len(lines) > 1 else ()
    above = [b for b in document.blocks if _stands_alone(document, b)]
    return tuple(Line(document, b.span, bullet=b.kind is BlockKind.LIST_ITEM) for b in above[:_MAX_ABOVE])


def _stands_alone(document: Document, block: Block) -> bool:
    """Whether a block belongs to no heading, not even as an item of a list."""
    if block.kind is BlockKind.LIST_ITEM and block.parent is not None:
        return document.blocks[block.parent].parent is None
    return block.kind in _SAID and block.parent is None
