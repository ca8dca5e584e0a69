"""Addresses behind links: "Skicka e-post" hides one, and a contact is nothing without it."""

import re
from urllib.parse import unquote

_NUMBER = re.compile(r"\+?[\d\s().\-–/]{5,25}")


def address_behind(link: str, words: str) -> str:
    """The e-mail address or telephone number that ``link`` leads to; "" where its ``words`` say it themselves."""
    scheme, _, rest = link.strip().partition(":")
    rest = unquote(rest.split("?")[0]).strip()
    if scheme.casefold() == "mailto":
        address = rest.split(",")[0].strip()
        return address if "@" in address and address.casefold() not in words.casefold() else ""
    if scheme.casefold() == "tel" and _NUMBER.fullmatch(rest) and _ending(rest) not in _digits(words):
        return rest
    return ""


def unhidden(code: str) -> str:
    """The address in a ``data-cfemail`` attribute: hexadecimal, every byte xor the first; "" for anything else."""
    try:
        key, *signs = bytes.fromhex(code)
        found = bytes(sign ^ key for sign in signs).decode("utf-8")
    except ValueError:  # no hexadecimal digits, nothing at all, or no text
        return ""
    return found if "@" in found else ""


def _digits(words: str) -> str:
    return "".join(filter(str.isdigit, words))


def _ending(number: str) -> str:
    """Seven digits tell a number, however its country or area is written."""
    return _digits(number)[-7:]
