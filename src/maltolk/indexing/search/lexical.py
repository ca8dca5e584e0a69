"""Lexical search: BM25 over memory-mapped postings, by passage and by document.

The postings are plain NumPy arrays that are mapped, not read, so opening costs nothing, querying writes nothing, and
the same texts give the same bytes. Scores of all passages are available, as fusing by score requires.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maltolk.indexing.search.hits import Hits, best
from maltolk.indexing.search.vocabulary import CompoundRule, QueryTerm, Vocabulary
from maltolk.indexing.storage.disk import save_array
from maltolk.swedish.words import content_words, distinct_words, stems, words

FOLDER = "lexical"
VOCABULARY_FILE = "vocabulary.txt"


@dataclass(frozen=True, slots=True)
class LexicalRule:
    """How words are weighed; part of the manifest's passage rule.

    ``saturation``, ``length``: k1 and b of BM25 (Robertson and Zaragoza, 2009). ``context``: weight of a word in the
    title and headings relative to one in the passage itself, both in frequency and in length. ``common``: words less
    rare than this (1.0: in more than a third of the passages) say nothing about which passage is meant.
    """

    saturation: float = 0.9
    length: float = 0.6
    context: float = 0.5
    common: float = 1.0


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """BM25 of everything for one query, 0 where nothing is shared: (passages,) and (documents,) float32."""

    passages: NDArray[np.float32]
    documents: NDArray[np.float32]


class _Counts:
    """Weighted stem counts of units (passages or documents), collected row by row."""

    def __init__(self) -> None:
        self.terms, self.weights, self.sizes, self.lengths = array("l"), array("f"), array("l"), array("f")

    def add(self, counts: Counter[int], length: float) -> None:
        self.terms.extend(counts.keys())
        self.weights.extend(counts.values())
        self.sizes.append(len(counts))
        self.lengths.append(length)


class LexicalWriter:
    """Collects passages and documents in the order of their numbers, then writes the postings."""

    def __init__(self, rule: LexicalRule) -> None:
        self._rule = rule
        self._numbers: dict[str, int] = {}
        self._passages, self._documents = _Counts(), _Counts()
        self._context: tuple[str, Counter[int], int] = ("", Counter(), 0)

    def add_passage(self, text: str, context: str) -> None:
        """Add the next passage."""
        # Neighbouring passages mostly share their context.
        if self._context[0] != context:
            found = stems(context)
            self._context = (context, self._counted(found), len(found))
        found = stems(text)
        counts: Counter[int] = self._counted(found)
        for number, count in self._context[1].items():
            counts[number] += count * self._rule.context  # type: ignore[assignment]  # weighted counts are fractions
        self._passages.add(counts, len(found) + self._rule.context * self._context[2])

    def add_document(self, text: str) -> None:
        """Add the next document: its title and all its words but the furniture."""
        found = stems(text)
        self._documents.add(self._counted(found), len(found))

    def _counted(self, found: Iterable[str]) -> Counter[int]:
        numbers = self._numbers
        return Counter(numbers.setdefault(stem, len(numbers)) for stem in found)

    def write(self, folder: Path) -> None:
        """Write the arrays into ``folder``, which is created."""
        folder.mkdir(parents=True)
        stems_sorted = sorted(self._numbers)
        (folder / VOCABULARY_FILE).write_text("\n".join(stems_sorted), "utf-8")
        order = np.empty(len(stems_sorted), dtype=np.int64)
        order[[self._numbers[stem] for stem in stems_sorted]] = np.arange(len(stems_sorted))
        for name, counts in (("passages", self._passages), ("documents", self._documents)):
            terms = order[np.frombuffer(counts.terms, dtype=np.int64)] if counts.terms else np.empty(0, np.int64)
            units = np.repeat(np.arange(len(counts.sizes)), np.array(counts.sizes, dtype=np.int64))
            by_term = np.argsort(terms, kind="stable")
            starts = np.zeros(len(stems_sorted) + 1, dtype=np.int64)
            np.cumsum(np.bincount(terms, minlength=len(stems_sorted)), out=starts[1:])
            save_array(folder / f"{name}.starts.npy", starts)
            save_array(folder / f"{name}.units.npy", units[by_term].astype(np.int32))
            save_array(folder / f"{name}.weights.npy", np.array(counts.weights, dtype=np.float32)[by_term])
            save_array(folder / f"{name}.lengths.npy", np.array(counts.lengths, dtype=np.float32))


class _Postings:
    """Postings of one kind of unit, mapped from the folder."""

    def __init__(self, folder: Path, name: str, rule: LexicalRule) -> None:
        self._starts = _mapped(folder / f"{name}.starts.npy")
        self._units = _mapped(folder / f"{name}.units.npy")
        self._weights = _mapped(folder / f"{name}.weights.npy")
        lengths = _mapped(folder / f"{name}.lengths.npy")
        self.count = len(lengths)
        average = float(lengths.mean()) if self.count else 1.0
        # The part of BM25's denominator that does not depend on the query.
        scaled = lengths / average if average else np.zeros_like(lengths)
        self._norms = (rule.saturation * (1.0 - rule.length + rule.length * scaled)).astype(np.float32)
        self._saturation = rule.saturation

    def frequencies(self) -> NDArray[np.int64]:
        """Units that have each stem, in the order of the vocabulary."""
        return np.diff(self._starts)

    def frequency(self, number: int) -> int:
        """Units that have the stem."""
        return int(self._starts[number + 1] - self._starts[number])

    def weights(self, variants: Sequence[tuple[int, float]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Units with any of the stems (number, weight), ascending, and their weighted counts summed."""
        units = [self._units[self._starts[number] : self._starts[number + 1]] for number, _ in variants]
        counts = [self._weights[self._starts[place] : self._starts[place + 1]] * weight for place, weight in variants]
        if len(units) == 1:
            return units[0].astype(np.int64), counts[0].astype(np.float32)
        distinct, places = np.unique(np.concatenate(units), return_inverse=True)
        summed = np.bincount(places, weights=np.concatenate(counts), minlength=len(distinct))
        return distinct.astype(np.int64), summed.astype(np.float32)

    def having(self, number: int) -> NDArray[np.int64]:
        """Units that have the stem, ascending."""
        units: NDArray[np.int64] = self._units[self._starts[number] : self._starts[number + 1]].astype(np.int64)
        return units

    def add_scores(self, scores: NDArray[np.float32], variants: Sequence[tuple[int, float]], idf: float) -> None:
        """Add one query term's share of BM25 to ``scores`` (units,)."""
        units, counts = self.weights(variants)
        scores[units] += np.float32(idf * (self._saturation + 1.0)) * counts / (counts + self._norms[units])


class LexicalIndex:
    """The lexical half of a generation, opened for reading; safe to use from several threads."""

    def __init__(self, folder: Path, owners: NDArray[np.int32], rule: LexicalRule, compounds: CompoundRule) -> None:
        """``owners``: (passages,) the document number of each passage."""
        self._owners = owners
        self._rule = rule
        self._passages = _Postings(folder, "passages", rule)
        self._documents = _Postings(folder, "documents", rule)
        written = (folder / VOCABULARY_FILE).read_text("utf-8")
        self.vocabulary = Vocabulary(
            written.split("\n") if written else (), self._passages.frequencies(), self._passages.count, compounds
        )
        self._term = lru_cache(maxsize=4096)(self._find_term)

    def terms(self, query: str) -> tuple[QueryTerm, ...]:
        """The query's content words with what they may be found by; including words unlike any in the index."""
        return tuple(self._term(word.surface, word.stem) for word in content_words(query))

    def _find_term(self, surface: str, stem: str) -> QueryTerm:
        variants = self.vocabulary.variants(surface)
        # A weaker variant makes a word less rare only in proportion to its weight.
        frequency = sum(weight * self.vocabulary.document_frequency(other) for other, weight in variants.items())
        frequency = min(frequency, float(self.vocabulary.passages))
        return QueryTerm(surface, stem, variants, self.vocabulary.idf(frequency))

    def documents_with(self, stem: str) -> frozenset[int]:
        """Numbers of the documents that have the stem; none for one that is unknown."""
        number = self.vocabulary.number(stem)
        return frozenset() if number is None else frozenset(self._documents.having(number).tolist())

    def passages_with(self, stem: str) -> frozenset[int]:
        """Ids of the passages that have the stem; none for one that is unknown."""
        number = self.vocabulary.number(stem)
        return frozenset() if number is None else frozenset(self._passages.having(number).tolist())

    def without(self, gone: frozenset[str]) -> "LexicalIndex":
        """The same postings for queries that shall not know the stems ``gone``."""
        other = copy(self)
        other.vocabulary = self.vocabulary.without(gone)
        other._term = lru_cache(maxsize=4096)(other._find_term)
        return other

    def scores(self, query: str) -> LexicalScores:
        """BM25 of every passage and document for the query."""
        passages = np.zeros(self._passages.count, dtype=np.float32)
        documents = np.zeros(self._documents.count, dtype=np.float32)
        for term in self.terms(query):
            variants = [(number, weight) for number, weight in self._numbered(term)]
            if variants:
                self._passages.add_scores(passages, variants, term.idf)
                frequency = sum(weight * self._documents.frequency(number) for number, weight in variants)
                self._documents.add_scores(documents, variants, self._document_idf(frequency))
        return LexicalScores(passages, documents)

    def covers(self, query: str) -> NDArray[np.float32]:
        """(passages,) how much of the query's words each has: its BM25 over the highest possible for any text, 0 to 1.

        Function words count too where they distinguish passages ("hur länge"). A word unknown to the index counts in
        the highest possible, so that a query in another language covers little by chance.
        """
        covers = np.zeros(self._passages.count, dtype=np.float32)
        asked = tuple(self._term(word.surface, word.stem) for word in distinct_words(query))
        terms = tuple(term for term in asked if term.idf >= self._rule.common) or asked
        highest = (self._rule.saturation + 1.0) * sum(term.idf for term in terms)
        for term in terms:
            variants = self._numbered(term)
            if variants and highest > 0:
                self._passages.add_scores(covers, variants, term.idf / highest)
        return covers

    def _document_idf(self, frequency: float) -> float:
        count = self._documents.count
        return float(np.log1p((count - min(frequency, count) + 0.5) / (min(frequency, count) + 0.5)))

    def _numbered(self, term: QueryTerm) -> list[tuple[int, float]]:
        numbered = ((self.vocabulary.number(stem), weight) for stem, weight in term.variants.items())
        return [(number, weight) for number, weight in numbered if number is not None]

    def search(self, query: str, k: int, documents: Sequence[int] | None = None) -> Hits:
        """The ``k`` best passages that share a word with the query, of ``documents`` alone when given, best first."""
        scores = self.scores(query).passages
        allowed = None if documents is None else np.isin(self._owners, np.asarray(documents, dtype=np.int32))
        return best(scores, k, scores > 0 if allowed is None else (scores > 0) & allowed)

    def search_documents(self, query: str, k: int, documents: Sequence[int] | None = None) -> Hits:
        """The same by whole documents; ids are document numbers."""
        scores = self.scores(query).documents
        among = scores > 0
        if documents is not None:
            among &= np.isin(np.arange(self._documents.count), np.asarray(documents, dtype=np.int64))
        return best(scores, k, among)


def cover(terms: Sequence[QueryTerm], text: str) -> tuple[float, ...]:
    """How well ``text`` has each query term: 1 the word itself, less a compound or part of it, 0 not at all."""
    found = {word.stem for word in words(text)}
    return tuple(
        max((weight for stem, weight in term.variants.items() if stem in found), default=0.0) for term in terms
    )


def _mapped(path: Path) -> NDArray[Any]:
    """The array in ``path``, read-only. A plain view of the map: slicing it is several times quicker than a memmap."""
    mapped: NDArray[Any] = np.load(path, mmap_mode="r").view(np.ndarray)
    return mapped
