"""How deep headings stand: by their labels, a table of contents, and what a heading says to come below it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from maltolk.reading.lines.pieces import SECTION, Mark, Piece
from maltolk.swedish.numbers import cardinal
from maltolk.swedish.words import word_rows

_LABEL = re.compile(r"([A-ZÅÄÖ][a-zåäö-]+(?:\s[a-zåäö]+)?)\s(\d{1,2})(?:\s*[:.–—-]\s+\S.*)?", re.DOTALL)
_LETTERED = re.compile(r"([A-ZÅÄÖ][a-zåäö-]+)\s([A-H]):\s+\S.*", re.DOTALL)
_CODED = re.compile(r"[A-H]\d{1,2}[.:]?\s")
"""A goal of a lettered area: "B2. Den psykiska ohälsan ska minska"."""
_IN_FRONT = re.compile(r"(?:[^\W\d_]{3,}\s+)?(\d{1,2}|[A-L])(?![\w%/]|[.,:]\d)")
_MAX_SECTION = 18
"""Words of the line that opens a section of minutes, its case number included."""
_FEW, _MANY = 2, 12
"""How many headings a heading may say that come below it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` from 1; ``number`` of "Fokusområde 2: …" or "2. …", else None."""

    level: int
    number: int | None = None


def label_of(words: str) -> tuple[str, int] | None:
    """("fokusområde", 2) of "Fokusområde 2: Smartare Lund" and of "Fokusområde B: …", None of other lines."""
    found = _LABEL.fullmatch(words) or _LETTERED.fullmatch(words)
    if found is None or len(words) > 120 or words.endswith("."):
        return None
    return found[1].casefold(), int(found[2]) if found[2].isdecimal() else ord(found[2]) - ord("A") + 1


def is_section(text: str, piece: Piece) -> bool:
    """A line that opens a section of minutes ("§ 131 Skattesats för 2026"), not a sentence that begins with a law's."""
    words = text[piece.start : piece.end]
    whole = piece.mark in (Mark.NONE, Mark.BOLD) and "\n" not in words and words[-1] not in ".,;:"
    return whole and SECTION.match(words) is not None and len(words.split()) <= _MAX_SECTION


def levels_of(text: str, pieces: list[Piece], found: list[int], live: list[int], told: set[int]) -> dict[int, Heading]:
    """Level 1 for the first heading, 2 for the others and for sections of minutes, 3 for what stands within these and
    for a labelled row ("Fokusområde 1") under one of its own. ``told``: those that a table of contents announces, all
    on level 2, with what stands between them below."""
    result: dict[int, Heading] = {}
    labels = {index: label_of(text[pieces[index].start : pieces[index].end]) for index in found}
    order = {index: place for place, index in enumerate(live)}
    row_level, row_label, above = 2, "", 2
    next_label: list[tuple[str, int] | None] = [None] * len(found)
    for place in range(len(found) - 2, -1, -1):
        next_label[place] = labels[found[place + 1]] or next_label[place + 1]
    chapters = [index for index in found if pieces[index].mark is Mark.NUMBER]
    within = False  # a section of minutes
    for place, index in enumerate(found):
        if within or is_section(text, pieces[index]):
            result[index] = Heading(2 if is_section(text, pieces[index]) else 3)
            within = True
            continue
        label = labels[index]
        if pieces[index].mark is Mark.NUMBER:
            row_label, above = "", 3 if pieces[index].sign == "1.1" else 2
            result[index] = Heading(above, pieces[index].number)
            continue
        if chapters and chapters[0] < index:
            result[index] = Heading(min(above + 1, 4))
            continue
        if label is None:
            coming = next_label[place]
            inside = row_label and coming is not None and coming[0] == row_label and coming[1] > 1
            inside = inside or (row_label and _CODED.match(text, pieces[index].start) is not None)
            above = 1 if not result else row_level + 1 if inside else 2
            result[index] = Heading(above)
            if not inside:
                row_label = ""
            continue
        if label[0] != row_label:
            before = found[place - 1] if place else None
            colon = before is not None and text[pieces[before].end - 1] == ":"
            touching = before is not None and order[index] == order[before] + 1
            row_level = above + 1 if before is not None and (colon or touching) else 2 if result else 1
            row_label = label[0]
        lettered = _LETTERED.fullmatch(text[pieces[index].start : pieces[index].end])
        result[index] = Heading(min(row_level, 6), None if lettered else label[1])
    named = {
        before: index
        for before, index in pairwise(found)
        if index in told and order[index] == order[before] + 1 and _only_label(text, pieces[before])
    }
    return _within_announced(result, told.difference(named.values()) | set(named), set(named.values()))


def _only_label(text: str, piece: Piece) -> bool:
    """Whether nothing but a label stands on a line ("Område 2"), so that the one below it is its name."""
    words = text[piece.start : piece.end]
    label = label_of(words)
    return label is not None and words.rstrip().endswith(str(label[1]))


def _within_announced(headings: dict[int, Heading], told: set[int], names: set[int]) -> dict[int, Heading]:
    """Announced headings on one level, and one level below what stands between two of them, and the ``names`` of bare
    labels."""
    within = {i for i in headings if told and min(told) < i < max(told)} - told
    levels = {
        i: 2 if i in told else 3 if i in names else heading.level + (i in within) for i, heading in headings.items()
    }
    return {i: replace(heading, level=min(levels[i], 6)) for i, heading in headings.items()}


def below_counts(
    text: str, pieces: list[Piece], headings: Mapping[int, Heading], told: frozenset[int] = frozenset()
) -> dict[int, Heading]:
    """The headings, with those that one counts below it: "Fyra fokusområden" and the next four on its level, with all
    that is below these, where they are counted from 1 or ``told`` by a table of contents. One that has headings below
    it already counts those."""
    order, levels = sorted(headings), {index: heading.level for index, heading in headings.items()}
    for place, index in enumerate(order):
        count, level = _counted(text[pieces[index].start : pieces[index].end]), levels[index]
        if count is None or place + 1 == len(order) or levels[order[place + 1]] != level:
            continue
        row = [later for later in order[place + 1 :] if levels[later] <= level]
        own = row[:count]
        if len(own) < count or any(levels[each] < level for each in own):
            continue
        places = [_place(text[pieces[each].start : pieces[each].end], headings[each]) for each in own]
        if places != list(range(1, count + 1)) and not told.issuperset(own):
            continue
        end = row[count] if count < len(row) else len(pieces)
        for each in order[place + 1 :]:
            levels[each] = min(levels[each] + (each < end), 6)
    return {index: replace(heading, level=levels[index]) for index, heading in headings.items()}


def _place(words: str, heading: Heading) -> int | None:
    """The number or letter in front of a heading, as a place from 1."""
    if heading.number is not None:
        return heading.number
    found = _IN_FRONT.match(words)
    if found is None:
        return None
    return int(found[1]) if found[1].isdecimal() else ord(found[1]) - ord("A") + 1


def _counted(words: str) -> int | None:
    """How many aims a heading says that there are: 4 of "Våra fyra fokusområden"."""
    said = [word.strip(".,:;!?”\"'").casefold() for word in words.split()]
    counts = [(place, count) for place, word in enumerate(said) if (count := cardinal(word)) is not None]
    if len(counts) != 1 or not _FEW <= counts[0][1] <= _MANY:
        return None
    rows = word_rows("goal_words.tsv")
    named = (rows["aims"] | rows["series"]).intersection(said[counts[0][0] + 1 :])
    return counts[0][1] if named else None
