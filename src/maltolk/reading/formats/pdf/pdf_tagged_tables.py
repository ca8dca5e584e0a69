"""Tables that a PDF names by its tags, where their cells stand in rows and columns on the page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise

from maltolk.reading.formats.grid import MAX_COLUMNS
from maltolk.reading.formats.pdf.pdf_lattice import Lattice, LatticeCell
from maltolk.reading.formats.pdf.pdf_signs import Box
from maltolk.reading.formats.pdf.pdf_tags import TaggedCell, around

_MARGIN = 2.0
"""Points between the words of the outermost cells and the table's edge."""
_OVERLAP = 1.5
"""Points that the words of two rows or columns may reach into each other."""
_MOST_ROWS = 200

Rows = Sequence[Sequence[TaggedCell]]


def tagged_lattices(tables: Sequence[Rows], places: Mapping[int, Box]) -> Iterator[Lattice]:
    """The tables as lattices of their cells; none where two columns or rows are not apart on the page. ``places``: of
    what is marked with each number."""
    for rows in tables:
        if len(rows) <= _MOST_ROWS and (lattice := _lattice(_placed(rows), places)) is not None:
            yield lattice


def walls_of(lattices: Sequence[Lattice]) -> list[Box]:
    """Between the columns, where words of two cells may stand close to each other."""
    inner = {(cell.place.x0, each.place.y0, each.place.y1) for each in lattices for cell in each.cells if cell.column}
    return [Box(x, top, x, bottom) for x, top, bottom in sorted(inner)]


def _placed(rows: Rows) -> list[tuple[int, int, TaggedCell]]:
    """Row and column where each cell begins, beside those that reach down into its row."""
    found: list[tuple[int, int, TaggedCell]] = []
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            if column + cell.columns > MAX_COLUMNS:
                break
            found.append((row, column, cell))
            down = range(row, min(row + cell.rows, len(rows)))
            taken |= {(r, c) for r in down for c in range(column, column + cell.columns)}
            column += cell.columns
    return found


def _lattice(placed: Sequence[tuple[int, int, TaggedCell]], places: Mapping[int, Box]) -> Lattice | None:
    width = max((column + cell.columns for _, column, cell in placed), default=0)
    height = max((row + 1 for row, _, _ in placed), default=0)
    held = [
        (row, column, cell, reduce(around, boxes))
        for row, column, cell in placed
        if (boxes := [places[mark] for mark in cell.marks if mark in places])
    ]
    if width < 2 or height < 2:
        return None
    xs = _edges([(c, c + cell.columns, box.x0, box.x1) for _, c, cell, box in held], width)
    ys = _edges([(r, min(r + cell.rows, height), box.y0, box.y1) for r, _, cell, box in held], height)
    if xs is None or ys is None:
        return None
    cells = tuple(
        LatticeCell(
            Box(xs[column], ys[row], xs[column + cell.columns], ys[min(row + cell.rows, height)]),
            row,
            column,
            min(cell.rows, height - row),
            cell.columns,
            cell.head,
        )
        for row, column, cell in placed
    )
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), cells)


def _edges(held: Sequence[tuple[int, int, float, float]], count: int) -> list[float] | None:
    """The edges of ``count`` rows or columns, by the cells in each: where it begins and ends, and its words' place;
    None where two are not apart, or one holds no cell of its own."""
    reach: list[tuple[float, float]] = []
    for number in range(count):
        own = [(low, high) for first, last, low, high in held if (first, last) == (number, number + 1)]
        if not own:
            return None
        reach.append((min(low for low, _ in own), max(high for _, high in own)))
    if any(after[0] < before[1] - _OVERLAP for before, after in pairwise(reach)):
        return None
    between = [(before[1] + after[0]) / 2 for before, after in pairwise(reach)]
    return [reach[0][0] - _MARGIN, *between, reach[-1][1] + _MARGIN]
