"""Symbol fonts draw signs in the places of letters: what they draw, as characters of Unicode."""

_FIRST = 0x20
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧ∆ΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
    + " " * 33
    + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
)
WINGDINGS = {
    **dict(zip(range(0x6C, 0x70), "●■■☐", strict=True)),
    **dict(zip(range(0x71, 0x79), "☐☐◆◆◆❖◆☒", strict=True)),
    **dict(zip(range(0x80, 0x96), "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
    **dict(zip(range(0x9E, 0xAA), "··•○○●◎◎○▪☐▪", strict=True)),
    **dict(zip(range(0xDF, 0xE7), "←→↑↓↖↗↙↘", strict=True)),
    **dict(zip(range(0xEF, 0xF3), "⇦⇨⇧⇩", strict=True)),
    **{0x28: "☎", 0x29: "☎", 0x2A: "✉", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0xAB: "★", 0xD8: "➢", 0xE8: "➔", 0xF0: "⇨"},
    **dict(zip(range(0xFB, 0xFF), "✗✓☒☑", strict=True)),
}
WINGDINGS_2 = {
    **dict(zip(range(0x4F, 0x55), "✗✓✗☑☒☒", strict=True)),
    **dict(zip(range(0x69, 0x7F), "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
    **{0x96: "•", 0x97: "●", 0x98: "●", 0xA1: "▪", 0xA2: "■", 0xA3: "☐", 0xA6: "☐"},
}
WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗"}
_FONTS: dict[str, dict[int, str]] = {
    "symbol": {place: sign for place, sign in enumerate(_SYMBOL, _FIRST) if sign != " "} | {_FIRST: " "},
    "wingdings": {**WINGDINGS, _FIRST: " "},
    "wingdings 2": {**WINGDINGS_2, _FIRST: " "},
    "wingdings 3": {**dict(zip(range(0x66, 0x6A), "←→↑↓", strict=True)), 0x7D: "▶", 0x84: "▶", _FIRST: " "},
    "webdings": {**WEBDINGS, _FIRST: " "},
}


def is_symbol_font(font: str) -> bool:
    """Whether letters set in the font are seen as signs."""
    return font.strip().casefold() in _FONTS


def seen(words: str, font: str) -> str:
    """The signs that people see where ``words`` are set in a symbol font; a picture without a meaning is left out."""
    drawn = _FONTS[font.strip().casefold()]
    return "".join(drawn.get(ord(sign) & 0xFF, "") if _in_font(sign) else sign for sign in words)


def _in_font(sign: str) -> bool:
    """Whether a character is a place in the font: of one byte, or in the private-use area that Word writes them in."""
    return ord(sign) <= 0xFF or 0xF000 <= ord(sign) <= 0xF0FF
