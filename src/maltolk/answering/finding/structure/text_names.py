"""What a text is called in questions: by its title, by whose and of what day it is, by what sort of text it is."""

import re
from collections.abc import Iterable, Iterator, Sequence

from maltolk.answering.finding.structure.outlines import Page
from maltolk.answering.understanding.question import AskedWord, Question
from maltolk.answering.understanding.tokens import tokens_of, word_lists
from maltolk.answering.understanding.whole_matters import asks_of_meeting, fits_any_text
from maltolk.indexing.search.word_match import forms_of, strength
from maltolk.model import Document
from maltolk.swedish.dates import MONTHS, first_date
from maltolk.swedish.words import stem

_TOP = 400
"""Characters at the beginning of a text that say what it is: whose, of what day."""
_NAMES = 0.6
"""Strength from which the beginning of a text has a word."""
_PART = 4
"""Letters of each part of a compound at least."""
_AGAIN = 3
"""Times that a text has a word that it is on, at least."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def named_wholly(question: Question, page: Page) -> float | None:
    """How much of all that a question asks about is the text's title; None where some of it is not in its names."""
    asked = [word for word in question.words if _is_kind(word) or not (word.asking or fits_any_text(word))]
    return _named(question, asked, page)


def named_by_kind(question: Question, page: Page) -> float | None:
    """The same of those words alone that tell a text from others of its municipality: "skolplanen", "nämnden",
    "mars"."""
    return _named(question, [word for word in question.words if _identifies(word)], page)


def named_but_for_day(question: Question, page: Page) -> bool:
    """Whether a question about a day, a month or a year, and about nothing else that texts tell apart, names the text
    but for that: "Vad beslutade nämnden i maj?" beside the minutes of October."""
    said = [word for word in question.words if not (word.asking or fits_any_text(word) or _is_day(word))]
    is_dated = any(map(_is_day, question.words)) or first_date(question.text) is not None
    return is_dated and all(map(_identifies, said)) and _named(question, said, page, of_day=False) is not None


def texts_named(question: Question, pages: Iterable[Page]) -> frozenset[int]:
    """The numbers of the texts that a question to one municipality names by their kind, beside other things: "Vad säger
    budgeten i Lund om skolan?", "Vilka mål har klimatplanen?"; none for all, where it names none or what it asks for is
    told of such a text elsewhere."""
    kinds = [word for word in question.words if _is_kind(word) and not _is_any_of_kind(word)]
    elsewhere = names_body(question) and asks_of_meeting(question)
    if not kinds or elsewhere or question.documents is None or len(question.municipalities) > 1:
        return frozenset()
    found = frozenset(page.number for page in pages if _named(question, kinds, page) is not None)
    return found if found != question.documents else frozenset()


def _is_any_of_kind(word: AskedWord) -> bool:
    """Whether a word does not say which text of a kind is meant: "en plan"."""
    return word.surface in word_lists()["editions"]["kinds"].split()


def _named(question: Question, asked: Sequence[AskedWord], page: Page, *, of_day: bool = True) -> float | None:
    if not asked:
        return None
    document = page.document
    title, top = forms_of(document.title), document.text[:_TOP]
    dated, meant = first_date(top), first_date(question.text)
    days = [day for day in (document.date, dated and dated[0]) if day]
    if of_day and meant is not None and days and meant[0] not in days:
        return None
    beginning = title | forms_of(top) | forms_of(" ".join(f"{MONTHS[int(day[5:7]) - 1]} {day[:4]}" for day in days))

    def has(word: AskedWord) -> bool:
        by_title = _is_kind(word) or word.surface in question.about
        if strength(word, title if by_title else beginning) >= _NAMES:
            return True
        by_parts = any(_ends(title, end) and _is_on(document, begin) for begin, end in _parts_of(word))
        return by_parts or (_is_for(question, word) and _is_on(document, word.stem))

    return sum(strength(word, title) for word in asked) if all(map(has, asked)) else None


def _identifies(word: AskedWord) -> bool:
    return _is_kind(word) or _is_day(word) or _is_body(word)


def names_body(question: Question) -> bool:
    """Whether a board or a council is named: "nämnden", "kommunfullmäktige"."""
    return any(map(_is_body, question.words))


def _is_body(word: AskedWord) -> bool:
    return word.stem.endswith(tuple(map(stem, word_lists()["whole_text"]["bodies"].split())))


def _is_day(word: AskedWord) -> bool:
    return word.surface in MONTHS or _YEAR.fullmatch(word.surface) is not None


def _is_kind(word: AskedWord) -> bool:
    """Whether a word says what kind of text is meant, which its title says as well."""
    return word.stem.endswith(tuple(map(stem, word_lists()["editions"]["kinds"].split())))


def _parts_of(word: AskedWord) -> Iterator[tuple[str, str]]:
    """The ways to divide a word that may be a compound."""
    yield from ((word.stem[:at], word.stem[at:]) for at in range(_PART, len(word.stem) - _PART + 1))


def _ends(written: frozenset[str], end: str) -> bool:
    return any(other.endswith(end) for other in written)


def _is_on(document: Document, begin: str) -> bool:
    """Whether words that begin so come again and again: the "äldreplan" may be called "Plan för ett gott åldrande"."""
    return len(re.findall(rf"\b{re.escape(begin)}", document.text, re.IGNORECASE)) >= _AGAIN


def _is_for(question: Question, word: AskedWord) -> bool:
    """Whether a text is said to be for it: "planen för de äldre"."""
    words = [token.folded for token in tokens_of(question.text)]
    return "för" in words and word.surface in words[words.index("för") :]
