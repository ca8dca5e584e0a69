"""What a question is for, by the nearest of the example questions that were embedded with the index."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from maltolk.errors import IndexStale
from maltolk.indexing.index import Index

NEIGHBOURS = 2
"""How many examples of a kind count: the nearest."""


class Intent(StrEnum):
    """What a question is for."""

    ASK = "ask"
    COVERAGE = "coverage"
    CHAT = "chat"


@cache
def probes() -> dict[str, list[str]]:
    """The example questions by kind, to be embedded with an index."""
    return dict(tomllib.loads((files("maltolk.answering.retrieval") / "data" / "probes.toml").read_text("utf-8")))


class Likeness:
    """How similar a question is to the examples of each kind: the mean cosine of the nearest ones."""

    def __init__(self, index: Index, vector: NDArray[np.float32]) -> None:
        """``vector``: (dim,) float32, unit length, of the question."""
        self._index, self._vector = index, vector
        self._known: dict[str, float] = {}

    def of(self, kind: str) -> float:
        """The similarity to one kind. Raises IndexStale for an index without its examples."""
        if kind not in self._known:
            try:
                _, vectors = self._index.probes(kind)
            except KeyError:
                made = f"generation {self._index.generation} was made without the example questions {kind!r}"
                raise IndexStale(f"{made}; run: maltolk index") from None
            self._known[kind] = float(np.sort(vectors @ self._vector)[-NEIGHBOURS:].mean())
        return self._known[kind]

    @property
    def lead_of_service(self) -> float:
        """How much nearer the question is to wanting something done (a permit, opening hours) than to asking
        about aims; to the former, texts about goals only sound like an answer."""
        return self.of("service") - self.of(Intent.ASK)

    @property
    def lead_of_distress(self) -> float:
        """How much nearer it is to somebody in danger or despair than to all else, questions about such matters too."""
        others = (*(intent.value for intent in Intent), "service", "prevention")
        return self.of("distress") - max(map(self.of, others))

    def lead_of(self, intent: Intent) -> float:
        """How much nearer it is to one intent than to the others."""
        return self.of(intent) - max(self.of(other) for other in Intent if other is not intent)
