"""Headings that a tagged PDF names in its structure tree (ISO 32000-1, 14.8.4)."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_signs import Handle

_HEADING = re.compile(r"H([1-6])|Title|H")
_ELEMENTS, _DEEPEST = 20_000, 40
_OBJECTS = 20_000


class TaggedHeading(NamedTuple):
    """``level``: from 1."""

    words: str
    level: int


def tagged_headings(page: pypdfium2.PdfPage) -> tuple[TaggedHeading, ...]:
    """The headings on the page, in the order of the tree. One of no level of its own is as deep as it is nested."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return ()
    try:
        found = list(_headings(tree))
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    if not found:
        return ()
    words_of = _words_by_mark(page)
    said = (TaggedHeading("".join(words_of.get(mark, "") for mark in marks), level) for level, marks in found)
    return tuple(heading for heading in said if heading.words.strip())


def _headings(tree: Handle) -> Iterator[tuple[int, list[int]]]:
    """Level of each heading, and what its words are marked with, in the order of the tree."""
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
        named = _HEADING.fullmatch(_type(element))
        if named is not None:
            level = int(named[1]) if named[1] else 1 if named[0] == "Title" else max(1, depth)
            yield level, list(_marks(element, 0))
            continue
        count = min(pdfium.FPDF_StructElement_CountChildren(element), _ELEMENTS)
        inside = (pdfium.FPDF_StructElement_GetChildAtIndex(element, index) for index in reversed(range(count)))
        waiting += [(child, depth + 1) for child in inside if child]


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
