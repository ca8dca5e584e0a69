"""What reading a format gives: a text and hints about it, or a reason."""

import re
from dataclasses import dataclass
from itertools import accumulate

from maltolk.reading.decoding.encodings import clean

PAGE = "\ufdd0"
"""Stands in an unfinished text where a page of a PDF begins: no character, so that no text has a use for it."""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, and spaces and joiners without width: they tell a page where a word may be broken."""
_SPACE_BEFORE_NEWLINE = re.compile(r"[ \t\xa0]+$", re.MULTILINE)
_MANY_NEWLINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text with what the file says of itself.

    ``text``: as ``encodings.clean`` leaves it, in light Markdown: ``# `` headings, ``- `` and ``1. `` items,
    ``| a | b |`` rows, an empty line between paragraphs. ``title``, ``date`` (ISO 8601), ``url``, ``language``
    (ISO 639-1): as the file's own metadata has them, and as good as these. ``about``: words that the text leaves out
    and that may tell whose it is or how old: the site's name, page heads, authors, a line each. ``pages``: where each
    page begins, characters into ``text``; empty for formats without pages.
    """

    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    about: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gives no text. ``reason``: one line for people, with the cure."""

    reason: str


def finished(written: str) -> tuple[str, tuple[int, ...]]:
    """The text without PAGE signs, as it will be stored, and where they stood."""
    text = _INVISIBLE.sub("", clean(written))
    text = _MANY_NEWLINES.sub("\n\n", _SPACE_BEFORE_NEWLINE.sub("", text)).strip()
    parts = text.split(PAGE)
    starts = accumulate(len(part) for part in parts[:-1])
    # With a sign gone, what stood around it may compose; then the text goes before the exact offset.
    text = clean("".join(parts))
    return text, tuple(min(start, len(text)) for start in starts)


def one_line(words: str) -> str:
    """White space folded into single spaces, tabs and newlines too."""
    return " ".join(words.split())
