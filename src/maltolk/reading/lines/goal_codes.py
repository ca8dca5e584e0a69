"""Labels in front of goals: "Mål 2. …", "Delmål 1.3 – …", and those run into the paragraph before."""

import re
from dataclasses import dataclass

from maltolk.model import Span

_LABEL = r"(?P<word>[A-ZÅÄÖ][A-Za-zÅÄÖåäö-]+(?:\s[a-zåäö]+)?)[ \xa0](?:\d{1,2}\.)?(?P<number>\d{1,2})"
_DIVIDER = r"(?:\s*[:.]|\s*[–—]|\s+-)[*_]{0,3}\s+"
# "Mål 1.2 Fler går": a multi-level number needs no separator.
_DEEP = r"(?:(?<=\d\.\d)|(?<=\d\.\d\d))[ \xa0]+(?=[A-ZÅÄÖ])"
# "Mål 4  Solceller på alla tak": what the words hang from, in no row of a table.
_HANGING = r"(?:[ \xa0]{2,}|\t+)(?=[A-ZÅÄÖ])(?![^\n]*\S[ \xa0\t]{3,}\S)"
_IN_FRONT = re.compile(rf"[*_]{{0,3}}{_LABEL}(?:{_DIVIDER}|{_DEEP}|{_HANGING})(?=\S)")
_RUN_IN = re.compile(rf"(?<=[.!?:;…”\"»)])[ \t\xa0]+(?={_LABEL}{_DIVIDER}[”\"]?[A-ZÅÄÖ])")
# Numbered things on pages that are not goals.
_CAPTION_WORDS = """
tabell figur bild diagram bilaga karta sida sid foto kapitel kap fotnot not nr
"""
_CAPTIONS = frozenset(_CAPTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Label:
    """``word`` in lower case ("fokusområde") and the number after it, of a label with words following."""

    word: str
    number: int


def label_in_front(text: str, span: Span) -> Label | None:
    """The label that the words open with, whatever follows; None for a label on its own."""
    found = _IN_FRONT.match(text, span.start, span.end)
    if found is None or found["word"].casefold() in _CAPTIONS:
        return None
    return Label(found["word"].casefold(), int(found["number"]))


def labels_run_in(text: str, span: Span, known: set[str], last: dict[str, int]) -> list[int]:
    """Where labels begin within ``span`` that continue the count.

    ``known``: words of the labels that open a line somewhere. ``last``: the number last given, by word; it is counted
    up here.
    """
    found = [
        (mark.end(), mark["word"].casefold(), int(mark["number"]))
        for mark in _RUN_IN.finditer(text, span.start, span.end)
    ]
    rows = {word for _, word, number in found if number == 2}
    places: list[int] = []
    for place, word, number in found:
        if word not in _CAPTIONS and (word in known or word in rows) and number == last.get(word, 0) + 1:
            last[word] = number
            places.append(place)
    return places
