"""What a page of a PDF carries beside its content: values of form fields, links, lines through words."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_signs import Box, Frame, Handle

_MOST = 1000
"""Annotations of a page that are read."""
_LONGEST = 20_000
"""Characters of a value that are read."""
_MOST_DRAWN = 50
"""Things that an annotation is drawn of."""
_LEVEL = 3.0
"""Points that the ends of a level line are apart in height at most."""
_NOT_SEEN = pdfium.FPDF_ANNOT_FLAG_INVISIBLE | pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13
"""The flag of a field whose value is shown as dots."""
_BOXES = {pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON}
_CHOICES = {pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX}
_TICKED, _EMPTY = "☒", "☐"


@dataclass(frozen=True, slots=True)
class Filled:
    """A field and what people see in it. ``box``: whether to tick."""

    place: Box
    value: str
    box: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link is, on every line that it spans, and what it leads to."""

    places: tuple[Box, ...]
    target: str


@dataclass(slots=True)
class Annotations:
    """All of a page. ``fields``: also of words typed over the page. ``struck``: places with a line through the words.
    ``lines``: drawn level ones. ``covers``: places painted over."""

    fields: list[Filled] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    covers: list[Box] = field(default_factory=list)


def read_annotations(page: pypdfium2.PdfPage, frame: Frame) -> Annotations:
    """What can be seen of the page's annotations; comments are none of its text."""
    found = Annotations()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        with _annotation(page, index) as held:
            if not held or pdfium.FPDFAnnot_GetFlags(held) & _NOT_SEEN:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(held)
            if kind == pdfium.FPDF_ANNOT_WIDGET and page.formenv is not None:
                found.fields += _filled(page.formenv.raw, held, frame)
            elif kind == pdfium.FPDF_ANNOT_LINK and (target := _target(page.pdf.raw, held)):
                found.links.append(Link(_places(held, frame), target))
            elif kind == pdfium.FPDF_ANNOT_STRIKEOUT:
                found.struck += _places(held, frame)
            elif kind == pdfium.FPDF_ANNOT_LINE:
                found.lines += _line(held, frame)
            elif kind == pdfium.FPDF_ANNOT_SQUARE and (place := _rectangle(held, frame)) and _is_full(held):
                found.covers.append(place)
            elif kind == pdfium.FPDF_ANNOT_FREETEXT and (place := _rectangle(held, frame)):
                found.fields += _typed(held, place)
    return found


@contextmanager
def _annotation(page: pypdfium2.PdfPage, index: int) -> Iterator[Handle]:
    held = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield held
    finally:
        if held:
            pdfium.FPDFPage_CloseAnnot(held)


def _filled(form: Handle, held: Handle, frame: Frame) -> Iterator[Filled]:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, held)
    place = _rectangle(held, frame)
    if place is None:
        return
    if kind in _BOXES:
        yield Filled(place, _TICKED if pdfium.FPDFAnnot_IsChecked(form, held) else _EMPTY, box=True)
    elif kind in _CHOICES:
        chosen = [
            _said(lambda buffer, size, at=at: pdfium.FPDFAnnot_GetOptionLabel(form, held, at, buffer, size))
            for at in range(min(pdfium.FPDFAnnot_GetOptionCount(form, held), _MOST))
            if pdfium.FPDFAnnot_IsOptionSelected(form, held, at)
        ]
        yield Filled(place, "\n".join(chosen) or _value(form, held))
    elif kind == pdfium.FPDF_FORMFIELD_TEXTFIELD and not pdfium.FPDFAnnot_GetFormFieldFlags(form, held) & _PASSWORD:
        yield Filled(place, _value(form, held))


def _typed(held: Handle, place: Box) -> Iterator[Filled]:
    """Words typed over the page; with a line that points at something they are a comment."""
    if not pdfium.FPDFAnnot_HasKey(held, b"CL"):
        words = _said(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(held, b"Contents", buffer, size))
        yield Filled(place, words)


def _line(held: Handle, frame: Frame) -> Iterator[Box]:
    start, end = pdfium.FS_POINTF(), pdfium.FS_POINTF()
    if pdfium.FPDFAnnot_GetLine(held, start, end):
        left, right = sorted((start.x, end.x))
        bottom, top = sorted((start.y, end.y))
        if min(right - left, top - bottom) < _LEVEL:
            yield frame.box(left, bottom, right, top)


def _is_full(held: Handle) -> bool:
    """Whether a rectangle over the page is painted full, so that nothing is seen through it."""
    opaque = ctypes.c_float()
    if pdfium.FPDFAnnot_GetNumberValue(held, b"CA", opaque) and opaque.value < 1:
        return False
    for index in range(min(max(0, pdfium.FPDFAnnot_GetObjectCount(held)), _MOST_DRAWN)):
        drawn = pdfium.FPDFAnnot_GetObject(held, index)
        if drawn and pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            filled = pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke) and fill.value
            if filled and not pdfium.FPDFPageObj_HasTransparency(drawn):
                return True
    return pdfium.FPDFAnnot_GetObjectCount(held) <= 0 and bool(pdfium.FPDFAnnot_HasKey(held, b"IC"))


def _value(form: Handle, held: Handle) -> str:
    return _said(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(form, held, buffer, size))


def _said(read: Callable[..., int]) -> str:
    """A text that PDFium writes as UTF-16 into a buffer of as many bytes as it asks for."""
    size = min(read(None, 0), 2 * _LONGEST)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    if read(buffer, ctypes.sizeof(buffer)) > ctypes.sizeof(buffer):
        return ""
    return bytes(buffer).decode("utf-16-le", "replace").split("\0")[0].replace("\r\n", "\n").replace("\r", "\n")


def _target(document: Handle, held: Handle) -> str:
    link = pdfium.FPDFAnnot_GetLink(held)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    size = min(pdfium.FPDFAction_GetURIPath(document, action, None, 0), _LONGEST)
    buffer = ctypes.create_string_buffer(size + 1)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _places(held: Handle, frame: Frame) -> tuple[Box, ...]:
    corners = pdfium.FS_QUADPOINTSF()
    count = min(pdfium.FPDFAnnot_CountAttachmentPoints(held), _MOST)
    found = []
    for index in range(count):
        if pdfium.FPDFAnnot_GetAttachmentPoints(held, index, corners):
            x = (corners.x1, corners.x2, corners.x3, corners.x4)
            y = (corners.y1, corners.y2, corners.y3, corners.y4)
            found.append(frame.box(min(x), min(y), max(x), max(y)))
    whole = _rectangle(held, frame)
    return tuple(found) or ((whole,) if whole else ())


def _rectangle(held: Handle, frame: Frame) -> Box | None:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(held, box):
        return None
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    return frame.box(left, bottom, right, top)
