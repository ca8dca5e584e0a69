"""Raised and lowered type among a page's characters, next to what it belongs to, wherever the file has it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from maltolk.reading.formats.pdf.pdf_signs import Sign

_SMALLER = 0.85
"""Raised type is at most so large, beside the type of its line."""
_LONGEST = 8
"""Characters; a longer run of small type is no mark."""
_BAND = 4.0
"""Points; characters are looked up by bands of this height."""

_ASIDE = 2.0
"""Ems of raised type that what carries it ends from where it begins."""


def marks_in_place(signs: Sequence[Sign]) -> list[Sign]:
    """The characters with raised and lowered ones right after those that they belong to, on the baseline of these;
    raised ones say so. A mark at the beginning of a note keeps its words."""
    bands: dict[int, list[tuple[float, int]]] | None = None
    after: dict[int, list[Sign]] = {}
    moved: set[int] = set()
    kept: dict[int, Sign] = {}
    for start, end in _small_runs(signs):
        run = [signs[index] for index in range(start, end) if signs[index].text.strip()]
        last = _last_seen(signs, start)
        if last is not None and _carries(signs[last], run):
            place, base = start - 1, signs[last]
        else:
            if bands is None:
                bands = _bands(signs)
            place_found = _carrier(signs, bands, run)
            if place_found is None:
                if (follower := _followed(signs, end, run)) is not None:
                    kept |= {index: signs[index]._replace(y=follower.y, raised=False) for index in range(start, end)}
                    kept[end - 1] = kept[end - 1]._replace(text=f"{signs[end - 1].text} ")
                continue
            place, base = place_found, signs[place_found]
        up = run[0].y < base.y
        moved |= set(range(start, end))
        after.setdefault(place, []).extend(sign._replace(y=base.y, raised=up or sign.raised) for sign in run)
    if not after and not kept:
        return list(signs)
    result: list[Sign] = []
    for index, sign in enumerate(signs):
        if index not in moved:
            result.append(kept.get(index, sign))
        result += after.get(index, [])
    return result


def _small_runs(signs: Sequence[Sign]) -> Iterator[tuple[int, int]]:
    """Where short runs of one type size and baseline begin and end."""
    start = 0
    for index in range(1, len(signs) + 1):
        same = index < len(signs) and (
            abs(signs[index].y - signs[start].y) < 0.3
            and abs(signs[index].type.size - signs[start].type.size) < 0.3
            and -1 < signs[index].x0 - signs[index - 1].x1 < signs[index].type.size
        )
        if not same:
            if index - start <= _LONGEST and any(sign.text.strip() for sign in signs[start:index]):
                yield start, index
            start = index


def _last_seen(signs: Sequence[Sign], before: int) -> int | None:
    return next((index for index in range(before - 1, max(-1, before - 4), -1) if signs[index].text.strip()), None)


def _carries(base: Sign, run: Sequence[Sign]) -> bool:
    """Whether ``run`` stands above or below the line right after ``base``."""
    size, small = base.type.size, run[0].type.size
    if not -0.25 * size <= run[0].x0 - base.x1 <= 0.4 * size or base.raised:
        return False
    up = (base.y - run[0].y) / size
    if small <= _SMALLER * size and up < 0:
        return -0.45 <= up <= -0.08 and base.text.isalpha() and all(sign.text.strip().isdigit() for sign in run)
    if small <= _SMALLER * size:
        return 0.12 <= up <= 0.7
    return small <= 1.02 * size and 0.2 <= up <= 0.55 and not any(sign.text.isalpha() for sign in run)


def _bands(signs: Sequence[Sign]) -> dict[int, list[tuple[float, int]]]:
    """Where the characters of each band end, and their indexes, from left to right."""
    bands: dict[int, list[tuple[float, int]]] = {}
    for index, sign in enumerate(signs):
        if sign.text.strip():
            bands.setdefault(int(sign.y // _BAND), []).append((sign.x1, index))
    for band in bands.values():
        band.sort()
    return bands


def _carrier(signs: Sequence[Sign], bands: dict[int, list[tuple[float, int]]], run: Sequence[Sign]) -> int | None:
    """The character that ``run`` belongs to, anywhere in the file."""
    small = run[0]
    reach = int(1.2 * small.type.size // _BAND) + 1
    middle = int(small.y // _BAND)
    aside = _ASIDE * small.type.size
    near: list[int] = []
    for number in range(middle - 1, middle + reach + 1):
        band = bands.get(number, [])
        start = bisect_left(band, (small.x0 - aside, 0))
        end = bisect_left(band, (small.x0 + aside, 0), start)
        near += sorted(index for _, index in band[start:end])
    found = (index for index in near if _carries(signs[index], run) and _has_room(signs, index, run))
    return min(found, key=lambda index: abs(signs[index].x1 - small.x0), default=None)


def _has_room(signs: Sequence[Sign], index: int, run: Sequence[Sign]) -> bool:
    """Whether the line goes on only after the mark, so that it was left room for it."""
    after = signs[index + 1] if index + 1 < len(signs) else None
    if after is None or abs(after.y - signs[index].y) > 1:
        return True
    return not after.text.strip() or after.x0 < signs[index].x0 or after.x0 >= run[-1].x1 - 0.2 * run[-1].type.size


def _followed(signs: Sequence[Sign], end: int, run: Sequence[Sign]) -> Sign | None:
    """The first character of the words that a raised mark begins."""
    first = next((sign for sign in signs[end : end + 3] if sign.text.strip()), None)
    if first is None or any(sign.text.isalpha() for sign in run):
        return None
    size = first.type.size
    near = -0.25 * size <= first.x0 - run[-1].x1 <= size
    small = run[0].type.size <= _SMALLER * size
    return first if near and small and 0.12 <= (first.y - run[0].y) / size <= 0.7 else None
