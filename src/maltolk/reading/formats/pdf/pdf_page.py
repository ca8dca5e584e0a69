"""A page of a PDF -> its lines as people see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2

from maltolk.reading.formats.pdf.pdf_annotations import read_annotations
from maltolk.reading.formats.pdf.pdf_clips import shared
from maltolk.reading.formats.pdf.pdf_fields import with_addresses, with_fields
from maltolk.reading.formats.pdf.pdf_ink import is_print
from maltolk.reading.formats.pdf.pdf_lattice import Lattice, Turned, lattices
from maltolk.reading.formats.pdf.pdf_layers import hidden_objects
from maltolk.reading.formats.pdf.pdf_lines import PdfLine, lines_of
from maltolk.reading.formats.pdf.pdf_paint import read_painted
from maltolk.reading.formats.pdf.pdf_seen import is_scanned, seen
from maltolk.reading.formats.pdf.pdf_signs import Box, Frame, Sign, frame_of, placed, read_signs
from maltolk.reading.formats.pdf.pdf_stacks import Stack, shaded_stacks, stacks
from maltolk.reading.formats.pdf.pdf_tagged_tables import tagged_lattices, walls_of
from maltolk.reading.formats.pdf.pdf_tags import TaggedHeading, places_by_mark, tagged_parts

_FEW = 20
"""A page with fewer letters is mostly pictures."""
_STAMPED = 300
"""Letters of which stamps and lines of signatures have fewer."""
_PART, _WHOLE = 0.1, 0.7
"""Share of a page that the picture of a text covers at least, and that of a scanned page."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page from top to bottom. ``height``, ``width``: in points.

    ``pictured``: whether it is hardly more than pictures; ``scanned``: whether these may show text that is not among
    the lines. ``from_image``: whether the lines were recognised in a picture. ``drawn``: tables with rules around their
    cells. ``stacks``: rules below each other. ``turned``: what stands at right angles to the lines. ``tagged``,
    ``named``: the headings and tables that the file names on it.
    """

    lines: tuple[PdfLine, ...]
    width: float
    height: float
    pictured: bool = False
    scanned: bool = False
    from_image: bool = False
    drawn: tuple[Lattice, ...] = ()
    stacks: tuple[Stack, ...] = ()
    turned: tuple[Turned, ...] = ()
    tagged: tuple[TaggedHeading, ...] = ()
    named: tuple[Lattice, ...] = ()


def page_lines(page: pypdfium2.PdfPage, number: int, *, layered_forms: bool = False) -> PageLines:
    """The page's lines; text that is askew, at right angles to the rest or not to be seen is left out.
    ``layered_forms``: whether forms of the file may be in layers."""
    hidden = hidden_objects(page, forms=layered_forms)
    textpage = page.get_textpage()
    try:
        signs = [sign for sign in read_signs(textpage.raw) if sign.type.held not in hidden]
    finally:
        textpage.close()
    frame = frame_of(signs, page.get_bbox())
    beside = read_annotations(page, frame)
    painted = read_painted(page, frame, hidden)
    upright = seen(placed(signs, frame), painted, beside)
    drawn = tuple(lattices(painted.rules))
    upright = with_addresses(with_fields(upright, beside.fields, drawn), beside.links)
    letters = sum(sign.text.isalpha() for sign in upright)
    pictured = letters < _FEW and bool(painted.pictures)
    tagged = tagged_parts(page)
    places = places_by_mark(page, frame) if tagged.tables else {}
    named = tuple(each for each in tagged_lattices(tagged.tables, places) if not _is_drawn(each, drawn))
    lines = tuple(lines_of(upright, number, [*painted.rules, *walls_of(named)]))
    covered = _covered(painted.pictures, frame)
    scanned = (pictured and covered >= _PART) or (
        letters < _STAMPED and covered >= _WHOLE and not pictured and is_print(page, lines)
    )
    free = [rule for rule in painted.rules if not any(each.place.holds(rule.x0, rule.y0, 2) for each in drawn)]
    shaded = [] if drawn else shaded_stacks(painted.grounds)
    turned = tuple(_turned(signs, page, frame)) if drawn else ()
    layer = is_scanned(signs, painted)
    scanned = scanned and not layer
    rules = (*stacks(free), *shaded)
    return PageLines(
        lines, frame.width, frame.height, pictured, scanned, layer, drawn, rules, turned, tagged.headings, named
    )


def _is_drawn(lattice: Lattice, drawn: Sequence[Lattice]) -> bool:
    """Whether rules are drawn around its cells."""
    x, y = (lattice.place.x0 + lattice.place.x1) / 2, (lattice.place.y0 + lattice.place.y1) / 2
    return any(each.place.holds(x, y) for each in drawn)


def _covered(pictures: Sequence[Box], frame: Frame) -> float:
    """Share of the page that pictures cover, which may be strips of one."""
    whole = Box(0.0, 0.0, frame.width, frame.height)
    parts = (shared(picture, whole) for picture in pictures)
    area = sum((part.x1 - part.x0) * (part.y1 - part.y0) for part in parts if part.x1 > part.x0 and part.y1 > part.y0)
    return area / max(frame.width * frame.height, 1.0)


def _turned(signs: list[Sign], page: pypdfium2.PdfPage, frame: Frame) -> Iterator[Turned]:
    """The words that stand at right angles to the rest, with their places among these."""
    for turn in ((frame.turn + 1) % 4, (frame.turn + 3) % 4):
        edges = frame_of([], page.get_bbox(), turn)
        for line in lines_of(placed(signs, edges), 0):
            place = edges.back(Box(line.x0, line.y - line.size, line.x1, line.y))
            yield Turned(frame.box(*place), line.text, line.bold)
