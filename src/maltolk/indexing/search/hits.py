"""What a search gives back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Hits:
    """``ids``: (n,) int64, best first, equal scores by id. ``scores``: (n,) float32, higher is better."""

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)


def ranked(ids: NDArray[np.int64], scores: NDArray[np.float32], k: int) -> Hits:
    """The ``k`` best of the pairs given, equal scores by id."""
    order = np.lexsort((ids, -scores))[:k]
    return Hits(ids[order].astype(np.int64), scores[order].astype(np.float32))


def best(scores: NDArray[np.float32], k: int, among: NDArray[np.bool_]) -> Hits:
    """The ``k`` highest of ``scores`` where ``among`` is true; the ids are places in ``scores``."""
    ids = np.flatnonzero(among)
    if k <= 0 or not len(ids):
        return Hits(np.empty(0, np.int64), np.empty(0, np.float32))
    chosen = scores[ids]
    if len(ids) > 4 * k:
        # Keep all that reach the k-th score, so that ties are broken by id.
        limit = np.partition(chosen, len(chosen) - k)[len(chosen) - k]
        kept = chosen >= limit
        ids, chosen = ids[kept], chosen[kept]
    return ranked(ids, chosen, k)
