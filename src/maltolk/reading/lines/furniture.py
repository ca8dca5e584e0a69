"""Which pieces are page furniture: kept in the text, never in a passage. Phrases are data; the rest is structure."""

import re
from collections import Counter
from itertools import pairwise

from maltolk.reading.lines.contents import contents_of_page, contents_with_pages
from maltolk.reading.lines.phrases import phrases, plain
from maltolk.reading.lines.pieces import Mark, Piece
from maltolk.swedish.dates import is_date_line
from maltolk.swedish.language import looks_english

_SECOND_SENTENCE = re.compile(r"\w[.!?]\s+[A-ZÅÄÖ]\w*\s+\w+\s+\w+")
_CREDIT = re.compile(r"\b(?:foto|fotograf|bild|illustration|photo|grafik)\s*:\s*\S.{0,60}$", re.IGNORECASE)
_TRAIL = re.compile(r"[^.!?\n]{1,40}(?:\s(?:[/>›»|]|->)\s[^.!?\n]{1,40}){2,}")
_LINK_OR_FILE = re.compile(
    r"(?:https?://|www\.)\S+|[^.!?\n]{1,90}\((?:pdf|docx?|xlsx?|pptx?)\b[^)\n]{0,40}\)"
    r"|[\w -]+\.(?:pdf|docx?|xlsx?|jpe?g|png)|!\[[^\]]*\]\([^)]*\)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:sida(?:n)?\s*)?\d{1,4}\s*(?:\(\d+\)|(?:/|av)\s*\d+)?", re.IGNORECASE)
_BYLINE = re.compile(r"(?:Av|Text|Text och foto|Reporter|By|Skribent):?\s+(?:[A-ZÅÄÖÉ][\w’'-]+\.?\s*){2,4}")
_NAME = re.compile(r"[A-ZÅÄÖÉ][\w’'-]+(?:\s+[A-ZÅÄÖÉ][\w’'-]+\.?){1,3}")
_SKIP = re.compile(
    r"(?:hoppa|gå)(?: direkt)? (?:till|över|förbi)(?: \w+){0,2}?"
    r" (?:(?:huvud)?innehåll(?:et)?|texten|navigering(?:en)?|(?:huvud)?meny(?:n)?|sök(?:rutan|fältet)?|sidfot(?:en)?)"
    r"|skip (?:to|over) [\w ]{3,30}",
    re.IGNORECASE,
)
"""A link that passes by what is above a page's text, however it is worded."""
PAGE_COUNTER = re.compile(
    r"(?<!\d)(?P<page>\d{1,3}) ?\((?P<of>\d{1,3})\)|\b(?:sid(?:a|an)?|blad|page)\.? (?P<sheet>\d{1,3})\b", re.IGNORECASE
)
"""A page's number as it stands beside other words: "3 (32)", "Sida 4 av 41"."""
_MAX_HEAD = 120  # characters
_MAX_BESIDE = 4  # lines of a page's head above or below its number
_MAX_LINKS = 20
SIDE_BY_SIDE = re.compile(r"\s+[·•|/>›»–-]\s+|[|·•]|[ \xa0]{2,}|\t")
"""Separates words that share a line without being a sentence."""


def furniture(text: str, pieces: list[Piece], swedish: bool) -> set[int]:
    """Indices of the pieces that are furniture. ``swedish``: whether the text as a whole is in Swedish."""
    rows = _rows(text, pieces)
    found = {index for index, piece in enumerate(pieces) if index not in rows and _by_itself(text, piece)}
    found |= _bylines(text, pieces)
    found |= _link_sections(text, pieces)
    found |= _repeated(text, pieces, found)
    found |= _running_heads(text, pieces)
    found |= contents_with_pages(text, pieces) | contents_of_page(text, pieces)
    if swedish:
        found |= _english_forms(text, pieces)
    return found


def _rows(text: str, pieces: list[Piece]) -> set[int]:
    """Lines of a table: neighbours, with no empty line between, of equally many cells, three or more."""
    cells = [text.count(" | ", piece.start, piece.end) for piece in pieces]
    found: set[int] = set()
    for index in range(1, len(pieces)):
        if cells[index] >= 2 and cells[index] == cells[index - 1] and not pieces[index].gap:
            found |= {index - 1, index}
    return found


def _by_itself(text: str, piece: Piece) -> bool:
    known = phrases()
    words = text[piece.start : piece.end]
    line = plain(words)
    if not line:
        return True
    if piece.mark is Mark.HEADING or piece.mark is Mark.NUMBER:
        return line in known.whole and line not in known.empty_headings
    if line in known.whole and line not in known.empty_headings:
        return True
    lower = " ".join(words.split()).casefold()
    if len(lower) <= known.prefix_length and lower.startswith(known.prefixes) and not _describes(words):
        return True
    if len(lower) <= 80 and lower.rstrip(".").endswith(known.suffixes) and not lower.endswith(("?", "!")):
        return True
    if len(lower) <= 160 and _CREDIT.search(words):
        return True
    if piece.mark is Mark.NONE and (_TRAIL.fullmatch(words) or is_menu(words) or _PAGE.fullmatch(words.strip())):
        return True
    if piece.mark is Mark.NONE and _SKIP.fullmatch(words):
        return True
    return _LINK_OR_FILE.fullmatch(words) is not None or is_date_line(words)


def _describes(words: str) -> bool:
    """Whether a caption has a second sentence on what the picture says, which is content."""
    second = _SECOND_SENTENCE.search(words)
    return second is not None and words.casefold().startswith(("bild", "illustration", "foto", "diagram"))


def is_menu(words: str) -> bool:
    """Whether a line is several links side by side, divided by punctuation, wide gaps or nothing at all."""
    parts = [part for part in SIDE_BY_SIDE.split(words) if part.strip()]
    if len(parts) >= 2 and sum(_is_link(part) for part in parts) * 2 >= len(parts):
        return all(len(part.split()) <= 4 or _is_link(part) for part in parts)
    single = words.split()
    return (
        len(single) >= 3
        and all(word[0].isupper() and word.isalpha() for word in single)
        and sum(_is_link(word) for word in single) * 2 >= len(single)
    )


def _is_link(part: str) -> bool:
    line = plain(part)
    return line in phrases().whole or line in phrases().menu_words or line.startswith(phrases().links)


def _bylines(text: str, pieces: list[Piece]) -> set[int]:
    """ "Av" and a name, on one line or two."""
    found: set[int] = set()
    for index, piece in enumerate(pieces):
        words = text[piece.start : piece.end]
        if _BYLINE.fullmatch(words):
            found.add(index)
        elif words.rstrip(":") in ("Av", "Text", "By") and index + 1 < len(pieces):
            following = pieces[index + 1]
            if _NAME.fullmatch(text, following.start, following.end):
                found |= {index, index + 1}
    return found


def _link_sections(text: str, pieces: list[Piece]) -> set[int]:
    """ "Relaterad information" and the short lines right below it, with no empty line between."""
    found: set[int] = set()
    for index, piece in enumerate(pieces):
        if piece.mark is Mark.HEADING or plain(text[piece.start : piece.end]) not in phrases().link_sections:
            continue
        below = index + 1
        most = min(len(pieces), index + _MAX_LINKS)
        while below < most and not pieces[below].gap and _could_be_link(text, pieces[below]):
            below += 1
        if below > index + 1 and (below == len(pieces) or pieces[below].gap):
            found |= set(range(index, below))
    return found


def _could_be_link(text: str, piece: Piece) -> bool:
    words = text[piece.start : piece.end]
    return len(words) <= 100 and words[-1] not in ".:;" and "@" not in words


def _repeated(text: str, pieces: list[Piece], known: set[int]) -> set[int]:
    """A line said twice in a row (a link and its heading), and a caption that a credit line beside it repeats."""
    found: set[int] = set()
    for index in range(1, len(pieces)):
        before, here = (plain(text[p.start : p.end]) for p in pieces[index - 1 : index + 1])
        if before == here:
            found.add(index)
        elif index in known and here.startswith(before) and len(before) < 80:
            found.add(index - 1)
        elif index - 1 in known and before.startswith(here) and len(here) < 80:
            found.add(index)
    return found


def _running_heads(text: str, pieces: list[Piece]) -> set[int]:
    """What stands at the top or foot of every page: lines that differ only in the page's number, and those beside them
    that do not differ at all."""
    lines = [" ".join(text[piece.start : piece.end].split()) for piece in pieces]
    series: dict[str, list[tuple[int, int]]] = {}  # a line without its page's number -> the number, and which piece
    for index, (line, piece) in enumerate(zip(lines, pieces, strict=True)):
        counter = PAGE_COUNTER.search(line) if piece.mark in (Mark.NONE, Mark.HEADING) and _may_be_head(line) else None
        if counter is not None:
            page = counter["page"] or counter["sheet"]
            without = line[: counter.start()] + line[counter.end() :] + (counter["of"] or "")
            series.setdefault(without, []).append((int(page), index))
    heads = {
        index
        for counted in series.values()
        if len(counted) > 1 and all(one[0] < other[0] for one, other in pairwise(counted))
        for _, index in counted
    }
    return heads | _beside_heads(lines, pieces, heads)


def _beside_heads(lines: list[str], pieces: list[Piece], heads: set[int]) -> set[int]:
    """The lines above and below page numbers that come again beside another page's number, as far as that goes."""
    found: set[int] = set()
    for step in (-1, 1):
        edge = heads
        for _ in range(_MAX_BESIDE):
            near = {index + step for index in edge if 0 <= index + step < len(lines)} - heads
            times = Counter(lines[index] for index in near)
            edge = {
                index
                for index in near
                if times[lines[index]] > 1 and pieces[index].mark is Mark.NONE and _may_be_head(lines[index])
            }
            found |= edge
    return found


def _may_be_head(line: str) -> bool:
    return len(line) <= _MAX_HEAD and line[-1] not in ".!?:"


def _english_forms(text: str, pieces: list[Piece]) -> set[int]:
    """A form left in English on a Swedish page: its opening line and the English lines after it."""
    found: set[int] = set()
    inside = False
    for index, piece in enumerate(pieces):
        words = text[piece.start : piece.end]
        if plain(words).startswith(phrases().english_openers):
            inside = True
        elif inside and not looks_english(words):
            inside = False
        if inside:
            found.add(index)
    return found
