"""Encoded examples -> batches of similar length, as tensors."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maltolk.training.windows import Encoded

if TYPE_CHECKING:
    from torch import Tensor

_BUCKET = 40  # batches that are sorted by length together


@dataclass(frozen=True, slots=True)
class Batch:
    """``n`` examples of at most ``t`` tokens and ``u`` units.

    ``tokens``: (n, t) int64, padded. ``visible``: (n, t) bool, False where padded. ``units``: (n, t) int64, the number
    of each token's unit from 1, else 0. ``support``: (n, u) float32, 1 for units of the answer. ``present``: (n, u)
    bool, False where an example has fewer units.
    """

    tokens: "Tensor"
    visible: "Tensor"
    units: "Tensor"
    support: "Tensor"
    present: "Tensor"


def in_batches(examples: Sequence[Encoded], size: int, chance: random.Random) -> list[list[Encoded]]:
    """Full batches of ``size`` with little padding, in random order; a rest smaller than ``size`` is left out."""
    batches: list[list[Encoded]] = []
    for start in range(0, len(examples), size * _BUCKET):
        bucket = sorted(examples[start : start + size * _BUCKET], key=lambda example: len(example.tokens))
        batches += [bucket[place : place + size] for place in range(0, len(bucket) - size + 1, size)]
    chance.shuffle(batches)
    return batches


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
    for row, example in enumerate(examples):
        size, count = len(example.tokens), len(example.support)
        tokens[row, :size] = torch.tensor(example.tokens)
        units[row, :size] = torch.tensor(example.units)
        visible[row, :size] = True
        support[row, :count] = torch.tensor(example.support, dtype=torch.float32)
        present[row, :count] = True
    return Batch(tokens, visible, units, support, present)
