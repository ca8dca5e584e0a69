"""A list or one of its items -> the lines that show it."""

import re
from collections.abc import Iterator

from maltolk.answering.finding.findings import Line
from maltolk.answering.finding.structure.enumerations import Enumeration, body_of
from maltolk.answering.finding.structure.label_match import MIN_LABEL_LENGTH, joined
from maltolk.answering.finding.structure.series import name_of
from maltolk.model import BlockKind, Count, Document, FixedWords, QuotedSpan, Span


def lines_of(document: Document, enumeration: Enumeration, message: FixedWords) -> tuple[Line, ...]:
    """The lead (or ``message``, fixed words, where the text has none) and every item, each a quote."""
    lead = Line(document, enumeration.lead) if enumeration.lead else Line(None, None, message)
    return (lead, *(line for item in enumeration.items for line in item_names(document, item)))


def item_names(document: Document, item: int) -> Iterator[Line]:
    """An item, and what it is called where that stands below its label."""
    yield Line(document, document.blocks[item].span, bullet=True, numbered=_numbered(document, item))
    name = name_of(document, item)
    if name is not None:
        yield Line(document, document.blocks[name].span)


def counted(document: Document, enumeration: Enumeration) -> Count:
    """How many items there are, for the fixed words."""
    return Count(tuple(QuotedSpan(document.key, document.blocks[i].span) for i in enumeration.items))


def _numbered(document: Document, item: int) -> bool:
    """Whether the item has a number that is not already in its words ("Fokusområde 2: …")."""
    block = document.blocks[item]
    words = re.findall(r"\w+", block.span.of(document.text))[:3]
    return block.number is not None and str(block.number) not in words


def item_lines(document: Document, item: int, most: int) -> tuple[Line, ...]:
    """An item with its explanation, at most ``most`` characters of that."""
    lines = [Line(document, document.blocks[item].span, numbered=_numbered(document, item))]
    name = name_of(document, item)
    if name is not None:
        lines.append(Line(document, document.blocks[name].span))
        item = name if document.blocks[name].kind is BlockKind.HEADING else item
    # What only groups is explained by its list.
    lists = [i for i, b in enumerate(document.blocks) if b.kind is BlockKind.LIST and b.parent == item]
    for i, block in enumerate(document.blocks):
        if block.kind is BlockKind.LIST_ITEM and block.parent in lists:
            lines.append(Line(document, block.span, bullet=True, numbered=_numbered(document, i)))
    used = 0
    told = {line.span for line in lines}
    for span in [b.span for b in body_of(document, item) if b.span not in told] or list(
        _said_elsewhere(document, item)
    ):
        used += span.end - span.start
        if used > most and len(lines) > 1:
            break
        lines.append(Line(document, span))
    return tuple(lines)


def _said_elsewhere(document: Document, item: int) -> Iterator[Span]:
    """For an item that only names something: the text under a heading of that name, or a paragraph that begins with
    it."""
    name = joined(document.blocks[item].span.of(document.text))
    for place, block in enumerate(document.blocks):
        if place == item or len(name) <= MIN_LABEL_LENGTH:
            continue
        words = joined(block.span.of(document.text))
        if block.kind is BlockKind.HEADING and words.endswith(name):
            yield from (b.span for b in body_of(document, place))
        elif block.kind is BlockKind.PARAGRAPH and words.startswith(name):
            yield block.span
