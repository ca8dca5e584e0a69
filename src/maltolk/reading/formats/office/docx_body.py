"""Writes the body of a Word file: headings by style, lists by numbering, tables, boxes and files put in whole."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from maltolk.reading.formats.extracted import one_line
from maltolk.reading.formats.grid import MAX_COLUMNS, Cell, grid
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.docx_looks import is_on
from maltolk.reading.formats.office.docx_seen import ENDLESS, RAISED, UNSEEN
from maltolk.reading.formats.office.docx_styles import Lists, Styles, W, value
from maltolk.reading.formats.raised import spoken
from maltolk.reading.formats.tree import is_own

_BOX = W + "txbxContent"
_SKIP = {W + "instrText", W + "pPr", W + "rPr", W + "tblPr", W + "trPr", W + "tcPr", W + "sectPr", W + "sdtPr"}
_LEFT_OUT = "\ufdd1"
"""Stands for words that are not seen: a noncharacter, so no text contains it."""
_AROUND_UNSEEN = re.compile(rf"(^|\s){_LEFT_OUT}[{_LEFT_OUT} ]*", re.MULTILINE)
_LONGEST_BOLD = 120
"""Characters of a bold line that may be a heading."""


class Body:
    """Writes into ``markup``. ``insert``: writes the file behind a relationship, given its name."""

    def __init__(self, markup: Markup, styles: Styles, lists: Lists, insert: Callable[[str], None]) -> None:
        self._markup = markup
        self._styles = styles
        self._lists = lists
        self._insert = insert
        self._begun = ""  # words of a paragraph that goes on in the next one

    def write(self, root: etree._Element) -> None:
        """Everything below ``root``, in order, as ``keep_seen`` leaves it."""
        for element in _blocks(root):
            if element.tag == W + "tbl":
                self._table(element)
            elif element.tag == W + "altChunk":
                self._markup.gap()
                self._insert(next(map(str, element.attrib.values()), ""))
            else:
                self._paragraph(element)

    def _paragraph(self, element: etree._Element) -> None:
        words = self._begun + words_of(element)
        self._begun = words if element.get(ENDLESS) is not None else ""
        if self._begun:
            return
        style = value(element.find(f"{W}pPr/{W}pStyle"))
        contents = self._styles.is_contents(style)
        numbered = None if contents else self._styles.numbering(style)
        place = self._lists.place(element.find(f"{W}pPr/{W}numPr"), numbered)
        if contents or not words.strip():
            # People separate two lists with an empty line.
            self._markup.gap()
            return
        level = _outline(element) or self._styles.heading(style)
        if level:
            # A heading's number is part of the words that people see.
            number = place.sign if place and place.sign else ""
            self._markup.heading(level, f"{number} {words}")
        elif place:
            self._markup.item(words, place.depth, place.sign)
        elif (
            _is_bold(element) and "\n" not in words and len(words) <= _LONGEST_BOLD and words.rstrip()[-1] not in ".,;"
        ):
            self._markup.paragraph(f"**{one_line(words)}**")
        else:
            self._markup.paragraph(words)

    def _table(self, table: etree._Element) -> None:
        rows = [_Row(row) for row in table.iter(W + "tr") if is_own(row, table, W + "tbl")]
        if all(len(row.cells) < 2 for row in rows):
            # A frame around text.
            for row in rows:
                for cell in row.cells:
                    self.write(cell.element)
            return
        self._markup.table(grid(_spanning(rows)))


class _Place:
    """A cell where it stands. ``column``: from 0. ``goes_on``: whether it is a part of the one above it."""

    __slots__ = ("begins", "column", "element", "goes_on", "width")

    def __init__(self, element: etree._Element, column: int) -> None:
        self.element = element
        self.column = column
        self.width = _count(element.find(f"{W}tcPr/{W}gridSpan"), 1)
        merged = element.find(f"{W}tcPr/{W}vMerge")
        self.begins = value(merged) == "restart"
        self.goes_on = merged is not None and not self.begins


class _Row:
    """A row's cells, those in content controls too. ``before``: how many columns it leaves out at its beginning."""

    __slots__ = ("before", "cells", "head")

    def __init__(self, row: etree._Element) -> None:
        self.before = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
        self.head = is_on(row.find(f"{W}trPr/{W}tblHeader"))
        self.cells: list[_Place] = []
        column = self.before
        for cell in row.iter(W + "tc"):
            if is_own(cell, row, W + "tr") and column < MAX_COLUMNS:
                self.cells.append(_Place(cell, column))
                column += self.cells[-1].width


def _spanning(rows: list[_Row]) -> Iterator[list[Cell]]:
    """Cells with the rows that they reach down. One that goes on with nothing above it stands for itself."""
    reach: dict[int, int] = {}  # the cell's id -> rows
    above: dict[int, _Place] = {}  # column -> the cell that it belongs to, of the row above
    parts: set[int] = set()
    for row in rows:
        here: dict[int, _Place] = {}
        for cell in row.cells:
            whole = above.get(cell.column) if cell.goes_on else None
            if whole is not None:
                reach[id(whole)] += 1
                parts.add(id(cell))
                here[cell.column] = whole
            else:
                reach[id(cell)] = 1
                if cell.begins:
                    here[cell.column] = cell
        above = here
    for row in rows:
        written = [
            Cell(_words_in(cell.element), cell.width, reach[id(cell)], row.head)
            for cell in row.cells
            if id(cell) not in parts
        ]
        yield [Cell("", row.before)] * (row.before > 0) + written


def words_of(paragraph: etree._Element) -> str:
    """A paragraph's words without its boxes; a tab stays, a line break is a newline."""
    return _AROUND_UNSEEN.sub(r"\1", spoken(_pieces(paragraph))).replace(_LEFT_OUT, "")


def is_short_line(words: str) -> bool:
    """Whether words may be a heading where they are all bold."""
    return "\n" not in words and len(words) <= _LONGEST_BOLD and words.rstrip()[-1:] not in (".", ",", ";", "")


def _pieces(paragraph: etree._Element) -> Iterator[tuple[str, bool]]:
    """Words, and whether they are raised."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIP or element.tag == _BOX:
            continue
        if element.get(UNSEEN) is not None:
            yield _LEFT_OUT, False
        elif element.tag == W + "t":
            run = element.getparent()
            yield element.text or "", run is not None and run.get(RAISED) is not None
        elif element.tag in (W + "tab", W + "ptab"):
            yield "\t", False
        elif element.tag in (W + "br", W + "cr"):
            yield "\n", False
        elif element.tag == W + "noBreakHyphen":
            yield "-", False
        else:
            waiting += reversed(element)


def _words_in(cell: etree._Element) -> str:
    return one_line(" ".join(words_of(paragraph) for paragraph in cell.iter(W + "p")))


def _blocks(root: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, tables and files put in, in order, those in content controls and text boxes too."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIP:
            continue
        if element.tag in (W + "p", W + "tbl", W + "altChunk"):
            yield element
            boxes = [box for box in element.iter(_BOX) if not _is_within(box, element)]
            waiting += [child for box in reversed(boxes) for child in reversed(box)]
        else:
            waiting += reversed(element)


def _is_within(box: etree._Element, top: etree._Element) -> bool:
    """Whether a box is in another box, whose words come with that one, or in a cell."""
    for above in box.iterancestors():
        if above is top:
            return False
        if above.tag in (_BOX, W + "tc"):
            return True
    return False


def _outline(paragraph: etree._Element) -> int | None:
    given = value(paragraph.find(f"{W}pPr/{W}outlineLvl"))
    return int(given) + 1 if given and given.isdecimal() and int(given) < 6 else None


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(W + "r") if (run.findtext(W + "t") or "").strip()]
    return bool(runs) and all(
        (bold := run.find(f"{W}rPr/{W}b")) is not None and bold.get(W + "val") not in ("0", "false") for run in runs
    )


def _count(element: etree._Element | None, otherwise: int) -> int:
    given = value(element) or ""
    return min(int(given[:6]), MAX_COLUMNS) if given.isascii() and given.isdecimal() else otherwise
