"""Questions that contain a telephone number or an address and ask whose it is."""

import re

_NUMBER = re.compile(r"\+?\d[\d\s()/.\u2010-\u2013-]{4,}\d")
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")


def phone_numbers_in(text: str) -> list[str]:
    """The digits of each number in the text, without country code and leading zero."""
    digits = (re.sub(r"\D", "", m.group()) for m in _NUMBER.finditer(text))
    return [d.removeprefix("0046").removeprefix("46").removeprefix("0") for d in digits]


def addresses_in(text: str) -> set[str]:
    """The e-mail addresses in the text, case-folded."""
    return {m.group().casefold() for m in _ADDRESS.finditer(text)}


def asks_backwards(text: str) -> bool:
    """Whether the question contains a number of at least six digits or an e-mail address."""
    return bool(_ADDRESS.search(text) or any(len(re.sub(r"\D", "", m.group())) >= 6 for m in _NUMBER.finditer(text)))
