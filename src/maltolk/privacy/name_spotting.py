"""Names of persons in everyday writing, with and without capitals. Rather too many than too few."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from maltolk.model import Span
from maltolk.privacy.personal import Found, Personal
from maltolk.privacy.telling import place_names, telling_words
from maltolk.swedish.name_or_word import OFFICES, begins_sentence
from maltolk.swedish.names import SURNAME_PARTICLES, words
from maltolk.swedish.parties import party_of
from maltolk.swedish.person_names import SURNAME_ENDINGS, person_names
from maltolk.swedish.words import function_words

_WORD = re.compile(r"[^\W\d_]+(?:[-’'´][^\W\d_]+)*")
_JOINT = re.compile(r"[ \xa0]+|,[ \xa0]|-")
_INITIAL_JOINT = re.compile(r"\.?[ \xa0]*")
_CALLED = re.compile(
    r"\b(?:(?:jag|han|hon|hen|som|son(?:en)?|dotter(?:n)?|pappa|mamma|man(?:nen)?|fru(?:n)?|barnet|grannen|vän|handläggaren)\s+heter|heter\s+(?:jag|han|hon)|"
    r"mitt\s+namn\s+är|namnet\s+är|namn\s*:|my\s+name\s+is|jag\s+kallas|kallas\s+för|vänliga?\s+hälsningar|med\s+vänlig\s+hälsning|hälsningar|hälsar|mvh|vh|/)"
    r"[\s,:/]*",
    re.IGNORECASE,
)
_ABOUT_SELF = re.compile(r"\b(?:jag är|det är|det här är|här är|i am|this is)\s+", re.IGNORECASE)
_STOP = re.compile(r"[.!?\n;:()]")
_MOST = 3
"""Words of a name after its first."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text and its place. ``key``: in lower case, without a genitive s where a name remains."""

    text: str
    key: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def names_in(text: str) -> Iterator[Found]:
    """Where ``text`` names persons; the spans may overlap."""
    for span in _Names(text).spans():
        yield Found(span, Personal.NAME)


class _Names:
    """Goes through the words of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lists = person_names()
        self._words = [self._word(found) for found in _WORD.finditer(text)]

    def spans(self) -> Iterator[Span]:
        """What is a name, for any of the reasons below."""
        for at, word in enumerate(self._words):
            if self._is_first_name(at) or self._is_led_to(at):
                yield Span(word.start, self._end_of_name(at))
            elif self._is_surname(at):
                yield Span(self._initials_before(at), self._end_of_name(at))
            elif self._is_unknown_pair(at):
                yield Span(word.start, self._end_of_name(at))
        yield from self._said()

    def _word(self, found: re.Match[str]) -> _Word:
        written = found.group()
        key = written.casefold().replace("’", "'").removesuffix("'s")
        bare = key.removesuffix("s")
        lists = self._lists
        listed = key in lists.first or key in lists.last or key in lists.no_names
        if not listed and (bare in lists.first or bare in lists.last or bare.endswith("sson")):
            key = bare
        return _Word(written, key, *found.span())

    def _is_first_name(self, at: int) -> bool:
        word = self._words[at]
        parts = word.key.split("-")
        if word.key not in self._lists.first and not (len(parts) == 2 and parts[0] in self._lists.first):
            return False
        if self._follows_as_surname(at):
            return True
        if word.key in self._lists.words or word.text.casefold() in self._lists.words:
            tells = word.is_capital and not begins_sentence(self._text, word.start) and word.key not in function_words()
            return tells and not self._is_place(word)
        return word.is_capital or word.text.casefold() == word.key or word.text.casefold().endswith("s")

    def _follows_as_surname(self, at: int) -> bool:
        """Whether the next word can only be the surname of the word ``at``."""
        follows = self._next(at)
        if follows is None:
            return False
        if follows.key in self._lists.last and follows.key not in self._lists.words:
            return True
        if self._words[at].is_capital and follows.is_capital:
            return follows.key not in OFFICES and not _is_told(follows)
        word = self._words[at].key
        return word not in self._lists.words and (follows.key in self._lists.last or follows.key.endswith("sson"))

    def _is_surname(self, at: int) -> bool:
        word = self._words[at]
        if word.key.endswith("sson") and len(word.key) > 5:
            return True
        if (
            word.key in self._lists.last
            and word.key not in self._lists.words
            and (word.is_capital or len(word.key) > 6)
        ):
            return not self._is_place(word)
        if self._initials_before(at) < word.start and word.is_capital:
            return word.key in self._lists.last or word.key.endswith(SURNAME_ENDINGS)
        return False

    def _is_led_to(self, at: int) -> bool:
        """Whether the word before says that a person's name comes: "min granne X"."""
        before = self._words[at - 1] if at else None
        word = self._words[at]
        near = before is not None and _JOINT.fullmatch(self._text, before.end, word.start) is not None
        if before is None or not near or before.text.casefold() not in telling_words()["relatives"]:
            return False
        if word.is_capital:
            return not self._is_ordinary(word)
        return word.key in self._lists.first

    def _is_unknown_pair(self, at: int) -> bool:
        """Two words with capitals that no list has: "Yohannes Gebremariam"; at the beginning of a
        sentence only with the ending of a surname."""
        word, follows = self._words[at], self._next(at)
        if (
            follows is None
            or not (word.is_capital and follows.is_capital)
            or word.text.isupper()
            or follows.text.isupper()
        ):
            return False
        if self._text[word.end : follows.start].strip():
            return False
        if begins_sentence(self._text, word.start) and not follows.key.endswith(SURNAME_ENDINGS):
            return False
        return not (self._is_ordinary(word) or self._is_ordinary(follows))

    def _is_ordinary(self, word: _Word) -> bool:
        """Whether a word with a capital is a place, an office or another thing than a person."""
        key = word.text.casefold()
        return self._is_place(word) or not _no_persons().isdisjoint((key, key.removesuffix("s"))) or _is_told(word)

    def _is_place(self, word: _Word) -> bool:
        key = word.text.casefold()
        return key in place_names() or key.removesuffix("s") in place_names()

    def _said(self) -> Iterator[Span]:
        """Names after "jag heter", "mvh" and the like, also in lower case and unknown."""
        for cue in _CALLED.finditer(self._text):
            yield from self._after(cue.end(), sure=cue.group().strip(" ,:/").casefold() not in ("", "som heter"))
        for cue in _ABOUT_SELF.finditer(self._text):
            place = next((n for n, word in enumerate(self._words) if word.start == cue.end()), None)
            if place is not None and self._words[place].is_capital and not self._is_ordinary(self._words[place]):
                yield Span(self._words[place].start, self._end_of_name(place))

    def _after(self, start: int, *, sure: bool) -> Iterator[Span]:
        place = next((n for n, word in enumerate(self._words) if word.start == start), None)
        if place is None:
            return
        word = self._words[place]
        if word.is_capital:
            if not self._is_ordinary(word):
                yield Span(word.start, self._end_of_name(place))
        elif sure and word.key not in function_words() and not _is_told(word):
            yield Span(word.start, self._end_of_name(place, casual=True))

    def _end_of_name(self, at: int, *, casual: bool = False) -> int:
        """Where the name that begins with the word ``at`` ends. ``casual``: its next word needs no capital."""
        end = self._words[at].end
        last = at
        for place in range(at + 1, min(at + 2 + _MOST, len(self._words))):
            word, before = self._words[place], self._words[place - 1]
            initial = len(before.text) == 1 and _INITIAL_JOINT.fullmatch(self._text, before.end, word.start)
            if not (initial or _JOINT.fullmatch(self._text, before.end, word.start)):
                break
            is_last = word.key in self._lists.last or word.key.endswith("sson")
            known = is_last or (word.key in self._lists.first and word.key not in self._lists.words)
            if "," in self._text[before.end : word.start] and not (is_last or word.key in self._lists.first):
                break
            if word.is_capital:
                own = known or not (word.text.casefold() in _no_persons() or _is_told(word))
                if not own:
                    break
            elif word.key in SURNAME_PARTICLES:
                continue
            elif not known and not (
                casual and place == at + 1 and word.key not in function_words() and len(word.key) > 2
            ):
                break
            end, last = word.end, place
        if len(self._words[last].text) == 1 and self._text[end : end + 1] == ".":
            end += 1
        return end

    def _initials_before(self, at: int) -> int:
        """Where initials before the word ``at`` begin: "A. M. Ek", "A Ek"; its own start without any."""
        start = self._words[at].start
        for place in range(at - 1, max(at - 3, -1), -1):
            word = self._words[place]
            if len(word.text) != 1 or not word.is_capital or not _INITIAL_JOINT.fullmatch(self._text, word.end, start):
                break
            start = word.start
        return start

    def _next(self, at: int) -> _Word | None:
        follows = self._words[at + 1] if at + 1 < len(self._words) else None
        if follows is None or not _JOINT.fullmatch(self._text, self._words[at].end, follows.start):
            return None
        if "," in self._text[self._words[at].end : follows.start]:
            return None
        return follows


def _is_told(word: _Word) -> bool:
    """Whether the word is one of roles, offices, parties or things."""
    key = word.text.casefold()
    known = words()
    for endings in (known.roles, known.functions, known.not_names):
        if key in endings.whole or key.endswith(endings.compounding):
            return True
    return party_of(key) is not None


@cache
def _no_persons() -> frozenset[str]:
    return telling_words()["no_names"] | OFFICES | function_words()
