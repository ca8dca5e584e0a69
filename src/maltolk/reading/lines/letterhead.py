"""What is above a document without being part of it: letterheads, a paper's name, menus, sections."""

import re

from maltolk.reading.lines.furniture import SIDE_BY_SIDE
from maltolk.reading.lines.headings import heading_like
from maltolk.reading.lines.phrases import phrases, plain
from maltolk.reading.lines.pieces import Mark, Piece

_TOP = 8
"""How many pieces from the top can be a page's header."""
_OWNER = re.compile(r"(?:[^\W\d_][\w-]*[ \xa0]){1,3}(?:kommun|stad|kommunkoncern|region|municipality)", re.IGNORECASE)


def letterhead(text: str, pieces: list[Piece], taken: set[int]) -> set[int]:
    """Indices of the pieces above the title that name an owner, a paper, its sections, or the way to the page.

    None are if nothing else could be the title. ``taken``: pieces known to be furniture.
    """
    found: set[int] = set()
    live = [index for index in range(min(_TOP, len(pieces))) if index not in taken]
    for place, index in enumerate(live):
        piece = pieces[index]
        words = text[piece.start : piece.end]
        if piece.mark not in (Mark.NONE, Mark.BOLD):
            break
        following = pieces[live[place + 1]] if place + 1 < len(live) else None
        titled = following is not None and (heading_like(text, following) or following.mark is Mark.HEADING)
        apart = following is not None and piece.gap and following.gap
        parts = SIDE_BY_SIDE.split(words)
        sections = len(parts) >= 3 and all(0 < len(part.split()) <= 5 for part in parts) and not _has_field(words)
        owner = titled and (_OWNER.fullmatch(words) or plain(words).endswith(phrases().papers))
        if sections or owner or (found and titled and apart and _kicker(text, piece, following)):
            found.add(index)
        else:
            break
    return found


def _has_field(words: str) -> bool:
    return "@" in words or any(sign.isdigit() for sign in words)


def _kicker(text: str, piece: Piece, following: Piece | None) -> bool:
    """The name of a paper's section ("Politik") over the headline."""
    if following is None:
        return False
    return len(text[piece.start : piece.end].split()) == 1 and len(text[following.start : following.end].split()) >= 4
