"""Swedish, English or another language, recognised by the small words that none can do without."""

import re
from collections.abc import Sequence
from functools import cache

from maltolk.swedish.words import function_words, word_rows

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzåäöéüàè")
"""The letters of Swedish and English, names included."""
_NAME = re.compile(r"(?<=\w\s)[A-ZÅÄÖ]\w+")
"""What a capital inside a question makes a name, whose letters tell no language."""
_RATHER = 0.3
"""Weight of an ä or ö relative to a Swedish word: German and Finnish have them too, but no å."""


@cache
def _telling(language: str) -> frozenset[str]:
    """The words that indicate "sv", "en" or "other"; one shared with others indicates neither Swedish nor English."""
    if language == "other":
        return function_words("other")
    telling = word_rows("telling_words.tsv")
    return (function_words(language) | telling[language]) - function_words("other") - telling["shared"]


def swedish_words(text: str) -> int:
    """How many of the words are small Swedish words (or have å, ä, ö)."""
    return sum(word in _telling("sv") or not word.isascii() for word in _WORD.findall(text.casefold()))


def english_words(text: str) -> int:
    """How many of the words are small English words."""
    return sum(word in _telling("en") for word in _WORD.findall(text.casefold()))


def looks_english(text: str) -> bool:
    """Whether small English words clearly outnumber Swedish ones."""
    english = english_words(text)
    return english >= 1 and english > 2 * swedish_words(text)


def text_language(text: str) -> str:
    """ "en" for a text in English, else "sv"."""
    return "en" if english_words(text) > 10 and looks_english(text) else "sv"


def language_told(words: Sequence[str], text: str) -> str | None:
    """ "sv", "en" or "other" for a question ``text`` of the case-folded ``words``: judged by a few words, and letters
    that only one of the languages has, or neither; None where nothing tells."""
    letters = _NAME.sub("", text).casefold()
    swedish = sum(w in _telling("sv") for w in words) + letters.count("å") + _RATHER * sum(c in "äö" for c in letters)
    english = sum(w in _telling("en") for w in words)
    foreign = sum(w in _telling("other") for w in words)
    foreign += sum(c.isalpha() and c not in _LETTERS for c in letters) + sum(c in "¿¡" for c in letters)
    if foreign > swedish and foreign > english:
        return "other"
    if english > swedish:
        return "en"
    if swedish >= 1 or (swedish and not foreign):
        return "sv"
    return "other" if foreign else None


def question_language(words: Sequence[str], text: str) -> str:
    """The language told; where nothing tells, Swedish for a word or two."""
    return language_told(words, text) or ("sv" if len(words) <= 2 else "other")
