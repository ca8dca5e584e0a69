"""Several municipalities: a part for each, and an honest part where the texts have nothing."""

from maltolk.answering.answer import Answerer
from maltolk.model import Status


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
