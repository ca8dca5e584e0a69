"""One Swedish text, and the ways in which a file may hold it."""

import unicodedata

TEXT = """# Vår strategi för ett grönare Örebro

Örebro kommun antog strategin i mars. Målen gäller för åren 2019–2021, och kostar 5 § per år … ungefär.

”Det är bra”, säger Åsa Öström, ”men vi måste också nå längre.” Café Idé ligger på ön.

- Fler träd på gatorna
- Äldre ska få en vän i närheten
- Även små barn ska höras
"""
"""Signs that all of the encodings have, as a writer of the time would have used them: see ``plain``."""


def plain(text: str) -> str:
    """The text with what the oldest encodings lack written as on a typewriter."""
    return text.translate(str.maketrans({"–": "-", "—": "-", "”": '"', "“": '"', "’": "'", "…": "...", "•": "*"}))


def seen_as(text: str, codec: str) -> str:
    """The text after a program took its UTF-8 for ``codec``; a byte that has no sign there keeps its number."""
    return "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in text.encode("utf-8"))


WAYS = {
    "UTF-8": lambda text: text.encode("utf-8"),
    "UTF-8 with BOM": lambda text: text.encode("utf-8-sig"),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 LE with BOM": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-16 BE with BOM": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-32 with BOM": lambda text: text.encode("utf-32"),
    "Latin-1": lambda text: text.encode("iso-8859-1"),
    "Latin-9": lambda text: text.encode("iso-8859-15"),
    "Windows-1252": lambda text: text.encode("windows-1252"),
    "Mac Roman": lambda text: text.encode("mac-roman"),
    "CP850": lambda text: text.encode("cp850"),
    "CP437": lambda text: text.encode("cp437"),
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode("utf-8"),
    "UTF-8 twice, by Windows-1252": lambda text: seen_as(text, "windows-1252").encode("utf-8"),
    "UTF-8 twice, by Latin-1": lambda text: seen_as(text, "iso-8859-1").encode("utf-8"),
    "UTF-8 twice, by Mac Roman": lambda text: seen_as(text, "mac-roman").encode("utf-8"),
    "UTF-8 twice, by CP850": lambda text: seen_as(text, "cp850").encode("utf-8"),
    "UTF-8 three times": lambda text: seen_as(seen_as(text, "windows-1252"), "windows-1252").encode("utf-8"),
    "NFD twice": lambda text: seen_as(unicodedata.normalize("NFD", text), "windows-1252").encode("utf-8"),
}
"""How a file may hold a text. Raises UnicodeEncodeError for a text that the encoding has no signs for."""
