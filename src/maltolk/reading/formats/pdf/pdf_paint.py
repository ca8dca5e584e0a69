"""What is drawn on a page of a PDF beside and behind its characters: grounds, pictures, rules, and edges that cut."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_signs import Box, Colour, Frame, Handle

_MOST = 20_000
"""Drawn things of a page that are looked at."""
_DEEPEST = 6
_THIN = 2.5
"""Points; what is drawn less high or wide is a rule."""
_SEGMENTS = 400
"""Of a path that are looked at."""
_Matrix = tuple[float, float, float, float, float, float]
_UPRIGHT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
    drawn, and the place outside which it is cut off. ``rules``: thin lines."""

    grounds: list[Ground] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    orders: dict[int, int] = field(default_factory=dict)
    cuts: dict[int, Box] = field(default_factory=dict)


def read_painted(page: pypdfium2.PdfPage, frame: Frame) -> Painted:
    """What is drawn on the page, in the order of drawing, as far as its first objects go."""
    painted = Painted()
    for order, (held, kind, matrix) in enumerate(_objects(page)):
        if order >= _MOST:
            break
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            key = ctypes.addressof(held.contents)
            painted.orders[key] = order
            if (cut := _cut(held, matrix, frame)) is not None:
                painted.cuts[key] = cut
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(held, matrix, frame, order, painted)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            place = _bounds(held, matrix, frame)
            if place is not None:
                painted.grounds.append(Ground(place, None, False, order))
                if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                    painted.pictures.append(place)
    return painted


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[Handle, int, _Matrix]]:
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


def _read_path(held: Handle, matrix: _Matrix, frame: Frame, order: int, painted: Painted) -> None:
    place = _bounds(held, matrix, frame)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if place is None or not pdfium.FPDFPath_GetDrawMode(held, fill, stroke):
        return
    segments = pdfium.FPDFPath_CountSegments(held)
    if fill.value and min(place.x1 - place.x0, place.y1 - place.y0) < _THIN:
        if not _is_white(_colour(held, pdfium.FPDFPageObj_GetFillColor)):
            painted.rules.append(place)
    elif fill.value:
        plain = segments in (4, 5) and _is_rectangle(held, segments) and not pdfium.FPDFPageObj_HasTransparency(held)
        painted.grounds.append(Ground(place, _colour(held, pdfium.FPDFPageObj_GetFillColor), plain, order))
    if stroke.value and segments <= _SEGMENTS:
        colour = _colour(held, pdfium.FPDFPageObj_GetStrokeColor)
        width = ctypes.c_float()
        if pdfium.FPDFPageObj_GetStrokeWidth(held, width) and width.value > 2 * _THIN:
            painted.grounds.append(Ground(place, colour, False, order))
        elif not _is_white(colour):
            painted.rules += _strokes(held, _times(_matrix(held), matrix), frame, segments)


def _strokes(held: Handle, matrix: _Matrix, frame: Frame, segments: int) -> Iterator[Box]:
    """The level and upright lines of a drawn path."""
    begun = last = None
    for point, kind, closes in _points(held, segments):
        x, y = _moved(point, matrix)
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


def _cut(held: Handle, matrix: _Matrix, frame: Frame) -> Box | None:
    """The place that the clip paths of a text leave open; None without one."""
    clip = pdfium.FPDFPageObj_GetClipPath(held)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    place: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(min(count, 20)):
        corners = []
        for index in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _SEGMENTS)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                corners.append(_moved((x.value, y.value), matrix))
        if not corners:
            continue
        across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
        open_ = frame.box(min(across), min(up), max(across), max(up))
        place = open_ if place is None else _shared(place, open_)
    return place


def _shared(one: Box, other: Box) -> Box:
    return Box(max(one.x0, other.x0), max(one.y0, other.y0), min(one.x1, other.x1), min(one.y1, other.y1))


def _bounds(held: Handle, matrix: _Matrix, frame: Frame) -> Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(held, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    corners = [_moved(corner, matrix) for corner in ((left, bottom), (left, top), (right, bottom), (right, top))]
    across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return frame.box(min(across), min(up), max(across), max(up))


def _colour(held: Handle, read: Callable[..., int]) -> Colour | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    return (parts[0].value, parts[1].value, parts[2].value) if read(held, *parts) else None


def _is_white(colour: Colour | None) -> bool:
    return colour is not None and min(colour) > 250


def _matrix(held: Handle) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(held, found):
        return _UPRIGHT
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(point: tuple[float, float], matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
