"""How good the reader is on questions that it was not trained on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maltolk.training.batches import by_length, collate
from maltolk.training.windows import Encoded

if TYPE_CHECKING:
    from torch.nn import Module


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the reader made of one example.

    ``rank``: place, from 1, of the highest unit that belongs to the answer among all its units; 0 for an unanswerable
    example. ``passage``, ``top``: logits of the passage and of its highest unit.
    """

    group: str
    rank: int
    passage: float
    top: float

    @property
    def answerable(self) -> bool:
        """Whether the answer was there."""
        return self.rank > 0


@dataclass(frozen=True, slots=True)
class Figures:
    """All 0 to 1, higher is better; 0 where there is nothing to measure.

    ``best``, ``three``: share of answerable examples whose highest unit, or one of whose three highest, belongs to the
    answer. ``passage``, ``top``: AUROC of answerable against not, by the passage's logit and by its highest unit's.
    ``groups``: group -> ``best`` and ``passage`` of its examples alone.
    """

    best: float
    three: float
    passage: float
    top: float
    groups: Mapping[str, tuple[float, float]]

    @property
    def score(self) -> float:
        """What the best weights are chosen by: the mean of finding and declining."""
        return (self.best + self.passage) / 2

    def __str__(self) -> str:
        """One line."""
        groups = ", ".join(f"{name} {best:.3f}/{passage:.3f}" for name, (best, passage) in self.groups.items())
        return (
            f"best unit {self.best:.3f}, three best {self.three:.3f}, AUROC passage {self.passage:.3f}, "
            f"AUROC best unit {self.top:.3f}; best unit/AUROC passage: {groups}"
        )


def read_all(reader: "Module", examples: Sequence[Encoded], size: int, padding: int) -> list[Judgement]:
    """What the reader, at rest, makes of the examples, shortest first, ``size`` at a time."""
    import torch

    found: list[Judgement] = []
    training = reader.training
    reader.eval()
    with torch.inference_mode():
        for batch in by_length(examples, size):
            tensors = collate(batch, padding)
            logits = reader(tensors.tokens, tensors.visible, tensors.units)
            rows = zip(batch, logits.units.tolist(), logits.passage.tolist(), strict=True)
            found += [_reading(example, units[: len(example.support)], passage) for example, units, passage in rows]
    reader.train(training)
    return found


def figures(readings: Sequence[Judgement]) -> Figures:
    """The figures of all, and of each group in alphabetical order."""
    groups = {
        name: (_found([one for one in readings if one.group == name], 1), _passage(readings, name))
        for name in sorted({one.group for one in readings})
    }
    top = auroc([one.top for one in readings if one.answerable], [one.top for one in readings if not one.answerable])
    return Figures(_found(readings, 1), _found(readings, 3), _passage(readings, None), top, groups)


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Share of pairs in which the right one is higher, ties counted half; 0 without pairs."""
    if not right or not wrong:
        return 0.0
    wins = sum((a > b) + (a == b) / 2 for a in right for b in wrong)
    return wins / (len(right) * len(wrong))


def _reading(example: Encoded, units: Sequence[float], passage: float) -> Judgement:
    order = sorted(range(len(units)), key=lambda number: -units[number])
    rank = next((place for place, number in enumerate(order, start=1) if example.support[number]), 0)
    return Judgement(example.group, rank, passage, units[order[0]])


def _found(readings: Sequence[Judgement], most: int) -> float:
    answerable = [one for one in readings if one.answerable]
    return sum(one.rank <= most for one in answerable) / len(answerable) if answerable else 0.0


def _passage(readings: Sequence[Judgement], group: str | None) -> float:
    chosen = [one for one in readings if group in (None, one.group)]
    return auroc(
        [one.passage for one in chosen if one.answerable], [one.passage for one in chosen if not one.answerable]
    )
