"""How words of a document are shown on a line."""

import re

_EMPHASIS = re.compile(r"(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")
_FOOTNOTE = re.compile(r"\[(\d+)\]")


def displayed(text: str) -> str:
    """The words of a quote on one line.

    They differ from the quote only in this: white space is folded and stripped from the ends, soft hyphens are left
    out, only the words of Markdown's emphasis and links remain, and "[7]" becomes "(7)", not to look like a marker.
    """
    plain = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text.replace("\u00ad", "")))
    return _FOOTNOTE.sub(r"(\1)", re.sub(r"\s+", " ", plain)).strip()
