"""Questions that contain a telephone number or an address and ask whose it is."""

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"(?<![\d,])\+?\d[\d\s()/.\u2010-\u2013-]{4,}\d")
_DIGITS = 6
"""Fewest digits of a telephone number that is asked about."""
_CLOCK = re.compile(r"\d{1,2}\.\d\d\s*[\u2010-\u2013-]\s*\d{1,2}\.\d\d")
_LOCAL = re.compile(r"\d{6,7}|\d{2,3}(?:[\s-]\d{2,3})+")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")


def phone_numbers_in(text: str) -> list[str]:
    """The digits of each telephone number in the text, without country code and leading zero."""
    digits = (re.sub(r"\D", "", words) for words in _numbers_in(text))
    return [d.removeprefix("0046").removeprefix("46").removeprefix("0") for d in digits]


def _numbers_in(text: str) -> Iterator[str]:
    """Numbers as one dials them, no years, dates, hours or amounts of money. Within a town they have no area code, and
    then a pair of digits or no spaces: "47 02 43"."""
    for match in _NUMBER.finditer(text):
        words = match.group()
        if words[0] in "+0":
            if not _CLOCK.match(words):
                yield words
        elif _LOCAL.fullmatch(words) and not _is_amount(words):
            yield words


def _is_amount(words: str) -> bool:
    """Whether digits are grouped by thousands."""
    groups = re.split(r"\D", words)
    return len(groups) > 1 and all(len(group) == 3 for group in groups[1:])


def addresses_in(text: str) -> set[str]:
    """The e-mail addresses in the text, case-folded."""
    return {m.group().casefold() for m in _ADDRESS.finditer(text)}


def asks_backwards(text: str) -> bool:
    """Whether the question contains a telephone number of at least six digits or an e-mail address."""
    return bool(_ADDRESS.search(text) or any(len(re.sub(r"\D", "", words)) >= _DIGITS for words in _numbers_in(text)))
