"""Headings and tables that a tagged PDF names in its structure tree (ISO 32000-1, 14.8.4)."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_signs import Box, Frame, Handle

_HEADING = re.compile(r"H([1-6])|Title|H")
_ELEMENTS, _DEEPEST = 20_000, 40
_OBJECTS = 20_000
_ATTRIBUTES, _MOST_SPANNED = 10, 200


class TaggedHeading(NamedTuple):
    """``level``: from 1."""

    words: str
    level: int


class TaggedCell(NamedTuple):
    """``marks``: the numbers that its content is marked with. ``columns``, ``rows``: that it spans. ``head``: whether
    it names its column or row."""

    marks: tuple[int, ...]
    columns: int
    rows: int
    head: bool


class Tagged(NamedTuple):
    """What the structure tree names on a page, in its order. ``tables``: their rows of cells."""

    headings: tuple[TaggedHeading, ...] = ()
    tables: tuple[tuple[tuple[TaggedCell, ...], ...], ...] = ()


def tagged_parts(page: pypdfium2.PdfPage) -> Tagged:
    """The headings and tables on the page. A heading of no level of its own is as deep as it is nested."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return Tagged()
    headings: list[tuple[int, list[int]]] = []
    tables: list[tuple[tuple[TaggedCell, ...], ...]] = []
    try:
        for element, kind, depth in _elements(tree):
            named = _HEADING.fullmatch(kind)
            if named is not None:
                level = int(named[1]) if named[1] else 1 if named[0] == "Title" else max(1, depth)
                headings.append((level, list(_marks(element, 0))))
            else:
                tables.append(tuple(_rows(element)))
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    words_of = _words_by_mark(page) if headings else {}
    said = (TaggedHeading("".join(words_of.get(mark, "") for mark in marks), level) for level, marks in headings)
    return Tagged(tuple(heading for heading in said if heading.words.strip()), tuple(tables))


def _elements(tree: Handle) -> Iterator[tuple[Handle, str, int]]:
    """The headings and the tables, each with its type and how deep it is, in the order of the tree."""
    left = _ELEMENTS
    waiting = [
        (pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), 0)
        for index in reversed(range(min(pdfium.FPDF_StructTree_CountChildren(tree), _ELEMENTS)))
    ]
    while waiting and left > 0:
        element, depth = waiting.pop()
        left -= 1
        if not element or depth > _DEEPEST:
            continue
        kind = _type(element)
        if kind == "Table" or _HEADING.fullmatch(kind):
            yield element, kind, depth
            continue
        waiting += [(child, depth + 1) for child in reversed(_children(element))]


def _children(element: Handle) -> list[Handle]:
    count = min(pdfium.FPDF_StructElement_CountChildren(element), _ELEMENTS)
    found = (pdfium.FPDF_StructElement_GetChildAtIndex(element, index) for index in range(count))
    return [child for child in found if child]


def _rows(table: Handle) -> Iterator[tuple[TaggedCell, ...]]:
    """The rows of a table, those in its head, body and foot too."""
    for part in _children(table):
        rows = [part] if _type(part) == "TR" else [row for row in _children(part) if _type(row) == "TR"]
        for row in rows:
            yield tuple(
                TaggedCell(tuple(_marks(cell, 0)), _span(cell, b"ColSpan"), _span(cell, b"RowSpan"), kind == "TH")
                for cell in _children(row)
                if (kind := _type(cell)) in ("TH", "TD")
            )


def _span(cell: Handle, name: bytes) -> int:
    """How many columns or rows a cell says that it spans."""
    for index in range(min(max(0, pdfium.FPDF_StructElement_GetAttributeCount(cell)), _ATTRIBUTES)):
        said = pdfium.FPDF_StructElement_GetAttributeAtIndex(cell, index)
        value = pdfium.FPDF_StructElement_Attr_GetValue(said, name) if said else None
        number = ctypes.c_float()
        if value and pdfium.FPDF_StructElement_Attr_GetNumberValue(value, number):
            return min(max(1, int(number.value)), _MOST_SPANNED)
    return 1


def _marks(element: Handle, depth: int) -> Iterator[int]:
    """The numbers of the marked content within an element, in order."""
    if depth > _DEEPEST:
        return
    for index in range(min(pdfium.FPDF_StructElement_CountChildren(element), _ELEMENTS)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _marks(child, depth + 1)
        elif (mark := pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)) >= 0:
            yield mark


def _type(element: Handle) -> str:
    """What the element is, by a standard name."""
    held = (ctypes.c_ushort * 33)()
    written = pdfium.FPDF_StructElement_GetType(element, held, ctypes.sizeof(held))
    return _decoded(held, written)


def places_by_mark(page: pypdfium2.PdfPage, frame: Frame) -> Mapping[int, Box]:
    """Where the text is that is marked with each number."""
    found: dict[int, Box] = {}
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _OBJECTS)):
        held = pdfium.FPDFPage_GetObject(page.raw, index)
        mark = pdfium.FPDFPageObj_GetMarkedContentID(held)
        if mark < 0 or pdfium.FPDFPageObj_GetType(held) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        edges = [ctypes.c_float() for _ in range(4)]
        if pdfium.FPDFPageObj_GetBounds(held, *edges):
            place = frame.box(*(edge.value for edge in edges))
            found[mark] = around(found[mark], place) if mark in found else place
    return found


def around(one: Box, other: Box) -> Box:
    """The place that holds both."""
    return Box(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))


def _words_by_mark(page: pypdfium2.PdfPage) -> Mapping[int, str]:
    """The words of the page's text objects by the number that they are marked with."""
    found: dict[int, str] = defaultdict(str)
    textpage = page.get_textpage()
    try:
        for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _OBJECTS)):
            held = pdfium.FPDFPage_GetObject(page.raw, index)
            mark = pdfium.FPDFPageObj_GetMarkedContentID(held)
            if mark < 0 or pdfium.FPDFPageObj_GetType(held) != pdfium.FPDF_PAGEOBJ_TEXT:
                continue
            needed = pdfium.FPDFTextObj_GetText(held, textpage.raw, None, 0)
            buffer = (ctypes.c_ushort * (needed // 2 + 1))()
            found[mark] += _decoded(buffer, pdfium.FPDFTextObj_GetText(held, textpage.raw, buffer, needed))
    finally:
        textpage.close()
    return found


def _decoded(held: "ctypes.Array[ctypes.c_ushort]", size: int) -> str:
    return bytes(held)[: max(0, size)].decode("utf-16-le", "replace").rstrip("\0")
