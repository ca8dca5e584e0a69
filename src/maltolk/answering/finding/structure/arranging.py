"""Units that answer -> the lines that show them: a list under its lead, a row under its head, sentences in order."""

import re
from collections.abc import Iterator, Sequence

from maltolk.answering.finding.findings import Line
from maltolk.answering.finding.structure.enumerations import Enumeration
from maltolk.answering.reader.excerpts import Unit
from maltolk.answering.reader.rows import is_head
from maltolk.answering.reader.shelf import CutDocument
from maltolk.model import BlockKind, Span

_MOST_OF = 0.5
"""A list of which more than this is shown is shown whole."""
_FEW = 3
_KEYED = re.compile(r"[^\W\d][\w -]{2,30}:\s")


def arranged(
    cut: CutDocument, chosen: Sequence[int], enumerations: Sequence[Enumeration], *, whole: bool
) -> tuple[Line, ...]:
    """Lines for the units with the numbers ``chosen``, the best one first. ``whole``: whether a list is asked for, so
    that the best unit stands for all of its list. ``enumerations``: those of the document."""
    shown = {number for unit in chosen for number in (unit, *_leaning_on(cut, unit))}
    best = cut.units[chosen[0]]
    for each in enumerations:
        items = _units_of(cut, each)
        picked = sum(any(unit in shown for unit in item) for item in items)
        meant = best.block in each.items or (each.lead is not None and best.span == each.lead)
        most = len(items) >= _FEW and picked > _MOST_OF * len(items)
        if (whole and meant) or most or (meant and picked == 0):
            shown |= {unit for item in items for unit in item}
    return tuple(_lines(cut, sorted(shown)))


def is_table_head(cut: CutDocument, number: int) -> bool:
    """Whether the unit is the first of several rows and has no values: no numbers but years, no address."""
    units = cut.units
    before = number > 0 and units[number - 1].row
    first = units[number].row and not before and number + 1 < len(units) and units[number + 1].row
    return first and is_head(units[number].span.of(cut.document.text))


def _leaning_on(cut: CutDocument, number: int) -> Iterator[int]:
    """The sentence before a label and its value in the same block: "Ansvarig: kommunstyrelsen." is about that."""
    unit = cut.units[number]
    before = number > 0 and cut.units[number - 1].block == unit.block and not unit.row
    if (
        before
        and _KEYED.match(cut.document.text, unit.span.start, unit.span.end)
        and cut.kind(number) is not BlockKind.CONTACT
    ):
        yield number - 1


def _units_of(cut: CutDocument, enumeration: Enumeration) -> list[list[int]]:
    """The units of each item."""
    found: dict[int, list[int]] = {item: [] for item in enumeration.items}
    for number, unit in enumerate(cut.units):
        if unit.block in found:
            found[unit.block].append(number)
    return list(found.values())


def _is_item(cut: CutDocument, number: int) -> bool:
    return cut.kind(number) is BlockKind.LIST_ITEM


def _lines(cut: CutDocument, shown: list[int]) -> Iterator[Line]:
    document = cut.document
    told: set[Span] = set()
    place = 0
    while place < len(shown):
        last = place
        while last + 1 < len(shown) and _goes_on(cut, shown[last], shown[last + 1]):
            last += 1
        first, end = cut.units[shown[place]], cut.units[shown[last]]
        numbered = _is_numbered(cut, first)
        span = Span(first.span.start if numbered else _start(document.text, first), end.span.end)
        for before in _before(cut, shown[place]):
            if before not in told and before != span:
                told.add(before)
                yield Line(document, before)
        if span not in told:
            told.add(span)
            yield Line(document, span, bullet=_is_item(cut, shown[place]), numbered=numbered)
        place = last + 1


def _goes_on(cut: CutDocument, one: int, other: int) -> bool:
    """Whether two units are neighbouring sentences of one block."""
    return other == one + 1 and cut.units[one].block == cut.units[other].block and not cut.units[one].row


def _is_numbered(cut: CutDocument, unit: Unit) -> bool:
    """Whether what stands before the unit is just the number that the structure has for it."""
    number = cut.document.blocks[unit.block].number
    sign = cut.document.text[unit.shown.start : unit.span.start].strip()
    return number is not None and sign in (f"{number}.", f"{number})")


def _start(text: str, unit: Unit) -> int:
    """Where the quote begins: at its number, but behind a bullet."""
    sign = text[unit.shown.start : unit.span.start]
    return unit.shown.start if any(map(str.isalnum, sign)) else unit.span.start


def _before(cut: CutDocument, number: int) -> Iterator[Span]:
    """What a unit cannot be understood without: the lead of its list, the head of its table."""
    unit = cut.units[number]
    parent = cut.document.blocks[unit.block].parent
    if _is_item(cut, number) and parent is not None:
        lead = cut.document.blocks[parent].lead
        if lead is not None:
            yield lead
    if unit.row:
        head = number
        while head and cut.units[head - 1].row:
            head -= 1
        if head != number:
            yield cut.units[head].span
