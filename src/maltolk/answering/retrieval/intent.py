"""What a question is for, by a small learned network on its vector."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maltolk.settings import BUNDLED

HEAD = "intents.npz"
_ARRAYS = ("inner", "inner_bias", "outer", "outer_bias")


class Intent(StrEnum):
    """What a question is for. OVERVIEW asks the texts about no one matter, VISION for the vision, slogan or the like
    itself, in whatever words. All but these and TEXTS is not for the texts: COVERAGE asks about the assistant itself,
    ORDER tells the machine to do something, ELSEWHERE wants knowledge that no municipal text has."""

    TEXTS = "texts"
    ERRAND = "errand"
    OPINION = "opinion"
    CHITCHAT = "chitchat"
    COVERAGE = "coverage"
    ORDER = "order"
    PRIVATE = "private"
    DISTRESS = "distress"
    ELSEWHERE = "elsewhere"
    OVERVIEW = "overview"
    VISION = "vision"


FOR_TEXTS = frozenset({Intent.TEXTS, Intent.OVERVIEW, Intent.VISION})


@cache
def probes() -> dict[str, list[str]]:
    """Example questions by kind, to be embedded with an index."""
    return dict(tomllib.loads((files("maltolk.answering.retrieval") / "data" / "probes.toml").read_text("utf-8")))


@dataclass(frozen=True, slots=True, eq=False)
class IntentHead:
    """A network with one hidden layer. ``inner``: (hidden, dim) float32, ``inner_bias``: (hidden,), ``outer``:
    (intents, hidden), ``outer_bias``: (intents,), in the order of ``Intent``."""

    inner: NDArray[np.float32]
    inner_bias: NDArray[np.float32]
    outer: NDArray[np.float32]
    outer_bias: NDArray[np.float32]

    def probabilities(self, vector: NDArray[np.float32]) -> dict[Intent, float]:
        """Intent -> how likely the question with this vector (dim,), unit length, has it; they add up to 1."""
        hidden = np.maximum(self.inner @ vector + self.inner_bias, 0.0)
        logits = self.outer @ hidden + self.outer_bias
        shares = np.exp(logits - logits.max())
        return dict(zip(Intent, (shares / shares.sum()).tolist(), strict=True))


def save_head(head: IntentHead, file: Path) -> None:
    """Writes a head."""
    np.savez(file, **{name: getattr(head, name).astype(np.float32) for name in _ARRAYS})


@cache
def shipped_head() -> IntentHead:
    """The head that ships, for vectors of the bundled encoder alone."""
    with (files("maltolk.answering.retrieval") / "data" / HEAD).open("rb") as file:
        saved = np.load(file)
        return IntentHead(*(saved[name] for name in _ARRAYS))


def intents_of(vector: NDArray[np.float32], encoder: str) -> dict[Intent, float]:
    """How likely each intent is. With another ``encoder`` than the bundled one nothing is known, and every question is
    taken to be for the texts."""
    if encoder != BUNDLED:
        return {intent: float(intent is Intent.TEXTS) for intent in Intent}
    return shipped_head().probabilities(vector)
