"""Vectors on disk: passages in a flat FAISS index, searched exactly; sentences in a mapped half-precision matrix."""

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss as untyped_faiss
import numpy as np
from numpy.typing import NDArray

from maltolk.indexing.encoders.encoder import Vectors
from maltolk.indexing.search.hits import Hits, ranked
from maltolk.indexing.storage.manifest import Statistics

faiss: Any = untyped_faiss
"""FAISS adds its Python arguments at import, so type checkers see the wrong signatures."""

PASSAGES_FILE = "passages.faiss"
SENTENCES_FILE = "sentences.npy"


def write_passages(path: Path, vectors: Vectors) -> None:
    """Write (n, dim) float32 unit vectors as a flat inner-product index. Raises OSError."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path.name} cannot be written") from error
    # FAISS does not report it when the last bytes do not fit on the disk.
    if path.stat().st_size < vectors.nbytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


class PassageVectors:
    """The passages' vectors, mapped from disk. Inner product of unit vectors: cosine, higher is nearer.

    The search is exact at any size: 50,000 vectors of 384 numbers take about 4 ms on one core (docs/index-format.md).
    """

    def __init__(self, path: Path, owners: NDArray[np.int32]) -> None:
        """``owners``: (n,) the document number of each passage, ascending."""
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        self._owners = owners

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._index.d)

    def nearness(self) -> Statistics:
        """How near the passages lie to each other, over at most 256 of them, evenly spread."""
        if len(self) < 2:
            return Statistics(0.0, 0.0)
        sample = self.rows(spread(len(self), 256))
        cosines = (sample @ sample.T)[~np.eye(len(sample), dtype=bool)]
        return Statistics(round(float(cosines.mean()), 6), round(float(cosines.std()), 6))

    def rows(self, ids: NDArray[np.int64]) -> Vectors:
        """The stored vectors of ``ids``, (len(ids), dim) float32."""
        return np.asarray(self._index.reconstruct_batch(np.ascontiguousarray(ids, dtype=np.int64)), dtype=np.float32)

    def search(self, vector: Vectors, k: int, documents: Sequence[int] | None = None) -> Hits:
        """The ``k`` passages nearest to ``vector`` (dim,), of ``documents`` when given: best first, ties by id."""
        # One query is too little work to share: with more threads FAISS spends several times longer waiting for them
        # than computing. The setting belongs to the calling thread, so it is set here and restored.
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            return self._search(np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1), k, documents)
        finally:
            faiss.omp_set_num_threads(threads)

    def _search(self, query: Vectors, k: int, documents: Sequence[int] | None) -> Hits:
        allowed, parameters = len(self), None
        if documents is not None:
            mask = np.isin(self._owners, np.asarray(documents, dtype=np.int32))
            allowed = int(mask.sum())
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little")))
        k = min(k, allowed)
        if k <= 0:
            return Hits(np.empty(0, np.int64), np.empty(0, np.float32))
        # One more than asked for shows whether the last place is tied; which of equals FAISS keeps is undefined.
        wanted = min(k + 1, allowed)
        scores, ids = self._index.search(query, wanted, params=parameters)
        if wanted > k and scores[0, k] == scores[0, k - 1]:
            below = float(np.nextafter(scores[0, k], np.float32(-2.0), dtype=np.float32))
            _, tied, tied_ids = self._index.range_search(query, below, params=parameters)
            return ranked(tied_ids, tied, k)
        return ranked(ids[0], scores[0], k)


def spread(count: int, most: int) -> NDArray[np.int64]:
    """At most ``most`` of the places 0 to ``count`` - 1, evenly spread, ascending."""
    return np.unique(np.linspace(0, count - 1, min(most, count)).astype(np.int64))


class SentenceVectors:
    """The sentences' vectors: row = ``Passage.first_sentence`` + place of the sentence in its passage."""

    def __init__(self, path: Path) -> None:
        self._matrix = np.load(path, mmap_mode="r").view(np.ndarray)

    def __len__(self) -> int:
        return len(self._matrix)

    def rows(self, first: int, count: int) -> Vectors:
        """``count`` rows from ``first`` on, (count, dim) float32."""
        return np.asarray(self._matrix[first : first + count], dtype=np.float32)

    def at(self, rows: NDArray[np.int64]) -> Vectors:
        """These rows, (len(rows), dim) float32."""
        return np.asarray(self._matrix[rows], dtype=np.float32)
