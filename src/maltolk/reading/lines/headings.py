"""Which pieces are headings: by # marks where there are any, else by how flattened text looks."""

import re
from dataclasses import replace
from itertools import pairwise

from maltolk.reading.lines.contents import announced
from maltolk.reading.lines.heading_levels import Heading, below_counts, is_section, label_of, levels_of
from maltolk.reading.lines.pieces import HANGING, Mark, Piece
from maltolk.swedish.dates import iso_date

_KEYED = re.compile(r"[\w -]{3,30}: \S")
_NAMES_SOMEBODY = re.compile(r"[\w ,-]{3,50}: (?:[A-ZÅÄÖÉ][\w’-]+ ){1,2}[A-ZÅÄÖÉ][\w’-]+(?:,| \(|$)")
"""A role, and who has it: "Ordförande i styrgruppen: Eva Ek, kultursekreterare"."""
_PRELIMINARIES = re.compile(
    r"(?:dnr|diarienummer|bilaga|antagen|antaget|antagna|beslutad|beslutat|fastställd|gäller|giltig|version|reviderad"
    r"|ersätter|dokumentansvarig|samrådsversion|remissversion)\b",
    re.IGNORECASE,
)
"""Details of a document below its title, not the title itself."""
_MEASURE = re.compile(
    r"(?:indikator|mått|mätetal|nyckeltal|målvärde|målnivå|utfall|ansvarig|uppföljning)\w*(?: (?:19|20)\d\d)?:\s",
    re.IGNORECASE,
)
"""Details below a goal."""
_CELLS = re.compile(r"\t|\S[ \xa0]{3,}\S|\S[ \xa0]{2,}\S.*\S[ \xa0]{2,}\S")
"""A wide gap within a line, or several narrower ones: it is a row of a table."""
_OF_YEARS = re.compile(r"\b(?:19|20)\d\d\s+[A-ZÅÄÖ]\w+\s+(?:19|20)\d\d\b")
"""The head of a table whose cells lost their lines: "Utfall 2025 Mål 2027"."""
_CHAPTER_SIGNS = ("1.", "1.1")
_MAX_LENGTH = 100
_MAX_WORDS = 14
_MAX_CHAPTER, _MAX_ASKED = 6, 10
"""Words of a chapter's heading, and of one with empty lines around it: "2. Vad blev det av det förra programmet?"."""
_BODY_LENGTH = 60
"""A text line of at least this many characters is running text, not another heading."""


def heading_like(text: str, piece: Piece) -> bool:
    """Whether the line by itself could be a heading: short, begins like one, doesn't end like a sentence."""
    words = text[piece.start : piece.end]
    if piece.mark not in (Mark.NONE, Mark.BOLD) or piece.solid or words.count("\n") > 1 or _CELLS.search(words):
        return False
    if (
        _OF_YEARS.search(words)
        or _MEASURE.match(words)
        or len(words) > _MAX_LENGTH
        or len(words.split()) > _MAX_WORDS
        or "@" in words
    ):
        return False
    first = words.lstrip("”\"'“»(")[:1]
    if not (first.isupper() or first.isdigit()) or not any(sign.isalpha() for sign in words):
        return False
    if words[-1] in ".,;…" or words.split()[-1] in HANGING:
        return False
    # "Antagen av kommunfullmäktige den 15 juni 2020" is a statement; no heading ends with a day.
    return iso_date(words[-20:]) is None


def in_capitals(text: str, piece: Piece) -> bool:
    """Whether the line is in capitals, as headings are where nothing else sets them off; not an abbreviation."""
    words = text[piece.start : piece.end]
    return words.isupper() and sum(sign.isalpha() for sign in words) >= 5 and heading_like(text, piece)


def is_body(text: str, piece: Piece) -> bool:
    """Whether the piece is something that can follow a heading."""
    return piece.mark in (Mark.BULLET, Mark.NUMBER, Mark.DASH, Mark.TABLE) or not heading_like(text, piece)


def find_headings(
    text: str, pieces: list[Piece], taken: set[int], contacts: set[int], owners: set[int]
) -> dict[int, Heading]:
    """Heading of each piece that is one, by the piece's index.

    ``taken``: pieces that are furniture. ``contacts``: pieces that are part of a contact block; a heading may come
    before one but never is one. ``owners``: those of ``taken`` that name an owner above the title.
    """
    live = [index for index in range(len(pieces)) if index not in taken]
    marked = {
        i: Heading(pieces[i].level, pieces[i].number)
        for i in live
        if pieces[i].mark is Mark.HEADING and i not in contacts
    }
    if marked:
        return below_counts(text, pieces, _with_bold(text, pieces, live, marked, contacts))
    found: list[int] = []
    chapters = _chapters(text, pieces, live)
    told = {i for i in announced(text, pieces, taken | contacts) if _may_be_announced(text, pieces, i)}
    for place, index in enumerate(live):
        title = found[0] if found else None
        heads = index in chapters or index in told or is_section(text, pieces[index])
        if not heads and found and _heads_nothing(text, pieces, live, place, found[-1], told | chapters):
            continue
        if heads or (index not in contacts and _heads(text, pieces, live, place, contacts, owners, title)):
            found.append(index)
    return below_counts(text, pieces, levels_of(text, pieces, found, live, told), frozenset(told))


def _heads_nothing(text: str, pieces: list[Piece], live: list[int], place: int, above: int, told: set[int]) -> bool:
    """Whether a line below the heading ``above`` is a detail of what that heads ("Ordförande: Eva Ek"), or the last one
    over a table of contents."""
    index, after = live[place], live[place + 1] if place + 1 < len(live) else None
    words = text[pieces[index].start : pieces[index].end]
    detail = place > 1 and live[place - 1] == above and _NAMES_SOMEBODY.match(words) is not None
    return detail or (after in told and after != index + 1)


def _may_be_announced(text: str, pieces: list[Piece], index: int) -> bool:
    """Whether a line that a table of contents has may be the heading it means: one line, numbered or not, over
    something."""
    piece = pieces[index]
    words = text[piece.start : piece.end]
    bare = replace(piece, mark=Mark.NONE) if piece.mark is Mark.NUMBER and piece.sign in _CHAPTER_SIGNS else piece
    return heading_like(text, bare) and "\n" not in words and index + 1 < len(pieces)


def _with_bold(
    text: str, pieces: list[Piece], live: list[int], marked: dict[int, Heading], contacts: set[int]
) -> dict[int, Heading]:
    """In Markdown an all-bold line is a heading one level below the # heading over it."""
    result = dict(marked)
    level = 1
    for place, index in enumerate(live):
        if index in marked:
            level = marked[index].level
        elif pieces[index].mark is Mark.BOLD and index not in contacts and heading_like(text, pieces[index]):
            after = live[place + 1] if place + 1 < len(live) else None
            if after is not None and after not in marked and not _introduces(text, pieces, index, after):
                result[index] = Heading(min(level + 1, 6))
    return result


def _introduces(text: str, pieces: list[Piece], index: int, after: int) -> bool:
    """A line with a colon right before a list is the list's lead-in."""
    return text[pieces[index].end - 1] == ":" and pieces[after].mark in (Mark.BULLET, Mark.NUMBER, Mark.DASH)


def _chapters(text: str, pieces: list[Piece], live: list[int]) -> set[int]:
    """Numbered lines that head chapters ("2. Inriktning"; "2.1 Skola") rather than being items with an explanation.

    A chapter is short, and at least one of the row holds a list or more than two paragraphs.
    """
    rows = [
        place
        for place, index in enumerate(live)
        if pieces[index].mark is Mark.NUMBER and pieces[index].sign in _CHAPTER_SIGNS
    ]
    rows = _heading_row(text, pieces, live, rows)
    deep = {live[place] for place in rows if pieces[live[place]].sign == "1.1"}
    top = [place for place in rows if pieces[live[place]].sign == "1."]
    rich = False
    for place, following in pairwise([*top, len(live)]):
        body = [pieces[index] for index in live[place + 1 : following] if index not in deep]
        listed = any(piece.mark in (Mark.BULLET, Mark.DASH, Mark.NUMBER) for piece in body)
        last = following == len(live)
        rich = rich or bool(deep) or (listed and not last) or (len(body) > 2 and not last)
    counted = [pieces[live[place]].number for place in top]
    # A part of a plan begins with a later chapter.
    in_order = len(counted) >= 2 and all(one is not None and other == one + 1 for one, other in pairwise(counted))
    return deep | ({live[place] for place in top} if rich and in_order else set())


def _heading_row(text: str, pieces: list[Piece], live: list[int], rows: list[int]) -> list[int]:
    """Those of the numbered lines that can head a chapter, with the short ones between them that the count needs."""
    able = [place for place in rows if _could_head(text, pieces, live, place)]
    short = [place for place in rows if place in able or _is_short(text, pieces[live[place]])]
    top = [place for place in short if pieces[live[place]].sign == "1."]
    counted = [pieces[live[place]].number for place in top]
    whole = counted == list(range(1, len(counted) + 1))
    return short if whole and sum(place in able for place in top) * 2 >= len(top) else able


def _is_short(text: str, piece: Piece) -> bool:
    words = text[piece.start : piece.end]
    return piece.gap and heading_like(text, replace(piece, mark=Mark.NONE)) and len(words.split()) <= _MAX_CHAPTER


def _could_head(text: str, pieces: list[Piece], live: list[int], place: int) -> bool:
    piece = pieces[live[place]]
    above = pieces[live[place - 1]] if place and live[place - 1] == live[place] - 1 else None
    on_top = above is None or text[above.end - 1] in ".!?"  # of a page, below its head; below a whole sentence
    if place + 1 == len(live) or not (piece.gap or on_top) or piece.solid:
        return False
    following = pieces[live[place + 1]]
    long = following.end - following.start >= _BODY_LENGTH or text[following.end - 1] == ":"
    bare = replace(piece, mark=Mark.NONE)
    over_text = following.gap or (following.mark is Mark.NONE and long)
    most = _MAX_ASKED if piece.gap and following.gap else _MAX_CHAPTER
    return over_text and heading_like(text, bare) and len(text[piece.start : piece.end].split()) <= most


def _heads(
    text: str,
    pieces: list[Piece],
    live: list[int],
    place: int,
    contacts: set[int],
    owners: set[int],
    title: int | None,
) -> bool:
    piece = pieces[live[place]]
    if not heading_like(text, piece) or place + 1 == len(live):
        return False
    words = text[piece.start : piece.end]
    after = live[place + 1]
    following = pieces[after]
    if title is None and (_PRELIMINARIES.match(words) or (not piece.gap and _KEYED.match(words))):
        return False
    labelled_next = following.mark is not Mark.NUMBER and label_of(text[following.start : following.end]) is not None
    if words.endswith(":"):
        # "Våra mål:" over a list or over short lines leads them in; over "Fokusområde 1: …" it is a heading.
        return labelled_next or (is_body(text, following) and following.mark is Mark.NONE and len(words.split()) <= 6)
    if title is None and live[place] - 1 in owners and not piece.gap and not _kicker(text, pieces, live, place):
        return True  # right below the letterhead
    if title is None and not following.gap and _over_preliminaries(text, pieces, live[place]):
        return True
    if title is None and piece.gap and not following.gap and heading_like(text, following):
        # Two short lines on top are title and subtitle; more of them are a menu.
        return place + 2 == len(live) or pieces[live[place + 2]].gap
    alone = (piece.gap and (following.gap or is_body(text, following))) or label_of(words) is not None
    alone = alone or (in_capitals(text, piece) and is_body(text, following))
    if not alone and not (is_body(text, following) and following.end - following.start >= _BODY_LENGTH):
        return False
    if place and live[place - 1] == title and len(words.split()) > 6:
        # A sentence right under the title is the preamble, even without a full stop.
        return False
    if after in contacts or is_body(text, following):
        return True
    # Another heading-like line follows. The first is the title; a short one heads what comes; a longer one is a
    # preamble or a caption, and belongs to what is above it.
    return (
        title is None or labelled_next or label_of(words) is not None or (len(words.split()) <= 5 and ": " not in words)
    )


def _kicker(text: str, pieces: list[Piece], live: list[int], place: int) -> bool:
    """Whether the line ("Styrdokument") is less of a title than the one below it, a longer one over text."""
    if place + 2 >= len(live):
        return False
    below, text_below = pieces[live[place + 1]], pieces[live[place + 2]]
    longer = len(text[below.start : below.end].split()) >= 6
    return below.gap and longer and heading_like(text, below) and text_below.gap and is_body(text, text_below)


def _over_preliminaries(text: str, pieces: list[Piece], index: int) -> bool:
    """Whether details of a document ("Bilaga 2") come right below the line, with no empty line between."""
    below = index + 1
    while below < len(pieces) and not pieces[below].gap and below <= index + 5:
        start, end = pieces[below].start, pieces[below].end
        if _PRELIMINARIES.match(text, start, end) or _KEYED.match(text, start, end):
            return True
        below += 1
    return False
