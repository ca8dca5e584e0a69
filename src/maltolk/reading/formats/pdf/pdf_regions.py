"""The lines of a page -> regions in reading order, with the tables that are drawn with rules."""

from collections.abc import Sequence

from maltolk.reading.formats.pdf.pdf_lattice import Lattice, Turned, table_of
from maltolk.reading.formats.pdf.pdf_layout import Flow, Table, regions
from maltolk.reading.formats.pdf.pdf_lines import PdfLine


def page_regions(
    lines: Sequence[PdfLine], drawn: Sequence[Lattice], turned: Sequence[Turned], page: int
) -> list[Flow | Table]:
    """The regions of a page in reading order. ``drawn``: its tables with rules, from top to bottom; one with words
    beside it is read as any others are. ``page``: from 0."""
    left = list(lines)
    found: list[Flow | Table] = []
    for lattice in drawn:
        inside = [line for line in left if lattice.place.holds((line.x0 + line.x1) / 2, line.y - 0.3 * line.size)]
        above = [line for line in left if line.y - 0.3 * line.size < lattice.place.y0]
        within = {*inside, *above}
        beside = [line for line in left if line not in within and line.y - 0.3 * line.size <= lattice.place.y1]
        if beside or len(inside) < 2:
            continue
        table = table_of(lattice, inside, turned, page)
        if sum(len(row) > 1 for row in table.cells) < 1:
            continue
        found += [*regions(above), table]
        left = [line for line in left if line not in within]
    return found + regions(left)
