"""A generation opened for answering: all that answering and the web room see of indexing."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from maltolk.errors import IndexDamaged
from maltolk.indexing.encoders.encoder import Encoder, Vectors
from maltolk.indexing.probes import read_probes
from maltolk.indexing.rules import RULE, IndexRule
from maltolk.indexing.search import lexical
from maltolk.indexing.search.hits import Hits
from maltolk.indexing.search.lexical import LexicalIndex, LexicalScores
from maltolk.indexing.search.vectors import PASSAGES_FILE, SENTENCES_FILE, PassageVectors, SentenceVectors
from maltolk.indexing.search.vocabulary import QueryTerm, Vocabulary
from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import MEND, Manifest, read_manifest
from maltolk.indexing.storage.records import PageFacts
from maltolk.indexing.storage.store import STORE_FILE, DocumentCard, Store, StoredVectors
from maltolk.model import Contact, Document, Fact, Passage

OWNERS_FILE = "owners.npy"
"""(passages,) int32: the document number of each passage."""


class Index:
    """One generation, read-only. Files are mapped, so opening reads little and several processes share the memory.

    Safe to use from several threads. Keeps its generation when a build swaps in another: open again to see that.
    """

    def __init__(self, folder: Path, manifest: Manifest, rule: IndexRule = RULE) -> None:
        """Map the files of the generation in ``folder``; use ``open``, which checks them."""
        self.manifest = manifest
        self.folder = folder
        try:
            owners: NDArray[np.int32] = np.load(folder / OWNERS_FILE, mmap_mode="r").view(np.ndarray)
            self._store = Store(folder / STORE_FILE)
            self._passages = PassageVectors(folder / PASSAGES_FILE, owners)
            self._sentences = SentenceVectors(folder / SENTENCES_FILE)
            self._lexical = LexicalIndex(folder / lexical.FOLDER, owners, rule.lexical, rule.compounds)
            self._probes = read_probes(folder)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise IndexDamaged(f"generation {manifest.generation} cannot be opened ({error}); {MEND}") from error
        self.owners = owners

    @classmethod
    def open(cls, folder: Path, encoder: Encoder | None, rule: IndexRule = RULE) -> Self:
        """The current generation of the index in ``folder``, to be searched with vectors of ``encoder``.

        Without an encoder everything works except comparing vectors. Checks the manifest and the files'
        sizes; ``verify`` checks every byte. Raises IndexMissing, IndexStale or IndexDamaged.
        """
        generations = Generations(folder)
        while True:
            pointed = generations.pointed()
            try:
                return cls.at(generations.current(), encoder, rule)
            except IndexDamaged:
                # If only one generation is kept, a build may remove the one being opened; then the pointer has moved.
                if generations.pointed() == pointed:
                    raise

    @classmethod
    def at(cls, generation: Path, encoder: Encoder | None, rule: IndexRule = RULE) -> Self:
        """The generation in that folder, current or not. Checks and raises as ``open``."""
        manifest = read_manifest(generation)
        if manifest.generation != generation.name:
            raise IndexDamaged(f"generation {generation.name} calls itself {manifest.generation}; {MEND}")
        manifest.check_rule(rule.fingerprint)
        if encoder is not None:
            manifest.check_encoder(encoder)
        manifest.check_sizes(generation)
        return cls(generation, manifest, rule)

    @property
    def generation(self) -> str:
        """The generation's name."""
        return self.manifest.generation

    @cached_property
    def documents(self) -> tuple[DocumentCard, ...]:
        """All documents without their texts; a document's number is its place here."""
        return tuple(self._store.cards())

    def document(self, number: int) -> Document:
        """A document with its text. Raises KeyError when there is none of that number."""
        return self._store.document(number)

    def document_by_digest(self, digest: str) -> Document | None:
        """The document whose text has this sha256, or None."""
        number = self._store.number_of(digest)
        return None if number is None else self._store.document(number)

    @cached_property
    def _cards(self) -> Mapping[tuple[str, str], DocumentCard]:
        return {(card.municipality, card.path): card for card in self.documents}

    def card_of(self, municipality: str, path: str) -> DocumentCard | None:
        """What this generation has under that name, even if the text has changed; None when nothing."""
        return self._cards.get((municipality, path))

    def passages(self, ids: Sequence[int] | NDArray[np.int64]) -> list[Passage]:
        """The passages with these ids, in the order given. Raises KeyError for one that is not there."""
        return self._store.passages([int(number) for number in ids])

    def passages_of(self, document: int) -> list[Passage]:
        """A document's passages, in order."""
        return self._store.passages_of(document)

    def passages_by_digest(self, digest: str) -> list[Passage]:
        """The passages of the document whose text has this sha256, in order; none when there is none."""
        number = self._store.number_of(digest)
        return [] if number is None else self._store.passages_of(number)

    @cached_property
    def _contacts(self) -> tuple[tuple[int, Contact], ...]:
        return tuple(self._store.contacts())

    def facts(self) -> Iterator[tuple[Fact, ...]]:
        """What is known of every document, and how surely, in the order of ``documents``."""
        return self._store.facts()

    def page_facts(self) -> Iterator[PageFacts]:
        """What is known of every document's pages, in the order of ``documents``."""
        return self._store.page_facts()

    def contacts(self) -> tuple[tuple[int, Contact], ...]:
        """Every contact with its document's number, in the order of the texts."""
        return self._contacts

    def dense(self, vector: Vectors, k: int, documents: Sequence[int] | None = None) -> Hits:
        """The ``k`` passages nearest to ``vector`` (dim,), of ``documents`` alone when given: cosine, best first."""
        return self._passages.search(vector, k, documents)

    def lexical(self, query: str, k: int, documents: Sequence[int] | None = None) -> Hits:
        """The ``k`` passages with the best BM25, of ``documents`` alone when given; none that share no word."""
        return self._lexical.search(query, k, documents)

    def lexical_documents(self, query: str, k: int, documents: Sequence[int] | None = None) -> Hits:
        """The same by whole documents; ids are document numbers."""
        return self._lexical.search_documents(query, k, documents)

    def documents_with(self, stem: str) -> frozenset[int]:
        """Numbers of the documents that have a stem."""
        return self._lexical.documents_with(stem)

    def lexical_scores(self, query: str) -> LexicalScores:
        """BM25 of every passage and every document."""
        return self._lexical.scores(query)

    def covers(self, query: str) -> NDArray[np.float32]:
        """(passages,) how much of the query's words each passage has, weighted by rarity, 0 to 1."""
        return self._lexical.covers(query)

    def terms(self, query: str) -> tuple[QueryTerm, ...]:
        """The query's content words, how rare they are, and what they may be found by; for ``lexical.cover``."""
        return self._lexical.terms(query)

    @property
    def vocabulary(self) -> Vocabulary:
        """The stems of the passages."""
        return self._lexical.vocabulary

    def passage_vectors(self, ids: Sequence[int] | NDArray[np.int64]) -> Vectors:
        """(len(ids), dim) float32, unit length."""
        return self._passages.rows(np.asarray(ids, dtype=np.int64))

    def sentence_vectors(self, passage: Passage) -> Vectors:
        """(sentences of the passage, dim) float32; unit length but for the rounding of half precision."""
        return self._sentences.rows(passage.first_sentence, len(passage.sentences))

    @cached_property
    def _first_sentences(self) -> NDArray[np.int64]:
        """(passages + 1,) the row of each passage's first sentence, and the number of rows."""
        return np.array([*self._store.first_sentences(), len(self._sentences)], dtype=np.int64)

    def nearest_sentences(self, vector: Vectors, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """(len(ids),) the highest cosine to ``vector`` (dim,) among each passage's sentences."""
        starts, ends = self._first_sentences[ids], self._first_sentences[ids + 1]
        places = np.cumsum(np.append(0, ends - starts))
        rows = np.arange(places[-1]) + np.repeat(starts - places[:-1], ends - starts)
        cosines = self._sentences.at(rows) @ vector
        return np.asarray(np.maximum.reduceat(cosines, places[:-1]), dtype=np.float32)

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every document's number and text, one after the other."""
        return self._store.texts()

    def passages_with(self, stem: str) -> frozenset[int]:
        """Ids of the passages that have a stem, in their words or their context."""
        return self._lexical.passages_with(stem)

    def vector_places(self) -> Mapping[bytes, StoredVectors]:
        """Key of what was embedded -> where its vectors are, for a build to reuse."""
        return self._store.vector_places()

    def sentence_rows(self, place: StoredVectors) -> Vectors:
        """The sentence vectors at that place, (sentences, dim) float32."""
        return self._sentences.rows(place.first_sentence, place.sentences)

    def probes(self, name: str) -> tuple[tuple[str, ...], Vectors]:
        """The texts that the build was given under ``name``, and their query vectors. Raises KeyError."""
        return self._probes[name]

    def faults(self) -> Iterator[str]:
        """Every way in which the files differ from what was built, in words; nothing when all is well."""
        changed = self.manifest.faults(self.folder)
        yield from changed
        if changed:
            return
        yield from self._store.faults()
        sizes = (("passages", len(self._passages), len(self.owners)), ("sentences", len(self._sentences)))
        for name, *found in sizes:
            expected = getattr(self.manifest, name)
            if any(size != expected for size in found):
                yield f"{name}: {expected} in the manifest, {found} in the files"

    def close(self) -> None:
        """Release the files."""
        self._store.close()


def verify(folder: Path) -> list[str]:
    """Re-check every digest of the current generation and of the archive, and every stored offset; what is wrong.

    Raises IndexMissing, IndexStale or IndexDamaged if it cannot even be opened.
    """
    index = Index.open(folder, None)
    try:
        return [*index.faults(), *Archive(folder).faults()]
    finally:
        index.close()
