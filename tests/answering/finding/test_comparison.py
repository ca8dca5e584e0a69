"""Several municipalities: a part for each, and an honest part where the texts have nothing."""

from dataclasses import replace

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.finding.comparison import put_to
from maltolk.answering.understanding.understand import Understanding
from maltolk.model import Status
from maltolk.swedish.gazetteer import Gazetteer


def test_a_part_for_each(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilken vision har Ale respektive Älmhult?")
    assert answer.status is Status.ANSWERED
    assert answer.municipalities == ("Ale", "Älmhult")
    assert "Älven bär oss" in answer.text
    assert "Plats för nästa idé" in answer.text
    assert next(line for line in answer.text.split("\n") if line.startswith(("Ale:", "Älmhult:"))).startswith("Ale:")


def test_a_part_that_finds_nothing_says_so(quick_answerer: Answerer):
    answer = quick_answerer.ask("Jämför vad Ale och Orsa säger om hyresrätter")
    assert answer.status is Status.ANSWERED
    assert "Minst 150 hyresrätter byggs nära pendeltåget. [1]" in answer.text
    assert "Orsa: Hittar inget om detta" in answer.text
    assert answer.municipalities == ("Ale",)


def test_nothing_anywhere_is_not_found(quick_answerer: Answerer):
    answer = quick_answerer.ask("Jämför vad Ale och Orsa säger om rymdfart")
    assert answer.status is Status.NOT_FOUND
    assert answer.citations == ()


def test_one_that_is_not_indexed_is_said_to_be_so(quick_answerer: Answerer):
    answer = quick_answerer.ask("Jämför vad Ale och Umeå säger om hyresrätter")
    assert answer.status is Status.ANSWERED
    assert "Minst 150 hyresrätter" in answer.text
    assert "inga texter från Umeå" in answer.text


def test_the_same_words_asked_of_one_is_no_comparison(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vad säger Ale om hyresrätter?")
    assert "Hittar inget" not in answer.text


@pytest.mark.parametrize(
    ("text", "name", "named", "put"),
    [
        ("Jämför Eds och Ales mål", "Ale", ("Ed", "Ale"), "Jämför Ales mål"),
        ("Jämför Eds och Ales mål", "Ed", ("Ed", "Ale"), "Jämför Eds mål"),
        ("Vad skiljer Ed, Ale och Orsa åt?", "Ale", ("Ed", "Ale", "Orsa"), "Vad skiljer Ale åt?"),
        ("Bygger Ale kommun eller Orsa kommun mest?", "Orsa", ("Ale", "Orsa"), "Bygger Orsa kommun mest?"),
        ("Bygger Ale kommun eller Orsa kommun mest?", "Ale", ("Ale", "Orsa"), "Bygger Ale kommun mest?"),
        ("Vilka kommuner vill bygga?", "Ale", (), "Ale vill bygga?"),
        ("Which municipalities want trams?", "Ale", (), "Ale want trams?"),
        ("Vad vill ni?", "Ale", (), "Vad vill ni?"),
    ],
)
def test_the_reader_is_asked_about_one_side_at_a_time(
    quick_answerer: Answerer, text: str, name: str, named: tuple[str, ...], put: str
):
    asked = Understanding(quick_answerer.index, Gazetteer.default()).understand("Vad vill ni?")
    assert put_to(text, name, replace(asked, municipalities=named)) == put


def test_municipalities_that_have_something_are_told(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilka kommuner har hyresrätter?")
    assert answer.status is Status.ANSWERED
    assert answer.municipalities == ("Ale",)


def test_the_trace_tells_what_was_read_and_weighed_for_each(quick_answerer: Answerer):
    trace = quick_answerer.ask("Jämför vad Ale och Orsa säger om hyresrätter", trace=True).trace
    assert trace is not None
    assert {place.document for place in trace.read} == {"ale.md", "orsa.txt"}
    assert "Ale: sentences" in [each.kind for each in trace.weighed if not each.refused]
    assert all(each.refused for each in trace.weighed if each.kind.startswith("Orsa: "))
