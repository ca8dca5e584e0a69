"""Rules on a page -> the cells of tables that are drawn with lines around these, and what they hold."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from maltolk.reading.formats.grid import Cell, grid
from maltolk.reading.formats.pdf.pdf_layout import Table, joined
from maltolk.reading.formats.pdf.pdf_lines import PdfLine, rows
from maltolk.reading.formats.pdf.pdf_signs import Box

_SLACK = 3.0
"""Points between rules that touch, or that are the same one."""
_MOST_RULES = 2000
"""A page with more is a drawing."""
_MOST_LINES = 120
"""Rows or columns of a table; more is squared paper."""
_LOW, _NARROW = 6.0, 8.0
"""Points: smaller cells are double rules."""


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A cell, the row and column where it begins, and how many of these it spans. ``head``: whether the file says that
    it names its column or row."""

    place: Box
    row: int
    column: int
    rows: int
    columns: int
    head: bool = False


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of one table, row by row."""

    place: Box
    cells: tuple[LatticeCell, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """Words at right angles to the page's, as the heads of narrow columns are."""

    place: Box
    text: str
    bold: bool


@dataclass(slots=True)
class _Group:
    """Rules that touch each other."""

    level: list[Box] = field(default_factory=list)
    upright: list[Box] = field(default_factory=list)


def lattices(rules: Sequence[Box]) -> list[Lattice]:
    """The tables with at least two rows and columns, from top to bottom."""
    level = [rule for rule in rules if rule.x1 - rule.x0 >= rule.y1 - rule.y0]
    upright = [rule for rule in rules if rule.x1 - rule.x0 < rule.y1 - rule.y0]
    if len(rules) > _MOST_RULES or len(level) < 3 or len(upright) < 3:
        return []
    found = (_lattice(group) for group in _groups(level, upright))
    return sorted((each for each in found if each is not None), key=lambda each: each.place.y0)


def table_of(lattice: Lattice, lines: Iterable[PdfLine], turned: Iterable[Turned], page: int) -> Table:
    """The table's rows with what stands in its cells. ``page``: from 0."""
    held: dict[LatticeCell, list[PdfLine]] = {cell: [] for cell in lattice.cells}
    places = _Places(lattice)
    for line in lines:
        if (cell := places.at((line.x0 + line.x1) / 2, line.y - 0.3 * line.size)) is not None:
            held[cell].append(line)
    upright: dict[LatticeCell, list[Turned]] = {cell: [] for cell in lattice.cells}
    for part in turned:
        x, y = (part.place.x0 + part.place.x1) / 2, (part.place.y0 + part.place.y1) / 2
        if (cell := places.at(x, y)) is not None and not held[cell]:
            upright[cell].append(part)
    heads = _heads(lattice, held, upright)
    written: list[list[Cell]] = [[] for _ in range(max(cell.row for cell in lattice.cells) + 1)]
    for cell in lattice.cells:
        words = _words(held[cell]) or " ".join(part.text for part in upright[cell])
        written[cell.row].append(Cell(words, cell.columns, cell.rows, head=cell.row < heads))
    edges = tuple(sorted({cell.place.x0 for cell in lattice.cells}))
    return Table(tuple(map(tuple, grid(written))), page, edges, heads > 0)


def _groups(level: list[Box], upright: list[Box]) -> list[_Group]:
    """Rules together with those that they touch."""
    rules = [(rule, True) for rule in level] + [(rule, False) for rule in upright]
    rules.sort(key=lambda each: each[0].y0)
    group_of = list(range(len(rules)))

    def first(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = group_of[group_of[index]]
            index = group_of[index]
        return index

    open_: list[int] = []
    for index, (rule, _) in enumerate(rules):
        open_ = [other for other in open_ if rules[other][0].y1 + _SLACK >= rule.y0]
        for other in open_:
            beside = rules[other][0]
            if beside.x0 - _SLACK <= rule.x1 and rule.x0 - _SLACK <= beside.x1:
                group_of[first(index)] = first(other)
        open_.append(index)
    groups: dict[int, _Group] = {}
    for index, (rule, lies) in enumerate(rules):
        group = groups.setdefault(first(index), _Group())
        (group.level if lies else group.upright).append(rule)
    return list(groups.values())


def _lattice(group: _Group) -> Lattice | None:
    xs = _places(((rule.x0 + rule.x1) / 2 for rule in group.upright), _NARROW)
    ys = _places(((rule.y0 + rule.y1) / 2 for rule in group.level), _LOW)
    if not 3 <= len(xs) <= _MOST_LINES or not 3 <= len(ys) <= _MOST_LINES:
        return None
    cells = tuple(_cells(group, xs, ys))
    widths = {cell.column for cell in cells}
    heights = {cell.row for cell in cells}
    if len(widths) < 2 or len(heights) < 2:
        return None
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), cells)


def _places(found: Iterable[float], least: float) -> list[float]:
    """Where rules are, those closer than ``least`` points taken for one."""
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] >= least:
            places.append(place)
    return places


def _cells(group: _Group, xs: list[float], ys: list[float]) -> Iterator[LatticeCell]:
    walls = [[_is_between(group.upright, x, ys[row], ys[row + 1]) for x in xs] for row in range(len(ys) - 1)]
    floors = [[_is_under(group.level, y, xs[column], xs[column + 1]) for column in range(len(xs) - 1)] for y in ys]
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < len(xs) - 1 and not walls[row][right] and (row, right) not in taken:
                right += 1
            below = row + 1
            while below < len(ys) - 1 and not any(floors[below][column:right]):
                below += 1
            taken |= {(r, c) for r in range(row, below) for c in range(column, right)}
            place = Box(xs[column], ys[row], xs[right], ys[below])
            yield LatticeCell(place, row, column, below - row, right - column)


def _is_between(upright: list[Box], x: float, top: float, bottom: float) -> bool:
    """Whether rules at ``x`` go along at least half the height."""
    near = (rule for rule in upright if abs((rule.x0 + rule.x1) / 2 - x) < _NARROW)
    return sum(max(0.0, min(rule.y1, bottom) - max(rule.y0, top)) for rule in near) > 0.5 * (bottom - top)


def _is_under(level: list[Box], y: float, left: float, right: float) -> bool:
    near = (rule for rule in level if abs((rule.y0 + rule.y1) / 2 - y) < _LOW)
    return sum(max(0.0, min(rule.x1, right) - max(rule.x0, left)) for rule in near) > 0.5 * (right - left)


class _Places:
    """Finds the cell at a place."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice
        self._xs = sorted({cell.place.x0 for cell in lattice.cells})
        self._ys = sorted({cell.place.y0 for cell in lattice.cells})
        column_at = {x: column for column, x in enumerate(self._xs)}
        row_at = {y: row for row, y in enumerate(self._ys)}
        self._cells: dict[tuple[int, int], LatticeCell] = {}
        for cell in lattice.cells:
            row, column = row_at[cell.place.y0], column_at[cell.place.x0]
            self._cells |= {
                (below, beside): cell
                for below in range(row, bisect_left(self._ys, cell.place.y1))
                for beside in range(column, bisect_left(self._xs, cell.place.x1))
            }

    def at(self, x: float, y: float) -> LatticeCell | None:
        """None beside the table."""
        if not self._lattice.place.holds(x, y):
            return None
        return self._cells.get((bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1))


def _words(lines: list[PdfLine]) -> str:
    words = ""
    for row in rows(lines):
        for line in row:
            words = joined(words, line.text)
    return words


def _heads(lattice: Lattice, held: dict[LatticeCell, list[PdfLine]], upright: dict[LatticeCell, list[Turned]]) -> int:
    """How many rows at the top name the columns: those of bold type, and those that a head of several parts spans."""
    last = max(cell.row for cell in lattice.cells)
    if any(cell.head for cell in lattice.cells):
        values = [cell.row for cell in lattice.cells if not cell.head and (held[cell] or cell.column)]
        return min(values, default=0)
    bold: dict[int, bool] = {}
    filled: dict[int, list[bool]] = {}
    for cell in lattice.cells:
        parts = [line.bold for line in held[cell]] + [words.bold for words in upright[cell]]
        bold[cell.row] = bold.get(cell.row, True) and all(parts)
        filled.setdefault(cell.row, []).append(bool(parts))
    # A single cell below the first row is the name of a group of rows.
    named = [row > 0 and len(filled[row]) > sum(filled[row]) == 1 for row in range(last + 1)]
    heads = next((row for row in range(last + 1) if not bold[row] or named[row]), 0)
    first = [cell for cell in lattice.cells if cell.row == 0]
    parted = any(cell.columns > 1 for cell in first) and any(cell.rows > 1 for cell in first)
    return min(max(heads, max(cell.rows for cell in first) if parted else 0), last)
