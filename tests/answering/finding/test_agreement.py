"""What the sides of a comparison agree about goes before what one of them alone has."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from maltolk.answering.finding.agreement import HIGHEST, LEAST, SentenceVector, agreed, beside
from maltolk.answering.finding.marked_units import MarkedUnit
from maltolk.answering.reader.excerpts import pack, units_of
from maltolk.answering.reader.shelf import CutDocument
from maltolk.model import Document

Side = tuple[list[MarkedUnit], list[SentenceVector]]

NEAR = {"våtmark": (1.0, 0.0, 0.0), "skatt": (0.0, 1.0, 0.0), "skola": (0.0, 0.0, 1.0)}


def vector(text: str) -> NDArray[np.float32]:
    """Alike for what has the same of the words above."""
    found = np.array(next(v for word, v in NEAR.items() if word in text.casefold()), np.float32) + 0.5
    return found / np.linalg.norm(found)


@pytest.fixture
def side_of(read_text: Callable[..., Document]) -> Callable[..., Side]:
    """The units of a text with the scores given, in its order, and the vectors of its sentences."""

    def made(number: int, text: str, *scores: float) -> Side:
        document = read_text(text, f"{number}.md")
        units = units_of(document)
        cut = CutDocument(number, document, units, tuple(pack(document, units)))
        marked = [MarkedUnit(cut, n, score, score, score, 0.0) for n, score in enumerate(scores)]
        told = [u for u in units if any(word in u.span.of(document.text).casefold() for word in NEAR)]
        vectors = [SentenceVector(number, u.span, vector(u.span.of(document.text))) for u in told]
        return sorted(marked, key=lambda unit: -unit.score), vectors

    return made


def words(unit: MarkedUnit) -> str:
    return unit.cut.units[unit.number].span.of(unit.cut.document.text)


def test_what_two_sides_have_goes_before_what_one_has(side_of: Callable[..., Side]):
    one = side_of(0, "Skolan är bra här.\n\nVåtmark anläggs vid ån.\n", -0.1, -0.5)
    other = side_of(1, "Våtmarker ska det bli.\n\nSkatten är låg här.\n", -0.4, -0.3)
    found = agreed([one, other], 3)
    assert found is not None
    assert "åtmark" in words(found.units[0])
    assert found.vector is not None
    assert found.vector @ vector("våtmark") > 0.99
    (units, vectors) = (one, other)[1 - found.side]
    assert "åtmark" in words(beside(units, vectors, found.vector)[0])


def test_the_likeliest_is_first_where_they_have_nothing_in_common(side_of: Callable[..., Side]):
    one = side_of(0, "Skolan är bra här.\n", -0.9)
    other = side_of(1, "Skatten är låg här.\n", -0.1)
    found = agreed([one, other], 3)
    assert found is not None
    assert found.side == 1


def test_one_side_agrees_with_nobody(side_of: Callable[..., Side]):
    one = side_of(0, "Skolan är bra här.\n", 0.9)
    assert agreed([one, ([], [])], 3) is None
    assert agreed([], 3) is None


def test_a_unit_without_a_vector_is_neither_like_nor_unlike(side_of: Callable[..., Side]):
    units, vectors = side_of(0, "# Rubrik\n\nSkolan är bra här.\n\nSkatten är låg här.\n", -0.1, -0.3, -0.3)
    near = beside(units, vectors, vector("skatt"))
    cosines = {words(unit): unit.alike for unit in near}
    assert cosines["Skatten är låg här."] == pytest.approx(HIGHEST)
    assert cosines["Skolan är bra här."] == pytest.approx(LEAST)
    assert cosines["Skolan är bra här."] < cosines["Rubrik"] < cosines["Skatten är låg här."]
    assert words(near[0]) == "Skatten är låg här."
