"""Tables of goals: rows below a header row that names a column of goals -> items, each with the rest of its row.

A goal in a table is asked for like any other ("vilka mål", "mål 2"), and the rest of its row explains it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from maltolk.model import Span
from maltolk.reading.contacts.contact_tables import SIGN as PEOPLE
from maltolk.reading.lines.pieces import Mark, Piece
from maltolk.reading.lines.sentences import trim

HEAD = "goal heads"
"""The ``sign`` of a piece that is such a table's header row: it names columns, and says nothing."""
_GOAL = re.compile(r"(?:\w*(?:mål|målen|målområde|åtgärd|åtgärder|aktivitet|aktiviteter|uppdrag|insats|insatser|goal))")
_NUMBER = re.compile(r"(?:nr|nummer|no|#|mål ?nr)\.?")
_OTHER = re.compile(
    r"(?:indikator|indikatorer|mått|mätetal|nyckeltal|målvärde|målnivå|utfall|ansvarig\w*|tidplan|tid|klart|år|status"
    r"|område|målområde|fokusområde|perspektiv|nämnd|förvaltning|kommentar|uppföljning|kostnad|beskrivning|startvärde"
    r"|basvärde|nuläge|(?:målvärde |mål |utfall )?(?:19|20)\d\d|källa)"
)
_COUNTED = re.compile(r"(?:mål )?(?P<number>\d{1,2})[.)]?", re.IGNORECASE)
_MAX_COLUMNS, _MAX_LENGTH = 8, 250


@dataclass(frozen=True, slots=True)
class _Columns:
    """Places of the goals' column and, where there is one, of their numbers'; and how many there are."""

    goal: int
    number: int | None
    width: int


def goal_rows(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with each row of a table of goals as an item and what explains it."""
    result: list[Piece] = []
    at = 0
    while at < len(pieces):
        taken, made = _divided(text, pieces, at)
        if not taken:
            taken, made = _flattened(text, pieces, at)
        result += made if taken else [pieces[at]]
        at += taken or 1
    return result


def _divided(text: str, pieces: Sequence[Piece], at: int) -> tuple[int, list[Piece]]:
    """How many pieces a table with bars takes up, and the pieces that replace them."""
    head = pieces[at]
    if head.mark is not Mark.TABLE or head.sign == PEOPLE or (at and _belongs(pieces[at - 1], head)):
        return 0, []
    columns = _columns([span.of(text) for span in _cells(text, head)])
    if columns is None:
        return 0, []
    made = [replace(head, sign=HEAD)]
    end = at + 1
    while end < len(pieces) and _belongs(head, pieces[end]):
        cells = _cells(text, pieces[end])
        if len(cells) < columns.width:  # the first cell spans several rows
            cells = [Span(cells[0].start, cells[0].start)] * (columns.width - len(cells)) + cells
        made += _row(text, pieces[end], cells, columns) if len(cells) == columns.width else [pieces[end]]
        end += 1
    return (end - at, made) if end > at + 1 else (0, [])


def _belongs(above: Piece, piece: Piece) -> bool:
    return above.mark is Mark.TABLE and piece.mark is Mark.TABLE and not piece.gap and piece.sign != PEOPLE


def _cells(text: str, piece: Piece) -> list[Span]:
    cells, start = [], piece.start
    for mark in re.compile(r"\|").finditer(text, piece.start, piece.end):
        cells.append(trim(text, start, mark.start()))
        start = mark.end()
    return [*cells, trim(text, start, piece.end)]


def _columns(heads: Sequence[str]) -> _Columns | None:
    """The columns of the header row, None where it has no goals."""
    plain = [" ".join(head.casefold().split()).strip(" .:*_") for head in heads]
    if not 2 <= len(plain) <= _MAX_COLUMNS:
        return None
    goals = [place for place, head in enumerate(plain) if _GOAL.fullmatch(head)]
    number = next((place for place, head in enumerate(plain) if _NUMBER.fullmatch(head)), None)
    known = sum(bool(_GOAL.fullmatch(h) or _NUMBER.fullmatch(h) or _OTHER.fullmatch(h)) for h in plain)
    if not goals or known < len(plain):
        return None
    # "Målområde | Mål": the later one is the goal.
    return _Columns(goals[-1], number, len(plain))


def _row(text: str, piece: Piece, cells: Sequence[Span], columns: _Columns) -> list[Piece]:
    """An item and its explanation; the row unchanged where its goal's cell is empty or has no words."""
    goal = cells[columns.goal]
    words = goal.of(text)
    if len(words.split()) < 2 or len(words) > _MAX_LENGTH:
        return [piece]
    counted = None if columns.number is None else _COUNTED.fullmatch(cells[columns.number].of(text))
    marked = re.match(r"(\d{1,2})[.)]\s+", words) if counted is None else None
    if marked is not None:
        goal = Span(goal.start + marked.end(), goal.end)
    number = int(counted["number"]) if counted else int(marked[1]) if marked else None
    mark = Mark.BULLET if number is None else Mark.NUMBER
    item = Piece(goal.start, goal.end, mark, number=number, sign="row" if number is None else "1.", gap=piece.gap)
    after = [cell for cell in cells[columns.goal + 1 :] if cell.start < cell.end]
    if not after:
        return [item]
    # Indented more than the item, so that it explains it.
    return [item, Piece(after[0].start, after[-1].end, indent=4)]


def _flattened(text: str, pieces: Sequence[Piece], at: int) -> tuple[int, list[Piece]]:
    """The same for a table copied one cell per line. Its numbers show where a row begins."""
    if _NUMBER.fullmatch(text[pieces[at].start : pieces[at].end].casefold()) is None:
        return 0, []
    for width in range(_MAX_COLUMNS, 1, -1):
        heads = pieces[at : at + width]
        columns = _columns([text[piece.start : piece.end] for piece in heads])
        if columns is None or columns.number != 0 or any(piece.mark is not Mark.NONE for piece in heads):
            continue
        rows: list[Piece] = []
        place, expected = at + width, 1
        while place + width <= len(pieces):
            row = pieces[place : place + width]
            if text[row[0].start : row[0].end].strip(" .)") != str(expected) or any(
                p.mark is not Mark.NONE for p in row
            ):
                break
            rows += _row(text, row[0], [Span(piece.start, piece.end) for piece in row], columns)
            place, expected = place + width, expected + 1
        if expected > 2:
            head = replace(heads[0], end=heads[-1].end, mark=Mark.TABLE, sign=HEAD)
            return place - at, [head, *rows]
    return 0, []
