"""Footnotes: lines that open with the mark that a word above them ends with. They are not list items."""

import re
from collections.abc import Mapping
from dataclasses import replace

from maltolk.reading.lines.pieces import Mark, Piece

_OPENS = re.compile(r"(?P<bracket>\[\d{1,2}\])|(?P<plain>\d{1,2}\))|(?P<raised>[¹²³⁰⁴-⁹]{1,2})")
"""How a note begins. "1." does not: that is how goals are counted."""
_MAX_SIGN_LENGTH = 12
"""Characters before a piece's words within which its mark is."""


_REFERS = re.compile(rf"(?<=[^\s(\[\d])(?:{_OPENS.pattern})")
"""A mark right after a word or its full stop. "(se 1)" is not a reference, nor is a number's bracket."""


def without_notes(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with footnotes as running text, each by itself, starting at its mark."""
    first: dict[str, int] = {}
    for sign in _REFERS.finditer(text):
        first.setdefault(sign.group(), sign.start())
    return [_note(text, piece, first) or piece for piece in pieces] if first else pieces


def _note(text: str, piece: Piece, first: Mapping[str, int]) -> Piece | None:
    """``piece`` as a footnote, if it is one. ``first``: where each mark is first referred to."""
    if piece.mark not in (Mark.NONE, Mark.NUMBER) or piece.solid:
        return None
    start = piece.start
    while start and text[start - 1] != "\n" and piece.start - start < _MAX_SIGN_LENGTH:
        start -= 1
    while text[start].isspace():
        start += 1
    sign = _OPENS.match(text, start, piece.end)
    if sign is None or first.get(sign.group(), start) >= start:
        return None
    return replace(piece, start=start, mark=Mark.NONE, number=None, sign="", gap=True)
