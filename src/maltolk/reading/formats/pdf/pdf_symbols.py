"""Characters of PDFs that mean others: those of symbol fonts, ligatures, raised digits."""

import unicodedata

UNKNOWN = "\ufffd"
"""A character that is drawn, and of which the file does not tell which one it is."""

STRUCK = "\u200b"
"""In place of a character that is struck out: it has a place and is no text."""

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x73: "▪", 0x74: "▪", 0x75: "◆", 0x76: "❖",
    0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDC: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "•", 0xA2: "■", 0xA3: "☐"}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_SYMBOL = {
    0x2D: "−", 0xA3: "≤", 0xA5: "∞", 0xA7: "♣", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xDE: "⇒",
}  # fmt: skip
_FONTS = (
    (b"wingdings2", _WINGDINGS_2), (b"wingdings-2", _WINGDINGS_2), (b"wingdings", _WINGDINGS), (b"webdings", _WEBDINGS),
    (b"symbol", _SYMBOL),
)  # fmt: skip
_ANY_FONT = _WINGDINGS | {0xB7: "•"}
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
