"""Units that answer -> the lines that show them: a list under its lead, a row under its head, sentences in order."""

import re
from collections.abc import Iterator, Mapping, Sequence

from maltolk.answering.finding.findings import Line
from maltolk.answering.finding.structure.enumerations import Enumeration
from maltolk.answering.finding.structure.series import name_of
from maltolk.answering.reader.excerpts import Unit
from maltolk.answering.reader.rows import is_head
from maltolk.answering.reader.shelf import CutDocument
from maltolk.model import BlockKind, Span
from maltolk.reading.lines.sentences import trim

_MOST_OF = 0.5
"""A list of which this much is shown is shown whole, and a table of which more is."""
_FEW = 3
_MOST_WHOLE = 500
"""Characters up to which a list is shown with all that its items say; else what they begin with."""
_BARS = 3
"""Bars of the shortest row: two cells between them."""
_ANSWERS = frozenset({"ja", "nej", "yes", "no"})
_KEYED = re.compile(r"[^\W\d][\w -]{2,30}:\s")


def arranged(
    cut: CutDocument,
    chosen: Sequence[int],
    enumerations: Sequence[Enumeration],
    *,
    whole: bool,
    count: int | None = None,
    table: bool = False,
) -> tuple[Line, ...]:
    """Lines for the units with the numbers ``chosen``, the best one first. ``whole``: whether a list is asked for, so
    that the best unit stands for all of its list; ``count``: of how many, where that is said. ``table``: whether a row
    stands for all of its table. ``enumerations``: those of the document."""
    shown = {number for unit in chosen for number in (unit, *_leaning_on(cut, unit))}
    best = cut.units[chosen[0]]
    rows = {unit: row for unit in shown if (row := _divided_row(cut, unit)) is not None}
    of_best = [each for each in enumerations if best.block in each.items or best.span == each.lead]
    counted = [each for each in of_best if len(each.items) == count]
    for each in enumerations:
        items = _units_of(cut, each)
        picked = sum(any(unit in shown for unit in item) for item in items)
        meant = each in (counted or of_best)
        most = len(items) >= _FEW and picked >= _MOST_OF * len(items)
        if (whole and meant) or most or (each in of_best and picked == 0):
            shown |= (fitting := _fitting(cut, items))
            rows = {unit: row for unit, row in rows.items() if unit not in fitting}
    for table_rows in _tables(cut):
        many = len(shown.intersection(table_rows)) > _MOST_OF * len(table_rows)
        if len(table_rows) > _FEW and (many or (table and chosen[0] in table_rows)):
            shown |= _fitting(cut, [[row] for row in table_rows])
    return tuple(_lines(cut, sorted(shown), rows))


def _divided_row(cut: CutDocument, number: int) -> Span | None:
    """The row that a unit stands in as an item, or as what explains one: a table of goals is read as a list. None for
    any other unit."""
    unit = cut.units[number]
    text, start = cut.document.text, unit.span.start
    row = trim(text, text.rfind("\n", 0, start) + 1, _end_of_line(text, unit.span.end))
    bars = text.count("|", row.start, row.end)
    if unit.row or bars < _BARS or not text.startswith("|", row.start):
        return None
    return trim(text, row.start + 1, row.end - text.endswith("|", row.start, row.end))


def _head_of(text: str, row: Span) -> Span | None:
    """The first row of the table that the row is in, None where that is the row itself."""
    at = start = text.rfind("\n", 0, row.start) + 1
    while at and text.startswith("|", above := text.rfind("\n", 0, at - 1) + 1):
        at = above
    if at == start:
        return None
    head = trim(text, at + 1, _end_of_line(text, at))
    return trim(text, head.start, head.end - text.endswith("|", head.start, head.end))


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _fitting(cut: CutDocument, items: Sequence[Sequence[int]]) -> set[int]:
    """All units of the items; where that is much, only what each begins with."""
    spans = [cut.units[unit].span for item in items for unit in item]
    if sum(span.end - span.start for span in spans) <= _MOST_WHOLE:
        return {unit for item in items for unit in item}
    return {item[0] for item in items if item}


def _tables(cut: CutDocument) -> Iterator[list[int]]:
    """The rows of each table, its head among them."""
    rows: list[int] = []
    for number, unit in enumerate(cut.units):
        if rows and not unit.row:
            yield rows
            rows = []
        if unit.row:
            rows.append(number)
    yield rows


def is_table_head(cut: CutDocument, number: int) -> bool:
    """Whether the unit is the first of several rows and has no values: no numbers but years, no address."""
    units = cut.units
    before = number > 0 and units[number - 1].row
    first = units[number].row and not before and number + 1 < len(units) and units[number + 1].row
    return first and is_head(units[number].span.of(cut.document.text))


def _leaning_on(cut: CutDocument, number: int) -> Iterator[int]:
    """What a unit needs beside it, of the same block: the sentence before a label and its value ("Ansvarig:
    kommunstyrelsen."), and the one after a yes or no."""
    units, text = cut.units, cut.document.text
    unit = units[number]
    if unit.row or cut.kind(number) is BlockKind.CONTACT:
        return
    if number > 0 and units[number - 1].block == unit.block and _KEYED.match(text, unit.span.start, unit.span.end):
        yield number - 1
    follows = number + 1 < len(units) and units[number + 1].block == unit.block
    if follows and unit.span.of(text).strip(" .!,").casefold() in _ANSWERS:
        yield number + 1


def _units_of(cut: CutDocument, enumeration: Enumeration) -> list[list[int]]:
    """The units of each item."""
    item_of = {name_of(cut.document, item): item for item in enumeration.items}
    item_of |= {item: item for item in enumeration.items}
    found: dict[int, list[int]] = {item: [] for item in enumeration.items}
    for number, unit in enumerate(cut.units):
        if unit.block in item_of:
            found[item_of[unit.block]].append(number)
    return list(found.values())


def _is_item(cut: CutDocument, number: int) -> bool:
    return cut.kind(number) is BlockKind.LIST_ITEM


def _lines(cut: CutDocument, shown: list[int], rows: Mapping[int, Span]) -> Iterator[Line]:
    """``rows``: for units that stand in one, the row that is shown for them, under its head."""
    document = cut.document
    told: set[Span] = set()
    place = 0
    while place < len(shown):
        row = rows.get(shown[place])
        if row is not None:
            for span in filter(None, (_head_of(document.text, row), row)):
                if span not in told:
                    told.add(span)
                    yield Line(document, span)
            place += 1
            continue
        last = place
        while last + 1 < len(shown) and shown[last + 1] not in rows and _goes_on(cut, shown[last], shown[last + 1]):
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
