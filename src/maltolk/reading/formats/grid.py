"""Cells that span rows and columns -> rows with a cell for each column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_COLUMNS = 200
"""A wider table is a mistake, or an attack; what is beyond is left out."""
_MAX_ROWS = 65_534
"""As far as a cell may reach down (HTML, 4.9.11)."""
_DEEPEST_HEAD = 4
"""Rows of a head that only its merged cells tell."""
_LONGEST_HEAD = 60
"""Characters of a cell in it."""


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
    """How many rows at the top name the columns, where there is a row below: those of heads alone, as far as a cell of
    the row above spans into them, and not a head across the whole table below others, which names what follows it."""
    heads = 0
    while heads < len(placed) and _is_head(placed, heads):
        heads += 1
    heads = heads or _merged_heads(placed)
    return heads if heads < len(placed) else min(heads, 1)


def _is_head(placed: list[list[Cell]], number: int) -> bool:
    row = placed[number]
    if not row or not all(cell.head or not cell.words for cell in row):
        return False
    if number == 0:
        return True
    above = placed[number - 1]
    if _is_across(row) and not _is_across(above):
        return False
    return any(
        cell.words and (cell is one or cell is beside) for cell, one, beside in zip(above, row, above[1:], strict=False)
    )


def _merged_heads(placed: list[list[Cell]]) -> int:
    """How deep a head is that no cell is marked as: as its first row says, with cells that go down to its last row
    beside others across columns that a row below names one by one."""
    first = placed[0] if placed else []
    depth = max((cell.rows for cell in first), default=1)
    wide = [place for place in range(len(first) - 1) if first[place] is first[place + 1] and first[place].rows == 1]
    if not 1 < depth <= _DEEPEST_HEAD or depth >= len(placed) or not wide:
        return 0
    rows = placed[:depth]
    split = any(rows[1][place] is not rows[1][place + 1] for place in wide if place + 1 < len(rows[1]))
    cells = {id(cell): (cell, number) for number, row in reversed(list(enumerate(rows))) for cell in row}.values()
    fits = all(number + cell.rows <= depth and len(cell.words) <= _LONGEST_HEAD for cell, number in cells)
    return depth if split and fits and all(cell.words for cell in rows[-1][1:]) else 0


def _is_across(row: list[Cell]) -> bool:
    return len(row) > 1 and all(cell is row[0] for cell in row)


def _filled(row: list[Cell], width: int) -> list[Cell]:
    return [*row, *[Cell("")] * (width - len(row))]


def _together(column: Sequence[Cell]) -> str:
    """The words above one column, each once."""
    return " ".join(dict.fromkeys(cell.words for cell in column if cell.words))


def _across(row: list[Cell], width: int) -> list[str]:
    whole = width > 1 and len(row) == width and all(cell is row[0] for cell in row) and row[0].rows == 1
    return [row[0].words] if whole else [cell.words for cell in row]
