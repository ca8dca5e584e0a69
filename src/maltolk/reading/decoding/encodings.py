"""Bytes -> text: which encoding a file is in, and the few characters corrected before any offset is counted."""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from charset_normalizer import from_bytes

from maltolk.reading.decoding.mojibake import mend

_BOMS: tuple[tuple[bytes, str], ...] = (
    # UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = ("windows-1252", "iso-8859-15", "mac-roman", "cp850")
_SWEDISH = frozenset("åäöÅÄÖ")
_NEIGHBOURS = frozenset("éÉèàüÜæøÆØáçêëíîïñóôúûß")
"""Letters of names and loan words."""
_TYPOGRAPHIC = frozenset("–—”’“‘…•°§½´«»€©®\xa0\xad")
"""Characters other than letters that word processors put into Swedish texts."""
_JOINING = frozenset("’´\xad")
"""Those that occur within a word."""
_BEYOND = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 4000
"""Non-ASCII characters examined; more of them add nothing."""
_ENOUGH = 0.6
"""Mean fitness at which a text counts as Western."""
_NEWLINES = re.compile("\r\n?|\u2028|\u2029|\x85")
_LIGATURES = str.maketrans({chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)})
"""The signs that programs put in for "fi", "fl" and the like."""
# C0 controls that carry no meaning in a text; tab and newline stay, form feed becomes a newline.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text``: NFC, newlines as ``\\n``, no BOM, no control characters. ``encoding``: Python's name for it."""

    text: str
    encoding: str


def decode(raw: bytes) -> Decoded | None:
    """The text that ``raw`` holds, or None when it is not text in any recognisable encoding."""
    found = _marked(raw) or _wide(raw) or _utf8(raw) or _mixed(raw) or western(raw) or _guessed(raw)
    if found is None:
        return None
    return Decoded(clean(mend(found.text)), found.encoding)


def clean(text: str) -> str:
    """NFC, ``\\n`` newlines, no BOM, NUL or other control characters, ligatures as their letters; all else
    that is visible is unchanged."""
    text = _NEWLINES.sub("\n", text).replace("\f", "\n").replace("\v", "\n")
    text = _CONTROLS.sub("", text).replace("\ufeff", "").translate(_LIGATURES)
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
            return _try(_whole(raw, encoding), encoding)
    return None


def _whole(raw: bytes, encoding: str) -> bytes:
    """Without the partial character at the end of a truncated file."""
    width = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    return raw[: len(raw) - len(raw) % width]


def _wide(raw: bytes) -> Decoded | None:
    """UTF-16 without a mark: in a Western text every other byte is zero."""
    head = raw[:4096]
    if len(head) < 4:
        return None
    half = len(head) // 2
    for zeros, encoding in ((head[1::2], "utf-16-le"), (head[0::2], "utf-16-be")):
        other = head[0::2] if encoding == "utf-16-le" else head[1::2]
        if zeros.count(0) > 0.7 * half and other.count(0) < 0.05 * half:
            return _try(_whole(raw, encoding), encoding)
    return None


def _utf8(raw: bytes) -> Decoded | None:
    return _try(raw, "utf-8")


def _mixed(raw: bytes) -> Decoded | None:
    """UTF-8 with some lines in an older encoding, or with a character that was cut in two.

    Only UTF-8 has two-byte letters, so one line of it is sure evidence.
    """
    lines = raw.split(b"\n")
    as_utf8 = [_try(line, "utf-8") for line in lines]
    sure = "".join(line.text for line in as_utf8 if line is not None and not line.text.isascii())
    if not sure or _fitness(sure) < _ENOUGH:
        return None
    rest = b"\n".join(line for line, found in zip(lines, as_utf8, strict=True) if found is None)
    # A long line with one broken character is mostly UTF-8 and reads as if encoded twice, which is repaired later.
    older = western(rest)
    other = older.encoding if older else "windows-1252"
    return Decoded(
        "\n".join(
            found.text if found else line.decode(other, "replace") for line, found in zip(lines, as_utf8, strict=True)
        ),
        "utf-8",
    )


def western(raw: bytes) -> Decoded | None:
    """The text in the older encoding whose non-ASCII characters best fit Swedish words, if any fits well enough."""
    read = [got for encoding in _WESTERN if (got := _try(raw, encoding))]
    best = max(read, key=lambda got: _fitness(got.text), default=None)
    return best if best is not None and _fitness(best.text) >= _ENOUGH else None


def _fitness(text: str) -> float:
    """How well the non-ASCII characters fit their words, a mean from -1 to 1."""
    fits = [_fit(text, match.start()) for match in islice(_BEYOND.finditer(text), _SAMPLE)]
    return sum(fits) / len(fits) if fits else 1.0


def _fit(text: str, at: int) -> float:
    """The same for one character: 1 for a Swedish letter in place, less for others, -1 for what no word has there."""
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign in _TYPOGRAPHIC:
        within = before.isalpha() and after.isalpha()
        if within and sign == "\xa0":
            return 0.5  # a no-break space; in another encoding a letter
        opens = sign == "…" and after.isalpha() and not before.isalnum()
        return -1 if (within and sign not in _JOINING) or opens else 0.9
    if sign not in _SWEDISH and sign not in _NEIGHBOURS:
        return -1
    odd = sign.isupper() and before.islower()
    if sign in _SWEDISH:
        return 0.7 if odd else 1
    if odd:
        return -1
    # Foreign letters occur within a word rather than at its beginning.
    return 0.7 if before.isalpha() else 0.3


def _guessed(raw: bytes) -> Decoded | None:
    """The guess of charset-normalizer, which judges how natural the letters are."""
    match = from_bytes(raw).best()
    if match is None or match.chaos > 0.2:
        return None
    return _try(raw, match.encoding)
