"""Where the clip paths of a drawn object leave it open."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_signs import Box, Frame, Handle

_MOST_PATHS = 20
"""Clip paths of an object that are looked at, the innermost ones."""
_MOST_SEGMENTS = 400
_MOST_OF_PAGE = 200_000
"""Segments of a page that are looked at; with more, objects count as uncut."""

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cut:
    """The place outside which an object is cut off. ``even``: a rectangle, all of which is open."""

    place: Box
    even: bool


class Clips:
    """Reads the clip paths of a page's objects. ``frame``: of the page."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._left = _MOST_OF_PAGE

    def cut(self, held: Handle, matrix: Matrix) -> Cut | None:
        """None where nothing is cut. ``matrix``: of what the object is in."""
        clip = pdfium.FPDFPageObj_GetClipPath(held)
        count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
        place: Box | None = None
        even = True
        for path in range(max(0, count - _MOST_PATHS), count):
            corners = [moved(corner, matrix) for corner in self._corners(clip, path)]
            if not corners:
                continue
            across, up = [corner[0] for corner in corners], [corner[1] for corner in corners]
            open_ = self._frame.box(min(across), min(up), max(across), max(up))
            place = open_ if place is None else shared(place, open_)
            even = even and len({round(x, 1) for x in across}) <= 2 and len({round(y, 1) for y in up}) <= 2
        return None if place is None else Cut(place, even)

    def _corners(self, clip: Handle, path: int) -> Iterator[tuple[float, float]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        segments = min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _MOST_SEGMENTS, self._left)
        self._left -= max(0, segments)
        for index in range(segments):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                yield x.value, y.value


def shared(one: Box, other: Box) -> Box:
    """What is within both; a box of negative width or height where they do not meet."""
    return Box(max(one.x0, other.x0), max(one.y0, other.y0), min(one.x1, other.x1), min(one.y1, other.y1))


def moved(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    """The point by the matrix."""
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f
