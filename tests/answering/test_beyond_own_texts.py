"""A place whose own texts have nothing may be answered for by its region, near where that speaks of it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from maltolk.answering.beyond_own_texts import put_to_region, speaks_of
from maltolk.answering.finding.findings import Finding, Line, Outcome, Section
from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Span
from maltolk.swedish.gazetteer import Gazetteer

TEXT = "---\nmunicipality: {}\n---\n# Trafik\n\n{}\n"


@pytest.fixture
def region(read_text: Callable[[str, str], Document]) -> Document:
    far = "Resan kostar 40 kronor överallt. " * 40
    return read_text(TEXT.format("Region Västmanland", f"I Norberg bokas bussen.\n\n{far}\n\nTåget går ofta."), "r.md")


def test_a_question_is_put_to_the_regions_texts_under_its_name(
    tmp_path: Path, region: Document, read_text: Callable[[str, str], Document]
):
    build(tmp_path, [region, read_text(TEXT.format("Sala", "En buss."), "s.md")], (), HashEncoder(32))
    with closing(Index.open(tmp_path, HashEncoder(32))) as index:
        question = Understanding(index, Gazetteer.default()).understand("Hur bokar man bussen i Norberg?")
        assert question.foreign == ("Norberg",)
        assert question.beyond is not None
        asked = put_to_region(question, question.beyond)
        assert asked.foreign == asked.municipalities == ()
        assert asked.owner == "Region Västmanland"
        assert {index.documents[number].path for number in asked.documents or ()} == {"r.md"}


@pytest.mark.parametrize(
    ("words", "places", "speaks"),
    [
        ("bokas bussen", ("Norberg",), True),
        ("bokas bussen", ("Norberg", "Sala"), False),
        ("Tåget går ofta", ("Norberg",), False),
    ],
)
def test_what_stands_far_from_a_place_says_nothing_of_it(
    region: Document, words: str, places: tuple[str, ...], speaks: bool
):
    start = region.text.index(words)
    found = Finding(Outcome.FOUND, (Section((Line(region, Span(start, start + len(words))),)),))
    assert speaks_of(found, places) is speaks
