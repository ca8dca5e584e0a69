"""Lines that were broken because the page was full -> whole pieces."""

import re
from dataclasses import replace

from maltolk.reading.lines.pieces import HANGING, LED_TO_PAGE, SECTION, Mark, Piece, piece_label
from maltolk.swedish.names import NAME, PARTY
from maltolk.swedish.words import function_words

_REACHED = re.compile(r"\S@\S+$|(?<!\d)(?:\+46|0)[ \xa0]?\d{1,3}[ \xa0]?[-–/]?[ \xa0]?\d[\d \xa0]{3,10}\d$")
_NARROW, _WIDE = 40, 140
"""Range of widths, in characters, at which lines count as broken at a margin."""
_FULL = 0.8
"""How much of the width a full line takes at least."""
_EXPLAINED = 60
"""An indented line after an item's line shorter than this may be its explanation rather than its end."""
_CONJUNCTIONS = frozenset({"innan", "eftersom", "medan", "tills", "fast"})
_MAX_SHORT_LINES = 6  # of one sentence
_KEYED = re.compile(r"[A-ZÅÄÖ][\wåäöÅÄÖ-]{2,20}(?: [a-zåäö]{1,15}){0,2}(?: (?:19|20)\d\d)?:\s+\S")
"""A line that says what it holds ("Dokumentansvarig: …")."""
_AMOUNT = re.compile(r"\d[\d \xa0.,]*(?:[–-]\d[\d \xa0.,]*)?(?: [a-zåäö%]|%|(?<=[.,])$)")
"""A number and what it counts, or the end of a sentence, which no line of its own begins with: "11 procent av"."""
_PERSON = re.compile(rf"{NAME}(?:[ \xa0]*\({PARTY}\)(?:\s*[,:–-]|\s*$)|,\s+[a-zåäö0-9])")
"""A line that opens with somebody, and their party or what they are."""


def join_wrapped(text: str, pieces: list[Piece]) -> list[Piece]:
    """Joins lines broken only because the page was full into one piece; their newline stays within it."""
    result: list[Piece] = []
    chunk: list[Piece] = []
    for piece in pieces:
        if piece.gap and chunk:
            result += _join(text, chunk)
            chunk = []
        chunk.append(piece)
    return result + _join(text, chunk)


def _join(text: str, chunk: list[Piece]) -> list[Piece]:
    lengths = [piece.end - piece.start + piece.indent for piece in chunk]
    width = max(lengths, default=0)
    # Where lines were broken at a margin, most of them reach it; a line that doesn't ends a paragraph.
    # And most of them break off in the middle of a sentence.
    breaks = len(chunk) - 1
    reach = sum(length >= 0.7 * width for length in lengths[:-1])
    open_ended = sum(text[piece.end - 1] not in ".!?:" for piece in chunk[:-1])
    wrapped = _NARROW <= width <= _WIDE and breaks > 0 and reach >= 0.6 * breaks and open_ended >= 0.5 * breaks
    result: list[Piece] = []
    last_line = 0  # length of the last line that went into result[-1]
    for place, piece in enumerate(chunk):
        before = result[-1] if result else None
        if (
            before is not None
            and piece.mark is Mark.NONE
            and not piece.solid
            and (
                _continues(text, before, last_line, piece, width if wrapped else 0)
                or _ends_sentence(text, before, chunk[place : place + _MAX_SHORT_LINES])
                or (wrapped and last_line >= _FULL * width and _between_items(text, before, chunk[place : place + 2]))
            )
        ):
            result[-1] = replace(before, end=piece.end)
        else:
            result.append(piece)
        last_line = piece.end - piece.start + piece.indent
    return result


def _between_items(text: str, before: Piece, after: list[Piece]) -> bool:
    """Whether a line that ends no sentence stands between a numbered item and the next: "2. Statligt stöd till
    Sundsvall", "Timrå Airport", "3. …"."""
    if before.mark is not Mark.NUMBER or before.number is None or len(after) < 2:
        return False
    line, following = after
    next_one = following.mark is Mark.NUMBER and (following.sign, following.number) == (before.sign, before.number + 1)
    return next_one and text[before.end - 1] not in ".!?:" and text[line.end - 1] not in ".!?:"


def _ends_sentence(text: str, before: Piece, after: list[Piece]) -> bool:
    """Whether short lines, as plain language has them, go on with the sentence in ``before``: each begins with a word
    of grammar ("som", "att", "ska"), and the last of them ends with a full stop."""
    if before.mark not in (Mark.NONE, Mark.BULLET, Mark.NUMBER, Mark.DASH) or text[before.end - 1] in ".!?:;":
        return False
    begun = text[before.start : min(before.end, before.start + _NARROW)]
    if (
        not begun[0].isupper()
        or " " not in begun
        or _REACHED.search(text, max(before.start, before.end - 80), before.end)
    ):
        return False
    for piece in after:
        words = text[piece.start : piece.end]
        grammar = words.split(None, 1)[0] in function_words("sv") | _CONJUNCTIONS
        if piece.mark is not Mark.NONE or not grammar or "@" in words or "  " in words or "\t" in words:
            return False
        if words[-1] in ".!?":
            return " " in words
    return False


def _continues(text: str, before: Piece, last_line: int, piece: Piece, width: int) -> bool:
    """Whether ``piece`` continues ``before``. ``width``: of a margin that lines were broken at, else 0."""
    if before.mark in (Mark.HEADING, Mark.TABLE, Mark.BOLD):
        return False
    first_word = text[piece.start : piece.end].split(None, 1)[0]
    whole_label = text.find("\n", before.start, before.end) < 0 and piece_label(text, before) is not None
    if whole_label and first_word[0].isupper() and text[piece.end - 1] == ".":
        return False  # "Område 2: Hållbar utveckling" over a sentence
    if piece_label(text, piece) is not None or _KEYED.match(text, piece.start, piece.end):
        return False
    if SECTION.match(text, piece.start, piece.end):
        return False
    if before.mark is Mark.NONE and _PERSON.match(text, before.start) and _PERSON.match(text, piece.start, piece.end):
        return False
    tail = max(before.start, before.end - 80)
    if _REACHED.search(text, tail, before.end) or LED_TO_PAGE.search(text, tail, before.end):
        return False  # an address or a number ends a contact, a page's number a line of a table of contents
    if "@" in first_word or first_word.startswith(("www.", "http")):
        return False
    item = before.mark in (Mark.BULLET, Mark.NUMBER, Mark.DASH)
    if item and piece.indent > before.indent + 1:
        # A short line that could end there, and a capital below it: the line below explains.
        words = text[before.start : before.end].split()
        whole = "\n" not in text[before.start : before.end] and words[-1] not in HANGING
        return not (whole and first_word[0].isupper() and last_line < _EXPLAINED)
    last_sign = text[before.end - 1]
    if width and last_line + 1 + len(first_word) > width and last_sign != ":":
        # A short line with a capital after a full stop is a paragraph or heading of its own.
        return last_sign not in ".!?" or first_word[0].islower() or piece.end - piece.start >= 0.7 * width
    # The last word is in the last line; a long piece is not split again for each of its lines.
    hangs = text[max(before.start, before.end - last_line) : before.end].split()[-1] in HANGING
    goes_on = first_word[0].islower() or _AMOUNT.match(text, piece.start, piece.end) is not None
    if last_sign in ".!?:" or not goes_on:
        return hangs and last_line >= _NARROW  # "… ökad kapacitet på", "Mittstråket"
    return hangs or last_line >= _NARROW
