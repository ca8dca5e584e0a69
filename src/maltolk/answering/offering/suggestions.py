"""What else could be asked: never a claim, always something that the texts have, and that is found when it is asked."""

from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section, not_mine
from maltolk.answering.finding.lists import item_lines
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.sentence_answers import MOST_FACT
from maltolk.model import UNKNOWN_MUNICIPALITY, Block, BlockKind, Document

MOST = 3
_SAID = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)


def suggestions_for(request: Request) -> tuple[str, ...]:
    """The places nearest to the question, named by municipality and heading."""
    found: dict[str, None] = {}
    for candidate in request.candidates:
        if candidate.passage.kind is BlockKind.CONTACT:
            continue
        document = request.index.document(candidate.passage.document)
        path = document.heading_path(candidate.passage.block)
        heading = path[-1] if path else None
        if place_name(document, heading) not in found and what_stands(document, heading):
            found[place_name(document, heading)] = None
        if len(found) == MOST:
            break
    return tuple(found)


def find_suggested(request: Request) -> Finding:
    """ "Lund: Beslutet", as suggested: what stands beneath that heading."""
    asked = " ".join(request.question.text.split()).casefold()
    if ": " not in asked:
        return not_mine("names no place")
    for page in request.looked_at():
        blocks = enumerate(page.document.blocks)
        for heading in (*(i for i, b in blocks if b.kind is BlockKind.HEADING), None):
            if place_name(page.document, heading).casefold() != asked:
                continue
            lines = what_stands(page.document, heading)
            if lines:
                items = () if heading is None else ((page.number, heading),)
                return Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=Focus((page.number,), items=items))
    return not_mine("names no heading")


def place_name(document: Document, heading: int | None) -> str:
    """How a heading (its block) is suggested, or the text above its first heading (None)."""
    whose = document.title if document.municipality == UNKNOWN_MUNICIPALITY else document.municipality
    title = document.title if heading is None else document.blocks[heading].span.of(document.text)
    return f"{whose}: {' '.join(title.split())}"


def what_stands(document: Document, heading: int | None) -> tuple[Line, ...]:
    """The lines to quote from beneath a heading (its block), or above the first (None); none where no text stands."""
    if heading is not None:
        lines = item_lines(document, heading, MOST_FACT)
        return lines if len(lines) > 1 else ()
    above = [b for b in document.blocks if _stands_alone(document, b)]
    return tuple(Line(document, b.span, bullet=b.kind is BlockKind.LIST_ITEM) for b in above[:MOST])


def _stands_alone(document: Document, block: Block) -> bool:
    """Whether a block belongs to no heading, be it as an item of a list."""
    if block.kind is BlockKind.LIST_ITEM and block.parent is not None:
        return document.blocks[block.parent].parent is None
    return block.kind in _SAID and block.parent is None
