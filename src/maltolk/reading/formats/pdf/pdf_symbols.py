"""Characters of PDFs that mean others: those of symbol fonts, ligatures, raised digits."""

import unicodedata

from maltolk.reading.formats.symbols import WEBDINGS, WINGDINGS, WINGDINGS_2

UNKNOWN = "\ufffd"
"""A character that is drawn, and of which the file does not tell which one it is."""

STRUCK = "\u200b"
"""In place of a character that is struck out: it has a place and is no text."""

_SYMBOL = {  # not its letters, which PDFium gives as the Greek ones that they are
    0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xDE: "⇒",
}  # fmt: skip
_FONTS = (
    (b"wingdings2", WINGDINGS_2), (b"wingdings-2", WINGDINGS_2), (b"wingdings", WINGDINGS), (b"webdings", WEBDINGS),
    (b"symbol", _SYMBOL),
)  # fmt: skip
_ANY_FONT = WINGDINGS | {0xB7: "•"}
"""For private-use characters of a font of another name: Word writes its bullets and boxes so."""
_RAISED_DIGITS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))


def symbols_of(font: bytes) -> dict[int, str] | None:
    """The characters of a symbol font by the low byte of their code; None for a font of letters. ``font``: its name in
    lower case."""
    plain = font.replace(b" ", b"")
    # A text font may have the word in its name, as "SegoeUISymbol" does, which has the characters of Unicode.
    return next((signs for name, signs in _FONTS if name in plain and b"segoe" not in plain), None)


def meant(code: int, symbols: dict[int, str] | None) -> str:
    """The character that people see for ``code`` in a font with these ``symbols``."""
    if 0xF000 <= code <= 0xF0FF:
        return (_ANY_FONT if symbols is None else symbols).get(code & 0xFF, UNKNOWN)
    if 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF or code >= 0x110000:
        return UNKNOWN
    sign = chr(code)
    if symbols is not None and code < 0x100 and sign != " ":
        return symbols.get(code, sign)
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", sign)
    return sign


def lowered(sign: str) -> str | None:
    """The plain digit for a raised one (¹); None for any other character."""
    return _RAISED_DIGITS.get(sign)
