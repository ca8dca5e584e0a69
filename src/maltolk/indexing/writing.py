"""The files of a generation: their content is planned first, then embedded, then written."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maltolk.errors import UsageError
from maltolk.indexing.encoders.encoder import Encoder, EncoderInput, Vectors
from maltolk.indexing.index import OWNERS_FILE, Index
from maltolk.indexing.passages import cut, encoder_input
from maltolk.indexing.report import Progress, Stage
from maltolk.indexing.rules import IndexRule
from maltolk.indexing.search import lexical
from maltolk.indexing.search.lexical import LexicalWriter
from maltolk.indexing.search.vectors import PASSAGES_FILE, SENTENCES_FILE, write_passages
from maltolk.indexing.storage import records
from maltolk.indexing.storage.disk import save_array
from maltolk.indexing.storage.journal import Embedded, Journal
from maltolk.indexing.storage.manifest import DocumentEntry
from maltolk.indexing.storage.store import STORE_FILE, StoreWriter
from maltolk.model import BlockKind, Document, Passage

BATCH = 64
"""Passages given to the encoder at a time: enough to keep all cores busy, few enough that interrupting the build loses
only a few seconds."""
TOLD = 512
"""Documents written between two progress reports."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a generation will contain. ``passages`` by id, each with its encoder input and key."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    inputs: tuple[EncoderInput, ...]
    keys: tuple[bytes, ...]

    @property
    def sentences(self) -> int:
        """Sentences of all passages."""
        last = self.passages[-1] if self.passages else None
        return 0 if last is None else last.first_sentence + len(last.sentences)

    @property
    def contacts(self) -> int:
        """Contacts of all documents."""
        return sum(len(document.contacts) for document in self.documents)


def in_order(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents by municipality and path, which name them. Raises UsageError when two have one name."""
    ordered = sorted(documents, key=lambda document: (document.municipality, document.path))
    for before, after in pairwise(ordered):
        if (before.municipality, before.path) == (after.municipality, after.path):
            raise UsageError(f"two documents are called {after.municipality}/{after.path}; rename one of them")
    return tuple(ordered)


def entries(documents: Sequence[Document]) -> tuple[DocumentEntry, ...]:
    """What the manifest says of the documents."""
    return tuple(
        DocumentEntry(document.municipality, document.path, document.digest, records.record_digest(document))
        for document in documents
    )


def plan(documents: tuple[Document, ...], rule: IndexRule) -> Plan:
    """Cut the documents into passages."""
    passages: list[Passage] = []
    inputs: list[EncoderInput] = []
    sentences = 0
    for number, document in enumerate(documents):
        for passage in cut(document, number, len(passages), sentences, rule.passages):
            passages.append(passage)
            inputs.append(encoder_input(document, passage))
            sentences += len(passage.sentences)
    return Plan(documents, tuple(passages), tuple(inputs), tuple(_key(item) for item in inputs))


def _key(item: EncoderInput) -> bytes:
    """Equal only for equal input to the encoder: 16 bytes of a sha256."""
    told = [item.context, item.text, [[span.start, span.end] for span in item.sentences]]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).digest()[:16]


def write_vectors(
    folder: Path, plan: Plan, encoder: Encoder, previous: Index | None, journal: Journal, progress: Progress
) -> int:
    """Write the vectors of passages and sentences; those that ``previous`` or ``journal`` has are copied.

    Returns how many passages were copied. What is embedded goes into the journal, batch by batch.
    """
    passages = np.zeros((len(plan.passages), encoder.dimension), dtype=np.float32)
    sentences = _on_disk(folder / SENTENCES_FILE, plan.sentences, encoder.dimension)
    fresh = _copy_known(plan, passages, sentences, previous, journal)
    done = reused = len(plan.passages) - sum(map(len, fresh.values()))
    progress(Stage.EMBED, done, len(plan.passages))
    waiting = list(fresh)
    for start in range(0, len(waiting), BATCH):
        keys = waiting[start : start + BATCH]
        embedded = encoder.embed_passages([plan.inputs[fresh[key][0]] for key in keys])
        made: list[Embedded] = []
        for key, vector in zip(keys, embedded.passages, strict=True):
            first = sum(len(item.sentences) for item in made)
            count = len(plan.passages[fresh[key][0]].sentences)
            rows = embedded.sentences[first : first + count].astype(np.float16)
            made.append(Embedded(key, vector, rows))
        journal.append(made)
        for item in made:
            for number in fresh[item.key]:
                passages[number], sentences[_rows(plan.passages[number])] = item.passage, item.sentences
            done += len(fresh[item.key])
        progress(Stage.EMBED, done, len(plan.passages))
    sentences.flush()
    write_passages(folder / PASSAGES_FILE, passages)
    return reused


def _on_disk(path: Path, rows: int, dimension: int) -> "np.memmap[tuple[int, int], np.dtype[np.float16]]":
    """A new mapped matrix (rows, dimension): sentences are several times as many as passages.

    Its space is allocated up front, since running out of disk through a map kills the process silently.
    """
    matrix = np.lib.format.open_memmap(path, mode="w+", dtype=np.float16, shape=(rows, dimension))
    with path.open("r+b") as file:
        os.posix_fallocate(file.fileno(), 0, path.stat().st_size)
    return matrix


def _copy_known(
    plan: Plan, passages: Vectors, sentences: NDArray[np.float16], previous: Index | None, journal: Journal
) -> dict[bytes, list[int]]:
    """Fill in the known vectors; returns the rest: key -> ids of the passages that have it."""
    known = {} if previous is None else previous.vector_places()
    fresh: dict[bytes, list[int]] = {}
    for passage, key in zip(plan.passages, plan.keys, strict=True):
        if previous is not None and (place := known.get(key)) is not None:
            passages[passage.id] = previous.passage_vectors([place.passage])[0]
            sentences[_rows(passage)] = previous.sentence_rows(place)
        elif key not in fresh and (kept := journal.read(key)) is not None:
            passages[passage.id], sentences[_rows(passage)] = kept.passage, kept.sentences
        else:
            fresh.setdefault(key, []).append(passage.id)
    return fresh


def _rows(passage: Passage) -> slice:
    return slice(passage.first_sentence, passage.first_sentence + len(passage.sentences))


def write_texts(folder: Path, plan: Plan, rule: IndexRule, progress: Progress) -> None:
    """Write the store, the lexical index, and the document of each passage."""
    words = LexicalWriter(rule.lexical)
    with StoreWriter(folder / STORE_FILE) as store:
        for number, document in enumerate(plan.documents):
            store.add_document(number, document)
            words.add_document(f"{document.title}\n{_matter(document)}")
            if number % TOLD == 0:
                progress(Stage.WRITE, number, len(plan.documents))
        for passage, item, key in zip(plan.passages, plan.inputs, plan.keys, strict=True):
            store.add_passage(passage, key)
            words.add_passage(item.text, item.context)
    words.write(folder / lexical.FOLDER)
    save_array(folder / OWNERS_FILE, np.array([passage.document for passage in plan.passages], dtype=np.int32))
    progress(Stage.WRITE, len(plan.documents), len(plan.documents))


def _matter(document: Document) -> str:
    """The document's text without its furniture."""
    kept, start = "", 0
    for block in document.blocks:
        if block.kind is BlockKind.FURNITURE:
            kept += document.text[start : block.span.start]
            start = block.span.end
    return kept + document.text[start:]
