"""The bytes of a web page -> text, where what the page declares may be wrong."""

import codecs
import re

from maltolk.reading.decoding.encodings import decode

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096
"""Bytes from the beginning in which a page may declare its encoding."""
_SWEDISH = set("åäöÅÄÖéÉ")
_BROWSERS_READ = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}
"""How browsers interpret a declared encoding (encoding.spec.whatwg.org), by Python's names."""


_FEW = 20
"""One non-ASCII character in this many may be broken."""


def decode_page(raw: bytes) -> str | None:
    """The page's text. Its bytes decide; the declared encoding does where they leave a choice.

    Non-ASCII characters that are valid UTF-8 are UTF-8. Otherwise the declared encoding is trusted, unless another
    reading of the bytes has Swedish letters where the declared one has other characters.
    """
    found = decode(raw)
    if found is not None and found.encoding.startswith("utf") and not found.text.isascii():
        return found.text
    nearly = _nearly_utf8(raw)
    if nearly is not None:
        return nearly
    declared = _declared(raw)
    if declared is None:
        return found.text if found else None
    if found is None:
        return declared
    return found.text if _swedish(found.text) > _swedish(declared) else declared


def _declared(raw: bytes) -> str | None:
    """The text in the encoding that the page declares, if the page keeps to it."""
    said = _DECLARED.search(raw[:_HEAD])
    if said is None:
        return None
    try:
        name = codecs.lookup(said[1].decode("ascii")).name
        # A declaration readable as ASCII is not in UTF-16, and no page means UTF-7.
        return None if name.startswith(("utf-16", "utf-32", "utf-7")) else raw.decode(_BROWSERS_READ.get(name, name))
    except (LookupError, UnicodeError, ValueError):
        return None


def _nearly_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few invalid bytes, as where a character was cut in two."""
    text = raw.decode("utf-8", "replace")
    beyond = sum(ord(sign) > 127 for sign in text)
    return text if text.count("\ufffd") * _FEW < beyond else None


def _swedish(text: str) -> float:
    """The share of Swedish letters among the non-ASCII characters."""
    beyond = [sign for sign in text if ord(sign) > 127]
    return sum(sign in _SWEDISH for sign in beyond) / len(beyond) if beyond else 0.0
