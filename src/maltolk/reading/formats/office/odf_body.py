"""Writes the body of an OpenDocument file: headings by outline level, lists, tables, boxes and notes."""

import re
from collections.abc import Iterator
from functools import partial

from lxml import etree

from maltolk.reading.formats.extracted import one_line
from maltolk.reading.formats.grid import MAX_COLUMNS, Cell, grid
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.docx_body import is_short_line
from maltolk.reading.formats.office.odf_seen import RAISED
from maltolk.reading.formats.office.odf_styles import DRAW, TABLE, TEXT, Count, Styles, number_in
from maltolk.reading.formats.raised import spoken
from maltolk.reading.formats.tree import is_own

_MAX_SPACES, _MAX_REPEATED = 100, 100
_MANY_SPACES = re.compile(r" {2,}")
_BREAKS = str.maketrans("\t\n\r", "   ")
"""In the XML itself they mean a space."""
_PARAGRAPHS = (TEXT + "p", TEXT + "h")


class Body:
    """Writes into ``markup`` by the styles that the document defines."""

    def __init__(self, markup: Markup, styles: Styles) -> None:
        self._markup = markup
        self._styles = styles
        self._last: _Open | None = None
        self._headings = Count()

    def write(self, root: etree._Element) -> None:
        """Everything below ``root``, in order, as ``keep_seen`` leaves it."""
        # Each element with the lists that it is in.
        waiting: list[tuple[etree._Element, tuple[_Open, ...]]] = [(e, ()) for e in reversed(root)]
        while waiting:
            element, lists = waiting.pop()
            if element.tag in _PARAGRAPHS:
                self._paragraph(element, lists)
                waiting += [(box, ()) for box in reversed(list(_boxes(element)))]
            elif element.tag == TABLE + "table":
                self._table(element)
            elif element.tag in (TEXT + "list-item", TEXT + "list-header") and lists:
                lists[-1].begin(element)
                waiting += [(e, lists) for e in reversed(element)]
            elif element.tag == TEXT + "list":
                opened = self._open(element, lists)
                waiting += [(e, (*lists, opened)) for e in reversed(element)]
            else:
                waiting += [(e, lists) for e in reversed(element)]

    def _open(self, element: etree._Element, lists: tuple["_Open", ...]) -> "_Open":
        name = element.get(TEXT + "style-name") or (lists[-1].name if lists else "")
        if lists:
            return _Open(name, len(lists) + 1, self._styles, lists[-1].count)
        self._markup.gap()
        goes_on = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list")
        before = self._last if self._last is not None and self._last.name == name and goes_on else None
        self._last = _Open(name, 1, self._styles, before.count if before else None)
        return self._last

    def _paragraph(self, element: etree._Element, lists: tuple["_Open", ...]) -> None:
        words = words_of(element)
        style = element.get(TEXT + "style-name") or ""
        number = self._number(element, style) if element.tag == TEXT + "h" and not lists else ""
        if not words.strip():
            if not lists:
                self._markup.gap()
            return
        sign = lists[-1].say() if lists else None
        if element.tag == TEXT + "h":
            self._markup.heading(number_in(element.get(TEXT + "outline-level"), 1), f"{sign or number} {words}")
        elif self._styles.is_title(style):
            self._markup.heading(1, words)
        elif lists and sign is not None:
            self._markup.item(words, len(lists), sign or None)
        elif lists:
            self._markup.body(words, len(lists))
        elif self._styles.is_bold(style) and is_short_line(words):
            self._markup.paragraph(f"**{one_line(words)}**")
        else:
            self._markup.paragraph(words)

    def _number(self, heading: etree._Element, style: str) -> str:
        """The number of a heading, counting it."""
        level = number_in(heading.get(TEXT + "outline-level"), 1)
        if heading.get(TEXT + "is-list-header") == "true" or not self._styles.is_numbered(style) or level > 10:
            return ""
        given = number_in(heading.get(TEXT + "start-value"), -1)
        return self._headings.sign(self._styles.outline_level, level, None if given < 0 else given)

    def _table(self, table: etree._Element) -> None:
        cells = rows_of(table)
        if all(len(row) < 2 for row in cells):
            for cell in table.iter(TABLE + "table-cell"):
                if is_own(cell, table, TABLE + "table"):
                    self.write(cell)
            return
        self._markup.table(grid(cells))


class _Open:
    """An open list at ``depth``, from 1. ``count``: of the list around it, or of the one that it goes on with."""

    def __init__(self, name: str, depth: int, styles: Styles, count: Count | None) -> None:
        self.name = name
        self.count = count or Count()
        self._depth = depth
        self._levels = partial(styles.level, name)
        self._sign: str | None = None
        if depth > 1:
            self.count.restart(depth)

    def begin(self, item: etree._Element) -> None:
        """Open an item. A list header is none and has no number or bullet; nor has one that only holds a list."""
        self._sign = None
        if item.tag == TEXT + "list-item" and len(item) and item[0].tag != TEXT + "list":
            given = number_in(item.get(TEXT + "start-value"), -1)
            self._sign = self.count.sign(self._levels, self._depth, None if given < 0 else given)
            level = self._levels(self._depth)
            if self._sign and not (level.before or level.after):
                self._sign += "."

    def say(self) -> str | None:
        """The number of the current item, "" for a bullet; None once it was said."""
        said, self._sign = self._sign, None
        return said


def rows_of(table: etree._Element) -> list[list[Cell]]:
    """A table's rows, repeated cells written out; the empty cells at a row's end and hidden columns are left out."""
    hidden = _hidden_columns(table)
    rows: list[list[Cell]] = []
    for row in table.iter(TABLE + "table-row"):
        if not is_own(row, table, TABLE + "table"):
            continue
        above = row.getparent()
        head = above is not None and above.tag == TABLE + "table-header-rows"
        cells = list(_cells(row, hidden, head))
        while len(cells) > 1 and not cells[-1].words and cells[-1].rows == 1:
            cells.pop()
        repeated = number_in(row.get(TABLE + "number-rows-repeated"), 1)
        rows += [cells] * (min(repeated, _MAX_REPEATED) if any(cell.words for cell in cells) else 1)
    return rows


def _cells(row: etree._Element, hidden: set[int], head: bool) -> Iterator[Cell]:
    column = 0
    for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
        times = min(number_in(cell.get(TABLE + "number-columns-repeated"), 1), MAX_COLUMNS)
        if cell.tag == TABLE + "table-cell":
            words = one_line(" ".join(words_of(p) for p in cell.iter(*_PARAGRAPHS)))
            wide = min(max(1, number_in(cell.get(TABLE + "number-columns-spanned"), 1)), MAX_COLUMNS)
            down = max(1, number_in(cell.get(TABLE + "number-rows-spanned"), 1))
            for at in range(column, column + times):
                seen = sum(place not in hidden for place in range(at, at + wide))
                if seen:
                    yield Cell(words, seen, down, head)
        column += times


def _hidden_columns(table: etree._Element) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for element in table.iter(TABLE + "table-column"):
        times = min(number_in(element.get(TABLE + "number-columns-repeated"), 1), MAX_COLUMNS)
        if element.get(TABLE + "visibility") in ("collapse", "filter"):
            hidden.update(range(column, column + times))
        column += times
    return hidden


def words_of(paragraph: etree._Element) -> str:
    """A paragraph's words without its boxes and notes; a tab stays, a line break is a newline."""
    return _MANY_SPACES.sub(" ", spoken(_pieces(paragraph)))


def _pieces(paragraph: etree._Element) -> Iterator[tuple[str, bool]]:
    """Words, and whether they are raised."""
    yield _folded(paragraph.text), paragraph.get(RAISED) is not None
    waiting: list[etree._Element | tuple[str, bool]] = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if isinstance(element, tuple):
            yield element
            continue
        above = element.getparent()
        waiting.append((_folded(element.tail), above is not None and above.get(RAISED) is not None))
        up = element.get(RAISED) is not None
        if element.tag == TEXT + "note" or str(element.tag).startswith(DRAW):
            continue
        if element.tag == TEXT + "s":
            yield " " * min(number_in(element.get(TEXT + "c"), 1), _MAX_SPACES), up
        elif element.tag == TEXT + "tab":
            yield "\t", up
        elif element.tag == TEXT + "line-break":
            yield "\n", up
        else:
            yield _folded(element.text), up
            waiting += reversed(element)


def _folded(words: str | None) -> str:
    return (words or "").translate(_BREAKS)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The outermost pictures and boxes in a paragraph, not those of its notes."""
    for element in paragraph.iter("*"):
        if str(element.tag).startswith(DRAW):
            within = next((e for e in element.iterancestors() if e is paragraph or str(e.tag).startswith(DRAW)), None)
            if within is paragraph:
                yield element
