"""The lines of a page -> regions in reading order: running text, columns after each other, tables."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from maltolk.reading.formats.pdf.pdf_lines import PdfLine, rows

_GUTTER = 7.0
"""Fewest points between two columns or cells."""
_PROSE = 20
"""Characters per line at which a column is running text rather than cells."""
_FULL = 0.8
"""Share of the column width that a line of running text fills."""
_KEY = 16
"""Most characters in a cell that identifies a row: a date, a number, a short name."""
_WIDER = 1.15
"""How many line distances a gap needs to separate rows."""
_FARTHER = 1.3
"""How many times the widest distance of a table's rows the text below is apart."""
_HEADING = 1.08
"""How much larger than a table's type a heading below is."""
_BULLETS = ("• ", "● ", "▪ ", "■ ", "○ ", "· ", "– ", "- ")
_MAX_CANDIDATES = 60
_DEEPEST = 5
_MOST_PIECES = 2000
"""Of a page; with more it is a map or a drawing, the words of which are read row by row."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that follow each other from top to bottom within one column. ``apart``: whether each says a thing of its
    own, as a person's name, role and address do."""

    lines: tuple[PdfLine, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, "" where one is empty. ``page``: from 0. ``edges``: points from the left where its drawn columns
    begin; none where these are told by gaps. ``headed``: whether the first row looks like names of columns."""

    cells: tuple[tuple[str, ...], ...]
    page: int
    edges: tuple[float, ...] = ()
    headed: bool = False


@dataclass(frozen=True, slots=True)
class _Band:
    """Lines on both sides of a gutter. ``x``: within the gutter."""

    x: float
    lines: tuple[PdfLine, ...]

    @property
    def top(self) -> float:
        return min(line.y for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.y for line in self.lines)


def regions(lines: list[PdfLine], depth: int = 0) -> list[Flow | Table]:
    """The regions of a page, or of a part of one, in reading order."""
    if not lines:
        return []
    band = _best_band(lines) if depth < _DEEPEST and len(lines) <= _MOST_PIECES else None
    if band is None:
        return [Flow(tuple(_flow(lines)))]
    begun = _without_tail(list(band.lines))
    if len(begun) < len(band.lines) and len(split := columns_of(begun)) > 1 and _is_table(split):
        band = _Band(band.x, tuple(begun))
    inside, top = set(band.lines), band.top + 0.1
    above = [line for line in lines if line not in inside and line.y < top]
    below = [line for line in lines if line not in inside and line.y >= top]
    columns = columns_of(list(band.lines))
    if len(columns) < 2:
        return [Flow(tuple(_flow(lines)))]
    if _is_table(columns):
        middle: list[Flow | Table] = [Table(tuple(_cells(columns)), lines[0].page)]
    else:
        middle = [region for column in columns for region in regions(column, depth + 1)]
        if _are_cards(columns):
            middle = [replace(region, apart=True) if isinstance(region, Flow) else region for region in middle]
    return [*regions(above, depth + 1), *middle, *regions(below, depth + 1)]


def _flow(lines: list[PdfLine]) -> Iterator[PdfLine]:
    """One line for each row, with a tab where there was a wide gap."""
    for row in rows(lines):
        first, words = row[0], row[0].text
        for before, piece in pairwise(row):
            words += ("\t" if piece.x0 - before.x1 > 2 * piece.size else " ") + piece.text
        longest = max(row, key=lambda line: len(line.text))
        yield PdfLine(
            first.x0, row[-1].x1, first.y, longest.size, all(line.bold for line in row), words, first.page
        )  # fmt: skip


def _best_band(lines: list[PdfLine]) -> _Band | None:
    """The gutter with the most lines on both sides, none across."""
    level = rows(lines)
    bands = [band for x in _candidates(level) for band in _bands(level, x)]
    return max(bands, key=lambda band: (len(band.lines), -band.x), default=None)


def _candidates(level: list[list[PdfLine]]) -> list[float]:
    """Places between neighbours on a row, and in front of where several lines begin; the most likely first."""
    support: dict[int, int] = {}
    for row in level:
        for place, line in enumerate(row):
            at = round(line.x0 - 2)
            support[at] = support.get(at, 0) + (3 if place else 1)
    leftmost = min(row[0].x0 for row in level)
    found = sorted(support, key=lambda at: (-support[at], at))
    return [float(at) for at in found if support[at] >= 2 and at > leftmost + 10][:_MAX_CANDIDATES]


def _bands(level: list[list[PdfLine]], x: float) -> Iterator[_Band]:
    run: list[PdfLine] = []
    for row in [*level, []]:
        if row and not any(line.x0 < x < line.x1 + _GUTTER - 2 for line in row):
            run += row
            continue
        if run and (band := _band(run, x)):
            yield band
        run = []


def _band(run: list[PdfLine], x: float) -> _Band | None:
    left = [line for line in run if line.x1 <= x]
    right = [line for line in run if line.x0 >= x]
    if len(left) < 2 or len(right) < 2:
        return None
    # Lines of one side above where the other begins are not part of it.
    top = max(min(line.y for line in left), min(line.y for line in right))
    bottom = min(max(line.y for line in left), max(line.y for line in right))
    slack = max(line.size for line in run)
    if bottom < top:
        return None
    # Alone on its side below the other's end, a line may still belong to a longer column.
    kept = [line for line in run if line.y >= top - slack]
    left, right = [line for line in kept if line.x1 <= x], [line for line in kept if line.x0 >= x]
    if len(left) < 2 or len(right) < 2:
        return None
    if min(line.x0 for line in right) - max(line.x1 for line in left) < _GUTTER:
        return None
    return _Band(x, tuple(kept))


def _without_tail(lines: list[PdfLine]) -> list[PdfLine]:
    """The lines up to the last row of several pieces, and what follows it closely in its type: a heading or a text
    farther below is none of a table's."""
    level = rows(lines)
    last = max((place for place, row in enumerate(level) if len(row) > 1), default=len(level))
    gaps = [after[0].y - before[0].y for before, after in pairwise(level[: last + 1])]
    if not gaps:
        return lines
    for place in range(last + 1, len(level)):
        (before, *_), (line, *_) = level[place - 1], level[place]
        apart = line.y - before.y > _FARTHER * max(gaps)
        if apart or line.size > _HEADING * before.size or (line.bold and not before.bold):
            return [line for row in level[:place] for line in row]
    return lines


def columns_of(lines: list[PdfLine]) -> list[list[PdfLine]]:
    """The lines split wherever a gutter runs through all of them, from left to right."""
    columns: list[list[PdfLine]] = []
    reach = float("-inf")
    for line in sorted(lines, key=lambda line: line.x0):
        if line.x0 - reach >= _GUTTER or not columns:
            columns.append([])
        columns[-1].append(line)
        reach = max(reach, line.x1)
    return columns


def _is_table(columns: list[list[PdfLine]]) -> bool:
    if _are_cards(columns):
        return False
    if _has_rows(columns):
        return True
    prose = [_is_prose(column) for column in columns]
    if all(prose):
        return False
    if len(columns) == 2 and any(prose):
        # Headings and boxes in the margin are beside running text too; keys of rows are short and level with it.
        return prose[1] and len(columns[0]) >= 3 and _is_key(columns[0]) and _level_with(columns[0], columns[1])
    level = rows([line for column in columns for line in column])
    return sum(len(row) > 1 for row in level) >= 0.5 * len(level)


def _are_cards(columns: list[list[PdfLine]]) -> bool:
    """Whether persons or lists stand side by side: rows all of addresses, or all of items."""
    level = rows([line for column in columns for line in column])
    whole = [[line.text for line in row] for row in level if len(row) == len(columns)]
    addresses = any(all("@" in words for words in row) for row in whole)
    items = sum(all(words.startswith(_BULLETS) for words in row) for row in whole)
    return addresses or items > 1


def _is_prose(column: list[PdfLine]) -> bool:
    width = max(line.x1 for line in column) - min(line.x0 for line in column)
    full = sum(line.x1 - line.x0 >= _FULL * width for line in column)
    return len(column) >= 3 and median(len(line.text) for line in column) >= _PROSE and full >= 0.4 * len(column)


def _is_key(column: list[PdfLine]) -> bool:
    return median(len(line.text) for line in column) <= _KEY


def _level_with(column: list[PdfLine], other: list[PdfLine]) -> bool:
    level = sum(any(abs(line.y - beside.y) < 2 for beside in other) for line in column)
    return level >= 0.9 * len(column)


def _has_rows(columns: list[list[PdfLine]]) -> bool:
    """Whether gaps run through all columns, which all start again at one height below: cells of several lines."""
    groups = _by_gap(columns)
    if len(groups) < 3 or all(len(group) == 1 for group in groups):
        return False
    level = 0
    for group in groups:
        lines = {line for row in group for line in row}
        tops = [min((line.y for line in column if line in lines), default=None) for column in columns]
        there = [top for top in tops if top is not None]
        level += len(there) > 1 and max(there) - min(there) < 2
    return level >= 0.8 * len(groups)


def _by_gap(columns: list[list[PdfLine]]) -> list[list[list[PdfLine]]]:
    """Rows in groups separated by a wider gap; every row its own group where all gaps are alike."""
    level = rows([line for column in columns for line in column])
    own = [gap for column in columns for gap in _gaps(rows(column))]
    pitch = min(own, default=0.0)
    if max(own, default=0.0) < _WIDER * pitch:
        return [[row] for row in level]
    groups = [[level[0]]]
    for before, row in pairwise(level):
        if row[0].y - before[0].y > _WIDER * pitch:
            groups.append([])
        groups[-1].append(row)
    return groups


def _gaps(level: list[list[PdfLine]]) -> list[float]:
    return [
        after[0].y - before[0].y for before, after in pairwise(level) if after[0].y - before[0].y > 0.7 * before[0].size
    ]


def _cells(columns: list[list[PdfLine]]) -> Iterator[tuple[str, ...]]:
    """The rows of a table; lines of one cell are joined."""
    place = {line: number for number, column in enumerate(columns) for line in column}
    groups = _by_gap(columns)
    if not _has_rows(columns):
        groups = _by_key([row for group in groups for row in group], place, len(columns))
    for group in groups:
        cells = [""] * len(columns)
        for row in group:
            for line in row:
                cells[place[line]] = joined(cells[place[line]], line.text)
        yield tuple(cells)


def _by_key(level: list[list[PdfLine]], place: dict[PdfLine, int], width: int) -> list[list[list[PdfLine]]]:
    """A row without its first cell (and, unless there are only two, others) continues the one above."""
    groups: list[list[list[PdfLine]]] = []
    for row in level:
        keyed = any(place[line] == 0 for line in row)
        if groups and not keyed and (len(row) < width - 1 or width == 2):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def joined(before: str, after: str) -> str:
    """Two lines of one cell as one."""
    if before.endswith("-") and after[:1].islower() and len(before) > 2 and before[-2].isalpha():
        return before[:-1] + after
    return f"{before} {after}".strip()
