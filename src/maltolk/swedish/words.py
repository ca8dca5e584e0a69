"""Words of a text as in the lexical index: casefolded, stemmed, foldable to letters without marks."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer

ANALYSIS = "2"
"""Incremented when the same text may get different stems; part of the manifest's passage rule."""

MAX_WORD_LENGTH = 64
"""Characters of a word that are kept; the rest is noise, and stemming it would cost time."""

MAX_WORDS = 64
"""Different words of a query that are looked up: a page pasted as a question must not hold up other queries."""

_WORD = re.compile(r"([^\W_]+)(?:[:'’](?:s|n|t|en|et|ns|ts)\b)?")


_MARK = re.compile(r"(?:(?<=\d)|(?<=[^\W\d_]{3}))[⁰¹²³⁴-⁹]+\Z")
"""Of a note, or an exponent, behind a number or a word longer than a unit: "2030¹"."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place: ``start``/``end`` are offsets into the text given, ``stem`` its Snowball Swedish stem."""

    start: int
    end: int
    surface: str
    stem: str


@lru_cache(maxsize=1 << 17)
def stem(surface: str) -> str:
    """The Snowball Swedish stem of a casefolded word; a word with digits stays whole."""
    return stemming(surface)[0]


def stemming(surface: str) -> tuple[str, ...]:
    """The stem, and what it was cut from, shortest first.

    Stemmed twice, since one pass leaves "områdena" at "områden", which another takes to "områd" like the rest. A word
    typed without its marks may lose other endings ("omraden"), so the steps between are looked up for it as well.
    """
    if not surface.isalpha():
        return (surface,)
    # A stemmer holds the word it works on, so threads cannot share one; making one costs half a microsecond.
    stemmer = snowballstemmer.stemmer("swedish")
    once = str(stemmer.stemWord(surface))
    return (str(stemmer.stemWord(once)), once, surface)


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """The word without the marks on its letters, as typed without Swedish keys: "områden" -> "omraden"."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=1 << 17)
def _surface(written: str) -> str:
    """The searched form of a word: compatibility forms folded, no capitals, of limited length."""
    return unicodedata.normalize("NFKC", _MARK.sub("", written).casefold())[:MAX_WORD_LENGTH]


def words(text: str) -> Iterator[Word]:
    """The words of ``text`` in order: runs of letters and digits. An ending after a colon ("EU:s") is dropped."""
    for match in _WORD.finditer(text):
        surface = _surface(match.group(1)[:MAX_WORD_LENGTH])
        yield Word(match.start(1), match.end(1), surface, stem(surface))


def surfaces(text: str) -> list[str]:
    """The words of ``text`` in their searched form, in order, function words too."""
    return [_surface(written[:MAX_WORD_LENGTH]) for written in _WORD.findall(text)]


def stems(text: str) -> list[str]:
    """The stems of ``text`` in order, function words too."""
    return [stem(surface) for surface in surfaces(text)]


@cache
def word_rows(name: str) -> dict[str, frozenset[str]]:
    """A table of words in data/, one row a kind: kind<TAB>words with spaces between."""
    lines = files("maltolk.swedish").joinpath("data", name).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {kind: frozenset(words.split()) for kind, words in rows}


@cache
def function_words(*languages: str) -> frozenset[str]:
    """Purely grammatical words, casefolded: of ``languages`` ("sv", "en", "other"), else Swedish and English."""
    return frozenset().union(*(word_rows("function_words.tsv")[language] for language in languages or ("sv", "en")))


def distinct_words(text: str) -> tuple[Word, ...]:
    """The first MAX_WORDS words of ``text`` that differ in stem, in order."""
    found: dict[str, Word] = {}
    for word in words(text):
        found.setdefault(word.stem, word)
        if len(found) == MAX_WORDS:
            break
    return tuple(found.values())


def content_words(text: str) -> tuple[Word, ...]:
    """The words that a query is searched by, each stem once, in order; function words only if there are no others.

    At most MAX_WORDS, the first ones.
    """
    found: dict[str, Word] = {}
    spare: dict[str, Word] = {}
    grammar = function_words()
    for word in words(text):
        (spare if word.surface in grammar else found).setdefault(word.stem, word)
        if len(found) == MAX_WORDS:
            break
    return tuple((found or spare).values())
