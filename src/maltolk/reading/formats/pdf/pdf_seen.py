"""Which characters of a page people see: not those in the colour of their ground, covered, cut off or struck."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from maltolk.reading.formats.pdf.pdf_annotations import Annotations
from maltolk.reading.formats.pdf.pdf_paint import Ground, Painted
from maltolk.reading.formats.pdf.pdf_signs import Box, Colour, Sign
from maltolk.reading.formats.pdf.pdf_strikes import Lines, middle, over

_WHITE = 245
"""Of 255: each part of a colour that is not to be told from white."""
_MOST_GROUNDS = 300
"""A page with more is a map or a drawing, which nobody hides words under."""
_MOST_BEHIND = 3000
"""With more, white words count as seen."""
_CUT = 1.0
"""Points beyond a cutting edge at which a character is still in sight."""
_ALIKE = 8
"""Of 255: parts of two colours that are not to be told from each other."""

_FAINT, _LARGE = 160, 1.8
"""Of 255, how opaque, and how much larger than most type a stamp over the page is that others are seen through."""


def seen(signs: Sequence[Sign], painted: Painted, beside: Annotations) -> list[Sign]:
    """The characters that are in sight; STRUCK for those struck out. ``beside``: what is drawn over the page. The
    unpainted characters behind a scanned page are the words of its picture."""
    scanned = is_scanned(signs, painted)
    sight = _Sight(painted, beside.covers)
    lines = Lines(painted, beside)
    usual = Counter(round(sign.type.size) for sign in signs).most_common(1)[0][0] if signs else 0
    runs: list[list[Sign]] = []
    for _, together in groupby(signs, key=lambda sign: sign.type.held):
        run = list(together)
        kind = run[0].type
        if kind.opaque < _FAINT and kind.size > _LARGE * usual:
            continue
        if kind.unpainted and kind.held not in painted.filled:
            run = [sign for sign in run if scanned and over(sign, painted.pictures)]
        else:
            run = sight.shown(run)
        if run:
            runs.append(run)
            lines.meet(run)
    return [sign for run in runs for sign in lines.without_struck(run)]


class _Sight:
    """What is drawn above and behind text objects."""

    def __init__(self, painted: Painted, covers: Sequence[Box]) -> None:
        self._painted = painted
        self._beside = covers
        few = len(painted.grounds) <= _MOST_GROUNDS
        self._covers = [ground for ground in painted.grounds if ground.plain] if few else []

    def shown(self, run: list[Sign]) -> list[Sign]:
        """Those characters of one text object that are in sight."""
        kind = run[0].type
        order = self._painted.orders.get(kind.held)
        if order is None:
            return run
        place = _extent(run)
        cut = self._painted.cuts.get(kind.held)
        if cut is not None and cut.holds(place.x0, place.y0, _CUT) and cut.holds(place.x1, place.y1, _CUT):
            cut = None
        above = [ground.place for ground in self._covers if ground.order > order and _meet(ground.place, place)]
        above += (cover for cover in self._beside if _meet(cover, place))
        white = min(kind.colour) >= _WHITE and len(self._painted.grounds) <= _MOST_BEHIND
        drowned = white or any(
            ground.order < order and _meet(ground.place, place) and _is_alike(ground.colour, kind.colour)
            for ground in self._covers
        )
        if cut is None and not above and not drowned:
            return run
        behind = [ground for ground in self._painted.grounds if ground.order < order and _meet(ground.place, place)]
        return [
            sign
            for sign in run
            if (cut is None or cut.holds(*middle(sign), _CUT))
            and not over(sign, above)
            and not (drowned and _is_drowned(kind.colour, behind, *middle(sign)))
        ]


def _extent(run: Sequence[Sign]) -> Box:
    """Where the middles of the characters are."""
    x = [(sign.x0 + sign.x1) / 2 for sign in run]
    y = run[0].y - 0.3 * run[0].type.size
    return Box(min(x), y, max(x), y)


def _meet(one: Box, other: Box) -> bool:
    return one.x0 <= other.x1 and other.x0 <= one.x1 and one.y0 <= other.y1 and other.y0 <= one.y1


def _is_drowned(colour: Colour, behind: Sequence[Ground], x: float, y: float) -> bool:
    """Whether the uppermost ground behind, or the page where there is none, is of the colour of the words. Of a shape
    that is no rectangle it is not known where it is painted: only white words are lost on it."""
    top = next((ground for ground in reversed(behind) if ground.place.holds(x, y, 0.5)), None)
    if min(colour) >= _WHITE:
        return top is None or (top.colour is not None and min(top.colour) >= _WHITE)
    return top is not None and top.plain and _is_alike(top.colour, colour)


def _is_alike(ground: Colour | None, colour: Colour) -> bool:
    return ground is not None and all(abs(one - other) <= _ALIKE for one, other in zip(ground, colour, strict=True))


def is_scanned(signs: Sequence[Sign], painted: Painted) -> bool:
    """Whether most letters of the page are unpainted, with a picture above or below."""
    letters = [sign for sign in signs if sign.text.strip()]
    return bool(painted.pictures) and 2 * sum(sign.type.unpainted for sign in letters) > len(letters)
