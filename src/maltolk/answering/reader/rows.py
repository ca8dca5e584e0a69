"""Rows of tables as the reader sees them: each value beside the head of its column."""

import re

_BETWEEN = re.compile(r"\t|\||;(?=\S)| {2,}")
_VALUE = re.compile(r"(?!(?:19|20)\d\d\s*$)[+–-]?\d[\d .,\xa0%/()–-]*|\S+@\S+")
_MAX_HEAD = 60
"""Characters of a column's head; a longer one is a sentence, and not repeated at each value."""


def cells(row: str) -> list[str]:
    """The words of a row's cells, without those that are empty at its ends."""
    line = row.strip()
    bars = line.startswith("|")
    parts = line.strip("|").split("|") if bars else _BETWEEN.split(line)
    return [" ".join(part.split()) for part in parts]


def is_head(row: str) -> bool:
    """Whether the row holds no values: no numbers but years, no address."""
    return not any(map(_VALUE.fullmatch, cells(row)))


def under_head(head: str, row: str) -> str:
    """The row with each cell but the first behind its column's head: "Andel nöjda; 2025: 80 %; 2026: 85 %"; as it is
    where the two have not as many cells."""
    names, values = cells(head), cells(row)
    if len(names) != len(values) or len(values) < 2 or any(len(name) > _MAX_HEAD for name in names):
        return row
    told = [f"{name}: {value}" if name else value for name, value in zip(names[1:], values[1:], strict=True) if value]
    return "; ".join([*filter(None, values[:1]), *told])
