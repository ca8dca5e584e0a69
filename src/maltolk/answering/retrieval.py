"""Finding passages: dense and lexical search, fused by score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maltolk.indexing.index import Index
from maltolk.model import Passage


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found. ``dense``: cosine to the question; ``lexical``: BM25; ``score``: the two fused, more is better."""

    passage: Passage
    dense: float
    lexical: float
    score: float


def retrieve(
    index: Index, text: str, vector: NDArray[np.float32], k: int, documents: frozenset[int] | None
) -> list[Candidate]:
    """The ``k`` best passages for the question ``text`` with its unit ``vector`` (dim,), best first, ties by id."""
    numbers = None if documents is None else sorted(documents)
    dense = index.dense(vector, 4 * k, numbers)
    lexical = index.lexical(text, 4 * k, numbers)
    dense_scores = dict(zip(dense.ids.tolist(), dense.scores.tolist(), strict=True))
    lexical_scores = dict(zip(lexical.ids.tolist(), lexical.scores.tolist(), strict=True))
    ids = sorted(dense_scores.keys() | lexical_scores.keys())
    if not ids:
        return []
    lowest = min(dense_scores.values(), default=0.0)
    d = np.array([dense_scores.get(i, lowest) for i in ids])
    x = np.array([lexical_scores.get(i, 0.0) for i in ids])
    fused = 0.7 * _standard(d) + 0.3 * _standard(x)
    order = np.lexsort((ids, -fused))[:k]
    passages = index.passages([ids[i] for i in order])
    return [Candidate(p, float(d[i]), float(x[i]), float(fused[i])) for p, i in zip(passages, order, strict=True)]


def _standard(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores with mean 0 and standard deviation 1."""
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread else np.zeros_like(scores)


def rank_documents(index: Index, text: str, vector: NDArray[np.float32], k: int) -> list[int]:
    """The numbers of the ``k`` best documents for a question, each by its best passage, best first."""
    found = retrieve(index, text, vector, 10 * k, None)
    return list(dict.fromkeys(candidate.passage.document for candidate in found))[:k]
