"""What several sides of a comparison are answered with should be alike: "15 hektar våtmark" and "Våtmark vid ån"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.finding.marked_units import MarkedUnit, meet
from maltolk.model import Span

Vector = NDArray[np.float32]

AGREES = 30.0
"""What the cosine with the likest unit of another side is worth beside the log probabilities, where it is to be found
which unit all sides agree about; sentences of one language differ by some 0.1."""
OTHERS = 0.3
"""What that unit's own score is worth then."""
ALIKE = 10.0
"""What the cosine with that unit is worth where another side is to be answered."""
UNKNOWN = 0.83
"""Cosine of a unit without a vector, as a heading: that of sentences that have little in common."""
LEAST, HIGHEST = 0.82, 0.95
"""Cosines beyond these count as these: for another encoder than the bundled one they mean something else."""
MOST = 4
"""Units of each side that all sides may agree about."""


@dataclass(frozen=True, slots=True)
class SentenceVector:
    """``document``: number; ``vector``: (dim,) float32, unit length."""

    document: int
    span: Span
    vector: Vector


@dataclass(frozen=True, slots=True)
class Agreed:
    """``side``: number of the side with the unit that the sides agree about; ``units``: its units, that one first,
    their scores with how well the other sides agree. ``vector``: of that unit, None where it has none."""

    side: int
    units: list[MarkedUnit]
    vector: Vector | None


def agreed(sides: Sequence[tuple[Sequence[MarkedUnit], Sequence[SentenceVector]]], dimension: int) -> Agreed | None:
    """What the sides, each with its units, best first, and its sentences, agree about most; None where fewer than two
    have any. ``dimension``: of vectors."""
    told = {n: (units, _matrix(units, vectors, dimension)) for n, (units, vectors) in enumerate(sides) if units}
    found: list[tuple[float, int, list[MarkedUnit], Vector | None]] = []
    for number, (units, matrix) in told.items():
        others = [_partners(matrix, there, other) for n, (other, there) in told.items() if n != number]
        if not others:
            return None
        gains = np.mean(others, axis=0)
        rated = [replace(u, score=u.score + float(gain)) for u, gain in zip(units[:MOST], gains[:MOST], strict=True)]
        best = max(range(len(rated)), key=lambda n: rated[n].score)
        rest = [replace(u, score=u.score + float(gain)) for u, gain in zip(units[MOST:], gains[MOST:], strict=True)]
        below = sorted([*rated[:best], *rated[best + 1 :], *rest], key=lambda unit: -unit.score)
        known = matrix[best] if matrix[best].any() else None
        found.append((rated[best].score, number, [rated[best], *below], known))
    if not found:
        return None
    _, number, units, vector = max(found, key=lambda one: one[0])
    return Agreed(number, units, vector)


def beside(units: Sequence[MarkedUnit], vectors: Sequence[SentenceVector], other: Vector) -> list[MarkedUnit]:
    """The units, likest to ``other`` and likeliest to answer first."""
    cosines = _cosines(_matrix(units, vectors, len(other)), other[None])[:, 0]
    near = [
        replace(unit, score=unit.score + ALIKE * (cosine - UNKNOWN), alike=cosine)
        for unit, cosine in zip(units, cosines.tolist(), strict=True)
    ]
    return sorted(near, key=lambda unit: -unit.score)


def _partners(matrix: Vector, others: Vector, units: Sequence[MarkedUnit]) -> Vector:
    """For each row of ``matrix``, what the unit of another side is worth that goes best with it."""
    scores = np.array([OTHERS * unit.score for unit in units], np.float32)
    best: Vector = (AGREES * (_cosines(matrix, others) - UNKNOWN) + scores).max(axis=1)
    return best


def _cosines(one: Vector, other: Vector) -> Vector:
    """(n, m) float32, ``UNKNOWN`` for rows of zeros."""
    cosines: Vector = np.clip(one @ other.T, LEAST, HIGHEST)
    cosines[~one.any(axis=1)] = UNKNOWN
    cosines[:, ~other.any(axis=1)] = UNKNOWN
    return cosines


def _matrix(units: Sequence[MarkedUnit], vectors: Sequence[SentenceVector], dimension: int) -> Vector:
    """(n, dim) float32: the vector of the first sentence that each unit shares a character with, zeros for none."""
    found = np.zeros((len(units), dimension), np.float32)
    for row, unit in enumerate(units):
        span = unit.cut.units[unit.number].span
        same = (each for each in vectors if each.document == unit.cut.number and meet(each.span, span))
        sentence = next(same, None)
        if sentence is not None:
            found[row] = sentence.vector
    return found
