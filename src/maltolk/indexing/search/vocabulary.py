"""The stems of an index, and which of them a query word means: itself, compounds with it, its own parts.

Swedish writes compounds as one word, so "plan" must find "fullmäktigeplan", and "vattenmål" what is said of "vatten".
Nothing here is a word list: the index's own stems decide what is a word.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from maltolk.swedish.words import fold, stem, stemming


@dataclass(frozen=True, slots=True)
class CompoundRule:
    """How far a query word reaches. The weights multiply term frequency; 1 is the word itself.

    ``tail``: for a compound that ends with the word ("fullmäktigeplan" for "plan").
    ``head``: for a compound that begins with it ("vattenfråga" for "vatten").
    ``unsure``: for either, when the rest is not a word of the index, so that it may be chance ("ring" in "förändring").
    ``part``: for a part of the query word, when that is a compound itself. ``part_of_unknown``: the same, when the
    whole compound is not in the index, so that its parts are all there is.
    ``folded``: for the word with other marks on its letters, when the word as typed is unknown.
    ``form``: for the definite form of a word that ends in a vowel ("skola", "skolan"), which Snowball leaves apart.
    ``shortest``: letters of the shortest part. ``most``: compounds considered for one word, the most frequent first.
    """

    tail: float = 0.6
    head: float = 0.2
    unsure: float = 0.2
    part: float = 0.05
    part_of_unknown: float = 0.5
    folded: float = 0.9
    form: float = 0.9
    shortest: int = 3
    most: int = 64


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A content word of a query with all that it may be found by.

    ``variants``: stem of the index -> weight in (0, 1]; empty when nothing in the index resembles it.
    ``idf``: rarity of the word and its variants over passages, natural logarithm, more is rarer.
    """

    surface: str
    stem: str
    variants: Mapping[str, float]
    idf: float


LINKS = ("", "s", "e", "o", "a", "u", "n", "en", "er", "es", "ar", "or")
"""Letters between the parts of a Swedish compound, or that a stem has lost."""


_VOWELS = "aeiouyåäö"
_MAX_ENDING_LENGTH = 6
"""How many letters longer than its stem a word may be, plus one."""


class Vocabulary:
    """The stems of one generation with the number of passages that have each; made once, never changed.

    ``stems``: sorted by code point. ``frequencies``: passages with the stem, same order.
    """

    def __init__(self, stems: Sequence[str], frequencies: NDArray[np.int64], passages: int, rule: CompoundRule) -> None:
        self.stems = tuple(stems)
        self.passages = passages
        self.rule = rule
        self._frequencies = frequencies
        self._numbers = {word: number for number, word in enumerate(self.stems)}
        self._places: Mapping[str, int] = self._numbers
        self._endings: tuple[tuple[str, int], ...] | None = None
        self._folded: Mapping[str, tuple[int, ...]] | None = None
        self._variants = lru_cache(maxsize=4096)(self._find_variants)

    def __contains__(self, word: str) -> bool:
        return word in self._numbers

    def __len__(self) -> int:
        return len(self.stems)

    def number(self, word: str) -> int | None:
        """Number of a stem in the index's postings, or None."""
        return self._places.get(word)

    def without(self, gone: frozenset[str]) -> "Vocabulary":
        """The same without some stems, as if no text had them."""
        kept = [number for number, word in enumerate(self.stems) if word not in gone]
        other = Vocabulary([self.stems[n] for n in kept], self._frequencies[kept], self.passages, self.rule)
        other._places = {word: self._places[word] for word in other.stems}
        return other

    def document_frequency(self, word: str) -> int:
        """Passages that have the stem."""
        number = self._numbers.get(word)
        return 0 if number is None else int(self._frequencies[number])

    def idf(self, frequency: float) -> float:
        """Rarity of what ``frequency`` passages have: ln(1 + (N - f + 0.5) / (f + 0.5)), as in Lucene's BM25."""
        return log(1.0 + (self.passages - frequency + 0.5) / (frequency + 0.5))

    def variants(self, surface: str) -> Mapping[str, float]:
        """Stem of this vocabulary -> weight, for a casefolded word."""
        return self._variants(surface)

    def _find_variants(self, surface: str) -> Mapping[str, float]:
        word, rule = stem(surface), self.rule
        found: dict[str, float] = {}
        known = word in self._numbers
        if known:
            found[word] = 1.0
        else:
            for other in self._same_letters(surface):
                found[other] = rule.folded
        if surface.isalpha():
            for other in self._other_forms(surface, word):
                found.setdefault(other, rule.form)
            for other, weight in self._compounds(surface, word):
                found.setdefault(other, weight)
            for part in self._parts(surface, word):
                found.setdefault(part, rule.part if known else rule.part_of_unknown)
        return found

    def _same_letters(self, surface: str) -> list[str]:
        """Stems that differ from the word's in the marks on letters only."""
        for form in stemming(surface):
            places = list(self._folded_stems().get(fold(form), ()))
            plain = self._numbers.get(fold(form))
            if plain is not None:
                places.append(plain)
            if places:
                return [self.stems[place] for place in places]
        return []

    def _folded_stems(self) -> Mapping[str, tuple[int, ...]]:
        """Stem without its marks -> numbers of the stems with marks that it may be."""
        if self._folded is None:
            folded: dict[str, list[int]] = {}
            for number, other in enumerate(self.stems):
                if not other.isascii():
                    folded.setdefault(fold(other), []).append(number)
            self._folded = {key: tuple(numbers) for key, numbers in folded.items()}
        return self._folded

    def marked(self, surface: str) -> str | None:
        """The casefolded word with the marks of the one stem that matches it without marks.

        None when no stem does, when several do, or when the word without marks is in more passages.
        """
        for end in range(len(surface), max(2, len(surface) - _MAX_ENDING_LENGTH), -1):
            alike = [self.stems[place] for place in self._folded_stems().get(surface[:end], ())]
            forms = {word + surface[end:]: word for word in alike if stem(word + surface[end:]) == word}
            if len(forms) == 1:
                ((form, word),) = forms.items()
                return form if self.document_frequency(word) > self.document_frequency(stem(surface)) else None
        return None

    def _other_forms(self, surface: str, word: str) -> list[str]:
        """The word with or without the definite ending -n, if the index has that form."""
        if len(surface) < self.rule.shortest:
            return []
        forms = [stem(surface + "n")] if surface[-1] in _VOWELS else []
        if len(surface) > self.rule.shortest and surface[-1] == "n" and surface[-2] in _VOWELS:
            forms.append(stem(surface[:-1]))
        return [form for form in forms if form in self._numbers and form != word]

    def _compounds(self, surface: str, word: str) -> list[tuple[str, float]]:
        """Stems that end or begin with ``word``, the most frequent first."""
        rule = self.rule
        if len(word) < rule.shortest:
            return []
        found = []
        for other in self._ending_with(word):
            head = other[: -len(word)]
            if self._is_head(head):
                found.append((other, rule.tail))
            elif min(len(word), len(head)) > rule.shortest:
                found.append((other, rule.unsure))
        # A short stem begins too many words ("vis": "visa", "visst", "vision"): then use the word as written.
        start = word if len(word) > rule.shortest else surface
        if len(start) > rule.shortest:
            for other in self._beginning_with(start):
                rest = other[len(start) :]
                if self._is_tail(rest):
                    found.append((other, rule.head))
                elif len(start) > rule.shortest + 2 and len(rest) >= rule.shortest:
                    found.append((other, rule.unsure))
        found.sort(key=lambda pair: (-self.document_frequency(pair[0]), pair[0]))
        return found[: rule.most]

    def _parts(self, surface: str, word: str) -> set[str]:
        """Stems that make up ``surface`` as a compound: every way to cut it into two known words."""
        rule = self.rule
        parts: set[str] = set()
        for cut in range(rule.shortest, len(word) - rule.shortest + 1):
            tail = word[cut:]
            if tail in self._numbers and len(tail) >= rule.shortest and self._is_head(surface[:cut]):
                parts.add(tail)
                parts.update(head for head in self._head_stems(surface[:cut]) if head in self._numbers)
        return parts

    def _head_stems(self, head: str) -> Iterator[str]:
        """Words that the first part of a compound may be by itself."""
        for link in LINKS:
            if head.endswith(link) and len(head) - len(link) >= self.rule.shortest:
                bare = head[: len(head) - len(link)] if link else head
                yield bare
                yield stem(bare)

    def _is_head(self, head: str) -> bool:
        """Whether ``head`` can stand first in a compound: known as a word, or as the end of a longer one."""
        if len(head) < self.rule.shortest:
            return False
        return any(form in self._numbers for form in self._head_stems(head)) or self._ends_a_word(head)

    def _is_tail(self, rest: str) -> bool:
        """Whether what follows a word is a word itself, linking letters and lost endings aside."""
        for link in LINKS:
            if rest.startswith(link) and len(rest) - len(link) >= self.rule.shortest:
                tail = rest[len(link) :]
                if tail in self._numbers:
                    return True
        return False

    def _ends_a_word(self, head: str) -> bool:
        stemmed = stem(head)
        if len(stemmed) <= self.rule.shortest + 1:
            return False
        return any(len(other) - len(stemmed) >= self.rule.shortest for other in self._ending_with(stemmed))

    def _beginning_with(self, start: str) -> Iterator[str]:
        place = bisect_left(self.stems, start)
        while place < len(self.stems) and self.stems[place].startswith(start):
            if len(self.stems[place]) > len(start):
                yield self.stems[place]
            place += 1

    def _ending_with(self, end: str) -> Iterator[str]:
        if self._endings is None:
            self._endings = tuple(sorted((word[::-1], number) for number, word in enumerate(self.stems)))
        backwards = end[::-1]
        place = bisect_left(self._endings, (backwards, -1))
        while place < len(self._endings) and self._endings[place][0].startswith(backwards):
            if len(self._endings[place][0]) > len(end):
                yield self.stems[self._endings[place][1]]
            place += 1
