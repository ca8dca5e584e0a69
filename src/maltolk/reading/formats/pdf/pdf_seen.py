"""Which characters of a page people see: not those in the colour of their ground, covered, cut off or struck."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from maltolk.reading.formats.pdf.pdf_paint import Ground, Painted
from maltolk.reading.formats.pdf.pdf_signs import Box, Sign
from maltolk.reading.formats.pdf.pdf_symbols import STRUCK

_WHITE = 245
"""Of 255: each part of a colour that is not to be told from white."""
_MOST_GROUNDS = 300
"""A page with more is a map or a drawing, which nobody hides words under."""
_MOST_BEHIND = 3000
"""With more, white words count as seen."""
_CUT = 1.0
"""Points beyond a cutting edge at which a character is still in sight."""
_STRIKE = (0.12, 0.45)
"""Ems above the baseline between which a line goes through small letters."""
_THIN = 0.2
"""Ems that such a line is high at most."""

_FAINT, _LARGE = 160, 1.8
"""Of 255, how opaque, and how much larger than most type a stamp over the page is that others are seen through."""


def seen(signs: Sequence[Sign], painted: Painted, struck: Sequence[Box]) -> list[Sign]:
    """The characters that are in sight; STRUCK for those struck out. ``struck``: places struck by other means than a
    rule. The unpainted characters behind a scanned page are the words of its picture."""
    scanned = _is_scanned(signs, painted)
    sight = _Sight(painted)
    lines = _Lines(painted.rules, struck)
    usual = Counter(round(sign.type.size) for sign in signs).most_common(1)[0][0] if signs else 0
    result: list[Sign] = []
    for _, together in groupby(signs, key=lambda sign: sign.type.held):
        run = list(together)
        kind = run[0].type
        if kind.opaque < _FAINT and kind.size > _LARGE * usual:
            continue
        if kind.unpainted:
            run = [sign for sign in run if scanned and _over(sign, painted.pictures)]
        else:
            run = sight.shown(run)
        result += lines.without_struck(run) if run else ()
    return result


class _Sight:
    """What is drawn above and behind text objects."""

    def __init__(self, painted: Painted) -> None:
        self._painted = painted
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
        white = min(kind.colour) >= _WHITE and len(self._painted.grounds) <= _MOST_BEHIND
        if cut is None and not above and not white:
            return run
        behind = [ground for ground in self._painted.grounds if ground.order < order and _meet(ground.place, place)]
        return [
            sign
            for sign in run
            if (cut is None or cut.holds(*_middle(sign), _CUT))
            and not _over(sign, above)
            and not (white and _is_light(behind, *_middle(sign)))
        ]


class _Lines:
    """Lines through words."""

    def __init__(self, rules: Iterable[Box], struck: Sequence[Box]) -> None:
        self._struck = struck
        self._level: dict[int, list[Box]] = defaultdict(list)
        for rule in rules:
            if rule.x1 - rule.x0 > 2 * (rule.y1 - rule.y0):
                self._level[round((rule.y0 + rule.y1) / 2)].append(rule)

    def without_struck(self, run: list[Sign]) -> list[Sign]:
        """The characters of one text object, STRUCK for those that a line goes through."""
        first = run[0]
        low, high = first.y - _STRIKE[1] * first.type.size, first.y - _STRIKE[0] * first.type.size
        near = [
            rule
            for height in range(round(low), round(high) + 1)
            for rule in self._level.get(height, ())
            if low < (rule.y0 + rule.y1) / 2 < high and rule.y1 - rule.y0 < _THIN * first.type.size
        ]
        if not near and not self._struck:
            return run
        return [sign._replace(text=STRUCK) if self._is_struck(sign, near) else sign for sign in run]

    def _is_struck(self, sign: Sign, near: Sequence[Box]) -> bool:
        x = (sign.x0 + sign.x1) / 2
        through = any(rule.x0 <= x <= rule.x1 for rule in near) or _over(sign, self._struck)
        return through and sign.text.strip() != ""


def _extent(run: Sequence[Sign]) -> Box:
    """Where the middles of the characters are."""
    x = [(sign.x0 + sign.x1) / 2 for sign in run]
    y = run[0].y - 0.3 * run[0].type.size
    return Box(min(x), y, max(x), y)


def _meet(one: Box, other: Box) -> bool:
    return one.x0 <= other.x1 and other.x0 <= one.x1 and one.y0 <= other.y1 and other.y0 <= one.y1


def _is_light(behind: Sequence[Ground], x: float, y: float) -> bool:
    """Whether the uppermost ground behind is as white as the page."""
    top = next((ground for ground in reversed(behind) if ground.place.holds(x, y, 0.5)), None)
    return top is None or (top.colour is not None and min(top.colour) >= _WHITE)


def _is_scanned(signs: Sequence[Sign], painted: Painted) -> bool:
    """Whether most letters of the page are unpainted, with a picture above or below."""
    letters = [sign for sign in signs if sign.text.strip()]
    return bool(painted.pictures) and 2 * sum(sign.type.unpainted for sign in letters) > len(letters)


def _over(sign: Sign, places: Iterable[Box]) -> bool:
    return any(place.holds(*_middle(sign)) for place in places)


def _middle(sign: Sign) -> tuple[float, float]:
    return (sign.x0 + sign.x1) / 2, sign.y - 0.3 * sign.type.size
