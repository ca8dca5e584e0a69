"""The Swedish words that municipal texts use for foreign words and for everyday ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from maltolk.answering.understanding.tokens import Token
from maltolk.swedish.words import fold


@dataclass(frozen=True, slots=True)
class Translation:
    """``swedish``: words that texts may have, best first; ``tokens``: places of the foreign words in the question."""

    swedish: tuple[str, ...]
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    swedish: tuple[str, ...]


@cache
def _entries(english: bool) -> dict[str, tuple[_Entry, ...]]:
    """First two letters -> entries, longest phrases first. ``english``: of the English column, else of all others."""
    lines = (files("maltolk.answering.understanding") / "data" / "glossary.tsv").read_text("utf-8").splitlines()
    header, *rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    found: dict[str, list[_Entry]] = {}
    for row in rows:
        swedish = tuple(row[0].split("|"))
        for language, cell in zip(header[1:], row[1:], strict=True):
            if (language == "en") == english:
                for form in filter(None, cell.split("|")):
                    words = tuple(_plain(word) for word in re.split(r"[\s\u200c'’-]+", form))
                    found.setdefault(words[0][:2], []).append(_Entry(words, swedish))
    order = sorted(found.items())
    return {start: tuple(sorted(es, key=lambda e: (-len(e.words), -len(" ".join(e.words))))) for start, es in order}


@cache
def _everyday() -> dict[str, tuple[str, ...]]:
    lines = (files("maltolk.answering.understanding") / "data" / "everyday.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {asked: tuple(written.split("|")) for asked, written in rows}


def official_words(word: str) -> tuple[str, ...]:
    """The words that municipal texts use for an everyday one; none for most."""
    return _everyday().get(word, ())


def translate(tokens: Sequence[Token], language: str) -> Iterator[Translation]:
    """The words of a question in ``language`` ("en", else any other) that the glossary knows, in order."""
    # Hyphens, French elisions and Persian joiners split a token into several words; each keeps track of its token. A
    # mark on its own ("\uff9e") has no letter left.
    words = [
        (word, place)
        for place, token in enumerate(tokens)
        for part in re.split(r"[\u200c'’-]+", token.folded)
        if (word := _plain(part))
    ]
    entries = _entries(language == "en")
    place = 0
    while place < len(words):
        entry = _entry_at(entries, [word for word, _ in words[place : place + _MAX_LENGTH]])
        if entry is not None:
            yield Translation(entry.swedish, tuple(t for _, t in words[place : place + len(entry.words)]))
        place += len(entry.words) if entry is not None else 1


def _entry_at(entries: dict[str, tuple[_Entry, ...]], words: list[str]) -> _Entry | None:
    """The longest entry at the first of ``words``; also without an Arabic "and", "in" or "as" in front."""
    for first in (words[0], words[0][1:] if words[0][0] in "وبکك" else ""):
        found = next((e for e in entries.get(first[:2], ()) if first and _stands(e.words, [first, *words[1:]])), None)
        if found is not None:
            return found
    return None


_MAX_LENGTH = 6
"""Words of the longest phrase looked for."""
_PERSIAN_LETTERS = str.maketrans("يك", "یک")


def _plain(word: str) -> str:
    """A word without the marks on its letters, Arabic and Persian letters alike."""
    star = "*" if word.endswith("*") else ""
    return fold(word.removesuffix("*").translate(_PERSIAN_LETTERS)) + star


def _stands(pattern: Sequence[str], words: Sequence[str]) -> bool:
    return len(words) >= len(pattern) and all(
        word.startswith(form[:-1]) if form.endswith("*") else word == form
        for form, word in zip(pattern, words, strict=False)
    )
