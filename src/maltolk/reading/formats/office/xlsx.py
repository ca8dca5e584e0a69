"""Excel's files: each sheet that is shown under its name, values as they are shown."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.grid import MAX_COLUMNS, Cell
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.number_formats import BUILT_IN, is_blank, shown
from maltolk.reading.formats.office.ooxml import Parts, R
from maltolk.reading.formats.office.packed import Package, Refused
from maltolk.reading.formats.office.pptx import words_of
from maltolk.reading.formats.office.sheets import write_sheet
from maltolk.reading.formats.raised import spoken

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_COVERED = 1_000_000
"""Places that merged cells may cover; more is an attack, and the other merges are left out."""
_LINK = re.compile(r'\s*HYPERLINK\(\s*"([^"]{1,500})"', re.IGNORECASE)
_OFF = (None, "0", "false")


@dataclass(frozen=True, slots=True)
class _Form:
    """How the cells of one style look. ``code``: the format of their numbers. ``seen``: neither struck nor white on
    nothing."""

    code: str = "General"
    seen: bool = True


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets share."""

    strings: Sequence[str]
    forms: Sequence[_Form]
    since_1904: bool


def read(raw: bytes) -> Extracted | Unreadable:
    """The sheets' words, or why there are none."""
    markup = Markup()
    try:
        parts = Parts(Package(raw, ".xlsx"), "xl/workbook.xml")
        root = parts.root()
        properties = root.find(_S + "workbookPr")
        book = _Book(
            _strings(parts.optional(parts.beside("sharedStrings", "sharedStrings.xml"))),
            _forms(parts.optional(parts.beside("styles", "styles.xml"))),
            properties is not None and properties.get("date1904") not in _OFF,
        )
        sheets = {relation.name: relation.target for relation in parts.relations(parts.main)}
        for sheet in root.iter(_S + "sheet"):
            name = sheets.get(sheet.get(R + "id") or "", "")
            content = parts.optional(name) if name and sheet.get("state") in (None, "visible") else None
            if content is not None:
                links = {relation.name: relation.target for relation in parts.relations(name)}
                write_sheet(markup, sheet.get("name") or "", _rows(content, book, links))
                for drawing in content.iter(_S + "drawing"):
                    _write_boxes(markup, parts.optional(links.get(drawing.get(R + "id") or "", "")))
        about = parts.properties()
    except Refused as refusal:
        return Unreadable(str(refusal))
    text, _ = finished(markup.text)
    if not any(sign.isalnum() for sign in text):
        return Unreadable("the file holds no words; if it shows pictures of text, run it through OCR first")
    return Extracted(text, title=about.title, saved=about.date, language=about.language, about=about.author or "")


def _write_boxes(markup: Markup, drawing: etree._Element | None) -> None:
    """The words of the shapes that lie on a sheet."""
    for shape in drawing.iter("{*}sp") if drawing is not None else ():
        about = shape.find("./*/{*}cNvPr")
        if about is None or about.get("hidden") in _OFF:
            markup.gap()
            for paragraph in shape.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
                markup.paragraph(words_of(paragraph, {}))


def _rows(sheet: etree._Element, book: _Book, links: dict[str, str]) -> list[list[Cell]]:
    """The rows that are shown, with an empty one where some are empty; merged cells hold in each of their places."""
    hidden = _hidden_columns(sheet)
    spans, covered = _merged(sheet)
    addresses = {e.get("ref"): links.get(e.get(R + "id") or "", "") for e in sheet.iter(_S + "hyperlink")}
    rows: list[list[Cell]] = []
    number = 0
    for row in sheet.iter(_S + "row"):
        last, number = number, _count(row.get("r")) or number + 1
        if not _is_shown(row):
            continue
        if number > last + 1 and not any(covered.get(number - 1, ())):
            rows.append([])
        line: list[Cell] = []
        gone = hidden | covered.get(number, set())
        begun = 1
        for column, place, cell in _placed(row, number):
            line += [Cell("")] * sum(at not in gone for at in range(begun, column))
            begun = column + 1
            if column in gone:
                continue
            wide, down = spans.get(place, (1, 1))
            words = _words(cell, book)
            formula = _LINK.match(cell.findtext(_S + "f") or "")
            link = addresses.get(place, "") or (formula[1] if formula else "")
            address = address_behind(link, words) if link and words else ""
            seen = max(1, sum(at not in hidden for at in range(column, column + wide)))
            line.append(Cell(one_line(f"{words} {address}"), seen, down))
        rows.append(line)
    return rows


def _placed(row: etree._Element, number: int) -> Iterator[tuple[int, str, etree._Element]]:
    """A row's cells with column, from 1, and name."""
    column = 0
    for cell in row.iterchildren(_S + "c"):
        place = _PLACE.fullmatch(cell.get("r") or "")
        column = _column(place[1]) if place else column + 1
        if column > MAX_COLUMNS:
            return
        yield column, cell.get("r") or f"?{number}", cell


def _merged(sheet: etree._Element) -> tuple[dict[str, tuple[int, int]], dict[int, set[int]]]:
    """The spans of merged cells by name, in columns and rows, and the columns that they cover, by row."""
    numbers = sorted({_count(row.get("r")) for row in sheet.iter(_S + "row") if _is_shown(row)})
    widest = max(
        (_column(at[1]) for c in sheet.iter(_S + "c") if (at := _PLACE.fullmatch(c.get("r") or ""))), default=0
    )
    spans: dict[str, tuple[int, int]] = {}
    covered: dict[int, set[int]] = {}
    places = 0
    for merged in sheet.iter(_S + "mergeCell"):
        first, _, end = (merged.get("ref") or "").partition(":")
        at, to = _PLACE.fullmatch(first), _PLACE.fullmatch(end)
        if at is None or to is None:
            continue
        left, right = _column(at[1]), min(_column(to[1]), widest, MAX_COLUMNS)
        rows = numbers[bisect_left(numbers, int(at[2])) : bisect_right(numbers, int(to[2]))]
        places += len(rows) * max(1, right - left + 1)
        if places > _MOST_COVERED:
            break
        across = left == 1 and right == widest
        spans[first] = max(1, right - left + 1), 1 if across else max(1, len(rows))
        for row in rows:
            covered.setdefault(row, set()).update(range(left + (row == int(at[2])), right + 1))
    return spans, covered


def _hidden_columns(sheet: etree._Element) -> set[int]:
    hidden: set[int] = set()
    for column in sheet.iter(_S + "col"):
        if column.get("hidden") not in _OFF or _is_nothing(column.get("width")):
            hidden.update(range(_count(column.get("min")), min(_count(column.get("max")), MAX_COLUMNS) + 1))
    return hidden


def _words(cell: etree._Element, book: _Book) -> str:
    """A cell's value as it is shown; "" for an error, which tells nobody anything."""
    kind = cell.get("t") or "n"
    style = _count(cell.get("s"))
    form = book.forms[style] if style < len(book.forms) else _Form()
    value = cell.findtext(_S + "v") or ""
    if kind in ("s", "inlineStr", "str") and is_blank(form.code):
        return ""
    if not form.seen or kind == "e":
        return ""
    if kind == "s":
        return book.strings[int(value)] if value.isdecimal() and int(value[:9]) < len(book.strings) else ""
    if kind == "inlineStr":
        inside = cell.find(_S + "is")
        return "" if inside is None else _string(inside)
    if kind == "b":
        return "SANT" if value == "1" else "FALSKT" if value else ""
    if kind != "n":
        return value
    try:
        number = float(value)
    except ValueError:
        return ""
    return shown(number, form.code, book.since_1904) if math.isfinite(number) else ""


def _strings(root: etree._Element | None) -> list[str]:
    return [] if root is None else [_string(string) for string in root.iter(_S + "si")]


def _string(string: etree._Element) -> str:
    """Its words without the struck ones and without readings of signs."""
    pieces: list[tuple[str, bool]] = []
    for part in string:
        properties = part.find(_S + "rPr")
        struck = properties is not None and _is_on(properties.find(_S + "strike"))
        up = None if properties is None else properties.find(_S + "vertAlign")
        if part.tag == _S + "t":
            pieces.append((part.text or "", False))
        elif part.tag == _S + "r" and not struck:
            pieces.append((part.findtext(_S + "t") or "", up is not None and up.get("val") == "superscript"))
    return spoken(pieces)


def _forms(root: etree._Element | None) -> list[_Form]:
    """The looks of cells by the number of their style."""
    formats = None if root is None else root.find(_S + "cellXfs")
    if root is None or formats is None:
        return []
    codes = {_count(e.get("numFmtId")): e.get("formatCode") or "General" for e in root.iter(_S + "numFmt")}
    fonts = root.find(_S + "fonts")
    fills = root.find(_S + "fills")
    struck = [] if fonts is None else [_is_on(font.find(_S + "strike")) for font in fonts]
    white = [] if fonts is None else [_is_white(font.find(_S + "color")) for font in fonts]
    filled = [] if fills is None else [_is_filled(fill) for fill in fills]
    forms: list[_Form] = []
    for form in formats:
        number, font = _count(form.get("numFmtId")), _count(form.get("fontId"))
        code = codes.get(number) or BUILT_IN.get(number, "General")
        fill = _count(form.get("fillId"))
        bare = fill >= len(filled) or not filled[fill]
        forms.append(_Form(code, font >= len(struck) or not (struck[font] or (white[font] and bare))))
    return forms


def _is_shown(row: etree._Element) -> bool:
    return row.get("hidden") in _OFF and not _is_nothing(row.get("ht"))


def _is_nothing(length: str | None) -> bool:
    """Whether a width or height is 0."""
    return length is not None and re.fullmatch(r"0+(?:\.0*)?", length) is not None


def _is_white(colour: etree._Element | None) -> bool:
    if colour is None:
        return False
    own = (colour.get("rgb") or "").upper().endswith("FFFFFF") or colour.get("indexed") in ("1", "9")
    tinted = colour.get("tint") or "0"
    return own or (colour.get("theme") == "0" and tinted in ("0", "0.0"))


def _is_filled(fill: etree._Element) -> bool:
    pattern = fill.find(_S + "patternFill")
    return pattern is None or pattern.get("patternType") not in (None, "none")


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get("val") not in ("0", "false")


def _column(letters: str) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _count(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdecimal() and len(given) < 10 else 0
