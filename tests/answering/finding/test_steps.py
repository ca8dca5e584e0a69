"""Each step on texts with the flaws of real pages, with the bundled encoder."""

import pytest

from maltolk.answering.answer import Answerer
from maltolk.model import Status

pytestmark = pytest.mark.model


def quotes(answerer: Answerer, text: str, *history: str) -> list[str]:
    answer = answerer.ask(text, history, trace=True)
    assert answer.status is Status.ANSWERED, (text, answer.trace)
    return [c.quote.text for c in answer.citations]


def test_a_goal_run_into_the_paragraph_before_it_is_found_by_its_number(answerer: Answerer):
    assert quotes(answerer, "Vad är mål 4 i Borås?")[0] == "Vägen från bidrag till egen försörjning ska bli kortare"


def test_a_list_is_shown_whole_though_its_lead_announces_fewer(answerer: Answerer):
    found = quotes(answerer, "Vilka fokusområden har Växjö?")
    assert found[0].endswith("fyra fokusområden:")
    assert len(found) == 6


def test_goals_numbered_over_three_headings_are_one_list(answerer: Answerer):
    assert len(quotes(answerer, "Räkna upp Borås mål")) == 8


def test_somebodys_words_are_theirs(answerer: Answerer):
    (said,) = quotes(answerer, "Vad tycker Torgny Bladlund om förslaget?")
    assert "önskelista utan prislapp" in said


def test_an_overview_holds_the_goals(answerer: Answerer):
    assert "Borås ska vara Nordens ledande stad för cirkulär textil" in quotes(answerer, "Berätta om Borås")


def test_a_place_that_never_names_its_municipality(answerer: Answerer):
    answer = answerer.ask("Vilka förflyttningar har Rosengård?")
    assert answer.municipalities == ("Malmö",)
    assert len(answer.citations) >= 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("When will Piteå be climate neutral?", "2038"),
        ("Wann soll Piteå klimaneutral sein?", "2038"),
        ("What is the vision of Borås?", "många trådar"),
        ("¿Cuál es la visión de Borås?", "många trådar"),
        ("Jaka jest wizja gminy Mora?", "där loppet börjar"),
    ],
)
def test_a_question_in_another_language_gets_swedish_quotes(answerer: Answerer, text: str, words: str):
    answer = answerer.ask(text)
    assert any(words in c.quote.text for c in answer.citations), answer.text
    assert "the quotes are in Swedish" in answer.notices


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Vilken golvnivå ska nya bostäder ha i Kalmar?", "2,8 meter"),
        ("Hur mycket ska energianvändningen minska i Piteå?", "20 procent"),
        ("hur många lotter blir det i odlingsparken i rosengard", "120 lotter"),
        ("När antogs budgeten i Mora?", "24 november 2025"),
        ("Hur ofta följs strategin upp i Kalmar?", "vartannat år"),
        ("Vad beräknas målen i Ystad kosta?", "41 miljoner kronor"),
    ],
)
def test_an_exact_question_gets_its_number(answerer: Answerer, text: str, number: str):
    assert quotes(answerer, text)
    assert number in answerer.ask(text).text, "in the answer no-break spaces are plain ones"
