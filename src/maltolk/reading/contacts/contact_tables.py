"""Tables of people: rows below a header row that names their columns, however separated, and people side by side.

As the header row says what a cell is, it need not look like it: a local party, an unknown role.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maltolk.model import Contact, Span
from maltolk.reading.contacts.contact_blocks import contact_of
from maltolk.reading.contacts.fields import Field, FieldKind, emails, label_field, line_fields, phones
from maltolk.reading.lines.pieces import Mark, Piece
from maltolk.reading.lines.sentences import trim
from maltolk.swedish.names import NAME, PARTY, has_function, has_role, is_name, is_vacant, words

SIGN = "people"
"""The ``sign`` of a piece that is a row of such a table."""
_GAPS = re.compile(r"\t+|[ \xa0]{2,}")
_WIDE = re.compile(r"\t+|[ \xa0]{3,}")
_LETTERS = re.compile(r"[ \xa0][A-ZÅÄÖ]{2,5}\Z")  # of a local party, one space from the name: "Anna Ek WAX"
_NAME_PARTY = re.compile(rf"(?P<name>{NAME})(?:\s*\((?P<party>{PARTY})\))?")
_TURNED = re.compile(r"[^\W\d_][\w’' -]{1,40},\s*[^\W\d_][\w’' -]{1,40}")
"""A name as registers have it: "Ek, Anna"."""
_MAX_LENGTH = 90
"""Most characters in a cell of a list of people."""
_MAX_COLUMNS = 9
_MAX_LINES = 12
"""Most lines about people side by side."""
_PEOPLE = frozenset({"name", "first", "last"})
_ANCHORS = frozenset({"phone", "email"})


@dataclass(frozen=True, slots=True)
class PeopleTables:
    """``pieces``: those given, rows marked as such and put together where a row was several pieces. ``rows``: the
    people in the row that begins at an offset; nobody for a vacancy."""

    pieces: list[Piece]
    rows: dict[int, tuple[Contact, ...]]


def find_tables(text: str, pieces: Sequence[Piece]) -> PeopleTables:
    """The tables of people among ``pieces``, which are still single lines."""
    result: list[Piece] = []
    rows: dict[int, tuple[Contact, ...]] = {}
    at = 0
    while at < len(pieces):
        found = _divided(text, pieces, at) or _flattened(text, pieces, at) or _side_by_side(text, pieces, at)
        if not found:
            result.append(pieces[at])
            at += 1
            continue
        for row, people in found:
            whole = replace(row[0], end=row[-1].end, mark=Mark.TABLE, number=None, sign=SIGN)
            result.append(whole)
            if people is not None:
                rows[whole.start] = people
            at += len(row)
    return PeopleTables(result, rows)


_Row = tuple[Sequence[Piece], tuple[Contact, ...] | None]
"""The pieces of a row, and its people; None for the header row."""


def _divided(text: str, pieces: Sequence[Piece], at: int) -> list[_Row]:
    """A header row and rows with the same separators: bars, semicolons, tabs or wide gaps."""
    head = pieces[at]
    cut = _cutter(text, head)
    if cut is None:
        return []
    heads = _cells(text, head, cut)
    columns = [_column(span.of(text)) for span in heads]
    if not _heads_people(columns):
        return []
    found: list[_Row] = [([head], None)]
    for place in range(at + 1, len(pieces)):
        piece = pieces[place]
        bars = cut.pattern == "\\|"
        if piece.gap or (piece.mark is Mark.TABLE) is not bars or piece.mark not in (Mark.TABLE, Mark.NONE):
            break
        cells = _cells(text, piece, cut)
        if not bars and len(cells) < 2:
            break
        if len(cells) != len(columns) and cut is _GAPS:
            cells = _below(text, heads, cells)
        # A row without its last cells is complete; one with more cells belongs to another table.
        if len(cells) > len(columns):
            break
        found.append(([piece], _people(text, list(zip(columns, cells, strict=False)))))
    return found if any(people for _, people in found) else []


def _cutter(text: str, piece: Piece) -> re.Pattern[str] | None:
    if piece.mark is Mark.TABLE:
        return re.compile(r"\|")
    if piece.mark is not Mark.NONE:
        return None
    line = text[piece.start : piece.end]
    return re.compile(";") if line.count(";") > 1 else _GAPS if _GAPS.search(line) else None


def _cells(text: str, piece: Piece, cut: re.Pattern[str]) -> list[Span]:
    cells, start = [], piece.start
    for mark in cut.finditer(text, piece.start, piece.end):
        cells.append(trim(text, start, mark.start()))
        start = mark.end()
    return [*cells, trim(text, start, piece.end)]


def _below(text: str, heads: list[Span], cells: list[Span]) -> list[Span]:
    """The cells of a row with empty ones, each below the head that begins nearest to it."""

    def column(span: Span) -> int:
        return span.start - text.rfind("\n", 0, span.start)

    row = [Span(cells[0].start, cells[0].start)] * len(heads)
    for cell in cells:
        nearest = min(range(len(heads)), key=lambda n: abs(column(heads[n]) - column(cell)))
        row[nearest] = cell
    return row


def _column(head: str) -> str | None:
    """The field that a column header names: "Telefon/mobil" by its first word, "Efternamn, förnamn" by both."""
    key = " ".join(head.casefold().split()).strip(" .:*_")
    known = words().columns
    if {"first", "last"} <= {known.get(word) for word in re.split(r"[^\w-]+", key)}:
        return "name"
    return known.get(key) or label_field(key) or known.get(re.split(r"[^\w-]", key)[0])


def _heads_people(columns: Sequence[str | None]) -> bool:
    told = set(columns) - {None}
    if not 2 <= len(columns) <= _MAX_COLUMNS or len(told) * 2 < len(columns):
        return False
    if told & _PEOPLE:
        return len(told) >= 2 and bool(told & {"phone", "email", "party", "role"})
    return "role" in told and bool(told & _ANCHORS)


def _people(text: str, cells: Sequence[tuple[str | None, Span]]) -> tuple[Contact, ...]:
    """The people in a row: nobody where it has neither a name nor a way to reach anybody."""
    fields: list[Field] = []
    parts = [span for column, span in cells if column in ("first", "last") and span.start < span.end]
    if len(parts) == 2 and abs(parts[0].end - parts[1].start) <= 3:
        fields.append(Field(FieldKind.NAME, Span(min(parts).start, max(parts).end)))
    no_party = any(column == "party" and span.start == span.end for column, span in cells)
    for column, span in cells:
        said = span.of(text)
        if span.start == span.end or not any(sign.isalnum() for sign in said):
            continue
        reached = phones(text, span.start, span.end) + emails(text, span.start, span.end)
        if is_vacant(said):
            return ()
        if reached:
            fields += reached
        elif column == "name":
            fields += _named(text, span, lettered=no_party)
        elif column in ("party", "role"):
            fields.append(Field(FieldKind(column), span))
    kinds = {field.kind for field in fields}
    if not kinds & {FieldKind.PHONE, FieldKind.EMAIL}:
        if FieldKind.NAME not in kinds or not kinds & {FieldKind.ROLE, FieldKind.PARTY}:
            return ()
        role = next((field.span.of(text) for field in fields if field.kind is FieldKind.ROLE), "")
        if FieldKind.PARTY not in kinds and not has_role(role):
            return ()  # "Ansvarig | Uppdrag" of a plan
    contact = contact_of(text, fields)
    return () if contact is None else (contact,)


def _named(text: str, span: Span, *, lettered: bool) -> list[Field]:
    """The name in a cell of a name column, or the role or function that is there instead. ``lettered``: whether the
    letters of a party may have slipped in behind it."""
    named = _NAME_PARTY.fullmatch(text, span.start, span.end)
    if named is not None:
        parts = (("name", FieldKind.NAME), ("party", FieldKind.PARTY))
        return [Field(kind, Span(*named.span(part))) for part, kind in parts if named[part]]
    said = span.of(text)
    letters = _LETTERS.search(said) if lettered else None
    if letters is not None and is_name(said[: letters.start()]) and not said.isupper():
        cut = span.start + letters.start()
        return [Field(FieldKind.NAME, Span(span.start, cut)), Field(FieldKind.PARTY, Span(cut + 1, span.end))]
    if has_function(said) or has_role(said):
        return [Field(FieldKind.ROLE, span)]
    plain = _TURNED.fullmatch(said) or (2 <= len(said.split()) <= 4 and said[0].isupper() and said[-1] not in ".!?:")
    return [Field(FieldKind.NAME, span)] if plain and not any(sign.isdigit() for sign in said) else []


def _flattened(text: str, pieces: Sequence[Piece], at: int) -> list[_Row]:
    """A table copied one cell per line: its headers first, then as many lines for each row."""
    columns: list[str] = []
    for piece in pieces[at : at + _MAX_COLUMNS]:
        column = _column(text[piece.start : piece.end]) if piece.mark in (Mark.NONE, Mark.BOLD) else None
        if column is None or column in columns:
            break
        columns.append(column)
    width = len(columns)
    if width < 3 or not _heads_people(columns) or "name" not in columns:
        return []
    found: list[_Row] = [(pieces[at : at + width], None)]
    for place in range(at + width, len(pieces) - width + 1, width):
        row = pieces[place : place + width]
        if not all(_fits(text, piece, column) for piece, column in zip(row, columns, strict=True)):
            break
        cells = [Span(piece.start, piece.end) for piece in row]
        found.append((row, _people(text, list(zip(columns, cells, strict=True)))))
    return found if len(found) > 1 else []


def _fits(text: str, piece: Piece, column: str) -> bool:
    """Whether a line can be a cell of its column."""
    said = text[piece.start : piece.end]
    if piece.mark not in (Mark.NONE, Mark.BOLD) or len(said) > _MAX_LENGTH:
        return False
    reached = {f.kind.value for f in phones(text, piece.start, piece.end) + emails(text, piece.start, piece.end)}
    if column in _ANCHORS or reached:
        return column in reached or (column in _ANCHORS and not any(sign.isalnum() for sign in said))
    if column == "name":
        return is_vacant(said) or _NAME_PARTY.fullmatch(said) is not None or _TURNED.fullmatch(said) is not None
    return said[-1] not in ".!?:;" or len(said.split()) <= 3


def _side_by_side(text: str, pieces: Sequence[Piece], at: int) -> list[_Row]:
    """People in two or three columns: their names on one line, their details on the lines below."""
    names = _cells(text, pieces[at], _WIDE) if pieces[at].mark is Mark.NONE else []
    if not 2 <= len(names) <= 3 or not all(_is_person(text, span) for span in names):
        return []
    lines = [pieces[at]]
    columns = [[span] for span in names]
    for piece in pieces[at + 1 : at + 1 + _MAX_LINES]:
        cells = _cells(text, piece, _WIDE) if piece.mark is Mark.NONE and not piece.gap else []
        if len(cells) != len(names) or all(_is_person(text, span) for span in cells):
            break
        lines.append(piece)
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell)
    if len(lines) == 1:
        return []
    people = [contact_of(text, list(_fields(text, column))) for column in columns]
    found = tuple(person for person in people if person is not None)
    return [(lines, found)] if len(found) == len(columns) else []


def _is_person(text: str, span: Span) -> bool:
    named = _NAME_PARTY.fullmatch(text, span.start, span.end)
    return named is not None and is_name(named["name"])


def _fields(text: str, cells: Sequence[Span]) -> Iterator[Field]:
    for place, cell in enumerate(cells):
        for field in line_fields(text, cell.start, cell.end):
            unheard = field.kind is FieldKind.OTHER and place == 1
            yield replace(field, kind=FieldKind.ROLE) if unheard else field
