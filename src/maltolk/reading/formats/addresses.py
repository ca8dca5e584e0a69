"""Addresses behind links: "Skicka e-post" hides one, and a contact is nothing without it."""

import re
from urllib.parse import unquote

_CALLING = frozenset({"tel", "callto", "sms"})
_NUMBER = re.compile(r"\+?[\d\s().\-–/]{5,25}")


def address_behind(link: str, words: str) -> str:
    """The e-mail address or telephone number that ``link`` leads to; "" where its ``words`` say it themselves."""
    scheme, _, rest = link.strip().partition(":")
    scheme = scheme.casefold()
    if scheme == "mailto":
        address = _first_address(rest)
        return "" if address.casefold() in words.casefold() else address
    if scheme in _CALLING:
        number = _unquoted(re.split(r"[?;&,]", rest)[0]).strip().removeprefix("//")
        return number if _NUMBER.fullmatch(number) and _ending(number) not in _digits(words) else ""
    return ""


def _first_address(written: str) -> str:
    """Of what follows "mailto:", the first address, which may be a field of its own ("?to=")."""
    given, _, fields = written.partition("?")
    to = [value for name, _, value in (each.partition("=") for each in fields.split("&")) if name.casefold() == "to"]
    found = (part.strip() for each in (given, *to) for part in re.split(r"[,;]", _unquoted(each)))
    return next((each for each in found if "@" in each), "")


def _unquoted(written: str) -> str:
    """With its escapes read as UTF-8, or as an older encoding where they are none."""
    try:
        return unquote(written, errors="strict")
    except UnicodeDecodeError:
        return unquote(written, encoding="cp1252", errors="ignore")


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
