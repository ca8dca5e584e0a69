"""Cells that span rows and columns -> rows with a cell for each column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_COLUMNS = 200
"""A wider table is a mistake, or an attack; what is beyond is left out."""
_MAX_ROWS = 65_534
"""As far as a cell may reach down (HTML, 4.9.11)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``columns``, ``rows``: how many it spans, at least 1. ``head``: whether it names its column or row."""

    words: str
    columns: int = 1
    rows: int = 1
    head: bool = False


def grid(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    """The words of each row, as many as the table has columns; a cell's words hold in every place that it spans. A cell
    across the whole table stands alone. Heads on several lines above the first row of values become one row."""
    placed = _placed(list(rows))
    width = max((len(row) for row in placed), default=0)
    heads = _heads(placed)
    top = [_together(column) for column in zip(*(_filled(row, width) for row in placed[:heads]), strict=True)]
    return [top] * (heads > 0) + [_across(row, width) for row in placed[heads:]]


def _placed(rows: list[Sequence[Cell]]) -> list[list[Cell]]:
    """Each row with the cells that reach into it from above, and each cell as often as it spans columns."""
    reaching: dict[int, tuple[Cell, int]] = {}  # column -> a cell from above and how many rows it goes on
    below: dict[int, tuple[Cell, int]] = {}
    placed: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = []
        waiting = list(reversed(row))
        while (waiting or any(column >= len(line) for column in reaching)) and len(line) < MAX_COLUMNS:
            column = len(line)
            if column in reaching:
                above, left = reaching.pop(column)
                line.append(above)
                if left > 1:
                    below[column] = (above, left - 1)
                continue
            cell = waiting.pop() if waiting else Cell("")
            for place in range(column, min(column + max(1, cell.columns), MAX_COLUMNS)):
                line.append(cell)
                if cell.rows > 1:
                    below[place] = (cell, min(cell.rows, _MAX_ROWS) - 1)
        reaching, below = below, {}
        placed.append(line)
    return placed


def _heads(placed: list[list[Cell]]) -> int:
    """How many rows at the top hold heads alone, where there is a row below."""
    heads = 0
    while heads < len(placed) and placed[heads] and all(cell.head or not cell.words for cell in placed[heads]):
        heads += 1
    return heads if heads < len(placed) else min(heads, 1)


def _filled(row: list[Cell], width: int) -> list[Cell]:
    return [*row, *[Cell("")] * (width - len(row))]


def _together(column: Sequence[Cell]) -> str:
    """The words above one column, each once."""
    return " ".join(dict.fromkeys(cell.words for cell in column if cell.words))


def _across(row: list[Cell], width: int) -> list[str]:
    whole = width > 1 and len(row) == width and all(cell is row[0] for cell in row) and row[0].rows == 1
    return [row[0].words] if whole else [cell.words for cell in row]
