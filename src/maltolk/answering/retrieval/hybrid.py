"""Finding passages: by meaning and by words, fused by score (docs/adr/0005)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maltolk.indexing.index import Index
from maltolk.indexing.search.hits import best
from maltolk.model import Passage

POOL = 64
"""Passages taken from each of the two searches; above 32, more of them changes no ranking of the question sets."""
SENTENCE = 0.3
"""Share of the nearest sentence's cosine in a passage's score; the rest is that of the whole passage."""
WORDS = 14.0
"""Weight of having all of the question's words, in standard deviations of the cosine between passages."""
MIN_DEVIATION = 0.01
"""A few passages that all say the same reveal too little about how the encoder spreads its cosines."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found.

    ``dense``: cosine of passage and question. ``sentence``: that of its nearest sentence. ``cover``: how far it has the
    question's words, weighted by rarity, 0 to 1. ``score``: the three fused, more is better: in standard deviations
    above the mean of the cosines between passages.
    """

    passage: Passage
    dense: float
    sentence: float
    cover: float
    score: float


@dataclass(frozen=True, slots=True)
class _Pool:
    """Passages in order of id, with their signs; all of one length."""

    ids: NDArray[np.int64]
    dense: NDArray[np.float32]
    sentence: NDArray[np.float32]
    cover: NDArray[np.float32]
    score: NDArray[np.float64]

    def ranked(self) -> NDArray[np.int64]:
        """Places in the pool, best first, equal scores by id."""
        return np.lexsort((self.ids, -self.score))


def retrieve(
    index: Index, text: str, vector: NDArray[np.float32], k: int, documents: frozenset[int] | None
) -> list[Candidate]:
    """The ``k`` best passages for the question ``text`` with its unit ``vector`` (dim,), best first, ties by id.

    Only those of ``documents`` when given; others are excluded before ranking.
    """
    pool = _pool(index, text, vector, max(POOL, k), documents)
    order = pool.ranked()[:k]
    return [
        Candidate(
            passage, float(pool.dense[at]), float(pool.sentence[at]), float(pool.cover[at]), float(pool.score[at])
        )
        for passage, at in zip(index.passages(pool.ids[order]), order, strict=True)
    ]


def rank_documents(index: Index, text: str, vector: NDArray[np.float32], k: int) -> list[int]:
    """The numbers of the ``k`` best documents for a question, each by its best passage, best first."""
    pool = _pool(index, text, vector, max(POOL, 8 * k), None)
    return list(dict.fromkeys(index.owners[pool.ids[pool.ranked()]].tolist()))[:k]


def _pool(index: Index, text: str, vector: NDArray[np.float32], size: int, documents: frozenset[int] | None) -> _Pool:
    """The ``size`` passages nearest by meaning and the ``size`` nearest by words, all of them scored in full."""
    numbers = None if documents is None else sorted(documents)
    covers = index.covers(text)
    worded = covers > 0
    if numbers is not None:
        worded &= np.isin(index.owners, np.asarray(numbers, dtype=np.int32))
    ids = np.union1d(index.dense(vector, size, numbers).ids, best(covers, size, worded).ids)
    if not len(ids):
        nothing = np.empty(0, np.float32)
        return _Pool(ids, nothing, nothing, nothing, np.empty(0))
    dense = index.passage_vectors(ids) @ vector
    sentence = index.nearest_sentences(vector, ids)
    cover = covers[ids]
    return _Pool(ids, dense, sentence, cover, _fused(index, dense, sentence, cover))


def _fused(
    index: Index, dense: NDArray[np.float32], sentence: NDArray[np.float32], cover: NDArray[np.float32]
) -> NDArray[np.float64]:
    """One score from three signs.

    The square makes words weigh most where a passage has most of them, and next to nothing where it shares a stray
    word, as with a question in another language. Cosines are scaled by the encoder's own spread.
    """
    near = (1.0 - SENTENCE) * dense.astype(np.float64) + SENTENCE * sentence
    between = index.manifest.statistics
    standard = (near - between.mean) / max(between.deviation, MIN_DEVIATION)
    # Rounded, so that duplicates tie: a product's last bits may depend on its row.
    return np.round(standard + WORDS * cover.astype(np.float64) ** 2, 6)
