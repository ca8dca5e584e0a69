"""How words of a document are shown on a line."""

import re

_EMPHASIS = re.compile(r"(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")
_FOOTNOTE = re.compile(r"\[(\d+)\]")


def displayed(text: str) -> str:
    """The words of a quote on one line.

    They differ from the quote by this alone: white space is folded and taken off the ends, soft hyphens are left out,
    of Markdown's emphasis and links only the words stay, and "[7]" is written "(7)", lest it read as a marker.
    """
    plain = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text.replace("\u00ad", "")))
    return _FOOTNOTE.sub(r"(\1)", re.sub(r"\s+", " ", plain)).strip()
