"""Whether a word that is also a municipality's name means the place: "i Vara", "vara kommun", "kan vara".

A capital decides where capitals are used as in running text: not on the first word of a sentence, not in a line whose
small words have capitals too. Otherwise the neighbouring words do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from maltolk.swedish.words import function_words

OFFICES = frozenset({"kommun", "kommunen", "kommuns", "kommunens", "stad", "stads", "municipality", "council"})
"""Words after a name that say what it is the name of."""

_REGION = frozenset({"region", "regionen"})
_PREPOSITIONS = "i på från till om för och har in from of has for about im von en de w"
PLACE_PREPOSITIONS = frozenset(_PREPOSITIONS.split())
"""What a municipality's name may follow, in several languages; content words may follow it too."""
_IN = frozenset({"i", "från", "inom", "in", "from"})
_HOLDS = frozenset({"har", "vill"})
"""Verbs whose subject ends a question: "Vilka mål har Vara?"."""
_AND = frozenset({"och", "eller", "samt", "and", "or"})
_DETERMINER_WORDS = "en ett den denna någon ingen varje vår vårt min mitt din sin a an the"
_DETERMINERS = frozenset(_DETERMINER_WORDS.split())
"""What comes right before a noun, hardly before a name; not "det": "är det Lund som …"."""
_GOES_ON = frozenset({"som", "och", "eller", "samt", "till", "utan"})
"""Small words after which "i mark" still means land."""
_ENDS = "?!.,;:)\n"
_NEAR = 4
"""How many words on either side show how capitals are used."""


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a text as written, case-folded, and its place."""

    text: str
    key: str
    start: int
    end: int


def begins_sentence(text: str, start: int) -> bool:
    """Whether the word at ``start`` is the first of a sentence, a line or an item."""
    near = text[max(0, start - 40) : start]
    before = near.rstrip(" \t\xa0\"”'“(*_–—-•")
    return (not before and len(near) == start) or before[-1:] in ".!?:\n" or "\n" in near[len(before) :]


def capital_tells(text: str, words: Sequence[PlacedWord], at: int) -> bool:
    """Whether the capital of the word ``at`` shows that it is a name."""
    if not words[at].text[0].isupper() or begins_sentence(text, words[at].start):
        return False
    near = [
        word
        for word in words[max(0, at - _NEAR) : at + _NEAR + 1]
        if word is not words[at] and word.key in function_words() and not begins_sentence(text, word.start)
    ]
    return not near or any(word.text[0].islower() for word in near)


def is_placed(
    text: str, words: Sequence[PlacedWord], at: int, size: int, is_name: Callable[[PlacedWord], bool]
) -> bool:
    """Whether the words beside the ``size`` ones ``at`` expect a place there; ``is_name``: plainly names another."""
    before = words[at - 1].key if at else ""
    after = words[at + size] if at + size < len(words) else None
    rest = text[words[at + size - 1].end :].lstrip(" \t\xa0")
    ends = not rest or rest[0] in _ENDS
    if before in _IN:
        return ends or (after is not None and after.key in function_words() and after.key not in _GOES_ON)
    if before in _HOLDS:
        # "Vad har Mark för mål?"
        return ends or (at > 1 and words[at - 2].key == "vad" and after is not None and after.key == "för")
    if before in _AND and at > 1 and is_name(words[at - 2]):
        return ends
    follows = words[at + size + 1] if at + size + 1 < len(words) else None
    return after is not None and follows is not None and after.key in _AND and is_name(follows)


def is_after_determiner(words: Sequence[PlacedWord], at: int) -> bool:
    """Whether the word ``at`` follows an article or the like, as a name does not: "en lund"."""
    return at > 0 and words[at - 1].key in _DETERMINERS


def is_second_surname(text: str, words: Sequence[PlacedWord], at: int) -> bool:
    """Whether word ``at`` stands right behind a name as the second part of a surname does: "Roslund Berg"."""
    before = words[at - 1]
    names = before.text[0].isupper() and before.text[1:].islower() and text[before.end : words[at].start] in (" ", "-")
    return names and before.key not in OFFICES | _REGION and before.key not in function_words()
