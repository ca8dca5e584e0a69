"""The names of municipalities and regions as other languages write them: with their endings, and in other scripts.

Names in Latin letters are recognised by the name itself and an ending of one of the languages, in Cyrillic and Arabic
letters by what each letter may stand for. How the tables are read is told in data/names_abroad.toml.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA, Prefix

from maltolk.swedish.words import fold

_LEAST, _LEAST_LOWER = 3, 4  # letters of a name that is recognised with a capital; without
_LONG_NAME, _LONG_WORD = 5, 7  # letters of a name or of the word, one of which a name with an ending needs then
_ALIKE = 0.85  # share of letters at which a capital name with an ending, or a letter more or less, is meant
_VOWELS = frozenset("aeiouyåäöé")
_OTHER_VOWEL, _VOWEL_TOO_MANY, _CONSONANT = 0.5, 0.7, 1.5
_LATER = 0.005  # cost of what a letter may stand for, for each before it in the table
_DOUBLE, _SILENT = 0.1, 0.5  # costs of letters of the name that the other script leaves out
_COST, _SLIGHT_COST = 0.1, 0.02  # for each letter of the name, up to which it is meant; where nothing else shows it
_LEAST_CONSONANTS = 3  # of a name that is recognised then
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("aa", "a"))
_MARK = dict(zip(map(ord, "øæłđıß"), ("o", "a", "l", "d", "i", "ss"), strict=True))


@dataclass(frozen=True, slots=True)
class _Script:
    """``letters``: one or a few, and what they may stand for. ``left_out``: what it costs that a vowel of the name
    is not written. ``before``, ``after``: what may be written together with a name."""

    letters: Mapping[str, tuple[str, ...]]
    left_out: float
    before: tuple[str, ...]
    after: tuple[str, ...]


class NamesAbroad:
    """Recognises names in words of other languages."""

    def __init__(self, names: Iterable[str], also: Mapping[str, str]) -> None:
        """``names``: of municipalities and regions. ``also``: what else they are called -> the names."""
        self._names = {name.casefold(): name for name in names} | dict(also)
        for name, exonyms in _exonyms().items():
            if name in self._names.values():
                self._names |= dict.fromkeys(exonyms, name)
        self._plain: dict[str, list[str]] = {}
        for called in self._names:
            self._plain.setdefault(fold(called), []).append(called)
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        for called, name in self._names.items():
            self._by_first.setdefault(called[0], []).append((called, name))
        self._found: dict[tuple[str, bool], str | None] = {}

    def meant(self, written: str, *, surely_a_name: bool) -> str | None:
        """The name that a word means, None where none is near enough. ``surely_a_name``: whether its capital shows that
        it is one; else short names and names that differ by a letter are left alone."""
        key = (written.casefold(), surely_a_name)
        if key not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[key] = self._meant(*key)
        return self._found[key]

    def _meant(self, word: str, surely: bool) -> str | None:
        script = _script_of(word)
        if script == "latin":
            return self._in_latin(word, surely=surely)
        return self._in_script(word, _scripts()[script], surely=surely) if script in _scripts() else None

    def _in_latin(self, word: str, *, surely: bool) -> str | None:
        bare = _bare(word)
        ways = [fold(bare.translate(_MARK))]
        for two, one in _DIGRAPHS:
            ways += [way.replace(two, one) for way in ways if two in way]
        for way in ways:
            found = self._with_ending(way, surely=surely) or (self._nearest(way) if surely else None)
            if found is not None:
                # Habo and Håbo
                return self._names[max(self._plain[found], key=lambda called: Prefix.similarity(called, bare))]
        return None

    def _with_ending(self, word: str, *, surely: bool) -> str | None:
        """The longest name, without marks, that the word is, with an ending or without."""
        if word in self._plain and len(word) >= (_LEAST if surely else _LONG_NAME):
            return word
        least = _LEAST if surely else _LEAST_LOWER if len(word) >= _LONG_WORD else _LONG_NAME
        best = ""
        for name in self._plain:
            if len(name) >= max(least, len(best) + 1) and word[:2] == name[:2] and _is_inflected(word, name, surely):
                best = name
        return best or None

    def _nearest(self, word: str) -> str | None:
        """The name, without marks, that a word with an ending is but for a letter: "Hakforsin"."""
        stems = {word, *(word.removesuffix(ending) for ending in _endings().added)}
        alike: dict[str, float] = {}
        for name in self._plain:
            if len(name) >= _LONG_NAME:
                alike[name] = max(OSA.normalized_similarity(each, name, score_cutoff=_ALIKE) for each in stems)
        best = max(alike, key=lambda name: (alike[name], len(name)), default="")
        return best if best and alike[best] >= _ALIKE else None

    def _in_script(self, word: str, script: _Script, *, surely: bool) -> str | None:
        letters = "".join(each for each in unicodedata.normalize("NFC", word) if not unicodedata.combining(each))
        found: list[tuple[bool, float, int, str]] = []
        for way in _without_particles(letters.replace("\u200c", ""), script.before):
            for called, name in self._may_be(way, script):
                if not surely and sum(letter not in _VOWELS for letter in called) < _LEAST_CONSONANTS:
                    continue
                cost = _distance(way, called, script, (_COST if surely else _SLIGHT_COST) * len(called))
                if cost is not None:
                    found.append((way != letters, cost / len(called), -len(called), name))
        return min(found)[-1] if found else None

    def _may_be(self, word: str, script: _Script) -> Iterator[tuple[str, str]]:
        """The names that begin as the word may, and have about as many letters."""
        stands = [each for size in (1, 2, 3) for each in script.letters.get(word[:size], ())]
        first = {each[0] for each in stands}
        for letter in sorted(first | _VOWELS if first & _VOWELS else first):
            for called, name in self._by_first.get(letter, ()):
                if len(called) / 2 <= len(word) <= len(called) + _LONGER:
                    yield called, name


_LONGER = 5  # letters that a name may have more in another script, ending and all
_KEPT = 4096  # words whose meaning is remembered


@dataclass(frozen=True, slots=True)
class _Endings:
    """``added``: to a name; ``instead``: of its last letter, a vowel, or of its last two."""

    added: frozenset[str]
    instead: tuple[frozenset[str], frozenset[str]]


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("maltolk.swedish").joinpath("data", "names_abroad.toml").read_text("utf-8"))


@cache
def _endings() -> _Endings:
    found = [ending for words in _tables()["endings"].values() for ending in words.split()]
    kinds = {mark: frozenset(fold(e[1:].translate(_MARK)) for e in found if e[0] == mark) for mark in "-="}
    return _Endings(frozenset(fold(e.translate(_MARK)) for e in found if e[0] not in "-="), (kinds["-"], kinds["="]))


@cache
def _exonyms() -> dict[str, tuple[str, ...]]:
    pairs = (pair.split("=") for pair in _tables()["exonyms"]["names"].split())
    return {name: tuple(exonyms.split(",")) for name, exonyms in pairs}


@cache
def region_words() -> frozenset[str]:
    """Words of several languages that say that a name is a region's, case-folded."""
    return frozenset(_tables()["words"]["region"].split())


@cache
def place_words() -> frozenset[str]:
    """Words that say that the next is a name, in scripts without capitals."""
    return frozenset(_tables()["words"]["place"].split())


@cache
def _scripts() -> dict[str, _Script]:
    tables = _tables()

    def read(name: str, left_out: float) -> _Script:
        letters = {letter: tuple(stands.split()) for letter, stands in tables[name].items()}
        letters |= {" ": (" ", "-"), "-": ("-", " ")}
        before, after = (tuple(tables.get(f"{name}_{end}", {"words": ""})["words"].split()) for end in _BESIDE)
        return _Script(letters, left_out, before, after)

    # Arabic leaves short vowels out.
    return {"cyrillic": read("cyrillic", 1.0), "arabic": read("arabic", 0.3)}


_BESIDE = ("particles", "endings")


def _script_of(word: str) -> str:
    return unicodedata.name(word[0], "").partition(" ")[0].casefold() if word else ""


def _bare(word: str) -> str:
    """Without a particle or ending at an apostrophe: "d'Eslöv", "Lund'da"."""
    head, apostrophe, tail = re.sub("[’´]", "'", word).partition("'")
    if not apostrophe:
        return word
    return tail if head in _tables()["particles"]["latin"].split() else head


def _is_inflected(word: str, name: str, surely: bool) -> bool:
    endings = _endings()
    if word.startswith(name):
        return word[len(name) :] in endings.added
    if name[-1] == name[-2] and word.startswith(name[:-1]):  # "Jokkmokin"
        return word[len(name) - 1 :] in endings.added
    return len(name) >= (_LEAST_LOWER if surely else _LONG_NAME) and any(
        name[-1] in _VOWELS and word.startswith(name[:-cut]) and word[len(name) - cut :] in endings.instead[cut - 1]
        for cut in (1, 2)
    )


def _without_particles(word: str, particles: Iterable[str]) -> Iterator[str]:
    yield word
    yield from (word[len(each) :] for each in particles if word.startswith(each) and len(word) - len(each) > 2)


def _distance(word: str, name: str, script: _Script, most: float) -> float | None:
    """What it costs to read ``word`` as ``name``, with an ending or without; None where that is more than ``most``."""
    # cost[j]: of what was read so far as the first j letters of the name
    size = len(name)
    far = most + 1
    rows = [[far] * (size + 1) for _ in range(len(word) + 1)]
    rows[0][0] = 0.0
    best = far
    for i in range(len(word) + 1):
        row = rows[i]
        if i and min(row) > most and min(rows[min(i + 1, len(word))]) > most:
            continue
        for j in range(size):
            row[j + 1] = min(row[j + 1], row[j] + _left_out(name, j, script))
        if row[size] <= most and (i == len(word) or word[i:] in script.after):
            best = min(best, row[size])
        if i < len(word) and name[-1] in _VOWELS and word[i:] in script.after:
            best = min(best, row[size - 1] + _DOUBLE)
        for length in (1, 2, 3):
            stands = script.letters.get(word[i : i + length]) if i + length <= len(word) else None
            if stands is None:
                continue
            vowel = not stands or bool(_VOWELS & set(stands))
            for j in range(size + 1):
                cost = row[j]
                if cost > most:
                    continue
                after = rows[i + length]
                for rank, each in enumerate(stands):
                    if name.startswith(each, j):
                        after[j + len(each)] = min(after[j + len(each)], cost + rank * _LATER)
                if vowel:
                    after[j] = min(after[j], cost + (_VOWEL_TOO_MANY if stands else 0.0))
                    if stands and j < size and name[j] in _VOWELS:
                        after[j + 1] = min(after[j + 1], cost + _OTHER_VOWEL)
    return best if best <= most else None


def _left_out(name: str, place: int, script: _Script) -> float:
    """What it costs that the letter of ``name`` at ``place`` is not written."""
    letter = name[place]
    if place and letter == name[place - 1]:
        return _DOUBLE
    if letter in _VOWELS:
        return script.left_out
    return _SILENT if letter == "h" and place else _CONSONANT
