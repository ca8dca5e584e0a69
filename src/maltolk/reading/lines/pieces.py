"""Text -> pieces: lines with their marks parsed and run-in items cut out. No hierarchy yet."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from maltolk.model import Span
from maltolk.reading.lines.goal_codes import Label, label_in_front, labels_run_in
from maltolk.reading.lines.sentences import trim
from maltolk.swedish.numbers import ROMANS


class Mark(StrEnum):
    """What is in front of a line."""

    NONE = "none"
    HEADING = "heading"  # one to six #, or a line of === or --- below
    BULLET = "bullet"
    NUMBER = "number"
    DASH = "dash"  # – or —: a list item, or someone speaking
    TABLE = "table"
    BOLD = "bold"  # all of the line is bold or emphasised


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or joined lines. ``start``/``end``: the words, marks left out; offsets into the text.

    ``level``: of a # heading. ``number``: of a numbered line. ``sign``: the bullet, or how it is numbered ("1.", "a)").
    ``indent``: columns before the mark. ``gap``: an empty line (or the text's beginning) is above.
    ``solid``: cut out of running text rather than on a line of its own.
    """

    start: int
    end: int
    mark: Mark = Mark.NONE
    level: int = 0
    number: int | None = None
    sign: str = ""
    indent: int = 0
    gap: bool = False
    solid: bool = False


_HEADING = re.compile(r"(#{1,6})[ \t\xa0]+(?=\S)")
_CLOSING_HASHES = re.compile(r"[ \t]+#+$")
_BULLET = re.compile(
    r"([•●○▪■□◦‣∙⁃·*+✓✔➢►→-]|§(?![ \t\xa0]+\d))[ \t\xa0]+(?:\[[ xX]\][ \t]+)?(?=\S)"
    r"|([•●▪■◦‣])(?=\w)|(o)\t[ \t]*(?=\S)"
)
_DASH = re.compile(r"([–—])[ \t\xa0]*(?=\S)")
_NUMBER = re.compile(
    r"(\d{1,3})([.)]|\.\))[ \t\xa0]+(?=\S)|(\d{1,3})(\.)\t*(?=[A-ZÅÄÖ])|\((\d{1,2})(\))[ \t\xa0]+(?=\S)"
)
_DEEP_NUMBER = re.compile(r"(?:\d{1,2}\.)+(\d{1,2})(\.?)[ \t\xa0]+(?=\S)")
_LETTER = re.compile(r"([a-zåäö])(\))[ \t\xa0]+(?=\S)")
_ROMAN = re.compile(
    r"(?P<small>i{1,3}|iv|vi{0,3}|ix|x)[.)][ \t\xa0]+(?=[^\W\d_])"
    r"|(?P<large>I{1,3}|IV|VI{0,3}|IX|X)[.)][ \t\xa0]+(?=[A-ZÅÄÖ])"
)
_ROMAN_ROW = re.compile(r"^[ \t]*(i{1,2})[.)]\s", re.MULTILINE | re.IGNORECASE)
_CAPITAL = re.compile(r"([A-L])[.)][ \t\xa0]+(?=\S)")
_CAPITAL_ROW = 3  # lines that are counted by capitals, one right after the other
_RULE = re.compile(r"(?:[-*_=~–—][ \t]*){3,}")
_TABLE_RULE = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+|:?-{2,}:?(?:[ \t]*\|[ \t]*:?-+:?)+")
_QUOTED = re.compile(r">[ \t]?")
_LINK = re.compile(r"!?\[([^\]\n]+)\]\([^)\n]*\)")
_RUN_IN = re.compile(r"(?<=\S)[ \t\xa0]+(\d{1,2})[.)][ \t\xa0]+(?=[”\"]?[A-ZÅÄÖ])")
_RUN_IN_BULLET = re.compile(r"(?<=\S)[ \t\xa0]+([•●▪‣◦])[ \t\xa0]*(?=\S)")
_HANGING_WORDS = """
och eller för i på av med till om från som att genom ska skall bör vill kan måste är den det en ett vår våra
mellan inom samt enligt bland utifrån högst minst cirka omkring ungefär
the of and for to in a
"""
SECTION = re.compile(
    r"(?:(?:19|20)\d\d-\d\d-\d\d[ \t\xa0]+)?§{1,2}[ \t\xa0]?\d{1,3}[ \t\xa0]?[a-z]?[ \t\xa0]+(?:[–—-][ \t\xa0]+)?"
    r"(?=[^\W\d_])"
)
"""How the heading of a section of minutes begins: "§ 131 Skattesats för 2026", "2024-06-19 § 80 — Taxor"."""
FILE_NUMBER = re.compile(
    r"\b(?:[Dd](?:iarie)?nr:?[ \t\xa0]*)?(?:[A-ZÅÄÖ]{2,5}[ \t\xa0-]?)?(?:19|20)\d\d[/:-]\d{1,5}\b(?!-)"
)
"""A number of the register: "Dnr KS 2025/412"."""
LED_TO_PAGE = re.compile(r"(?:\.\s?){4,}\s*\d{1,3}$|…+\s*\d{1,3}$")
"""How a line of a table of contents ends: "........ 3"."""
_RANGE_BEGUN, _RANGE_ENDS = re.compile(r"\b(?:19|20)\d\d$"), re.compile(r"[–-] ?(?:19|20)\d\d\b")
"""Two years with a dash between them, broken in front of the dash, which is no bullet then."""
HANGING = frozenset(_HANGING_WORDS.split())
"""Words that no complete line can end with."""
_CLOSERS = '.!?:;…”"»)'


def split_pieces(text: str) -> list[Piece]:
    """The pieces of ``text`` in order, one or more a line; none empty, none with white space around its words."""
    pieces = _lines(text)
    pieces = _cut_bullets(text, pieces)
    pieces = _cut_labels(text, pieces)
    return _cut_numbers(text, pieces)


def _lines(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    gap, at, fenced = True, 0, False
    # A single "i." or "V." is an initial or an abbreviation; only a row of them is numbering.
    roman = {number.casefold() for number in _ROMAN_ROW.findall(text)} == {"i", "ii"}
    lettered = _lettered(text)
    for raw in text.split("\n"):
        begin, at = at, at + len(raw) + 1
        span = trim(text, begin, begin + len(raw))
        if span.start == span.end:
            gap = True
            continue
        line = span.of(text)
        if line.startswith("```"):
            fenced, gap = not fenced, True
            continue
        if _TABLE_RULE.fullmatch(line):
            continue
        if _RULE.fullmatch(line):
            # === or --- right under a short line makes that line a heading; else it only divides.
            if not gap and pieces and line[0] in "=-" and pieces[-1].mark in (Mark.NONE, Mark.BOLD) and pieces[-1].gap:
                pieces[-1] = replace(pieces[-1], mark=Mark.HEADING, level=1 if line[0] == "=" else 2)
            gap = True
            continue
        if (
            not gap
            and pieces
            and _RANGE_BEGUN.search(text, pieces[-1].start, pieces[-1].end)
            and _RANGE_ENDS.match(line)
        ):
            pieces[-1] = replace(pieces[-1], end=span.end)
            continue
        indent = len(raw[: span.start - begin].expandtabs(4))
        piece = Piece(span.start, span.end, gap=gap, indent=indent)
        if not fenced:
            if begin in lettered:
                piece = replace(piece, mark=Mark.BULLET, sign="A.")  # the letter is a part of the words
            else:
                piece = (_read_roman(text, piece) if roman else None) or _read_mark(text, piece)
        if piece.start < piece.end:
            pieces.append(piece)
        gap = False
    return _quoted_items(text, pieces)


def _quoted_items(text: str, pieces: list[Piece]) -> list[Piece]:
    """ "> " before neighbouring short lines without an end mark is a bullet; before running text it marks a quote."""
    result = list(pieces)
    at = 0
    while at < len(pieces):
        end = at
        while end < len(pieces) and (end == at or not pieces[end].gap) and _goes_on(pieces[at], pieces[end]):
            end += 1
        run = [place for place in range(at, end) if pieces[place].sign == ">"]
        words = [text[pieces[place].start : pieces[place].end] for place in run]
        short = all(len(line) <= 100 and line[-1] not in '.!?,;”"' for line in words)
        bullet = len(run) >= 2 and short and len({line[0].isupper() for line in words}) == 1
        for place in run:
            result[place] = replace(
                pieces[place], mark=Mark.BULLET if bullet else Mark.NONE, sign=">" if bullet else ""
            )
        at = max(end, at + 1)
    return result


def _goes_on(first: Piece, piece: Piece) -> bool:
    """Whether ``piece`` has a ">" like ``first``, or is an indented explanation of one that has."""
    return first.sign == ">" and (piece.sign == ">" or (piece.mark is Mark.NONE and piece.indent >= first.indent + 2))


def _lettered(text: str) -> set[int]:
    """Where the lines begin that are counted by capitals from A on, each right below the one before or, where that goes
    on on a second line, below that. The same letters over paragraphs of their own are headings, and one alone is an
    initial."""
    found: set[int] = set()
    row: list[int] = []
    at, goes_on = 0, False
    for line in [*text.split("\n"), ""]:
        words = line.strip()
        letter = None if " | " in words or "   " in words else _CAPITAL.match(words)
        if letter is not None and ord(letter[1]) - ord("A") == len(row):
            row.append(at)
            goes_on = False
        elif row and not goes_on and words[:1].islower():
            goes_on = True
        else:
            found |= set(row) if len(row) >= _CAPITAL_ROW else set()
            row = [at] if letter is not None and letter[1] == "A" else []
            goes_on = False
        at += len(line) + 1
    return found


def _read_roman(text: str, piece: Piece) -> Piece | None:
    found = _ROMAN.match(text, piece.start, piece.end)
    if found is None:
        return None
    number = ROMANS.index((found["small"] or found["large"]).casefold()) + 1
    sign = "i." if found["small"] else "I."
    return _bare(text, replace(_from(text, piece, found.end()), mark=Mark.NUMBER, number=number, sign=sign))


def _read_mark(text: str, piece: Piece) -> Piece:
    """The piece with its mark parsed and its span narrowed to the words."""
    behind_quote = False
    while quoted := _QUOTED.match(text, piece.start, piece.end):
        piece, behind_quote = _from(text, piece, quoted.end()), True
    start, end = piece.start, piece.end
    if start == end:
        return piece
    if found := _HEADING.match(text, start, end):
        hashes = _CLOSING_HASHES.search(text, found.end(), end)
        words = _from(text, piece, found.end(), hashes.start() if hashes else end)
        piece = replace(words, mark=Mark.HEADING, level=len(found[1]))
        if piece.start < piece.end and (numbered := _NUMBER.match(text, piece.start, piece.end)):
            piece = replace(_from(text, piece, numbered.end()), number=int(numbered[1] or numbered[3] or numbered[5]))
        return _bare(text, piece)
    if text[start] == "|" and text.count("|", start, end) >= 2:
        inner_end = end - 1 if text[end - 1] == "|" else end
        return replace(_from(text, piece, start + 1, inner_end), mark=Mark.TABLE)
    if found := _BULLET.match(text, start, end):
        return _bare(
            text, replace(_from(text, piece, found.end()), mark=Mark.BULLET, sign=found[1] or found[2] or found[3])
        )
    if found := _DASH.match(text, start, end):
        return replace(_from(text, piece, found.end()), mark=Mark.DASH, sign=found[1])
    if found := _DEEP_NUMBER.match(text, start, end):
        return _bare(text, replace(_from(text, piece, found.end()), mark=Mark.NUMBER, number=int(found[1]), sign="1.1"))
    if found := _NUMBER.match(text, start, end):
        given = int(found[1] or found[3] or found[5])
        return _bare(text, replace(_from(text, piece, found.end()), mark=Mark.NUMBER, number=given, sign="1."))
    if found := _LETTER.match(text, start, end):
        place = ord(found[1]) - ord("a") + 1 if found[1] <= "z" else None
        return replace(_from(text, piece, found.end()), mark=Mark.NUMBER, number=place, sign="a)")
    piece = _bare(text, piece)
    return replace(piece, sign=">") if behind_quote and piece.mark is Mark.NONE else piece


def _from(text: str, piece: Piece, start: int, end: int | None = None) -> Piece:
    span = trim(text, start, piece.end if end is None else end)
    return replace(piece, start=span.start, end=span.end)


def _bare(text: str, piece: Piece) -> Piece:
    """Without emphasis or a link around the whole of the words."""
    for mark in ("***", "**", "__", "*", "_"):
        size = len(mark)
        words = text[piece.start : piece.end]
        inner = words[size:-size]
        if (
            len(words) > 2 * size
            and words.startswith(mark)
            and words.endswith(mark)
            and inner.strip()
            and mark not in inner
        ):
            bold = Mark.BOLD if piece.mark is Mark.NONE and size > 1 else piece.mark
            piece = replace(_from(text, piece, piece.start + size, piece.end - size), mark=bold)
            break
    if found := _LINK.fullmatch(text, piece.start, piece.end):
        piece = _from(text, piece, found.start(1), found.end(1))
    return piece


def _cut_bullets(text: str, pieces: list[Piece]) -> list[Piece]:
    """ "Mål: • A • B • C" on one line becomes a lead and three items."""
    result: list[Piece] = []
    for piece in pieces:
        cuts = list(_RUN_IN_BULLET.finditer(text, piece.start, piece.end))
        if not cuts or len({cut[1] for cut in cuts}) > 1 or (len(cuts) < 2 and piece.mark is not Mark.BULLET):
            result.append(piece)
            continue
        result.append(_from(text, piece, piece.start, cuts[0].start()))
        ends = [cut.start() for cut in cuts[1:]] + [piece.end]
        for cut, end in zip(cuts, ends, strict=True):
            item = replace(piece, mark=Mark.BULLET, sign=cut[1], number=None, gap=False, solid=True)
            result.append(_from(text, item, cut.end(), end))
    return [piece for piece in result if piece.start < piece.end]


def _cut_numbers(text: str, pieces: list[Piece]) -> list[Piece]:
    """Cuts out a numbered item run into the end of the text before it, when the numbers around it fit."""
    result: list[Piece] = []
    last = 0  # the number last given
    coming: list[int | None] = [None] * (len(pieces) + 1)  # the next number in front of a line
    for index in range(len(pieces) - 1, -1, -1):
        numbered = pieces[index].mark is Mark.NUMBER and pieces[index].sign == "1."
        coming[index] = pieces[index].number if numbered else coming[index + 1]
    for index, piece in enumerate(pieces):
        if piece.mark is Mark.NUMBER and piece.sign == "1.":
            last = piece.number or 0
        if piece.mark in (Mark.TABLE, Mark.HEADING):
            result.append(piece)
            continue
        cuts = _chain(text, piece, last, coming[index + 1])
        ends = [cut.start() for cut in cuts[1:]] + [piece.end]
        result.append(_from(text, piece, piece.start, cuts[0].start()) if cuts else piece)
        for cut, end in zip(cuts, ends, strict=bool(cuts)):
            last = int(cut[1])
            item = replace(piece, mark=Mark.NUMBER, sign="1.", number=last, gap=False, solid=True)
            result.append(_from(text, item, cut.end(), end))
    return [piece for piece in result if piece.start < piece.end]


def _chain(text: str, piece: Piece, last: int, following: int | None) -> list[re.Match[str]]:
    """Where to cut ``piece``: numbers that continue from ``last``, or a row from 1 within the piece."""
    candidates = list(_RUN_IN.finditer(text, piece.start, piece.end))
    if not candidates:
        return []
    row: list[re.Match[str]] = []
    expected = last + 1 if last else 1
    if int(candidates[0][1]) == 1:
        expected = 1
    for candidate in candidates:
        if int(candidate[1]) == expected:
            row.append(candidate)
            expected += 1
    if not row:
        return []
    begins_anew = int(row[0][1]) == 1
    punctuated = all(text[cut.start() - 1] in _CLOSERS for cut in row)
    if begins_anew:
        return row if len(row) >= (2 if punctuated else 3) else []
    if piece.mark is Mark.NUMBER and len(row) >= 2:
        return row
    # The number is expected here unless the line that really has it comes later.
    return row if punctuated and following != int(row[0][1]) else []


def piece_label(text: str, piece: Piece) -> Label | None:
    """The label that a line without a mark opens with."""
    return label_in_front(text, Span(piece.start, piece.end)) if piece.mark in (Mark.NONE, Mark.BOLD) else None


def _cut_labels(text: str, pieces: list[Piece]) -> list[Piece]:
    """ "… for all. Mål 3 – Renare luft": the label begins a line of its own, when its row has come to that number."""
    known = {label.word for piece in pieces if (label := piece_label(text, piece)) is not None}
    last: dict[str, int] = {}
    result: list[Piece] = []
    for piece in pieces:
        if (label := piece_label(text, piece)) is not None:
            last[label.word] = label.number
        whole = Span(piece.start, piece.end)
        cuts = [] if piece.mark in (Mark.TABLE, Mark.HEADING) else labels_run_in(text, whole, known, last)
        begin = piece
        for cut in cuts:
            result.append(_from(text, begin, begin.start, cut))
            begin = replace(_from(text, piece, cut), mark=Mark.NONE, sign="", number=None, gap=False)
        result.append(begin)
    return [piece for piece in result if piece.start < piece.end]
