"""What reads: a question and excerpts in, logits out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p
from typing import Protocol


def probability(logit: float) -> float:
    """What a logit stands for, 0 to 1."""
    return 1 / (1 + exp(-max(logit, -700.0)))


def log_probability(logit: float) -> float:
    """The natural logarithm of that."""
    return -log1p(exp(-logit)) if logit > -30 else logit


def in_turn(questions: Sequence[str]) -> str:
    """A conversation's questions, oldest first, as one text for a reader, who is asked the last."""
    return " > ".join(questions)


@dataclass(frozen=True, slots=True)
class Shown:
    """An excerpt as a reader sees it: its title, and the words of its units in order."""

    title: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one excerpt. ``units``: a logit for each unit, that it belongs to the answer. ``passage``:
    the logit that the excerpt answers. Above 0 is likelier than not."""

    units: tuple[float, ...]
    passage: float


class Reader(Protocol):
    """Reads excerpts for a question. Each reading depends on the question and its excerpt alone, so it is the same
    whatever else is read. Safe to use from several threads.

    ``fingerprint``: changes when a reading may.
    """

    fingerprint: str

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """The readings of the excerpts, in their order."""
        ...
