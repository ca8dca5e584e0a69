"""Footnotes: lines that open with the sign that a word above them ends with. They are no items of a list."""

import re
from dataclasses import replace

from maltolk.reading.pieces import Mark, Piece

_OPENS = re.compile(r"(?P<bracket>\[\d{1,2}\])|(?P<plain>\d{1,2}\))|(?P<raised>[¹²³⁰⁴-⁹]{1,2})")
"""How a note begins. "1." does not: that is how goals are counted."""


def without_notes(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with footnotes as running text, each by itself, from its sign on."""
    return [_note(text, piece) or piece for piece in pieces]


def _note(text: str, piece: Piece) -> Piece | None:
    begin = text.rfind("\n", 0, piece.start) + 1
    start = begin + len(text[begin : piece.start]) - len(text[begin : piece.start].lstrip())
    sign = _OPENS.match(text, start, piece.end)
    if sign is None or piece.mark not in (Mark.NONE, Mark.NUMBER) or piece.solid:
        return None
    if not _referred(text, sign.group(), start):
        return None
    return replace(piece, start=start, mark=Mark.NONE, number=None, sign="", gap=True)


def _referred(text: str, sign: str, before: int) -> bool:
    """Whether ``sign`` stands right behind a word or its full stop somewhere above."""
    at = text.find(sign, 0, before)
    while at >= 0:
        # "punkt 1)" and "(se 1)" are no references: a note's sign touches what it is about, and a figure no figure.
        if at and not text[at - 1].isspace() and text[at - 1] not in "([" and not text[at - 1].isdigit():
            return True
        at = text.find(sign, at + 1, before)
    return False
