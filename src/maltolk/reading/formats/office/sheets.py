"""Writes a spreadsheet's sheet: its name, then what stands in its cells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from maltolk.reading.formats.grid import Cell, grid
from maltolk.reading.formats.markup import Markup

_NO_NAME = re.compile(r"(?:sheet|blad|ark|tabell|kalkylblad)[ _]?\d*", re.IGNORECASE)
"""What programs call a sheet that nobody named."""
_LEVEL = 2


def write_sheet(markup: Markup, name: str, rows: Iterable[Sequence[Cell]]) -> None:
    """Empty rows part a sheet into tables; a cell alone above one is a paragraph. Empty columns are left out."""
    blocks = [[list(row) for row in block] for filled, block in groupby(_parted(rows), key=bool) if filled]
    if blocks and not _NO_NAME.fullmatch(name.strip()):
        markup.heading(_LEVEL, name)
    for block in blocks:
        while block and (title := _alone(block[0])) is not None:
            markup.gap()
            markup.paragraph(title)
            block.pop(0)
        lines = grid(_with_heads(block))
        width = max((len(row) for row in lines), default=0)
        used = [column for column in range(width) if any(column < len(row) and row[column] for row in lines)]
        # A cell across the whole table stands alone.
        markup.table(row if len(row) == 1 else [_cell(row, column) for column in used] for row in lines)


def _parted(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """The rows, those without words as empty ones, unless a cell reaches into them from above."""
    reaching = 0
    for row in rows:
        yield row if any(cell.words for cell in row) or reaching else ()
        reaching = max([reaching - 1, *(cell.rows - 1 for cell in row if cell.words)])


def _alone(row: Sequence[Cell]) -> str | None:
    """The words of the only cell with words in a row, if it does not reach further down."""
    said = [cell for cell in row if cell.words]
    return said[0].words if len(said) == 1 and said[0].rows == 1 else None


def _with_heads(block: list[list[Cell]]) -> list[list[Cell]]:
    """A first row with cells over several columns, besides others, is a head together with the row below it."""
    above = block[0] if len(block) > 2 else []
    said = [cell for cell in above if cell.words]
    if len(said) < 2 or not any(cell.columns > 1 for cell in said) or any(cell.rows > 2 for cell in said):
        return block
    return [[replace(cell, head=True) for cell in row] for row in block[:2]] + block[2:]


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
