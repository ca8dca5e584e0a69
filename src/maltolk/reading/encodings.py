"""Bytes -> text: which encoding a file is in, and the few signs that are put right before anything is counted."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS: tuple[tuple[bytes, str], ...] = (
    # UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SWEDISH = set("åäöÅÄÖéÉ")
# Signs that word processors put into Swedish texts beside the letters.
_TYPOGRAPHIC = set("–—”’“‘…•§°½·´üÜ«» ­")
_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x85")
# C0 controls that carry no meaning in a text; tab and newline stay, form feed becomes a newline.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text``: NFC, newlines as ``\\n``, no byte-order mark, no control signs. ``encoding``: Python's name for it."""

    text: str
    encoding: str


def decode(raw: bytes) -> Decoded | None:
    """The text that ``raw`` holds, or None when it is no text in any encoding that can be told."""
    found = _marked(raw) or _wide(raw) or _utf8(raw) or _western(raw) or _guessed(raw)
    if found is None:
        return None
    return Decoded(clean(found.text), found.encoding)


def clean(text: str) -> str:
    """NFC, ``\\n`` newlines, no BOM, NUL or other control signs; every visible character stays as it is."""
    text = _NEWLINES.sub("\n", text).replace("\f", "\n").replace("\v", "\n")
    text = _CONTROLS.sub("", text).replace("\ufeff", "")
    # A lone surrogate can't be stored as UTF-8; it comes from a broken UTF-16 file.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)


def is_binary(raw: bytes) -> bool:
    """Whether the bytes look like a picture, a program or a packed file rather than text."""
    head = raw[:8192]
    if any(head.startswith(mark) for mark, _ in _BOMS) or _wide(raw) is not None:
        return False
    if head.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"\xd0\xcf\x11\xe0")
    ):
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1b" for byte in head)
    return controls > max(8, len(head) // 50)


def _try(raw: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _marked(raw: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _try(raw, encoding)
    return None


def _wide(raw: bytes) -> Decoded | None:
    """UTF-16 without a mark: in a Western text every other byte is zero."""
    head = raw[:4096]
    if len(head) < 4 or len(raw) % 2:
        return None
    half = len(head) // 2
    for zeros, encoding in ((head[1::2], "utf-16-le"), (head[0::2], "utf-16-be")):
        other = head[0::2] if encoding == "utf-16-le" else head[1::2]
        if zeros.count(0) > 0.7 * half and other.count(0) < 0.05 * half:
            return _try(raw, encoding)
    return None


def _utf8(raw: bytes) -> Decoded | None:
    return _try(raw, "utf-8")


def _western(raw: bytes) -> Decoded | None:
    """Windows-1252 (or what old Macintoshes and DOS wrote) when the signs beyond ASCII are those of Swedish texts."""
    best: tuple[float, Decoded] | None = None
    for encoding in ("windows-1252", "iso-8859-1", "mac-roman", "cp850"):
        got = _try(raw, encoding)
        if got is None:
            continue
        beyond = [sign for sign in got.text if ord(sign) > 127]
        letters = sum(sign in _SWEDISH for sign in beyond)
        known = letters + sum(sign in _TYPOGRAPHIC for sign in beyond)
        share = known / len(beyond) if beyond else 1.0
        if share >= 0.8 and (letters or share == 1.0) and (best is None or share > best[0]):
            best = share, got
    return best[1] if best else None


def _guessed(raw: bytes) -> Decoded | None:
    """What charset-normalizer makes of it; it looks at how natural the letters are."""
    match = from_bytes(raw).best()
    if match is None or match.chaos > 0.2:
        return None
    return _try(raw, match.encoding)
