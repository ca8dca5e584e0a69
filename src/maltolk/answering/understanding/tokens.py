"""A question's words: the cues among them to what it asks for, and its numbers."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from maltolk.model import Span
from maltolk.swedish.numbers import cardinal, introduces_number, is_last, numeral_noun, ordinal
from maltolk.swedish.words import fold, stem, word_rows

_WORD = re.compile(r"\w+(?:[-'’:]\w+)*")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question. ``folded``: case-folded, without a genitive apostrophe ("Lund's" -> "lund")."""

    folded: str
    span: Span


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of ``text`` in order."""
    return tuple(
        Token(re.sub(r"['’]s$", "", m.group().casefold()), Span(m.start(), m.end())) for m in _WORD.finditer(text)
    )


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in the question: ``group`` and ``name`` as in cues.toml, and the words it was read from."""

    group: str
    name: str
    words: tuple[int, ...]


@cache
def _cues() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    data = tomllib.loads((files("maltolk.answering.understanding") / "data" / "cues.toml").read_text("utf-8"))
    cues = [
        (group, name, way)
        for group, names in data.items()
        for name, phrases in names.items()
        for phrase in phrases
        # Also as typed without Swedish keys: "nar", "ar".
        for way in dict.fromkeys((phrase, fold(phrase)))
    ]
    return tuple((group, name, tuple(way.split())) for group, name, way in cues)


@cache
def _cues_by_first() -> dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]]:
    """Cues by the first two letters of their first word, so that few need comparing."""
    table: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for cue in _cues():
        table.setdefault(cue[2][0][:1], []).append(cue)
    return {first: tuple(cues) for first, cues in table.items()}


def _matches(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _opens(words: Sequence[str], place: int) -> bool:
    """Whether the word at ``place`` can ask: near the start, or after a word that joins two questions."""
    return place < 2 or words[place - 1] in _words("interrogative", "joining")


def cues_in(tokens: Sequence[Token]) -> tuple[Cue, ...]:
    """Every cue in the words, in word order; no others inside a frame's phrase ("enligt texten")."""
    found = []
    words = [t.folded for t in tokens]
    for start, word in enumerate(words):
        if word in _words("interrogative", "opening") and not _opens(words, start):
            continue
        for group, name, phrase in _cues_by_first().get(word[:1], ()):
            there = words[start : start + len(phrase)]
            if len(there) == len(phrase) and all(map(_matches, phrase, there)):
                found.append(Cue(group, name, tuple(range(start, start + len(phrase)))))
    framed = [set(cue.words) for cue in found if is_frame_phrase(cue)]
    return tuple(c for c in found if c.group == "frame" or not any(words.issuperset(c.words) for words in framed))


@cache
def cue_words() -> frozenset[str]:
    """Every word of a cue that is written in full, with its marks."""
    return frozenset(word for _, _, phrase in _cues() for word in phrase if not word.endswith("*")) - _unmarked()


@cache
def _unmarked() -> frozenset[str]:
    """Words that are cues only as typed without Swedish keys."""
    marked = {word for _, _, phrase in _cues() for word in phrase if fold(word) != word}
    return frozenset(map(fold, marked))


def is_cue_word(word: str) -> bool:
    """Whether a word alone is a cue, or begins as one does: "telefonnumret"."""
    return any(len(phrase) == 1 and _matches(phrase[0], word) for _, _, phrase in _cues_by_first().get(word[:1], ()))


@cache
def _marked_phrases() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Cues of several words as typed without Swedish keys -> as they are written."""
    phrases = [phrase for _, _, phrase in _cues() if len(phrase) > 1 and any(fold(w) != w for w in phrase)]
    # "Vilka ar malen?" is more likely "vilka är" than "vilka år".
    return {tuple(map(fold, phrase)): phrase for phrase in phrases if phrase != ("vilka", "år")}


def marked_phrases(words: Sequence[str]) -> dict[int, str]:
    """Place -> the word with its marks, for the cues of several words that were typed without them."""
    found: dict[int, str] = {}
    for start in range(len(words)):
        for end in range(start + 2, min(start + 5, len(words)) + 1):
            found.update(enumerate(_marked_phrases().get(tuple(words[start:end]), ()), start))
    return found


@cache
def _plain_phrases() -> frozenset[tuple[str, ...]]:
    """Cues of several words that have no marks."""
    phrases = {phrase for _, _, phrase in _cues() if len(phrase) > 1 and all(word.isascii() for word in phrase)}
    return frozenset(phrases - _marked_phrases().keys())


def plain_phrases(words: Sequence[str]) -> frozenset[int]:
    """Places of the words that lack no marks, by the cues of several words that they are in: "vad sa"."""
    return frozenset(
        place
        for start in range(len(words))
        for end in range(start + 2, min(start + 5, len(words)) + 1)
        if tuple(words[start:end]) in _plain_phrases()
        for place in range(start, end)
    )


def is_frame_phrase(cue: Cue) -> bool:
    """Whether a cue is several words of politeness or about the texts, that ask for nothing by themselves."""
    return cue.group == "frame" and len(cue.words) > 1


@cache
def word_lists() -> dict[str, dict[str, Any]]:
    """The closed lists of words.toml."""
    return tomllib.loads((files("maltolk.answering.understanding") / "data" / "words.toml").read_text("utf-8"))


@cache
def _words(group: str, name: str) -> frozenset[str]:
    return frozenset(word_lists()[group][name].split())


LAST = -1
"""Stands for the last item, whatever its number."""


def _is_definite(tokens: Sequence[Token], place: int) -> bool:
    """Whether "den", "det", "the" or a genitive precedes the word: "andra" alone means "others"."""
    before = tokens[place - 1].folded if place else ""
    return before in ("den", "det", "the") or (len(before) > 3 and before.endswith("s"))


def _place_meant(tokens: Sequence[Token], place: int) -> int | None:
    """The place of an item that a word gives: "det tredje målet", "andra målet", "kommunens trea"."""
    word = tokens[place].folded
    meant, definite = ordinal(word), _is_definite(tokens, place)
    if meant is not None:
        return meant if definite or meant > 2 or _is_counted(tokens, place + 1) else None
    return numeral_noun(word) if definite else None


def _is_counted(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at ``place`` is what one goal or the like is called: "andra målet", and not "andra mål"."""
    word = tokens[place].folded if place < len(tokens) else ""
    several = word_rows("goal_words.tsv")["series"]
    one = word.endswith(("et", "en")) and not word.endswith(tuple(several))
    return one and any(each.endswith(tuple(map(stem, several))) for each in (stem(word), word[:-2]))


@dataclass(frozen=True, slots=True)
class Numbers:
    """``item``: the number of the item asked for ("mål 9", "det femte målet"); ``count``: how many the asker expects
    ("alla nio mål"); ``words``: the tokens they were read from."""

    item: int | None
    count: int | None
    words: tuple[int, ...]


def names_of(cues: Iterable[Cue], numbers: Numbers) -> frozenset[str]:
    """What the cues ask for, as "group.name"; "mål nummer fyra" asks for no telephone number."""
    counting = set(numbers.words)
    asking = (cue for cue in cues if cue.group != "fields" or not counting.issuperset(cue.words))
    return frozenset(f"{cue.group}.{cue.name}" for cue in asking)


def numbers_in(tokens: Sequence[Token], nouns: Iterable[int]) -> Numbers:
    """Numbers next to a carrying word; ``nouns``: places of the words that carry meaning."""
    carrying = set(nouns)
    item = count = None
    used: list[int] = []
    for i, token in enumerate(tokens):
        before = i - 1
        if before >= 0 and introduces_number(tokens[before].folded):
            before -= 1
        value = int(token.folded) if token.folded.isdecimal() and len(token.folded) <= 2 else None
        if before >= 0 and tokens[before].folded.isdecimal():
            continue
        named = value or cardinal(token.folded)
        # "mål nio" is an item, "nio mål" a count.
        spelled = named is not None and value is None and before in carrying and i + 1 not in carrying
        if is_last(token.folded) and _is_definite(tokens, i):
            item = LAST
        elif (place := _place_meant(tokens, i)) is not None:
            item = place
        elif (value is not None or before < i - 1 or spelled) and named and (before in carrying or before < i - 1):
            item = named
            used.extend(range(before + 1, i))
        elif named and named > 1 and i + 1 < len(tokens):
            # "om tio år" counts nothing that is asked for.
            count = count if tokens[i + 1].folded in _words("numbers", "measures") else named
        else:
            continue
        used.append(i)
    return Numbers(item, count, tuple(used))
