"""A page of a PDF -> its lines as people see them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from maltolk.reading.formats.pdf.pdf_annotations import read_annotations
from maltolk.reading.formats.pdf.pdf_fields import with_addresses, with_fields
from maltolk.reading.formats.pdf.pdf_lattice import Lattice, Turned, lattices
from maltolk.reading.formats.pdf.pdf_lines import PdfLine, lines_of
from maltolk.reading.formats.pdf.pdf_paint import read_painted
from maltolk.reading.formats.pdf.pdf_seen import seen
from maltolk.reading.formats.pdf.pdf_signs import Box, Frame, Sign, frame_of, placed, read_signs
from maltolk.reading.formats.pdf.pdf_stacks import Stack, shaded_stacks, stacks

_FEW = 20
"""A page with fewer letters is mostly pictures."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page from top to bottom. ``height``, ``width``: in points.

    ``pictured``: whether it is hardly more than pictures. ``drawn``: tables with rules around their cells.
    ``stacks``: rules below each other. ``turned``: what stands at
    right angles to the lines.
    """

    lines: tuple[PdfLine, ...]
    width: float
    height: float
    pictured: bool = False
    drawn: tuple[Lattice, ...] = ()
    stacks: tuple[Stack, ...] = ()
    turned: tuple[Turned, ...] = ()


def page_lines(page: pypdfium2.PdfPage, number: int) -> PageLines:
    """The page's lines; text that is askew, at right angles to the rest or not to be seen is left out."""
    textpage = page.get_textpage()
    try:
        signs = read_signs(textpage.raw)
    finally:
        textpage.close()
    frame = frame_of(signs, page.get_bbox())
    beside = read_annotations(page, frame)
    painted = read_painted(page, frame)
    upright = seen(placed(signs, frame), painted, beside)
    drawn = tuple(lattices(painted.rules))
    upright = with_addresses(with_fields(upright, beside.fields, drawn), beside.links)
    few = sum(sign.text.isalpha() for sign in upright) < _FEW
    pictured = few and bool(painted.pictures)
    lines = tuple(lines_of(upright, number, painted.rules))
    free = [rule for rule in painted.rules if not any(each.place.holds(rule.x0, rule.y0, 2) for each in drawn)]
    shaded = [] if drawn else shaded_stacks(painted.grounds)
    turned = tuple(_turned(signs, page, frame)) if drawn else ()
    return PageLines(lines, frame.width, frame.height, pictured, drawn, (*stacks(free), *shaded), turned)


def _turned(signs: list[Sign], page: pypdfium2.PdfPage, frame: Frame) -> Iterator[Turned]:
    """The words that stand at right angles to the rest, with their places among these."""
    for turn in ((frame.turn + 1) % 4, (frame.turn + 3) % 4):
        edges = frame_of([], page.get_bbox(), turn)
        for line in lines_of(placed(signs, edges), 0):
            place = edges.back(Box(line.x0, line.y - line.size, line.x1, line.y))
            yield Turned(frame.box(*place), line.text, line.bold)
