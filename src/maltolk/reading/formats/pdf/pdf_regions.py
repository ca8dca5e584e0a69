"""The lines of a page -> regions in reading order, with the tables that are drawn with rules."""

from collections.abc import Iterator, Sequence

from maltolk.reading.formats.pdf.pdf_lattice import Lattice, table_of
from maltolk.reading.formats.pdf.pdf_layout import Flow, Table, regions
from maltolk.reading.formats.pdf.pdf_lines import PdfLine
from maltolk.reading.formats.pdf.pdf_page import PageLines
from maltolk.reading.formats.pdf.pdf_stacks import lattices_of


def page_regions(lines: Sequence[PdfLine], page: PageLines, number: int) -> list[Flow | Table]:
    """The regions of a page in reading order. ``lines``: of its text. A table with words beside it is read as any
    others are. ``number``: the page's, from 0."""
    left = list(lines)
    found: list[Flow | Table] = []
    for lattice in sorted(_tables(lines, page), key=lambda each: each.place.y0):
        inside = [line for line in left if _is_in(line, lattice)]
        above = [line for line in left if line.y - 0.3 * line.size < lattice.place.y0]
        within = {*inside, *above}
        beside = [line for line in left if line not in within and line.y - 0.3 * line.size <= lattice.place.y1]
        if beside or len(inside) < 2:
            continue
        table = table_of(lattice, inside, page.turned, number)
        if all(len(row) == 1 for row in table.cells):
            continue
        found += [*regions(above), table]
        left = [line for line in left if line not in within]
    return found + regions(left)


def _tables(lines: Sequence[PdfLine], page: PageLines) -> Iterator[Lattice]:
    yield from page.drawn
    yield from page.named
    for stack in page.stacks:
        yield from lattices_of(stack, lines)


def _is_in(line: PdfLine, lattice: Lattice) -> bool:
    return lattice.place.holds((line.x0 + line.x1) / 2, line.y - 0.3 * line.size)
