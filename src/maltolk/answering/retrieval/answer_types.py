"""What kind of thing a sentence offers: a number, a time, a price, a name, a reason, an enumeration."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import word_lists
from maltolk.indexing.search.word_match import forms_of, strength, surfaces_of
from maltolk.swedish.dates import time_words
from maltolk.swedish.numbers import cardinal, counting_words
from maltolk.swedish.parties import names_party

LISTS = 0.8
"""How much an enumerating, or counting, sentence suits a question for a list or a count."""
PART = 0.3
"""At this strength a counted word is the one asked for or a compound with it."""
_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_DATE = re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}[ /]\w|\b\d{4}-\d\d")
_LISTED = re.compile(r"\w[^,;]*, [^,;]+(?:, | och | samt )")
_QUOTED = re.compile('["”“»][^"”“»]{3,}["”“«]')


@cache
def _kind_words(kind: str) -> frozenset[str]:
    return frozenset(word_lists()["kinds"][kind].split())


def has_kind(question: Question, text: str) -> bool:
    """Whether ``text`` has what the question asks for: a number for how many, a time for when, money for a price."""
    surfaces = set(surfaces_of(text))
    if question.asks("wants.called", "wants.identity"):
        return names_something(text)
    if question.asks("fields.party"):
        return names_party(text)
    if question.asks("wants.cost"):
        return bool(surfaces & _kind_words("cost"))
    if question.asks("wants.year"):
        return bool(_YEAR.search(text))
    if question.asks("wants.count", "wants.amount"):
        return bool(_NUMBER.search(text)) or bool(surfaces & counting_words())
    if question.asks("wants.frequency"):
        return bool(surfaces & _kind_words("frequency"))
    if question.asks("wants.date"):
        return bool(_DATE.search(text)) or bool(surfaces & time_words())
    return True


def names_something(text: str) -> bool:
    """Whether a sentence gives a name: in quotation marks, after a colon, or with a capital inside it."""
    inside = text.split(" ", 1)[1:] or [""]
    return bool(_QUOTED.search(text)) or ": " in text or bool(re.search(r"\b[A-ZÅÄÖ]\w", inside[0]))


def leaning(question: Question, text: str) -> float:
    """0 to 1: how much a sentence is worded as an answer to this way of asking: with a name, a meaning, a reason."""
    found = surfaces_of(text)
    best = 0.0
    if question.asks("wants.name"):
        if any(
            a.startswith(t.stem) and b in ("är", "heter", "kallas", "lyder")
            for t in question.words
            for a, b in pairwise(found)
        ):
            best = 0.6
        if any(re.search(rf"\b{re.escape(t.stem)}\w*:", text.casefold()) for t in question.words):
            best = 1.0
        if _kind_words("name") & set(found):
            best = max(best, 0.6)
        if _QUOTED.search(text):
            best = min(1.0, best + 0.4)
    if question.asks("wants.list") and _LISTED.search(text):
        counted = question.numbers.count is not None and _says_number(question.numbers.count, found)
        best = 1.0 if counted else LISTS
    if question.asks("wants.count") and _counts(question, text):
        best = LISTS
    for want in ("definition", "reason"):
        if question.asks(f"wants.{want}") and _kind_words(want) & set(found):
            best = max(best, 0.7)
    return best


def _says_number(number: int, found: Sequence[str]) -> bool:
    return str(number) in found or any(cardinal(word) == number for word in found)


def _counts(question: Question, text: str) -> bool:
    """Whether a number comes shortly before a word that was asked for: "tre visionsmål"."""
    found = surfaces_of(text)
    return any(
        (word.isdecimal() or word in counting_words())
        and any(strength(t, forms_of(w)) >= PART for t in question.words for w in found[i + 1 : i + 4])
        for i, word in enumerate(found)
    )
