"""What reading a format gives: a text and hints about it, or a reason."""

import re
from dataclasses import dataclass
from itertools import accumulate

from maltolk.model import LeftOut
from maltolk.reading.decoding.encodings import clean

PAGE = "\ufdd0"
"""Marks where a page of a PDF begins in an unfinished text: a noncharacter, so no text contains it."""
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, and zero-width spaces and joiners: they show where a word may be broken."""
_SPACE_BEFORE_NEWLINE = re.compile(r"[ \t\xa0]+$", re.MULTILINE)
_MANY_NEWLINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text with the file's own metadata.

    ``text``: as ``encodings.clean`` leaves it, in light Markdown: ``# `` headings, ``- `` and ``1. `` items,
    ``| a | b |`` rows, an empty line between paragraphs. ``title``, ``date`` (ISO 8601), ``url``, ``language``
    (ISO 639-1): from the file's own metadata, and no more reliable. ``saved``: the day (ISO 8601) on which the file was
    last saved, which says little of the text's age. ``about``: words not in the text that may show
    whose it is or how old: the site's name, page headers, authors, a line each. ``pages``: where each
    page begins, characters into ``text``; empty for formats without pages. ``page_names``, ``left_out``,
    ``from_image``: of these pages, as ``model.Document`` has them.
    """

    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    about: str = ""
    pages: tuple[int, ...] = ()
    saved: str | None = None
    page_names: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    from_image: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pictured:
    """A file with pictures of text, whose words can be recognised, which takes its time. ``pictures``: how many."""

    pictures: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gives no text. ``reason``: one line for people, with the cure."""

    reason: str


def finished(written: str) -> tuple[str, tuple[int, ...]]:
    """The text without PAGE marks, as it will be stored, and where they were."""
    text = _INVISIBLE.sub("", clean(written))
    text = _MANY_NEWLINES.sub("\n\n", _SPACE_BEFORE_NEWLINE.sub("", text)).strip()
    parts = text.split(PAGE)
    starts = accumulate(len(part) for part in parts[:-1])
    # Once a mark is gone, the characters around it may compose; then the text matters more than the exact offset.
    text = clean("".join(parts))
    return text, tuple(min(start, len(text)) for start in starts)


def one_line(words: str) -> str:
    """White space folded into single spaces, tabs and newlines too."""
    return " ".join(words.split())
