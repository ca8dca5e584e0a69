"""Labels in front of goals: "Mål 2. …", "Delmål 1.3 – …"; where they stand in rows, and where one is run into prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from maltolk.reading.pieces import Mark, Piece, trimmed

_NUMBERED = r"(?P<word>[A-ZÅÄÖ][A-Za-zÅÄÖåäö-]+(?:\s[a-zåäö]+)?)[ \xa0](?:nr[ \xa0])?(?:\d{1,2}\.)?(?P<number>\d{1,2})"
_IN_FRONT = re.compile(rf"{_NUMBERED}\s*[:.–—-]\s+(?=\S)")
_RUN_IN = re.compile(rf"(?<=[.!?:;…”\"»)])[ \t\xa0]+(?={_NUMBERED}\s*[:.–—-]\s+[”\"]?[A-ZÅÄÖ])")
# What is counted on pages without being a goal.
_CAPTIONS = frozenset(["tabell", "figur", "bild", "diagram", "bilaga", "karta", "sida", "sid", "foto", "kapitel", "kap", "fotnot", "not", "nr"])
_MOST_BODIES, _MOST_BETWEEN = 3, 6
"""Paragraphs that explain one goal, and pieces from one goal to the next; with more of them it is a chapter."""


@dataclass(frozen=True, slots=True)
class Label:
    """``word`` in lower case ("fokusområde") and the number after it, of a label with words following."""

    word: str
    number: int


def label_in_front(words: str) -> Label | None:
    """The label that a line opens with, whatever follows; None for a label that stands alone."""
    found = _IN_FRONT.match(words)
    if found is None or found["word"].casefold() in _CAPTIONS:
        return None
    return Label(found["word"].casefold(), int(found["number"]))


def labelled_pieces(text: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces with labels that are run into the end of a paragraph cut off, when a row of labels awaits them."""
    known = {label.word for piece in pieces if (label := _label(text, piece)) is not None}
    result: list[Piece] = []
    last: dict[str, int] = {}
    for piece in pieces:
        cuts = [] if piece.mark in (Mark.TABLE, Mark.HEADING) else list(_cuts(text, piece, known, last))
        ends = [*cuts, piece.end]
        first = trimmed(text, piece, piece.start, ends[0])
        result.append(first)
        if (label := _label(text, first)) is not None:
            last[label.word] = label.number
        for begin, end in zip(cuts, ends[1:], strict=True):
            cut = replace(piece, mark=Mark.NONE, sign="", number=None, gap=False)
            result.append(trimmed(text, cut, begin, end))
    return [piece for piece in result if piece.start < piece.end]


def _cuts(text: str, piece: Piece, known: set[str], last: dict[str, int]) -> Iterator[int]:
    """Where labels begin within the piece that go on counting from the last one of their word."""
    own = _label(text, piece)
    counted = {**last, own.word: own.number} if own else dict(last)
    found = [(mark.end(), mark["word"].casefold(), int(mark["number"])) for mark in _RUN_IN.finditer(text, piece.start, piece.end)]
    opens = {word for _, word, number in found if number == 1} & {word for _, word, number in found if number == 2}
    for place, word, number in found:
        if word in _CAPTIONS or (word not in known and word not in opens):
            continue
        if number == counted.get(word, 0) + 1:
            counted[word] = last[word] = number
            yield place


def _label(text: str, piece: Piece) -> Label | None:
    return label_in_front(text[piece.start : piece.end]) if piece.mark in (Mark.NONE, Mark.BOLD) else None


def rows_of_goals(text: str, pieces: list[Piece], taken: set[int]) -> dict[int, Label]:
    """The pieces that are goals of a row ("Mål 1 – …", a paragraph or two, "Mål 2 – …"), by index.

    Headings may stand between two of them: the numbers run on over areas. Where one holds a list or a chapter of text,
    the labels are headings and none is returned for their word.
    """
    found: dict[int, Label] = {}
    rows: dict[str, list[list[int]]] = {}
    labels = {i: label for i, piece in enumerate(pieces) if i not in taken and (label := _label(text, piece))}
    for index, label in labels.items():
        of_word = rows.setdefault(label.word, [])
        if of_word and label.number == labels[of_word[-1][-1]].number + 1:
            of_word[-1].append(index)
        else:
            of_word.append([index])
    for of_word in rows.values():
        whole = [row for row in of_word if len(row) >= 2]
        if all(_explained(text, pieces, row, taken) for row in whole):
            found |= {index: labels[index] for row in whole for index in row}
    return found


def _explained(text: str, pieces: list[Piece], row: list[int], taken: set[int]) -> bool:
    """Whether nothing but short explanations and headings stands between the goals of the row."""
    for first, following in zip(row, row[1:], strict=False):
        between = [pieces[i] for i in range(first + 1, following) if i not in taken]
        bodies = [piece for piece in between if text[piece.end - 1] in '.!?…”"']
        if len(between) > _MOST_BETWEEN or len(bodies) > _MOST_BODIES:
            return False
        if any(piece.mark in (Mark.BULLET, Mark.NUMBER, Mark.DASH, Mark.TABLE) for piece in between):
            return False
    return True
