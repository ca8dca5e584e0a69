"""How likely the reader is right, fitted on the tuning texts with the reader as it ships."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.deciding.calibration import FILE, Calibration
from maltolk.answering.finding.marked_units import marked
from maltolk.answering.finding.proposals import ReadSigns
from maltolk.answering.finding.proposing.read_units import chosen_of, signs_of
from maltolk.answering.finding.request import MAX_CANDIDATES
from maltolk.answering.reader.excerpts import touching
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.reader.shelf import MAX_READ, Shelf, read_excerpts
from maltolk.answering.retrieval.evidence import Weights, weigh
from maltolk.answering.retrieval.hybrid import retrieve
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.encoders.encoder import Encoder, Vectors
from maltolk.indexing.index import Index
from maltolk.swedish.gazetteer import Gazetteer
from maltolk.training.municipal_sets import MunicipalSet, Split, TextQuestion, index_of, numbers_of
from maltolk.training.question_measures import Heard, question_figures

_ROUNDS = 50  # of Newton's method
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Told:
    """What the product's reader makes of a question. ``right``: whether what it would show holds some of the answer."""

    question: TextQuestion
    signs: ReadSigns
    right: bool
    heard: Heard


def ask_reader(read: MunicipalSet, split: Split, encoder: Encoder, reader: Reader, folder: Path) -> list[Told]:
    """Every question of the part put to its own text as it is when it is answered; the index of the texts is kept in
    ``folder``. Questions for which search finds nothing are left out."""
    index = index_of(read, encoder, folder)
    shelf, understanding = Shelf(index), Understanding(index, Gazetteer.default())
    numbers = numbers_of(read, index)
    try:
        return [
            told
            for asked in read.of(split)
            for question in [replace(understanding.understand(asked.text), documents=frozenset({numbers[asked.name]}))]
            for told in _told(asked, question, index, encoder.embed_queries([asked.text])[0], shelf, reader)
        ]
    finally:
        index.close()


def _told(
    asked: TextQuestion, question: Question, index: Index, vector: Vectors, shelf: Shelf, reader: Reader
) -> Iterator[Told]:
    candidates = retrieve(index, asked.text, vector, MAX_CANDIDATES, question.documents)
    read = read_excerpts(reader, asked.text, shelf.excerpts_of([each.passage for each in candidates])[:MAX_READ])
    units = marked(read, weigh(index, question, vector, candidates, Weights()))
    if not units:
        return
    support = frozenset(touching(units[0].cut.units, asked.support))
    heard = Heard(
        bool(asked.support),
        tuple(one.reading.passage for one in read),
        tuple(one.reading.units for one in read),
        tuple(tuple(n in support for n in range(one.excerpt.first, one.excerpt.last)) for one in read),
    )
    shown = any(unit.number in support for unit in chosen_of(units))
    yield Told(asked, signs_of(units), shown, heard)


def fit(told: Sequence[Told]) -> Calibration:
    """The logistic regression of being right on the signs, by Newton's method."""
    rows = np.array([[1.0, one.signs.passage, one.signs.unit, one.signs.shared] for one in told])
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
