"""Tables with a rule below each row and none between the columns, which stand apart by gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from maltolk.reading.formats.pdf.pdf_lattice import Lattice, LatticeCell
from maltolk.reading.formats.pdf.pdf_layout import columns_of
from maltolk.reading.formats.pdf.pdf_lines import PdfLine, rows
from maltolk.reading.formats.pdf.pdf_paint import Ground
from maltolk.reading.formats.pdf.pdf_signs import Box

_SLACK = 4.0
"""Points between the ends of rules that are as long, or that go on in each other."""
_LEAST = 60.0
"""Points of the shortest rule of a table."""
_ROW = 6.0
"""Points between rules that are one, drawn twice."""
_HIGHEST = 200.0
"""Points of the highest row."""
_FEWEST = 3
_DARK, _PALE = 120, 250
"""Of 255: the darkest part of a colour that rows are shaded in."""
_MOST_BANDS = 600
"""A page with more is a drawing."""
_HEADING = 1.15
"""How much larger than a table's type a heading between two tables is."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Level rules of one length below each other. ``ys``: of each, from the top. ``shaded``: whether they are the edges
    of shaded rows, between and below which others are plain."""

    x0: float
    x1: float
    ys: tuple[float, ...]
    shaded: bool = False


def stacks(rules: Sequence[Box]) -> list[Stack]:
    """The stacks of at least three rules, from top to bottom."""
    whole: list[Box] = []
    for rule in sorted((rule for rule in rules if rule.x1 - rule.x0 > rule.y1 - rule.y0), key=_height):
        last = whole[-1] if whole else None
        if last is not None and abs(_height(rule)[0] - _height(last)[0]) < 1 and rule.x0 - last.x1 < _SLACK:
            whole[-1] = last._replace(x0=min(last.x0, rule.x0), x1=max(last.x1, rule.x1))
        else:
            whole.append(rule)
    groups: list[list[Box]] = []
    for rule in whole:
        if rule.x1 - rule.x0 < _LEAST:
            continue
        for group in reversed(groups):
            above = group[-1]
            alike = abs(above.x0 - rule.x0) < _SLACK and abs(above.x1 - rule.x1) < _SLACK
            if alike and rule.y0 - above.y1 < _HIGHEST:
                group.append(rule)
                break
        else:
            groups.append([rule])
    found = (Stack(group[0].x0, group[0].x1, _apart([_height(rule)[0] for rule in group])) for group in groups)
    return [stack for stack in found if len(stack.ys) >= _FEWEST]


def shaded_stacks(grounds: Sequence[Ground]) -> list[Stack]:
    """The stacks that are the edges of shaded rows, from top to bottom."""
    bands = [
        ground.place for ground in grounds if ground.plain and ground.colour and _DARK < min(ground.colour) < _PALE
    ]
    if len(bands) > _MOST_BANDS:
        return []
    edges = [
        band._replace(y0=y, y1=y) for band in bands if _ROW < band.y1 - band.y0 < _HIGHEST for y in (band.y0, band.y1)
    ]
    return [replace(stack, shaded=True) for stack in stacks(edges)]


def lattices_of(stack: Stack, lines: Sequence[PdfLine]) -> Iterator[Lattice]:
    """The tables of ``lines`` that the stack is, parted where a heading stands between two rules."""
    across = [line for line in lines if stack.x0 - _SLACK <= line.x0 and line.x1 <= stack.x1 + _SLACK]
    inside = [line for line in across if stack.ys[0] < line.y < stack.ys[-1]]
    if not inside:
        return
    usual = median(line.size for line in inside)
    parts: list[list[float]] = [[]]
    for y in stack.ys:
        above = parts[-1][-1] if parts[-1] else y
        if any(above < line.y < y and line.size > _HEADING * usual for line in inside):
            parts.append([])
        parts[-1].append(y)
    for part in parts:
        lattice = _lattice(replace(stack, ys=tuple(part)), across) if len(part) > 1 else None
        if lattice is not None:
            yield lattice


def _lattice(stack: Stack, across: Sequence[PdfLine]) -> Lattice | None:
    """None where the lines do not stand in columns."""
    ys = (*_above(stack, across), *stack.ys, *(_below(stack, across) if stack.shaded else ()))
    bands = [[line for line in across if top < line.y - 0.3 * line.size < foot] for top, foot in pairwise(ys)]
    filled = [band for band in bands if band]
    if len(filled) < _FEWEST - 1:
        return None
    columns = max((columns_of([line for band in part for line in band]) for part in (filled, filled[1:])), key=len)
    edges = [max(line.x1 for line in column) for column in columns[:-1]]
    starts = [min(line.x0 for line in column) for column in columns[1:]]
    xs = (stack.x0 - _SLACK, *((end + start) / 2 for end, start in zip(edges, starts, strict=True)), stack.x1 + _SLACK)
    if any(_is_many_rows(band, len(columns)) for band in filled):
        return None
    full = sum(len({sum(line.x0 > x for x in xs) for line in band}) > 1 for band in filled)
    if len(columns) < 2 or 2 * full < len(filled) + 1:
        return None
    cells = tuple(
        LatticeCell(Box(left, top, right, foot), row, column, 1, 1)
        for row, (top, foot) in enumerate(pairwise(ys))
        for column, (left, right) in enumerate(pairwise(xs))
    )
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), cells)


def _is_many_rows(band: Sequence[PdfLine], columns: int) -> bool:
    """Whether there are several rows between two rules, as where only heads and totals have these."""
    return sum(2 * len(row) > columns and len(row) > 1 for row in rows(band)) > 2


def _above(stack: Stack, lines: Sequence[PdfLine]) -> tuple[float, ...]:
    """The top of a row of heads right above the first rule, if there is one."""
    near = [line for line in lines if 0 < stack.ys[0] - line.y + 0.3 * line.size < 2 * line.size]
    level = rows(near)
    return (min(line.y - 1.1 * line.size for line in level[-1]),) if level and len(level[-1]) > 1 else ()


def _below(stack: Stack, lines: Sequence[PdfLine]) -> tuple[float, ...]:
    """The foot of a plain row right below the last shaded one, if there is one."""
    row: list[list[PdfLine]] = []
    foot = stack.ys[-1]
    for level in rows([line for line in lines if line.y - 0.3 * line.size > foot]):
        first = level[0]
        if first.y - foot > 1.6 * first.size or (row and first.size != row[0][0].size):
            break
        row.append(level)
        foot = first.y
    return (foot + 0.3 * row[-1][0].size,) if any(len(level) > 1 for level in row) else ()


def _height(rule: Box) -> tuple[float, float]:
    return round((rule.y0 + rule.y1) / 2, 1), rule.x0


def _apart(ys: Sequence[float]) -> tuple[float, ...]:
    kept: list[float] = []
    for y in sorted(ys):
        if not kept or y - kept[-1] >= _ROW:
            kept.append(y)
    return tuple(kept)
