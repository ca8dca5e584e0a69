"""Lines through words of a page: what is struck out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maltolk.reading.formats.pdf.pdf_annotations import Annotations
from maltolk.reading.formats.pdf.pdf_paint import Painted
from maltolk.reading.formats.pdf.pdf_signs import Box, Sign
from maltolk.reading.formats.pdf.pdf_symbols import STRUCK

_STRIKE = (0.12, 0.45)
"""Ems above the baseline between which a line goes through small letters."""
_THIN = 0.2
"""Ems that such a line is high at most."""
_BEYOND = 2.0
"""Ems that a line goes on beyond all words on it, on both sides, which is no strike but a grid's."""
_MOST_COVERS = 300
"""A page with more grounds is a map or a drawing."""

_MOST_RULES = 5000
"""Of a page that are looked at."""


@dataclass(slots=True)
class _Line:
    """A level line. ``left``, ``right``: of the words that it goes through."""

    place: Box
    order: int
    left: float = float("inf")
    right: float = float("-inf")

    def is_strike(self, size: float) -> bool:
        """Whether it ends about where its words do, on one side at least. ``size``: of their type, in points."""
        return self.left - self.place.x0 <= _BEYOND * size or self.place.x1 - self.right <= _BEYOND * size


class Lines:
    """The lines through words. All text is to ``meet`` them before any is asked for."""

    def __init__(self, painted: Painted, beside: Annotations) -> None:
        self._struck = beside.struck
        few = len(painted.grounds) <= _MOST_COVERS
        self._covers = [ground for ground in painted.grounds if ground.plain] if few else []
        self._level: dict[int, list[_Line]] = defaultdict(list)
        drawn = list(zip(painted.rules, painted.rule_orders, strict=True))[:_MOST_RULES]
        last = 1 + max(painted.rule_orders, default=0)
        for place, order in [*drawn, *((place, last) for place in beside.lines)]:
            if place.x1 - place.x0 > 2 * (place.y1 - place.y0):
                self._level[round((place.y0 + place.y1) / 2)].append(_Line(place, order))

    def meet(self, run: Sequence[Sign]) -> None:
        """Notes which lines go through the characters of one text object."""
        for line in self._near(run):
            through = [sign for sign in run if sign.text.strip() and _is_on(sign, line.place)]
            if through:
                line.left = min(line.left, min(sign.x0 for sign in through))
                line.right = max(line.right, max(sign.x1 for sign in through))

    def without_struck(self, run: list[Sign]) -> list[Sign]:
        """The characters of one text object, STRUCK for those that a line goes through."""
        near = [line for line in self._near(run) if line.is_strike(run[0].type.size)]
        y = middle(run[0])[1]
        struck = [place for place in self._struck if place.y0 <= y <= place.y1]
        if not near and not struck:
            return run
        return [sign._replace(text=STRUCK) if self._is_struck(sign, near, struck) else sign for sign in run]

    def _near(self, run: Sequence[Sign]) -> Iterator[_Line]:
        """The lines at the height of small letters."""
        first = run[0]
        low, high = first.y - _STRIKE[1] * first.type.size, first.y - _STRIKE[0] * first.type.size
        for height in range(round(low), round(high) + 1):
            for line in self._level.get(height, ()):
                place = line.place
                if low < (place.y0 + place.y1) / 2 < high and place.y1 - place.y0 < _THIN * first.type.size:
                    yield line

    def _is_struck(self, sign: Sign, near: Sequence[_Line], struck: Sequence[Box]) -> bool:
        if not sign.text.strip():
            return False
        return any(_is_on(sign, line.place) and not self._is_covered(sign, line) for line in near) or over(sign, struck)

    def _is_covered(self, sign: Sign, line: _Line) -> bool:
        """Whether something is painted over the line where the character stands."""
        x, y = (sign.x0 + sign.x1) / 2, (line.place.y0 + line.place.y1) / 2
        return any(ground.order > line.order and ground.place.holds(x, y) for ground in self._covers)


def _is_on(sign: Sign, place: Box) -> bool:
    return place.x0 <= (sign.x0 + sign.x1) / 2 <= place.x1


def over(sign: Sign, places: Iterable[Box]) -> bool:
    """Whether the character's middle is within one of the places."""
    return any(place.holds(*middle(sign)) for place in places)


def middle(sign: Sign) -> tuple[float, float]:
    """Of the small letters of its line."""
    return (sign.x0 + sign.x1) / 2, sign.y - 0.3 * sign.type.size
