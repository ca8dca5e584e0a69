"""Justified lines: wide gaps that are only the spaces between words, drawn out so that each line is full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from maltolk.reading.formats.pdf.pdf_signs import Sign

_WIDE = 0.9
"""Ems; narrower gaps need no explanation."""
_WIDEST = 8.0
"""Ems."""
_UNLIKE = 1.25
"""How much wider than the narrowest space of a line the widest one is."""
_EDGE = 1.5
"""Points by which the ends of full lines differ at most."""
_NEAR = 5
"""Lines before and after in the file, among which those of the same paragraph are."""


@dataclass(slots=True)
class _Line:
    """Characters after each other on one baseline. ``gaps``: with one space typed in them or none, in points, by the
    index of the character after. ``inner``: those within one text object."""

    x0: float
    x1: float
    size: float
    gaps: dict[int, float] = field(default_factory=dict)
    inner: list[float] = field(default_factory=list)

    @property
    def is_wide(self) -> bool:
        return max(self.gaps.values(), default=0.0) > _WIDE * self.size

    @property
    def is_even(self) -> bool:
        """Whether all spaces of the line are alike, as far as they are within one text object."""
        inner = self.inner
        return bool(inner) and max(inner) <= min(_UNLIKE * min(inner) + 0.5, _WIDEST * self.size)


def word_gaps(signs: Sequence[Sign]) -> set[int]:
    """The indexes of the characters before which a gap, however wide, is a space between words: those of lines with
    spaces drawn out alike. A line with only one space has to be as long as a line beside it."""
    lines = list(_lines(signs))
    found: set[int] = set()
    for place, line in enumerate(lines):
        if not line.is_wide or not line.is_even:
            continue
        beside = lines[max(0, place - _NEAR) : place + _NEAR + 1]
        if len(line.inner) < 2 and not any(_as_long(line, other) for other in beside):
            continue
        usual = median(line.inner)
        found.update(index for index, gap in line.gaps.items() if gap <= _UNLIKE * usual + 0.5)
    return found


def _as_long(line: _Line, other: _Line) -> bool:
    ends = abs(line.x0 - other.x0) < _EDGE and abs(line.x1 - other.x1) < _EDGE
    return other is not line and ends and other.is_even and len(other.inner) > 1


def _lines(signs: Sequence[Sign]) -> Iterator[_Line]:
    line: _Line | None = None
    last: Sign | None = None
    spaces = 0
    for index, sign in enumerate(signs):
        if not sign.text.strip():
            spaces += 1
            continue
        size = sign.type.size
        gap = sign.x0 - last.x1 if last is not None else 0.0
        if line is None or last is None or abs(sign.y - last.y) > 0.5 or gap < -0.5 * size or spaces > 1:
            if line is not None:
                yield line
            line = _Line(sign.x0, sign.x1, size)
        elif spaces or gap > _WIDE * size:
            line.gaps[index] = gap
            if spaces and sign.type.held == last.type.held:
                line.inner.append(gap)
        line.x1 = max(line.x1, sign.x1)
        last, spaces = sign, 0
    if line is not None:
        yield line
