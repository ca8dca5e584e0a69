"""Which other passages share a question's rare words: the ones that a search would bring up beside the right one."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_SATURATION, _LENGTH = 0.9, 0.6
_STEM = 7  # letters; what follows is mostly ending


class Neighbours:
    """BM25 (Robertson and Zaragoza, 2009) over a few thousand texts in memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(_stems(text)) for text in texts]
        sizes = np.array([max(1, count.total()) for count in counts], np.float32)
        norms = _SATURATION * (1 - _LENGTH + _LENGTH * sizes / max(1.0, sizes.sum() / max(1, len(sizes))))
        rows: dict[str, list[tuple[int, int]]] = {}
        for number, count in enumerate(counts):
            for stem, times in count.items():
                rows.setdefault(stem, []).append((number, times))
        self._count = len(texts)
        self._postings: dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]] = {}
        for stem, found in rows.items():
            places = np.array([number for number, _ in found], np.int64)
            often = np.array([times for _, times in found], np.float32)
            rarity = np.log1p((self._count - len(found) + 0.5) / (len(found) + 0.5))
            weights = rarity * often * (_SATURATION + 1) / (often + norms[places])
            self._postings[stem] = places, weights.astype(np.float32)

    def nearest(self, question: str, most: int) -> list[int]:
        """Numbers of the ``most`` texts with the highest scores above 0, best first, equal ones in their order."""
        scores = np.zeros(self._count, np.float32)
        for stem in sorted(set(_stems(question))):
            if stem in self._postings:
                places, weights = self._postings[stem]
                scores[places] += weights
        order = np.argsort(-scores, kind="stable")[:most]
        return [int(number) for number in order if scores[number] > 0]


def _stems(text: str) -> list[str]:
    return [word[:_STEM] for word in _WORD.findall(text.casefold())]
