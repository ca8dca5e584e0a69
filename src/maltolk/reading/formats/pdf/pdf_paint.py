"""What is drawn on a page of a PDF beside and behind its characters: grounds, pictures, rules, and edges that cut."""

import ctypes
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_clips import Clips, Cut, Matrix, moved, shared
from maltolk.reading.formats.pdf.pdf_signs import Box, Colour, Frame, Handle

_MOST = 20_000
"""Drawn things of a page that are looked at."""
_DEEPEST = 6
_THIN = 2.5
"""Points; what is drawn less high or wide is a rule."""
_SEGMENTS = 400
"""Of a path that are looked at."""
_UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Ground:
    """A painted place. ``colour``: None for a picture or an unknown one. ``plain``: a full, opaque rectangle.
    ``order``: later ones lie above."""

    place: Box
    colour: Colour | None
    plain: bool
    order: int


@dataclass(slots=True)
class Painted:
    """A page's drawing. ``orders``, ``cuts``: of text objects, by what tells these (``Type.held``): how late each is
    drawn, and the place outside which it is cut off. ``rules``: thin lines; ``rule_orders``: how late each of these is
    drawn. ``filled``: text objects that are only the outline of what is painted within."""

    grounds: list[Ground] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    rule_orders: list[int] = field(default_factory=list)
    orders: dict[int, int] = field(default_factory=dict)
    cuts: dict[int, Box] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)


def read_painted(page: pypdfium2.PdfPage, frame: Frame, hidden: Collection[int] = ()) -> Painted:
    """What is drawn on the page, in the order of drawing, as far as its first objects go. ``hidden``: tells what is not
    drawn (``Type.held``)."""
    painted = Painted()
    clips = Clips(frame)
    outlines: list[int] = []
    within = False
    for order, (held, kind, matrix) in enumerate(_objects(page)):
        if order >= _MOST:
            break
        if hidden and ctypes.addressof(held.contents) in hidden:
            continue
        cut = clips.cut(held, matrix)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            key = ctypes.addressof(held.contents)
            painted.orders[key] = order
            if cut is not None:
                painted.cuts[key] = cut.place
            clipping = pdfium.FPDFTextObj_GetTextRenderMode(held) == pdfium.FPDF_TEXTRENDERMODE_CLIP
            within = clipping
            if clipping:
                outlines.append(key)
            else:
                outlines.clear()
            continue
        place = _bounds(held, matrix, frame)
        if place is None or (cut is not None and _is_empty(place := shared(place, cut.place))):
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            whole = (cut is None or cut.even) and not within
            _read_path(_Path(held, matrix, place, order, whole), frame, cut, painted)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            painted.grounds.append(Ground(place, None, False, order))
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                painted.pictures.append(place)
        if outlines and painted.grounds and painted.grounds[-1].order == order:
            painted.filled.update(outlines)
            outlines.clear()
    return painted


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Handle, int, Matrix]]:
    """The page's objects and those of forms within, with the matrix of what they are in."""
    waiting = [
        (pdfium.FPDFPage_GetObject(page.raw, index), _UPRIGHT, 0)
        for index in reversed(range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST)))
    ]
    while waiting:
        held, matrix, depth = waiting.pop()
        if not held:
            continue
        kind = pdfium.FPDFPageObj_GetType(held)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(held), matrix)
            waiting += [
                (pdfium.FPDFFormObj_GetObject(held, index), inner, depth + 1)
                for index in reversed(range(min(pdfium.FPDFFormObj_CountObjects(held), _MOST)))
            ]
        else:
            yield held, kind, matrix


@dataclass(frozen=True, slots=True)
class _Path:
    """A path as it is drawn. ``place``: what is in sight of it. ``whole``: whether that is the shape of what cuts
    it."""

    held: Handle
    matrix: Matrix
    place: Box
    order: int
    whole: bool


def _read_path(path: _Path, frame: Frame, cut: Cut | None, painted: Painted) -> None:
    held, place, order = path.held, path.place, path.order
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(held, fill, stroke):
        return
    segments = pdfium.FPDFPath_CountSegments(held)
    rules: list[Box] = []
    if fill.value and min(place.x1 - place.x0, place.y1 - place.y0) < _THIN:
        if not _is_white(_colour(held, pdfium.FPDFPageObj_GetFillColor)):
            rules.append(place)
    elif fill.value:
        plain = path.whole and segments in (4, 5) and _is_rectangle(held, segments)
        plain = plain and not pdfium.FPDFPageObj_HasTransparency(held)
        painted.grounds.append(Ground(place, _colour(held, pdfium.FPDFPageObj_GetFillColor), plain, order))
    if stroke.value and segments <= _SEGMENTS:
        colour = _colour(held, pdfium.FPDFPageObj_GetStrokeColor)
        width = ctypes.c_float()
        if pdfium.FPDFPageObj_GetStrokeWidth(held, width) and width.value > 2 * _THIN:
            painted.grounds.append(Ground(place, colour, False, order))
        elif not _is_white(colour):
            strokes = _strokes(held, _times(_matrix(held), path.matrix), frame, segments)
            cuts = strokes if cut is None else (shared(rule, cut.place) for rule in strokes)
            rules += (rule for rule in cuts if not _is_empty(rule))
    painted.rules += rules
    painted.rule_orders += [order] * len(rules)


def _is_empty(place: Box) -> bool:
    return place.x1 < place.x0 or place.y1 < place.y0


def _strokes(held: Handle, matrix: Matrix, frame: Frame, segments: int) -> Iterator[Box]:
    """The level and upright lines of a drawn path."""
    begun = last = None
    for point, kind, closes in _points(held, segments):
        x, y = moved(point, matrix)
        if kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            yield from _rule(last, (x, y), frame)
        elif kind == pdfium.FPDF_SEGMENT_MOVETO:
            begun = (x, y)
        last = (x, y)
        if closes and begun is not None:
            yield from _rule(last, begun, frame)


def _rule(start: tuple[float, float], end: tuple[float, float], frame: Frame) -> Iterator[Box]:
    left, right = sorted((start[0], end[0]))
    bottom, top = sorted((start[1], end[1]))
    if min(right - left, top - bottom) < 0.5 < max(right - left, top - bottom):
        yield frame.box(left, bottom, right, top)


def _points(held: Handle, segments: int) -> Iterator[tuple[tuple[float, float], int, bool]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(held, index)
        if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            kind = pdfium.FPDFPathSegment_GetType(segment)
            yield (x.value, y.value), kind, bool(pdfium.FPDFPathSegment_GetClose(segment))


def _is_rectangle(held: Handle, segments: int) -> bool:
    points = list(_points(held, segments))
    if any(kind == pdfium.FPDF_SEGMENT_BEZIERTO for _, kind, _ in points):
        return False
    return len({round(x, 1) for (x, _), _, _ in points}) == 2 == len({round(y, 1) for (_, y), _, _ in points})


def _bounds(held: Handle, matrix: Matrix, frame: Frame) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(held, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [moved(corner, matrix) for corner in ((left, bottom), (left, top), (right, bottom), (right, top))]
    across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return frame.box(min(across), min(up), max(across), max(up))


def _colour(held: Handle, read: Callable[..., int]) -> Colour | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    return (parts[0].value, parts[1].value, parts[2].value) if read(held, *parts) else None


def _is_white(colour: Colour | None) -> bool:
    return colour is not None and min(colour) > 250


def _matrix(held: Handle) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(held, found):
        return _UPRIGHT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
