"""Which characters of a page people see: not those in the colour of their ground, covered, cut off or struck."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from maltolk.reading.formats.pdf.pdf_paint import Ground, Painted
from maltolk.reading.formats.pdf.pdf_signs import Box, Sign
from maltolk.reading.formats.pdf.pdf_symbols import STRUCK

_WHITE = 245
"""Of 255: each part of a colour that is not to be told from white."""
_MOST_GROUNDS = 300
"""A page with more is a map or a drawing, which nobody hides words under."""
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
    usual = Counter(round(sign.type.size) for sign in signs).most_common(1)[0][0] if signs else 0
    rules = _by_height(painted.rules)
    return [
        sign._replace(text=STRUCK) if sign.text.strip() and _is_struck(sign, rules, struck) else sign
        for sign in signs
        if (scanned and _over(sign, painted.pictures) if sign.type.unpainted else sight.shows(sign))
        and not (sign.type.opaque < _FAINT and sign.type.size > _LARGE * usual)
    ]


class _Sight:
    """What is drawn above and behind each text object, looked up once."""

    def __init__(self, painted: Painted) -> None:
        self._painted = painted
        few = len(painted.grounds) <= _MOST_GROUNDS
        self._covers = [ground for ground in painted.grounds if ground.plain] if few else []
        self._above: dict[int, list[Ground]] = {}

    def shows(self, sign: Sign) -> bool:
        """Whether the character is in sight."""
        held = sign.type.held
        order = self._painted.orders.get(held)
        if order is None:
            return True
        cut = self._painted.cuts.get(held)
        above = self._above.get(held)
        if above is None:
            above = self._above[held] = [ground for ground in self._covers if ground.order > order]
        white = min(sign.type.colour) >= _WHITE
        if cut is None and not above and not white:
            return True
        x, y = _middle(sign)
        if (cut is not None and not cut.holds(x, y, _CUT)) or any(ground.place.holds(x, y) for ground in above):
            return False
        return not white or self._is_dark_behind(order, x, y)

    def _is_dark_behind(self, order: int, x: float, y: float) -> bool:
        behind = (ground for ground in reversed(self._painted.grounds) if ground.order < order)
        top = next((ground for ground in behind if ground.place.holds(x, y, 0.5)), None)
        return top is not None and (top.colour is None or min(top.colour) < _WHITE)


def _is_scanned(signs: Sequence[Sign], painted: Painted) -> bool:
    """Whether most letters of the page are unpainted, with a picture above or below."""
    letters = [sign for sign in signs if sign.text.strip()]
    return bool(painted.pictures) and 2 * sum(sign.type.unpainted for sign in letters) > len(letters)


def _by_height(rules: Iterable[Box]) -> dict[int, list[Box]]:
    """The level rules by the points from the page's top."""
    level: dict[int, list[Box]] = defaultdict(list)
    for rule in rules:
        if rule.x1 - rule.x0 > 2 * (rule.y1 - rule.y0):
            level[round((rule.y0 + rule.y1) / 2)].append(rule)
    return level


def _is_struck(sign: Sign, rules: dict[int, list[Box]], struck: Sequence[Box]) -> bool:
    if not rules and not struck:
        return False
    x, y = _middle(sign)
    size = sign.type.size
    low, high = sign.y - _STRIKE[1] * size, sign.y - _STRIKE[0] * size
    near = chain.from_iterable(rules.get(height, ()) for height in range(round(low), round(high) + 1))
    return any(place.holds(x, y) for place in struck) or any(
        rule.x0 <= x <= rule.x1 and low < (rule.y0 + rule.y1) / 2 < high and rule.y1 - rule.y0 < _THIN * size
        for rule in near
    )


def _over(sign: Sign, places: Iterable[Box]) -> bool:
    return any(place.holds(*_middle(sign)) for place in places)


def _middle(sign: Sign) -> tuple[float, float]:
    return (sign.x0 + sign.x1) / 2, sign.y - 0.3 * sign.type.size
