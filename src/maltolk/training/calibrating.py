"""How likely the reader is right, fitted on the tuning texts with the reader as it ships."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.deciding.calibration import FILE, Calibration
from maltolk.answering.finding.proposals import ReadSigns
from maltolk.answering.finding.proposing.read_units import marked, signs_of
from maltolk.answering.reader.excerpts import touching
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.reader.shelf import MAX_READ, Shelf, read_excerpts
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.model import Span
from maltolk.training.municipal_sets import MunicipalSet, Split, TextQuestion, searched
from maltolk.training.question_measures import Heard, question_figures

_ROUNDS = 50  # of Newton's method
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Told:
    """What the product's reader makes of a question. ``right``: whether its best unit belongs to the answer."""

    question: TextQuestion
    signs: ReadSigns
    right: bool
    heard: Heard


def ask_reader(read: MunicipalSet, split: Split, encoder: Encoder, reader: Reader, folder: Path) -> list[Told]:
    """Every question of the part put to its own text as it is when it is answered; the index of the texts is kept in
    ``folder``. Questions for which search finds nothing are left out."""
    found = searched(read, encoder, folder)
    index = Index.open(folder / "index", encoder)
    shelf = Shelf(index)
    numbers = {card.path: card.number for card in index.documents}
    try:
        return [
            told
            for question in read.of(split)
            for told in _told(question, numbers[read.texts[question.name].document.path], found, shelf, reader)
        ]
    finally:
        index.close()


def _told(
    question: TextQuestion, number: int, found: dict[str, tuple[Span, ...]], shelf: Shelf, reader: Reader
) -> Iterator[Told]:
    cut = shelf.of(number)
    places = shelf.excerpts_at(number, found[question.id])[:MAX_READ]
    read = read_excerpts(reader, question.text, places)
    units = marked(read)
    if not units:
        return
    support = frozenset(touching(cut.units, question.support))
    heard = Heard(
        bool(question.support),
        tuple(one.reading.passage for one in read),
        tuple(one.reading.units for one in read),
        tuple(tuple(n in support for n in range(one.excerpt.first, one.excerpt.last)) for one in read),
    )
    yield Told(question, signs_of(units), units[0].number in support, heard)


def fit(told: Sequence[Told]) -> Calibration:
    """The logistic regression of being right on the signs, by Newton's method."""
    rows = np.array([[1.0, one.signs.passage, one.signs.unit] for one in told])
    right = np.array([one.right for one in told], float)
    weights: NDArray[np.float64] = np.zeros(rows.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(curve, rows.T @ (right - likely) - _RIDGE * weights)
    return Calibration(*(round(float(weight), 4) for weight in weights))


def risk_and_coverage(told: Sequence[Told], calibration: Calibration) -> Iterator[str]:
    """For each threshold: how much of what is answerable is answered rightly, and how much is answered wrongly."""
    answerable = sum(bool(one.question.support) for one in told)
    yield f"{'threshold':>10}{'right of answerable':>21}{'wrong of all':>14}{'decided rightly':>17}"
    for percent in range(10, 100, 5):
        given = [one for one in told if calibration.probability(one.signs) >= percent / 100]
        right = sum(one.right for one in given)
        declined = len(told) - answerable - sum(not one.question.support for one in given)
        yield (
            f"{percent / 100:10.2f}{right / answerable:21.3f}{(len(given) - right) / len(told):14.3f}"
            f"{(right + declined) / len(told):17.3f}"
        )


def figures_of(told: Sequence[Told]) -> str:
    """Best unit, three best, AUROC."""
    return str(question_figures([one.heard for one in told]))


def ship(calibration: Calibration) -> None:
    """Writes it where the product reads it."""
    place = Path(str(resources.files("maltolk.answering.deciding").joinpath("data", FILE)))
    place.write_text(json.dumps(asdict(calibration), indent=2) + "\n", encoding="utf-8")
