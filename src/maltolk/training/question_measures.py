"""How well the reader chooses and declines over all the excerpts that are read for a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maltolk.answering.reader.reading_model import log_probability
from maltolk.training.batches import by_length, collate
from maltolk.training.measures import auroc
from maltolk.training.windows import Encoded

if TYPE_CHECKING:
    from torch.nn import Module

_BATCH = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the excerpts that are read for it, likeliest first."""

    id: str
    kind: str
    language: str
    answerable: bool
    excerpts: tuple[Encoded, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the reader says of a question: for each excerpt the logit of the passage and those of its units, and which
    of these belong to the answer."""

    answerable: bool
    passages: tuple[float, ...]
    units: tuple[tuple[float, ...], ...]
    support: tuple[tuple[bool, ...], ...]

    def ordered(self) -> list[tuple[float, bool]]:
        """All units: their score and whether they belong to the answer, best first."""
        scored = [
            (log_probability(unit) + log_probability(passage), belongs)
            for passage, units, support in zip(self.passages, self.units, self.support, strict=True)
            for unit, belongs in zip(units, support, strict=True)
        ]
        return sorted(scored, key=lambda one: -one[0])


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """All 0 to 1, higher is better.

    ``best``, ``three``: share of answerable questions whose best unit, or one of whose three best, over all excerpts
    read belongs to the answer. ``passage``, ``unit``: AUROC of answerable against not, by the highest passage's logit
    and by the best unit's score. ``read``: share of answerable questions whose answer is in what is read at all.
    """

    best: float
    three: float
    passage: float
    unit: float
    read: float
    answerable: int
    others: int

    @property
    def score(self) -> float:
        """What the best weights are chosen by: the mean of finding and declining."""
        return (self.best + max(self.passage, self.unit)) / 2

    def __str__(self) -> str:
        """One line."""
        return (
            f"best unit {self.best:.3f}, three best {self.three:.3f} (read {self.read:.3f}), AUROC passage "
            f"{self.passage:.3f}, unit {self.unit:.3f}; {self.answerable} answerable, {self.others} not"
        )


def hear(reader: "Module", asked: Sequence[Asked], padding: int) -> list[Heard]:
    """What the reader, at rest, says of the questions, in their order."""
    import torch

    numbered = [(place, number) for place, one in enumerate(asked) for number in range(len(one.excerpts))]
    keys = {id(asked[place].excerpts[number]): (place, number) for place, number in numbered}
    heard: dict[tuple[int, int], tuple[float, tuple[float, ...]]] = {}
    training = reader.training
    reader.eval()
    with torch.inference_mode():
        for batch in by_length([asked[place].excerpts[number] for place, number in numbered], _BATCH):
            tensors = collate(batch, padding)
            logits = reader(tensors.tokens, tensors.visible, tensors.units)
            for example, units, passage in zip(batch, logits.units.tolist(), logits.passage.tolist(), strict=True):
                heard[keys[id(example)]] = passage, tuple(units[: len(example.support)])
    reader.train(training)
    return [
        Heard(
            one.answerable,
            tuple(heard[place, number][0] for number in range(len(one.excerpts))),
            tuple(heard[place, number][1] for number in range(len(one.excerpts))),
            tuple(example.support for example in one.excerpts),
        )
        for place, one in enumerate(asked)
    ]


def question_figures(heard: Sequence[Heard]) -> QuestionFigures:
    """The figures of what the reader said."""
    answerable = [one for one in heard if one.answerable]
    others = [one for one in heard if not one.answerable and one.passages]
    ordered = [one.ordered() for one in answerable]

    def share(most: int) -> float:
        return sum(any(belongs for _, belongs in units[:most]) for units in ordered) / max(1, len(ordered))

    return QuestionFigures(
        best=share(1),
        three=share(3),
        passage=auroc([max(one.passages) for one in answerable if one.passages], [max(one.passages) for one in others]),
        unit=auroc([units[0][0] for units in ordered if units], [one.ordered()[0][0] for one in others]),
        read=share(10_000),
        answerable=len(answerable),
        others=len(others),
    )


def judge_questions(reader: "Module", asked: Sequence[Asked], padding: int) -> QuestionFigures:
    """The figures of ``asked``."""
    return question_figures(hear(reader, asked, padding))
