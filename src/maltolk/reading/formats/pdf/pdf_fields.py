"""Values of form fields and addresses behind links, as characters at their place among those of the page."""

from collections import Counter
from collections.abc import Iterable, Sequence

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.pdf.pdf_annotations import Filled, Link
from maltolk.reading.formats.pdf.pdf_lattice import Lattice
from maltolk.reading.formats.pdf.pdf_signs import Box, Sign, Type

_NEAR = 4.0
"""Ems between a field and the words that name it."""
_WIDTH = 0.5
"""Ems of a character, about."""
_PLAIN = Type(10.0, False, 0, 0.0, (0, 0, 0), 255, False, 0, None)
"""For values on a page without any other text."""
_FILLING = "_.…·"
"""What a line to write on is typed of."""


def with_fields(signs: Sequence[Sign], fields: Iterable[Filled], drawn: Sequence[Lattice] = ()) -> list[Sign]:
    """The characters with the fields' values: after the words on the left that name a field, before those on the right
    of a box to tick, else on a line of their own. ``signs``: upright, as placed on the page. ``drawn``: its tables, of
    which a field fills a cell of its own."""
    result = list(signs)
    filled = [each for each in fields if each.value.strip()]
    if not filled:
        return result
    usual = Counter(sign.type for sign in result).most_common(1)
    common = usual[0][0]._replace(bold=False) if usual else _PLAIN
    for each in filled:
        place = each.place
        result = [sign for sign in result if not (sign.text in _FILLING and _within(sign, place))]
        first, *more = (line.strip() for line in each.value.split("\n") if line.strip())
        before, after = _neighbours(result, each, [other.place for other in filled])
        if before is not None and _is_in_other_cell(result[before], place, drawn):
            before = None
        if after is not None and _is_in_other_cell(result[after], place, drawn):
            after = None
        named = [index for index in (before, after) if index is not None]
        if named:
            y, kind = result[named[0]].y, result[named[0]].type
            x0 = result[before].x1 if before is not None else place.x0
            x1 = result[after].x0 if after is not None else max(x0, place.x1)
            text = " " * (before is not None) + first + " " * (after is not None)
            at = after if after is not None else named[0] + 1
            result.insert(at, Sign(text, x0, x1, y, kind))
        else:
            y, kind = _baseline(place, common.size), common
            result.append(_line(first, place, y, kind))
        step = 1.2 * kind.size
        result += [_line(line, place, y + step * number, kind) for number, line in enumerate(more, 1)]
    return result


def with_addresses(signs: Sequence[Sign], links: Sequence[Link]) -> list[Sign]:
    """The characters with the address that a link leads to after its words, unless these say it."""
    result = list(signs)
    ends: dict[int, str] = {}
    places: dict[str, list[int]] = {}
    for link in links:
        if address_behind(link.target, ""):
            inside = [i for i, sign in enumerate(signs) if any(_within(sign, place) for place in link.places)]
            places.setdefault(link.target, []).extend(inside)
    for target, inside in places.items():
        for run in _runs(sorted(set(inside)), signs):
            words = "".join(signs[index].text for index in run)
            seen = [index for index in run if signs[index].text.strip()]
            if seen and (address := address_behind(target, words)):
                ends[seen[-1]] = address
    for index in sorted(ends, reverse=True):
        last = signs[index]
        result.insert(index + 1, last._replace(text=f" {ends[index]}", x0=last.x1, raised=False))
    return result


def _is_in_other_cell(sign: Sign, place: Box, drawn: Sequence[Lattice]) -> bool:
    x, y = (sign.x0 + sign.x1) / 2, sign.y - 0.25 * sign.type.size
    middle = (place.x0 + place.x1) / 2, (place.y0 + place.y1) / 2
    return any(
        cell.place.holds(*middle) and not cell.place.holds(x, y)
        for table in drawn
        if table.place.holds(x, y) and table.place.holds(*middle)
        for cell in table.cells
    )


def _line(words: str, place: Box, y: float, kind: Type) -> Sign:
    """A line of a field, about as wide as its words."""
    return Sign(words, place.x0, min(place.x1, place.x0 + _WIDTH * kind.size * len(words)), y, kind)


def _runs(inside: list[int], signs: Sequence[Sign]) -> list[list[int]]:
    """A link's characters, in parts where the same link is elsewhere on the page, too."""
    runs: list[list[int]] = []
    for index in inside:
        follows = runs and (
            index - runs[-1][-1] <= 3
            or abs(signs[index].y - signs[runs[-1][-1]].y) < 2 * signs[index].type.size
        )  # fmt: skip
        if follows:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _neighbours(signs: Sequence[Sign], each: Filled, places: Sequence[Box]) -> tuple[int | None, int | None]:
    """Where the characters beside the field are that end what names it, or begin that. ``places``: of all fields."""
    place = each.place
    through = [index for index, sign in enumerate(signs) if sign.text.strip() and _level(sign, place)]
    if not through:
        return None, None
    base = _baseline(place, signs[through[0]].type.size)
    y = min((signs[index].y for index in through), key=lambda y: abs(y - base))
    row = [index for index in through if abs(signs[index].y - y) < 2]
    inner = place._replace(x0=place.x0 + 3, x1=place.x1 - 3)
    if any(_within(signs[index], inner) for index in row):
        return None, None
    left = max((index for index in row if signs[index].x0 < place.x0), key=lambda i: signs[i].x1, default=None)
    right = min((index for index in row if signs[index].x0 > place.x0), key=lambda i: signs[i].x0, default=None)
    if each.box and right is not None and signs[right].x0 - place.x1 < _NEAR * signs[right].type.size:
        beside = left is not None and place.x0 - signs[left].x1 < 2 * _NEAR * signs[left].type.size
        return left if beside else None, right
    if left is None or any(signs[left].x1 <= other.x0 < place.x0 and _beside(other, place) for other in places):
        return None, None
    edge = signs[right].x0 if right is not None else float("inf")
    shared = any(place.x1 <= other.x0 + 1 < edge and _beside(other, place) for other in places)
    if signs[left].text == ":" or place.x0 - signs[left].x1 < _NEAR * signs[left].type.size / 2 or not shared:
        return left, None
    return None, None


def _beside(one: Box, other: Box) -> bool:
    return one.y0 < other.y1 and other.y0 < one.y1


def _level(sign: Sign, place: Box) -> bool:
    """Whether the character is on a line that goes through the field."""
    return place.y0 < sign.y - 0.25 * sign.type.size < place.y1


def _within(sign: Sign, place: Box) -> bool:
    return place.holds((sign.x0 + sign.x1) / 2, sign.y - 0.25 * sign.type.size)


def _baseline(place: Box, size: float) -> float:
    """Of the first line in a field: in the middle of a low one."""
    height = place.y1 - place.y0
    return place.y0 + (0.72 * height if height < 2 * size else 1.1 * size)
