"""Raised type: an exponent, minutes, part of a fraction, the end of an ordinal, or the mark of a note, which is no part
of the words before it."""

import re
from collections.abc import Iterable
from itertools import groupby

_UNIT = re.compile(r"(?:^|[\W\d_])(?:N?[kcdm]?m|[kh]?m|(?<=/)(?:s|h|min))\Z")
_LETTERS = re.compile(r"(?<![^\W_])(?:[CNPS]O|[Rxyn])\Z")
"""With a raised 2 or 3, though often meant to be lowered: CO², R², x²."""
_POWER_OF_TEN = re.compile(r"(?<![\d.,])10\Z")
_HOUR = re.compile(r"(?<![\d.,:/%])(?:[01]?\d|2[0-4])\Z")
_TIME_BEFORE = re.compile(
    r"(?:\b(?:kl\.?|klockan|från|till|mellan|öppet|stänger|öppnar)|\d[.:]\d\d ?[-–]) ?\d{1,2}\Z", re.I
)
_TIME_AFTER = re.compile(r"\s?[-–]\s?\d{1,2}(?!\d)")
_MINUTES = re.compile(r"[0-5]\d")
_USUAL_MINUTES = re.compile(r"0\d|15|30|45")
_STROKE = re.compile(r"\s?[/⁄]\s?\d{0,2}(?!\d)")
_EXPONENT = re.compile(r"[-−]?\d{1,2}")
_MARK = re.compile(
    r"[(\[]?(?:\d{1,3}|[*†‡§¤#]{1,4}|[a-zåäö](?=[)\]]))(?:[,;–-]\s?(?:\d{1,3}|[*†‡§¤#]))*[)\]]?", re.IGNORECASE
)
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def raised(before: str, words: str, after: str | None = None) -> str:
    """What raised ``words`` mean between ``before``, the line so far, and ``after``, None where that isn't known: an
    exponent in characters of its own (m², 10⁶), the minutes of an hour ("8.30"), the upper part of a fraction ("1/2"),
    letters as they are ("3:e"), nothing for the mark of a note ("år 2030" with a raised 1)."""
    said = words.strip()
    if _MINUTES.fullmatch(said) and _is_hour(before, said, after or ""):
        return f".{said}{' ' * (words[-1:] == ' ')}"
    exponent = _EXPONENT.fullmatch(said) is not None
    if exponent and ((_has_powers(before) and said in ("2", "3")) or _POWER_OF_TEN.search(before)):
        return said.translate(_RAISED)
    if said.isdecimal() and after is not None and _STROKE.match(after):
        whole = before[-1:].isdecimal()
        return f" {said}" if whole and after.strip()[1:2].isdecimal() else "" if whole else words
    alone = after is not None and not before.strip() and not after.strip()
    return "" if _MARK.fullmatch(said) and not (alone and said.isdecimal()) else words


def spoken(pieces: Iterable[tuple[str, bool]]) -> str:
    """Neighbouring pieces of words as one text; with each, whether it is raised."""
    joined = [("".join(piece for piece, _ in group), up) for up, group in groupby(pieces, key=lambda piece: piece[1])]
    said = ""
    for place, (words, up) in enumerate(joined):
        after = joined[place + 1][0] if place + 1 < len(joined) else ""
        said += raised(said.rpartition("\n")[2], words, after.partition("\n")[0]) if up else words
    return said


def _has_powers(before: str) -> bool:
    return _UNIT.search(before) is not None or _LETTERS.search(before) is not None


def _is_hour(before: str, minutes: str, after: str) -> bool:
    """Whether raised digits are the minutes of the hour before them."""
    if not _HOUR.search(before[-8:]):
        return False
    said = _TIME_BEFORE.search(before[-20:]) or _TIME_AFTER.match(after)
    return bool(said) or _USUAL_MINUTES.fullmatch(minutes) is not None
