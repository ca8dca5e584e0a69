"""Swedish or English, told by the small words that neither language can do without."""

import re

_SWEDISH_WORDS = """
och att det som en är på för med av den till i har ska vi om inte ett kan de från eller sin men var vår nya genom du
"""
_ENGLISH_WORDS = """
the of and to in is that for with are you your this be on it as will from or which have what we our not an if please
"""
_SWEDISH = frozenset(_SWEDISH_WORDS.split())
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")


def swedish_words(text: str) -> int:
    """How many of the words are small Swedish words (or have å, ä, ö)."""
    return sum(word in _SWEDISH or not word.isascii() for word in _WORD.findall(text.casefold()))


def english_words(text: str) -> int:
    """How many of the words are small English words."""
    return sum(word in _ENGLISH for word in _WORD.findall(text.casefold()))


def looks_english(text: str) -> bool:
    """Whether small English words clearly outnumber Swedish ones."""
    english = english_words(text)
    return english >= 1 and english > 2 * swedish_words(text)


def text_language(text: str) -> str:
    """ "en" for a text in English, else "sv"."""
    return "en" if english_words(text) > 10 and looks_english(text) else "sv"
