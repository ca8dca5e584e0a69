"""Lines that are items of a list without a bullet: short ones after a lead, and rows of labelled goals."""

import re
from bisect import bisect
from dataclasses import replace
from functools import cache
from itertools import pairwise

from maltolk.reading.lines.goal_codes import Label
from maltolk.reading.lines.heading_levels import label_of
from maltolk.reading.lines.headings import heading_like
from maltolk.reading.lines.pieces import Mark, Piece, piece_label
from maltolk.swedish.numbers import cardinal
from maltolk.swedish.words import word_rows

_MAX_BODIES, _MAX_BETWEEN = 3, 6
"""Most paragraphs that explain one goal, and pieces from one goal to the next; with more it is a chapter."""

_MAX_ITEMS = 12
_COUNTED = range(2, 10)
"""How many a heading may announce; larger numbers are mostly years, sums and points."""
_CODE = re.compile(r"(?P<letter>[A-H])\.?(?P<number>\d{1,2})[.:)]?[ \t\xa0]+(?=[A-ZÅÄÖ])")
"""A goal with a letter for its area; the code stays part of its words."""


def list_lines(text: str, pieces: list[Piece], taken: set[int]) -> list[Piece]:
    """Turns rows of short lines that lost their bullets, and labelled rows ("Mål 1: …"), into items."""
    result = list(pieces)
    for index in range(1, len(pieces)):
        if _attribution(text, pieces, index):
            result[index] = replace(pieces[index], mark=Mark.NONE)
    for index in _coded(text, pieces, taken):
        code = _CODE.match(text, pieces[index].start)
        assert code is not None
        result[index] = replace(pieces[index], mark=Mark.BULLET, sign=code["letter"])
    goals = _goals(text, pieces, taken)
    for index, label in goals.items():
        result[index] = replace(pieces[index], mark=Mark.NUMBER, number=label.number, sign=label.word)
    closed = taken | goals.keys()
    index = 0
    while index < len(pieces):
        run = _bare_row(text, pieces, index, closed) or _announced(text, pieces, index, closed)
        for place in run:
            result[place] = replace(pieces[place], mark=Mark.BULLET, sign="bare")
        index = run[-1] + 1 if run else index + 1
    return result


def _coded(text: str, pieces: list[Piece], taken: set[int]) -> list[int]:
    """Rows of goals with a letter for their area ("A1. …", "A2. …") and nothing between them."""
    found: list[int] = []
    run: list[tuple[int, str, int]] = []
    for index, piece in enumerate(pieces):
        code = _CODE.match(text, piece.start, piece.end) if piece.mark in (Mark.NONE, Mark.BOLD) else None
        if index in taken:
            code = None
        letter, number = (code["letter"], int(code["number"])) if code else ("", 0)
        if not (run and code and index == run[-1][0] + 1 and (letter, number) == (run[-1][1], run[-1][2] + 1)):
            found += [each[0] for each in run if len(run) >= 2]
            run = []
        if code and (run or number == 1):
            run.append((index, letter, number))
    return [*found, *(each[0] for each in run if len(run) >= 2)]


def _attribution(text: str, pieces: list[Piece], index: int) -> bool:
    """A lone dashed line right below words in quotation marks says whose they are."""
    here, above = pieces[index], pieces[index - 1]
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    lone = here.mark is Mark.DASH and not here.gap and (below is None or below.mark is not Mark.DASH)
    return lone and above.mark is Mark.NONE and text[above.end - 1] in '”"“»'


def _bare_row(text: str, pieces: list[Piece], lead: int, taken: set[int]) -> list[int]:
    """The short lines after a lead-in with a colon at ``lead``; fewer than two are no list."""
    if lead in taken or pieces[lead].mark not in (Mark.NONE, Mark.BOLD) or text[pieces[lead].end - 1] != ":":
        return []
    run: list[int] = []
    for index in range(lead + 1, len(pieces)):
        piece = pieces[index]
        if index in taken or not _item_like(text, piece, pieces[lead]):
            break
        if run and piece.gap != pieces[run[-1]].gap and len(run) > 1:
            break
        if label_of(text[piece.start : piece.end]) is not None:
            return []
        run.append(index)
    after = run[-1] + 1 if run else 0
    runs_on = run and after < len(pieces) and after not in taken and not heading_like(text, pieces[after])
    if runs_on and pieces[after].gap and pieces[run[-1]].gap:
        # The last short line precedes running text: it is a heading.
        run.pop()
    return run if len(run) >= 2 else []


def _item_like(text: str, piece: Piece, lead: Piece) -> bool:
    """A short line without an end mark that begins like a heading, or is indented more than its lead."""
    words = text[piece.start : piece.end]
    inside = piece.mark is Mark.NONE and piece.indent >= lead.indent + 2 and len(words) <= 100
    return words[-1] not in ".!?:;" and (heading_like(text, piece) or inside)


def _announced(text: str, pieces: list[Piece], lead: int, taken: set[int]) -> list[int]:
    """The short lines below a heading that announces them: as many as "Våra fyra löften" says, or a group of their own
    below "Fokusområden"."""
    if lead in taken or not heading_like(text, pieces[lead]) or lead + 2 >= len(pieces):
        return []
    words = text[pieces[lead].start : pieces[lead].end].casefold().split()
    count = next((n for word in words if (n := _count(word))), 0)
    of_many = any(word.strip("?!,").endswith(_series()) for word in words)
    if not of_many or (not count and not (lead and pieces[lead].gap)):
        return []
    run: list[int] = []
    for index in range(lead + 1, min(len(pieces), lead + 1 + (count or _MAX_ITEMS))):
        alone = pieces[index].gap
        if index in taken or not _item_like(text, pieces[index], pieces[lead]):
            break
        if run and alone and (not count or not pieces[run[0]].gap):
            break
        run.append(index)
    after = run[-1] + 1 if run else 0
    ended = after == len(pieces) or after in taken or pieces[after].gap
    return run if ended and (len(run) == count or (not count and len(run) >= 2)) else []


def _goals(text: str, pieces: list[Piece], taken: set[int]) -> dict[int, Label]:
    """The goals of rows ("Mål 1 – …", a paragraph or two, "Mål 2 – …"), by index of their pieces.

    Headings may come between two of them: numbering spans areas. Where one holds a list or a chapter of text,
    the labels are headings, and none is returned for their word.
    """
    labels = {i: label for i, piece in enumerate(pieces) if i not in taken and (label := piece_label(text, piece))}
    rows: dict[str, list[list[int]]] = {}
    for index, label in labels.items():
        of_word = rows.setdefault(label.word, [[]])
        if of_word[-1] and label.number != labels[of_word[-1][-1]].number + 1:
            of_word.append([])
        of_word[-1].append(index)
    found: dict[int, Label] = {}
    counts = {word for word, of_word in rows.items() if any(len(row) >= 2 for row in of_word)}
    counting = [index for index in labels if labels[index].word in counts]
    for word, of_word in rows.items():
        whole = [row for row in of_word if len(row) >= 2]
        # An area with its own goals is a heading over them.
        others = [index for index in counting if labels[index].word != word]
        holds = any(bisect(others, row[0]) < bisect(others, row[-1]) for row in whole)
        if not holds and all(_explained(text, pieces, row, taken) for row in whole):
            found |= {index: labels[index] for row in whole for index in row}
    return found


def _explained(text: str, pieces: list[Piece], row: list[int], taken: set[int]) -> bool:
    """Whether only short explanations and headings come between the goals of the row, and after the last."""
    for first, following in pairwise([*row, min(row[-1] + 2, len(pieces))]):
        between = [pieces[i] for i in range(first + 1, following) if i not in taken]
        if any(piece.mark in (Mark.BULLET, Mark.NUMBER, Mark.DASH, Mark.TABLE) for piece in between):
            return False
        bodies = [piece for piece in between if text[piece.end - 1] in '.!?…”"']
        if len(between) > _MAX_BETWEEN or len(bodies) > _MAX_BODIES:
            return False
    return True


def _count(word: str) -> int | None:
    """How many things a word of a heading announces, as a word or a figure."""
    value = int(word) if len(word) == 1 and word.isdecimal() else cardinal(word)
    return value if value in _COUNTED else None


@cache
def _series() -> tuple[str, ...]:
    """Ends of words for several things of one kind, as headings over lists have them."""
    return tuple(sorted(word_rows("goal_words.tsv")["series"]))
