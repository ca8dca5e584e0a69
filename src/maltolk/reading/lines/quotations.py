"""Which pieces are somebody's words, and where the speaker's name is."""

import re
from dataclasses import dataclass

from maltolk.model import Span
from maltolk.reading.lines.pieces import Mark, Piece
from maltolk.swedish.names import NAME, PARTY, has_role, is_name

_VERBS = (
    "säger|sade|sa|menar|berättar|förklarar|skriver|skrev|kommenterar|konstaterar|tycker|anser|uppger|framhåller|betonar|"
    "understryker|fortsätter|tillägger|hoppas|undrar|svarar|påpekar|avslutar|summerar|poängterar|says|said|writes|explains"
)
_SAYS = re.compile(
    rf"[,”\"?!.–—]\s*(?:så\s+)?(?:{_VERBS})\s+(?:(?:också|vidare|bland annat)\s+)?"
    rf"(?:(?P<pronoun>hon|han|hen|he|she)\b|(?:(?:[\wåäö-]*[a-zåäö-]+\s+){{0,5}})(?P<name>{NAME}))"
)
_BEFORE = re.compile(rf"(?P<name>{NAME})[^.!?:\n]{{0,80}}\b(?:{_VERBS})\s*:\s*[–—\"”“]")
_PERSON = re.compile(rf"(?P<name>{NAME})(?:\s*\((?P<party>{PARTY})\))?")
_OPENING = '”"“»«'


@dataclass(frozen=True, slots=True)
class Said:
    """``span``: what was said and who says it, without the dash. ``speaker``: the name, perhaps in an earlier piece."""

    span: Span
    speaker: Span | None


def quotations(text: str, pieces: list[Piece], taken: set[int]) -> dict[int, Said]:
    """The quotations by index of their piece. "säger hon" refers to the last speaker named."""
    found: dict[int, Said] = {}
    last: Span | None = None
    for index, piece in enumerate(pieces):
        if index in taken or piece.mark in (Mark.HEADING, Mark.TABLE, Mark.NUMBER):
            continue
        says = _SAYS.search(text, piece.start, piece.end)
        dash = piece.mark is Mark.DASH or (piece.mark is Mark.BULLET and piece.sign == "-")
        spoken = says is not None if dash else says is not None and text[piece.start] in _OPENING
        if not spoken and dash:
            spoken = _reply(text, pieces, index, found)
        elif not spoken and piece.mark is Mark.NONE and (before := _BEFORE.match(text, piece.start, piece.end)):
            last = Span(*before.span("name"))
            found[index] = Said(Span(piece.start, piece.end), last)
            continue
        if not spoken:
            last = _introduced(text, piece) or last
            continue
        if says is not None and says["name"]:
            last = Span(*says.span("name"))
        found[index] = Said(Span(piece.start, piece.end), last if says is not None or index - 1 in found else None)
    return found


def _introduced(text: str, piece: Piece) -> Span | None:
    """The last person named in running text with a party or a role, whom the next "säger hon" may mean."""
    found: Span | None = None
    for person in _PERSON.finditer(text, piece.start, piece.end):
        first = person["name"].split()[0]
        named = _PERSON.match(text, person.start() + len(first) + 1, piece.end) if has_role(first) else person
        before = text[max(piece.start, person.start() - 60) : person.start()].split()
        told = has_role(first) or (before and has_role(before[-1]))
        if named is not None and is_name(named["name"]) and (told or named["party"]):
            found = Span(*named.span("name"))
    return found


def _reply(text: str, pieces: list[Piece], index: int, found: dict[int, Said]) -> bool:
    """A dash before whole sentences in a separate paragraph is speech, not a list item."""
    piece = pieces[index]
    words = text[piece.start : piece.end]
    if index and text[pieces[index - 1].end - 1] == ":" and index - 1 not in found:
        return False
    alone = piece.gap and (index + 1 == len(pieces) or pieces[index + 1].gap)
    neighbours = [pieces[i] for i in (index - 1, index + 1) if 0 <= i < len(pieces)]
    in_list = any(n.mark is piece.mark and n.sign == piece.sign for n in neighbours) and index - 1 not in found
    return alone and not in_list and (len(words) >= 60 or bool(found)) and words[-1] in '.!?…”"'
