"""Encoded examples -> batches of similar length, as tensors."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maltolk.training.windows import Encoded

if TYPE_CHECKING:
    from torch import Tensor

_BUCKET = 40  # batches' worth of examples that are sorted by length together


@dataclass(frozen=True, slots=True)
class Batch:
    """``n`` examples of at most ``t`` tokens and ``u`` units.

    ``tokens``: (n, t) int64, padded. ``visible``: (n, t) bool, False where padded. ``units``: (n, t) int64, the number
    of each token's unit from 1, else 0. ``support``: (n, u) float32, 1 for units of the answer. ``present``: (n, u)
    bool, False where an example has fewer units. ``questions``: (n,) int64, equal where examples compete.
    """

    tokens: "Tensor"
    visible: "Tensor"
    units: "Tensor"
    support: "Tensor"
    present: "Tensor"
    questions: "Tensor"


def in_batches(examples: Iterable[Sequence[Encoded]], size: int, chance: random.Random) -> list[list[Encoded]]:
    """Batches of ``size`` or a few more, with little padding, in random order; what does not fill one is left out.

    ``examples``: those that compete together; they come into the same batch.
    """
    batches: list[list[Encoded]] = []
    bucket: list[Sequence[Encoded]] = []
    for together in examples:
        bucket.append(together)
        if sum(map(len, bucket)) >= size * _BUCKET:
            filled, bucket = _filled(bucket, size)
            batches += filled
    batches += _filled(bucket, size)[0]
    chance.shuffle(batches)
    return batches


def _filled(bucket: Sequence[Sequence[Encoded]], size: int) -> tuple[list[list[Encoded]], list[Sequence[Encoded]]]:
    """Batches of examples that are alike in length, and what is left, the longest."""
    batches: list[list[Encoded]] = []
    left: list[Sequence[Encoded]] = []
    for together in sorted(bucket, key=lambda each: max(len(example.tokens) for example in each)):
        left.append(together)
        if sum(map(len, left)) >= size:
            batches.append([example for each in left for example in each])
            left = []
    return batches, left


def by_length(examples: Sequence[Encoded], size: int) -> list[list[Encoded]]:
    """All examples, shortest first, ``size`` at a time; the last batch may be smaller."""
    ordered = sorted(examples, key=lambda example: len(example.tokens))
    return [ordered[place : place + size] for place in range(0, len(ordered), size)]


def collate(examples: Sequence[Encoded], padding: int) -> Batch:
    """One batch of ``examples``, in their order. ``padding``: the id of the piece that fills up."""
    import torch

    longest = max(len(example.tokens) for example in examples)
    most = max(len(example.support) for example in examples)
    tokens = torch.full((len(examples), longest), padding)
    units = torch.zeros((len(examples), longest), dtype=torch.int64)
    visible = torch.zeros((len(examples), longest), dtype=torch.bool)
    support = torch.zeros((len(examples), most))
    present = torch.zeros((len(examples), most), dtype=torch.bool)
    numbers: dict[str | int, int] = {}
    asked = [example.question or row for row, example in enumerate(examples)]
    questions = torch.tensor([numbers.setdefault(each, len(numbers)) for each in asked])
    for row, example in enumerate(examples):
        size, count = len(example.tokens), len(example.support)
        tokens[row, :size] = torch.tensor(example.tokens)
        units[row, :size] = torch.tensor(example.units)
        visible[row, :size] = True
        support[row, :count] = torch.tensor(example.support, dtype=torch.float32)
        present[row, :count] = True
    return Batch(tokens, visible, units, support, present, questions)
