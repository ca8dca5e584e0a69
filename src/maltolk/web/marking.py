"""Cutting a stretch of text at the quotes in it, so that they can be marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from maltolk.model import Span


@dataclass(frozen=True, slots=True)
class Highlight:
    """A quote to be marked. ``label``: distinguishes it from others, a citation's marker or nothing."""

    span: Span
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Part of a text. ``marks``: the quotes that it lies in; ``first``: those that begin with it."""

    text: str
    marks: tuple[Highlight, ...] = ()
    first: tuple[Highlight, ...] = ()


def cut(text: str, span: Span, marks: Sequence[Highlight]) -> tuple[Fragment, ...]:
    """``text[span]`` in pieces, so that each mark covers whole pieces; joined they are the words of the span again."""
    inside = [m for m in marks if m.span.start < span.end and m.span.end > span.start]
    edges = {span.start, span.end}
    for mark in inside:
        edges |= {max(span.start, mark.span.start), min(span.end, mark.span.end)}
    cuts = sorted(edges)
    pieces = []
    for start, end in pairwise(cuts):
        over = tuple(m for m in inside if m.span.start <= start and end <= m.span.end)
        pieces.append(Fragment(text[start:end], over, tuple(m for m in over if m.span.start == start)))
    return tuple(pieces)
