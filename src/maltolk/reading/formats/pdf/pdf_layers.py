"""Layers of a page that are switched off: PDFium reads their words and does not draw them.

No call tells which layers are on, but drawing the page does: words whose colour changes nothing are not drawn.
"""

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_signs import Handle

_LAYERED = re.compile(rb"/OC(?:\s+\d+\s+\d+\s+R|\s*<<)")
"""A form that is in a layer as a whole: the dictionary of a stream is never packed."""
_SCALE = 1.0
_MOST = 24
"""Parts of a page that are looked at; with more it is a map, the layers of which are taken for shown."""
_OBJECTS, _DEEPEST = 20_000, 6
_SIGNAL, _OTHER = (255, 0, 255), (0, 160, 0)
"""Colours that words are given to see whether they are drawn."""

Layer = tuple[str, int]
"""Its name, or what it is called here, and which stretch of it."""


def has_layered_forms(raw: bytes) -> bool:
    """Whether the file has a form that is in a layer."""
    return _LAYERED.search(raw) is not None


def hidden_objects(page: pypdfium2.PdfPage, *, forms: bool) -> frozenset[int]:
    """What tells the objects of the page (``Type.held``) that are in layers which are not shown. ``forms``: whether
    these may be in layers as a whole."""
    parts: dict[Layer, list[tuple[Handle, int]]] = defaultdict(list)
    for layers, held, kind in _objects(page, forms=forms):
        for layer in layers:
            parts[layer].append((held, kind))
    worded = {
        layer: words
        for layer, inside in parts.items()
        if (words := [held for held, kind in inside if _is_drawn(held, kind)])
    }
    if not worded or len(worded) > _MOST:
        return frozenset()
    before = _drawn(page)
    hidden = [layer for layer, words in worded.items() if not _shows(page, words, before)]
    return frozenset(ctypes.addressof(held.contents) for layer in hidden for held, _ in parts[layer])


def _is_drawn(held: Handle, kind: int) -> bool:
    """Whether it is words that are painted if they are shown."""
    if kind != pdfium.FPDF_PAGEOBJ_TEXT:
        return False
    return bool(pdfium.FPDFTextObj_GetTextRenderMode(held) == pdfium.FPDF_TEXTRENDERMODE_FILL)


def _objects(page: pypdfium2.PdfPage, *, forms: bool) -> Iterator[tuple[tuple[Layer, ...], Handle, int]]:
    """The page's objects in layers and those of forms within, with these layers."""
    stretch, last = 0, ""
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _OBJECTS)):
        held = pdfium.FPDFPage_GetObject(page.raw, index)
        name = _layer(held)
        stretch += name != last
        last = name
        layers = ((name, stretch),) if name else ()
        yield from _within(held, layers, 0, forms=forms, number=index)


def _within(
    held: Handle, layers: tuple[Layer, ...], depth: int, *, forms: bool, number: int
) -> Iterator[tuple[tuple[Layer, ...], Handle, int]]:
    kind = pdfium.FPDFPageObj_GetType(held)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        if layers:
            yield layers, held, kind
        return
    if depth >= _DEEPEST:
        return
    whole = (*layers, (f"form {depth}", number)) if forms else layers
    for index in range(min(pdfium.FPDFFormObj_CountObjects(held), _OBJECTS)):
        inner = pdfium.FPDFFormObj_GetObject(held, index)
        if inner:
            name = _layer(inner)
            yield from _within(
                inner, (*whole, (name, number)) if name else whole, depth + 1, forms=forms, number=number * 100 + index
            )


def _layer(held: Handle) -> str:
    """The name of the layer that the object is marked as part of; "" for none."""
    for index in range(max(0, pdfium.FPDFPageObj_CountMarks(held))):
        mark = pdfium.FPDFPageObj_GetMark(held, index)
        if mark and _text(pdfium.FPDFPageObjMark_GetName, mark) == "OC":
            return _text(pdfium.FPDFPageObjMark_GetParamStringValue, mark, b"Name") or "?"
    return ""


def _text(read: "ctypes._FuncPointer", mark: Handle, *which: bytes) -> str:
    needed = ctypes.c_ulong()
    if not read(mark, *which, None, 0, needed) or not needed.value:
        return ""
    held = (ctypes.c_ushort * (needed.value // 2 + 1))()
    read(mark, *which, held, needed.value, needed)
    return bytes(held).decode("utf-16-le", "replace").rstrip("\0")


def _shows(page: pypdfium2.PdfPage, words: list[Handle], before: bytes) -> bool:
    """Whether other colours of these words change the page, which is left as it was."""
    colours = [[ctypes.c_uint() for _ in range(4)] for _ in words]
    for held, parts in zip(words, colours, strict=True):
        pdfium.FPDFPageObj_GetFillColor(held, *parts)
        signal = _OTHER if parts[0].value > 127 and parts[2].value > 127 and parts[1].value < 128 else _SIGNAL
        pdfium.FPDFPageObj_SetFillColor(held, *signal, 255)
    changed = _drawn(page) != before
    for held, parts in zip(words, colours, strict=True):
        pdfium.FPDFPageObj_SetFillColor(held, *(part.value for part in parts))
    return changed


def _drawn(page: pypdfium2.PdfPage) -> bytes:
    bitmap = page.render(scale=_SCALE)
    try:
        return bytes(bitmap.buffer)
    finally:
        bitmap.close()
