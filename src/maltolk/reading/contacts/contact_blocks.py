"""Contact blocks: rows of bare lines, one-line forms and tables -> contacts, every field a span."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maltolk.model import Contact, Span
from maltolk.reading.contacts.fields import Field, FieldKind, line_fields, other_phones
from maltolk.reading.lines.phrases import plain
from maltolk.reading.lines.pieces import Mark, Piece
from maltolk.swedish.names import has_function, has_role, is_vacant, words
from maltolk.swedish.parties import is_party

_ANCHORS = frozenset({FieldKind.PHONE, FieldKind.EMAIL})
_MAX_LINES = 12
"""Longest block of one contact's lines."""
_STRICT = frozenset(FieldKind) - {FieldKind.OTHER}
_IN_BRACKETS = re.compile(r"[ \xa0]?\(([^\W\d_]+)\)")
_WHOLE = re.compile(r"\b(?:kommun|kommunen|stad|region)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """One contact block. ``pieces``: indices of the pieces that it takes up, in order. ``contacts``: who it names."""

    pieces: tuple[int, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A piece with the fields on it."""

    index: int
    fields: tuple[Field, ...]
    gap: bool

    @property
    def kinds(self) -> frozenset[FieldKind]:
        return frozenset(field.kind for field in self.fields)


def contact_lines(
    text: str, pieces: list[Piece], tables: Mapping[int, tuple[Contact, ...]] | None = None
) -> list[ContactGroup]:
    """The contact blocks among ``pieces``, in order. ``tables``: the people in the piece that begins at an offset."""
    groups: list[ContactGroup] = []
    run: list[_Line] = []
    heading: Span | None = None
    party: Span | None = None
    person: tuple[Field, ...] = ()
    for index, piece in enumerate([*pieces, None]):
        known = None if piece is None or tables is None else tables.get(piece.start)
        if known is not None:
            groups += _groups(text, pieces, run, heading, party, person)
            run = []
            groups.append(ContactGroup((index,), known))
            continue
        line = _line(text, pieces, index) if piece is not None else None
        if line is not None and (line.kinds & _STRICT or (not line.gap and run) or _leads(text, pieces, index)):
            if line.gap and run and FieldKind.OTHER in line.kinds and not line.kinds & _STRICT:
                groups += _groups(text, pieces, run, heading, party, person)
                run = []
            run.append(line)
            continue
        if run:
            groups += _groups(text, pieces, run, heading, party, person)
            run, person = [], ()
        if piece is not None and piece.mark is Mark.HEADING:
            words_here = text[piece.start : piece.end]
            role = has_role(words_here) and len(words_here.split()) <= 5
            heading = Span(piece.start, piece.end) if role else None
            party = Span(piece.start, piece.end) if is_party(words_here) else None
            person = _named(text, piece)
    return groups


def _line(text: str, pieces: list[Piece], index: int) -> _Line | None:
    piece = pieces[index]
    if piece.mark is Mark.HEADING or (piece.mark is Mark.NUMBER and piece.sign != "1."):
        return None
    fields = line_fields(text, piece.start, piece.end)
    kinds = {field.kind for field in fields}
    if not fields or (
        piece.mark is not Mark.NONE
        and piece.mark is not Mark.BOLD
        and not kinds & _ANCHORS
        and FieldKind.NAME not in kinds
    ):
        return None
    if piece.mark is Mark.NUMBER and not kinds & _ANCHORS:
        return None
    return _Line(index, tuple(fields), piece.gap)


def _leads(text: str, pieces: list[Piece], index: int) -> bool:
    """A short line right above a contact's lines, without an empty line between: perhaps an unknown role."""
    following = index + 1
    if following >= len(pieces) or pieces[following].gap or pieces[index].mark not in (Mark.NONE, Mark.BOLD):
        return False
    line = _line(text, pieces, following)
    return line is not None and FieldKind.NAME in line.kinds


def _named(text: str, heading: Piece) -> tuple[Field, ...]:
    """The person named by a heading ("Anna Ek (S)") over lines that say how to reach them."""
    fields = tuple(line_fields(text, heading.start, heading.end))
    kinds = [field.kind for field in fields]
    whole = len(kinds) == len(set(kinds)) and set(kinds) <= {FieldKind.NAME, FieldKind.PARTY, FieldKind.ROLE}
    return fields if FieldKind.NAME in kinds and whole else ()


def _groups(
    text: str,
    pieces: list[Piece],
    run: list[_Line],
    heading: Span | None,
    party: Span | None,
    person: tuple[Field, ...] = (),
) -> list[ContactGroup]:
    """Cuts a run of lines into contacts. ``heading`` and ``party``: what the heading above names, for people without
    a role or a party. ``person``: whom it names, if the first lines name nobody else."""
    if not any(line.kinds & _ANCHORS for line in run):
        return []
    groups: list[ContactGroup] = []
    carried = heading
    within: Span | None = None
    for entry in _entries(run):
        if entry[0].kinds == {FieldKind.PARTY}:
            party, within = entry[0].fields[0].span, None
            continue
        if entry[0].gap:
            within = None
        entry, role = _without_header(text, pieces, entry, run)
        carried = role or carried
        nameless = person if not any(FieldKind.NAME in line.kinds for line in entry) else ()
        contact = _contact(text, entry, within or carried, party, nameless)
        person = ()
        if len(entry) == 2 and entry[0].kinds == {FieldKind.ROLE} and entry[1].kinds >= {FieldKind.NAME, *_ANCHORS}:
            within = entry[0].fields[0].span  # "Kommunalråd" over people of one line each
        if contact is not None:
            groups.append(ContactGroup(tuple(line.index for line in entry), (contact,)))
    return groups


def _entries(run: list[_Line]) -> list[list[_Line]]:
    """The lines of each contact; a party above its people is an entry of its own."""
    entries: list[list[_Line]] = []
    headed = False
    for place, line in enumerate(run):
        following = run[place + 1] if place + 1 < len(run) else None
        heads = following is not None and _heads(line, following)
        if not entries or heads or headed or _begins(line, entries[-1]):
            entries.append([])
        entries[-1].append(line)
        headed = heads
    return entries


def _heads(line: _Line, following: _Line) -> bool:
    """Whether the line names a party over several people, rather than that of the person above it."""
    over = len(following.kinds) > 1 or (line.gap and not following.gap)
    return line.kinds == {FieldKind.PARTY} and FieldKind.NAME in following.kinds and over


def _begins(line: _Line, entry: list[_Line]) -> bool:
    """Whether ``line`` is about somebody else than the lines of ``entry``."""
    if len(entry) >= _MAX_LINES:
        return True
    have = frozenset(kind for earlier in entry for kind in earlier.kinds)
    anchored = bool(have & _ANCHORS)
    for kind in (FieldKind.NAME, FieldKind.EMAIL):
        if kind in line.kinds and kind in have:
            return True
    if anchored and len(line.fields) > 1 and line.fields[0].kind is FieldKind.PARTY:
        return True
    if FieldKind.ROLE in line.kinds and FieldKind.ROLE in have:
        return anchored or line.gap
    if anchored and line.gap and line.kinds & {FieldKind.NAME, FieldKind.ROLE}:
        return True
    if line.gap and line.kinds <= _ANCHORS and len(entry) == 1 and have & _ANCHORS and len(have) > 1:
        return True  # whoever is told of whole in one line has no more below an empty one
    # A role after a complete person belongs to the next, if this one has a role or follows a name with numbers.
    return anchored and FieldKind.ROLE in line.kinds and FieldKind.NAME not in have and not line.kinds & _ANCHORS


def _without_header(
    text: str, pieces: list[Piece], entry: list[_Line], run: list[_Line]
) -> tuple[list[_Line], Span | None]:
    """The entry without a first line that heads all entries ("Kontakt", "Kommunalråd" over several people).

    The second value is the role that such a line gives those under it.
    """
    first = entry[0]
    words_here = plain(text[pieces[first.index].start : pieces[first.index].end])
    if words_here in words().headers and len(entry) > 1:
        return entry[1:], None
    stands_over = len(entry) > 1 and entry[1].gap and first.kinds == {FieldKind.ROLE}
    rows = [line for line in run if FieldKind.NAME in line.kinds]
    if stands_over and len(rows) > 1 and not all(line.gap for line in run):
        return entry[1:], first.fields[0].span
    return entry, None


def _contact(
    text: str, entry: list[_Line], carried: Span | None, party: Span | None, person: tuple[Field, ...]
) -> Contact | None:
    fields = [*person, *(field for line in entry for field in line.fields)]
    if party is not None and all(field.kind is not FieldKind.PARTY for field in fields):
        fields = [*fields, Field(FieldKind.PARTY, party)]
    return contact_of(text, fields, carried or _unheard_role(text, entry))


def contact_of(text: str, fields: Sequence[Field], otherwise: Span | None = None) -> Contact | None:
    """The contact that ``fields`` make, None when they are too few. ``otherwise``: the role of a person whose fields
    hold none."""
    first: dict[FieldKind, Field] = {}
    for field in fields:
        first.setdefault(field.kind, field)
    if not _ANCHORS & set(first) and not (FieldKind.NAME in first and {FieldKind.ROLE, FieldKind.PARTY} & set(first)):
        return None
    roles = [field for field in fields if field.kind is FieldKind.ROLE]
    persons = [field for field in roles if has_role(field.span.of(text))]
    candidates = persons or roles
    if FieldKind.NAME not in first and any(is_vacant(field.span.of(text)) for field in fields):
        return None
    role_span = (
        (candidates[-1].span if FieldKind.NAME in first else _place(text, candidates, first)) if candidates else None
    )
    if role_span is None and FieldKind.NAME in first:
        role_span = otherwise
    phone = first.get(FieldKind.PHONE)
    if role_span is None and FieldKind.NAME not in first and phone is not None:
        role_span = _told_behind(text, phone.span.end)
    spans = [field.span for field in fields if field.kind is not FieldKind.OTHER] + ([role_span] if role_span else [])
    return Contact(
        other_phones=other_phones(fields),
        span=Span(min(span.start for span in spans), max(span.end for span in spans)),
        name=_span(first, FieldKind.NAME),
        role=role_span,
        party=_span(first, FieldKind.PARTY),
        phone=_span(first, FieldKind.PHONE),
        email=_span(first, FieldKind.EMAIL),
        phone_e164=phone.e164 if phone else None,
    )


def _place(text: str, candidates: list[Field], first: dict[FieldKind, Field]) -> Span:
    """Of several names of a place to turn to, the last before its number, ignoring the municipality itself."""
    anchor = min(first[kind].span.start for kind in _ANCHORS if kind in first)
    before = [field for field in candidates if field.span.end <= anchor and not _WHOLE.search(field.span.of(text))]
    return (before[-1] if before else candidates[0]).span


def _told_behind(text: str, end: int) -> Span | None:
    """What a number is called behind it: "042-33 71 00 (växel)"."""
    told = _IN_BRACKETS.match(text, end)
    return Span(*told.span(1)) if told and has_function(told[1]) else None


def _unheard_role(text: str, entry: list[_Line]) -> Span | None:
    """A short line next to the name that is neither a field nor a header."""
    for place, line in enumerate(entry):
        if FieldKind.NAME not in line.kinds:
            continue
        inline = [field for field in line.fields if field.kind is FieldKind.OTHER]
        near = [
            field
            for other in entry[max(0, place - 1) : place + 2]
            for field in other.fields
            if field.kind is FieldKind.OTHER
        ]
        for field in inline + near:
            said = field.span.of(text)
            if (
                plain(said) not in words().headers
                and not any(sign.isdigit() for sign in said)
                and len(said.split()) <= 5
            ):
                return field.span
    return None


def _span(first: dict[FieldKind, Field], kind: FieldKind) -> Span | None:
    field = first.get(kind)
    return field.span if field else None
