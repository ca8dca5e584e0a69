"""Writes a spreadsheet's sheet: its name, then what stands in its cells."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from maltolk.reading.formats.markup import Markup

_NO_NAME = re.compile(r"(?:sheet|blad|ark|tabell|kalkylblad)[ _]?\d*", re.IGNORECASE)
"""What programs call a sheet that nobody named."""
_LEVEL = 2


def write_sheet(markup: Markup, name: str, rows: Iterable[Sequence[str]]) -> None:
    """Empty rows part a sheet into tables; a cell alone above one is a paragraph. Empty columns are left out."""
    blocks = [list(block) for filled, block in groupby(rows, key=any) if filled]
    if blocks and not _NO_NAME.fullmatch(name.strip()):
        markup.heading(_LEVEL, name)
    for block in blocks:
        while block and sum(map(bool, block[0])) == 1:
            markup.gap()
            markup.paragraph(next(filter(None, block.pop(0))))
        width = max((len(row) for row in block), default=0)
        used = [column for column in range(width) if any(column < len(row) and row[column] for row in block)]
        # A cell across the whole table stands alone.
        markup.table(row if len(row) == 1 else [_cell(row, column) for column in used] for row in block)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
