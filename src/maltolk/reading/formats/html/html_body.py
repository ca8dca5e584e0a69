"""The elements of a page -> Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.extracted import one_line
from maltolk.reading.formats.grid import Cell, grid
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.tree import words_in

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = """
address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header hgroup
html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul caption
"""
_BLOCKS = {*_BLOCK_NAMES.split(), *_HEADINGS}
_LISTS = {"ul", "ol", "menu", "dir"}
_STRONG = {"b", "strong"}
_MAX_STRONG_LENGTH = 120
"""Most characters in an all-bold paragraph that people may use as a heading."""
_MAX_KEY_LENGTH, _MAX_VALUE_LENGTH = 40, 100
"""Most characters in an entry of a list of keys and values."""
_TO_THE_END = 65_534
"""Rows that a cell of ``rowspan="0"`` spans: all that follow."""
_BREAK = "\ue000"
"""A line break among words whose white space is insignificant; a private-use character, first removed from the page."""


@dataclass(slots=True)
class _List:
    """A list under way. ``number``: of its next item; None for bullets."""

    depth: int
    number: int | None
    form: str = "1"

    def sign(self) -> str | None:
        """The bullet or number before the next item."""
        if self.number is None:
            return None
        number, self.number = self.number, self.number + 1
        if self.form in "aA" and 1 <= number <= 26:
            return f"{chr(96 + number)})"
        return f"{number}."


@dataclass(slots=True)
class _Writer:
    """Collects words until a block ends. ``lists``: those open, outermost first."""

    markup: Markup = field(default_factory=Markup)
    words: list[str] = field(default_factory=list)
    plain: bool = False  # whether words outside bold type were collected
    bold: int = 0
    lists: list[_List] = field(default_factory=list)
    item: str | None = ""  # bullet or number of the item whose first words are awaited; "" when none is
    heading: int = 0

    def say(self, words: str) -> None:
        words = words.replace(_BREAK, "")
        if words.strip() and not self.bold:
            self.plain = True
        self.words.append(words)

    def flush(self) -> None:
        """The block is complete: write it."""
        lines = "".join(self.words).split(_BREAK)
        said = "\n".join(filter(None, map(one_line, lines)))
        strong = not self.plain
        self.words, self.plain = [], False
        if not said:
            return
        if self.heading:
            self.markup.heading(self.heading, said)
        elif self.lists and self.item != "":
            self.markup.item(said, self.lists[-1].depth, self.item)
            self.item = ""
        elif self.lists:
            self.markup.body(said, self.lists[-1].depth)
        elif strong and "\n" not in said and len(said) <= _MAX_STRONG_LENGTH and said[-1] not in ".,;":
            self.markup.paragraph(f"**{said}**")
        else:
            self.markup.paragraph(said)


def write_body(root: etree._Element) -> str:
    """The text of ``root`` and all below it."""
    writer = _Writer()
    for event, element in _walk(root):
        if event == "open":
            _open(writer, element)
        else:
            _close(writer, element)
            if element is not root and element.tail:
                writer.say(element.tail)
    writer.flush()
    return writer.markup.text


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Opening and closing of every element, in order; not below tables of data, which are written whole."""
    waiting: list[tuple[str, etree._Element]] = [("open", root)]
    while waiting:
        event, element = waiting.pop()
        yield event, element
        if event == "open":
            waiting.append(("close", element))
            if not _is_data(element) and not (element.tag == "dl" and _is_keyed(element)):
                waiting += [("open", child) for child in reversed(element) if isinstance(child.tag, str)]


def _open(writer: _Writer, element: etree._Element) -> None:
    tag = element.tag
    if tag == "br":
        writer.words.append(_BREAK)
        return
    if tag == "hr":
        writer.flush()
        writer.markup.gap()
        return
    if tag in _BLOCKS:
        writer.flush()
    if tag == "dl" and _is_keyed(element):
        # The tab separates a key from its value; the page itself has none.
        writer.markup.paragraph("\n".join("\t".join(pair) for pair in _pairs(element)))
        return
    if tag in _HEADINGS and not writer.lists:
        writer.heading = _HEADINGS[tag]
    elif tag in _LISTS:
        _open_list(writer, element)
    elif tag == "li":
        if not writer.lists:
            writer.lists.append(_List(1, None))
        if (given := element.get("value") or "").isdecimal() and writer.lists[-1].number is not None:
            writer.lists[-1].number = int(given)
        writer.item = writer.lists[-1].sign()
    elif tag in _STRONG:
        writer.bold += 1
    elif _is_data(element):
        _table(writer.markup, element)
        return
    if element.text:
        writer.say(element.text)


def _close(writer: _Writer, element: etree._Element) -> None:
    tag = element.tag
    if tag == "a":
        _address(writer, element)
    if tag in _BLOCKS:
        writer.flush()
    if tag in _HEADINGS:
        writer.heading = 0
    elif tag in _LISTS and writer.lists:
        writer.lists.pop()
        writer.item = ""
        if not writer.lists:
            writer.markup.gap()
    elif tag == "li":
        writer.item = ""
        parent = element.getparent()
        if len(writer.lists) == 1 and (parent is None or parent.tag not in _LISTS):
            writer.lists.pop()  # an item without a list
    elif tag in _STRONG:
        writer.bold = max(0, writer.bold - 1)


def _open_list(writer: _Writer, element: etree._Element) -> None:
    ordered = element.tag == "ol"
    start = element.get("start") or "1"
    first = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
    writer.lists.append(_List(len(writer.lists) + 1, first if ordered else None, element.get("type") or "1"))
    writer.item = ""


def _address(writer: _Writer, element: etree._Element) -> None:
    address = address_behind(element.get("href") or "", words_in(element))
    if address:
        writer.say(f" {address}")


def _is_data(element: etree._Element) -> bool:
    """A table that holds cells of words, rather than laying out the page."""
    if element.tag != "table":
        return False
    known = element.get("data-maltolk")
    if known is None:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
        wide = any(len(row) > 1 for row in rows)
        nested = element.find(".//table") is not None or any(element.find(f".//{tag}") is not None for tag in _HEADINGS)
        laid_out = element.get("role") in ("presentation", "none")
        known = "yes" if wide and not nested and not laid_out else "no"
        element.set("data-maltolk", known)
    return known == "yes"


def _is_keyed(element: etree._Element) -> bool:
    """A list of short keys, each with one short value, as on a card; not questions with their answers."""
    pairs = _pairs(element)
    whole = len(_own(element, "dt")) == len(_own(element, "dd")) == len(pairs) > 0
    return whole and all(len(key) <= _MAX_KEY_LENGTH and len(value) <= _MAX_VALUE_LENGTH for key, value in pairs)


def _pairs(element: etree._Element) -> list[tuple[str, str]]:
    """Each key with the value right after it; the address of a link that hides it is part of the value."""
    if next(element.iterdescendants("dl"), None) is not None:
        return []
    return [(_cell(term), _cell(value)) for term in _own(element, "dt") if (value := term.getnext()) is not None]


def _own(element: etree._Element, tag: str) -> list[etree._Element]:
    """The terms or values of a list, in groups or not."""
    return [e for group in (element, *element.iterchildren("div")) for e in group.iterchildren(tag)]


def _table(markup: Markup, table: etree._Element) -> None:
    caption = table.find("caption")
    if caption is not None:
        markup.paragraph(_cell(caption))
    markup.table(grid([_spanning(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")))


def _spanning(cell: etree._Element) -> Cell:
    row = cell.getparent()
    body = None if row is None else row.getparent()
    head = cell.tag == "th" or (body is not None and body.tag == "thead")
    return Cell(_cell(cell), _span(cell, "colspan") or 1, _span(cell, "rowspan") or _TO_THE_END, head)


def _span(cell: etree._Element, name: str) -> int:
    given = (cell.get(name) or "1").strip()
    return int(given) if re.fullmatch(r"\d{1,5}", given) else 1


def _cell(cell: etree._Element) -> str:
    writer = _Writer()
    for event, element in _walk(cell):
        if event == "open":
            if element.tag in _BLOCKS or element.tag == "br":
                writer.say(" ")
            if element.text:
                writer.say(element.text)
        else:
            if element.tag == "a":
                _address(writer, element)
            if element.tag in _BLOCKS:
                writer.say(" ")
            if element is not cell and element.tail:
                writer.say(element.tail)
    return one_line("".join(writer.words))
