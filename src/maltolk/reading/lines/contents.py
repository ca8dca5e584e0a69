"""Tables of contents: which lines are one, and which lines further down are the headings that one announces."""

import re
from collections.abc import Iterator
from itertools import pairwise

from maltolk.reading.lines.phrases import phrases, plain
from maltolk.reading.lines.pieces import LED_TO_PAGE, Mark, Piece

_PAGE_AT_END = re.compile(r"(?<=[\s.…])\d{1,3}$")
_ENTRIES = 3  # lines that make a table of contents
_COUNT = re.compile(r"^(?:\d[\d.]*|[a-l][.)])\s+")
"""What counts a part: "2.1", "a."."""
_MAX_ENTRY = 100  # characters


def contents_with_pages(text: str, pieces: list[Piece]) -> set[int]:
    """The lines of a table of contents: page numbers that never fall, behind leaders or below a heading that says what
    it is; and what breaks such a line in two. Without that heading, one of them at least must come again as a line of
    its own: prices behind leaders are none."""
    lines = {_unnumbered(text[piece.start : piece.end]) for piece in pieces}
    found: set[int] = set()
    run: list[tuple[int, int]] = []  # piece and page of each entry so far
    below = False  # whether the run stands below such a heading
    for index, piece in enumerate([*pieces, None]):
        words = "" if piece is None else text[piece.start : piece.end]
        page = _PAGE_AT_END.search(words) if below or LED_TO_PAGE.search(words) else None
        if page is not None and (not run or run[-1][1] <= int(page.group())):
            run.append((index, int(page.group())))
        elif not run or piece is None or piece.gap or index - run[-1][0] > 1:
            entries = [_unnumbered(LED_TO_PAGE.sub("", text[pieces[at].start : pieces[at].end])) for at, _ in run]
            if len(run) >= _ENTRIES and (below or not lines.isdisjoint(entries)):
                found |= set(range(run[0][0], run[-1][0] + 1))
            run, below = [], plain(words) in phrases().contents_labels
    return found


def contents_of_page(text: str, pieces: list[Piece]) -> set[int]:
    """The links to the parts of a page, without page numbers, and the line over them that says what they are ("På den
    här sidan")."""
    found: set[int] = set()
    for entries, _ in _announcements(text, pieces):
        above = entries[0] - 1
        if above >= 0 and plain(text[pieces[above].start : pieces[above].end]) in phrases().contents_labels:
            found |= {above, *entries}
    return found


def announced(text: str, pieces: list[Piece], taken: set[int]) -> set[int]:
    """Lines that come again from a row of lines further up, in the same order: a table of contents, links to the parts
    of a page, or a list whose items are explained one by one. ``taken``: pieces that can be no heading."""
    return {place for _, places in _announcements(text, pieces) for place in places if place not in taken}


def _announcements(text: str, pieces: list[Piece]) -> Iterator[tuple[list[int], list[int]]]:
    """Each row of neighbouring lines that come again, and where they do."""
    words = [_entry(text, piece) for piece in pieces]
    last = {each: index for index, each in enumerate(words) if each}
    run: list[int] = []
    for index in range(len(pieces) + 1):
        again = last[words[index]] if index < len(pieces) and words[index] else -1
        if again > index and (not run or again > last[words[run[-1]]]):
            run.append(index)
            continue
        places = [last[words[entry]] for entry in run]
        if len(run) >= _ENTRIES and places[0] > run[-1] and not _side_by_side(places):
            yield run, places
        run = [index] if again > index else []


def _side_by_side(places: list[int]) -> bool:
    """Whether the lines are a row again where they come again, as in a menu or a table that is there twice."""
    return sum(other == one + 1 for one, other in pairwise(places)) * 2 > len(places)


def _entry(text: str, piece: Piece) -> str:
    """The words that a line may be known by elsewhere; "" for a line that is none of a table of contents."""
    words = text[piece.start : piece.end]
    if len(words) > _MAX_ENTRY or piece.mark is Mark.TABLE or words[-1] in ".:;," or not words[0].isalnum():
        return ""
    bare = _unnumbered(_PAGE_AT_END.sub("", LED_TO_PAGE.sub("", words)))
    return bare if sum(map(str.isalpha, bare)) > 2 else ""


def _unnumbered(words: str) -> str:
    return _COUNT.sub("", plain(words), count=1)
