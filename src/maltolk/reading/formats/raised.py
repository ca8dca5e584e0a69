"""Raised type: an exponent, the end of an ordinal, or the mark of a note, which is no part of the words before it."""

import re

_UNIT = re.compile(r"(?:^|[\W\d_])(?:[kcdm]?m|[kh]?m)\Z")
_POWER_OF_TEN = re.compile(r"(?<![\d.,])10\Z")
_EXPONENT = re.compile(r"[-−]?\d{1,2}")
_MARK = re.compile(
    r"[(\[]?(?:\d{1,3}|[*†‡§¤#]{1,4}|[a-zåäö](?=[)\]]))(?:[,;–-]\s?(?:\d{1,3}|[*†‡§¤#]))*[)\]]?", re.IGNORECASE
)
_RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def raised(before: str, words: str) -> str:
    """What raised ``words`` mean after ``before``, the line so far: an exponent in characters of its own (m², 10⁶),
    letters as they are ("3:e"), nothing for the mark of a note ("år 2030" with a raised 1)."""
    said = words.strip()
    exponent = _EXPONENT.fullmatch(said) is not None
    if exponent and ((_UNIT.search(before) and said in ("2", "3")) or _POWER_OF_TEN.search(before)):
        return said.translate(_RAISED)
    return "" if _MARK.fullmatch(said) else words
