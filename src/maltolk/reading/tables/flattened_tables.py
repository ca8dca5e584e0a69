"""Tables that lost their layout when copied: groups of short lines -> one piece for each row."""

import re
from collections.abc import Iterator
from dataclasses import replace

from maltolk.reading.contacts.fields import EMAIL
from maltolk.reading.lines.phrases import phrases, plain
from maltolk.reading.lines.pieces import Mark, Piece

ROW = "row"
"""The ``sign`` of a piece that is a row of cells, one on each line."""
_MAX_CELL_LENGTH = 60
_MAX_CELLS = 8
_FIGURE = re.compile(r"[–-]|[+-]?(?:ca |cirka )?\d[\d \xa0.,/–-]*(?:\s?\S{1,12}){0,2}")
_PERSON = re.compile(r"\((?:[A-ZÅÄÖ]{1,3}|\w+(?:erna|partiet))\)")


def join_rows(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with each row of a flattened table joined into one.

    A table is at least three groups of equally many cells between empty lines (two, where a column holds numbers), or
    one group in which numbers recur at the same distance.
    """
    groups = list(_groups(pieces))
    result: list[Piece] = []
    at = 0
    while at < len(groups):
        end = at
        while end < len(groups) and len(groups[end]) == len(groups[at]) and _is_row(text, groups[end]):
            end += 1
        run = groups[at : max(end, at + 1)]
        table = _is_table(text, run)
        for group in run:
            width = len(group) if table else _period(text, group)
            result += [_joined(group[i : i + width]) for i in range(0, len(group), width)] if width else group
        at += len(run)
    return result


def _groups(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces between two empty lines."""
    group: list[Piece] = []
    for piece in pieces:
        if piece.gap and group:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _is_row(text: str, group: list[Piece]) -> bool:
    return 2 <= len(group) <= _MAX_CELLS and all(_is_cell(text, piece) for piece in group)


def _is_cell(text: str, piece: Piece) -> bool:
    words = text[piece.start : piece.end]
    return (
        piece.mark in (Mark.NONE, Mark.BOLD)
        and not piece.solid
        and len(words) <= _MAX_CELL_LENGTH
        and words[-1] not in ".!?:;,"
        and "\n" not in words
        and plain(words) not in phrases().whole
        and not EMAIL.search(words)
        and not _PERSON.search(words)
    )


def _is_table(text: str, run: list[list[Piece]]) -> bool:
    if len(run) < 2 or len(run[0]) < 2:
        return False
    figures = any(all(_is_figure(text, group[column]) for group in run[1:]) for column in range(1, len(run[0])))
    phones = any(re.match(r"(?:\+46|0)\d", text[piece.start : piece.end]) for group in run for piece in group)
    return not phones and (figures or (len(run) >= 3 and len(run[0]) >= 3))


def _is_figure(text: str, piece: Piece) -> bool:
    return _FIGURE.fullmatch(text, piece.start, piece.end) is not None


def _period(text: str, group: list[Piece]) -> int:
    """The number of cells per row in a group of several rows; 0 when it is not one."""
    if len(group) < 4 or not all(_is_cell(text, piece) for piece in group):
        return 0
    kinds = [_is_figure(text, piece) for piece in group]
    for width in range(2, min(_MAX_CELLS, len(group) // 2) + 1):
        rows = [kinds[at : at + width] for at in range(0, len(kinds), width)]
        # The header row may have words or years where the others have numbers.
        alike = all(row == rows[1] for row in rows[1:])
        if len(group) % width == 0 and alike and any(rows[1]) and not rows[1][0] and not rows[0][0]:
            return width
    return 0


def _joined(group: list[Piece]) -> Piece:
    return replace(group[0], end=group[-1].end, mark=Mark.TABLE, sign=ROW)
