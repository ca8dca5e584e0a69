"""A document -> what the reader is shown of it: excerpts of neighbouring units under a title.

The same rules cut the texts that the reader is trained on and those that it reads to answer.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maltolk.answering.reader.rows import is_head, under_head
from maltolk.model import UNKNOWN_MUNICIPALITY, Block, BlockKind, Document, Span
from maltolk.reading.lines.sentences import lines, sentences

ROOM = 600
"""Characters of an excerpt's units: some 160 tokens of Swedish."""

TITLE_JOINT = " › "
_CELLS = re.compile(r"\t| \| |\S {2,}(?=\S)|;(?=\S)")
_MAX_SIGN = 14  # characters in front of an item: "Mål 13:", "2.3", "•"
_BETWEEN = 4  # characters that a unit's mark and the space before it are worth
_ABOVE = 2  # headings shown in a title, the nearest ones


@dataclass(frozen=True, slots=True)
class Unit:
    """What can be marked as answering: a sentence, a heading, a list item's sentence, a table's row, a contact's line.

    ``span``: what is quoted. ``shown``: with the number or sign in front of it. ``block``: place in
    ``Document.blocks``. ``row``: whether it is a row of a table. ``told``: what the reader sees instead, where the
    words alone do not say it: a row's values under their heads.
    """

    span: Span
    shown: Span
    block: int
    row: bool = False
    told: str | None = None

    def seen(self, text: str) -> str:
        """What the reader sees of it."""
        return self.shown.of(text) if self.told is None else self.told


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Neighbouring units, ``first`` to ``last`` (not included), of a document, and the title that they are shown
    under."""

    first: int
    last: int
    title: str


def units_of(document: Document) -> tuple[Unit, ...]:
    """Everything in the document that says something, in order, without overlap."""
    found: list[Unit] = []
    for place, block in enumerate(document.blocks):
        if block.kind in (BlockKind.LIST, BlockKind.FURNITURE):
            continue
        for unit in _in_block(document, place, block):
            if not found or unit.span.start >= found[-1].span.end:
                found.append(unit)
    return tuple(_under_heads(document.text, found))


def _under_heads(text: str, units: Sequence[Unit]) -> Iterator[Unit]:
    """The units, with rows under the first of their table where that is a head."""
    head: str | None = None
    for number, unit in enumerate(units):
        if not unit.row:
            yield unit
        elif number and units[number - 1].row:
            yield unit if head is None else replace(unit, told=under_head(head, unit.span.of(text)))
        else:
            head = unit.span.of(text) if is_head(unit.span.of(text)) else None
            yield unit


def _in_block(document: Document, place: int, block: Block) -> Iterator[Unit]:
    text = document.text
    rows = _rows(text, block.span)
    if rows:
        yield from (Unit(row, row, place, row=True) for row in rows)
    elif block.kind is BlockKind.CONTACT:
        yield from (Unit(line, line, place) for line in lines(text, block.span))
    elif block.kind is BlockKind.HEADING:
        yield Unit(block.span, _with_sign(text, block.span), place)
    else:
        for number, span in enumerate(sentences(text, block.span)):
            if any(map(str.isalnum, span.of(text))):
                yield Unit(span, span if number else _with_sign(text, span), place)


def _rows(text: str, span: Span) -> list[Span]:
    """The lines of a block most of which are cells side by side; none for other blocks."""
    found = list(lines(text, span))
    celled = sum(_CELLS.search(line.of(text)) is not None for line in found)
    return found if celled * 2 > len(found) else []


def _with_sign(text: str, span: Span) -> Span:
    """The span with what stands before it on its line, where that is short."""
    start = text.rfind("\n", 0, span.start) + 1
    sign = text[start : span.start]
    short = len(sign.strip()) <= _MAX_SIGN and sign.strip(" #")
    return Span(span.start - len(sign.lstrip()), span.end) if short else span


def pack(document: Document, units: Sequence[Unit], room: int = ROOM, skip: int = 0) -> list[Excerpt]:
    """The units in excerpts of at most ``room`` characters, a row's wide gaps counted as one, one after the other; a
    longer unit is alone in its excerpt.

    ``skip``: units of the first excerpt, to cut at other places; 0 leaves it to the room. An excerpt that is more than
    half full ends before a heading.
    """
    excerpts: list[Excerpt] = []
    first, used = 0, 0
    for number, unit in enumerate(units):
        size = len(" ".join(unit.seen(document.text).split())) + _BETWEEN
        heading = document.blocks[unit.block].kind is BlockKind.HEADING
        full = used + size > room or (heading and used * 2 > room) or number == skip
        if number > first and full:
            excerpts.append(Excerpt(first, number, title_of(document, units, first)))
            first, used = number, 0
        used += size
    if first < len(units):
        excerpts.append(Excerpt(first, len(units), title_of(document, units, first)))
    return excerpts


def holding(excerpts: Sequence[Excerpt], unit: int) -> int:
    """The number of the excerpt that holds that unit."""
    return bisect_right([excerpt.first for excerpt in excerpts], unit) - 1


def touching(units: Sequence[Unit], spans: Sequence[Span]) -> tuple[int, ...]:
    """Numbers of the units that share a character with one of the spans, in order."""
    return tuple(
        number
        for number, unit in enumerate(units)
        if any(unit.shown.start < span.end and span.start < unit.shown.end for span in spans)
    )


def ranked(units: Sequence[Unit], excerpts: Sequence[Excerpt], found: Sequence[Span]) -> list[int]:
    """Numbers of the excerpts that hold the passages found, those of the first ones first."""
    return list(dict.fromkeys(holding(excerpts, unit) for span in found for unit in touching(units, [span])))


def title_of(document: Document, units: Sequence[Unit], first: int) -> str:
    """What says where the units from ``first`` on stand: municipality, title, headings above, and the lead or the head
    row of the list or table that ``first`` is in the middle of."""
    unit = units[first]
    above = [document.blocks[place].span for place in document.heading_path(unit.block)[-_ABOVE:]]
    named = [] if document.municipality == UNKNOWN_MUNICIPALITY else [document.municipality]
    parts = [*named, document.title, *(span.of(document.text) for span in above), *_begun(document, units, first)]
    told: list[str] = []
    for part in (" ".join(part.split()) for part in parts):
        if part and part.casefold() not in (said.casefold() for said in told):
            told.append(part)
    return TITLE_JOINT.join(told)


def _begun(document: Document, units: Sequence[Unit], first: int) -> Iterator[str]:
    unit = units[first]
    if unit.row and first and units[first - 1].row:
        while first and units[first - 1].row:
            first -= 1
        yield units[first].span.of(document.text)
    parent = document.blocks[unit.block].parent
    if document.blocks[unit.block].kind is BlockKind.LIST_ITEM and parent is not None:
        lead = document.blocks[parent].lead
        if lead is not None and lead.start < units[first].span.start:
            yield lead.of(document.text)
