"""From question to answer on the small texts: each kind of question ends in its own step, with the texts' words."""

from dataclasses import replace

import pytest

from maltolk.answering.answer import FROM_TEXTS, MAX_QUESTION, Answerer
from maltolk.model import Status

GOALS = [
    "Varje barn ska lära sig simma",
    "Alla elever ska gå ut med godkända betyg",
    "Unga ska ha någonstans att ta vägen",
    "Det ska finnas bostäder för livets alla skeden",
    "Strandpromenaden ska gå att rulla längs",
    "Grannar ska kunna lita på varandra",
    "Fler företag ska våga anställa",
    "Kommunen ska hushålla med pengarna",
]


def quotes(answerer: Answerer, *question: object, **more: object) -> list[str]:
    return [c.quote.text for c in answerer.ask(*question, **more).citations]  # type: ignore[arg-type]  # a test's shorthand


def test_the_steps_are_a_visible_list():
    assert FROM_TEXTS[0].__name__ == "propose_whole_text"
    assert len({propose.__name__ for propose in FROM_TEXTS}) == len(FROM_TEXTS)


def test_a_whole_list(quick_answerer: Answerer):
    assert quotes(quick_answerer, "Vilka mål har Ale?") == GOALS


def test_a_numbered_item_with_what_explains_it(quick_answerer: Answerer):
    expected = [GOALS[4], "Promenaden längs Göta älv får jämn beläggning och bänkar var hundrade meter."]
    for question in ("Vad är mål 5 i Ale?", "vad är det femte målet i ale", "Vad står det i mål nummer fem i Ale?"):
        assert quotes(quick_answerer, question) == expected


def test_a_number_that_no_item_has_is_not_found(quick_answerer: Answerer):
    assert quick_answerer.ask("Vad är mål 9 i Ale?").status is Status.NOT_FOUND


def test_a_fact_with_a_date(quick_answerer: Answerer):
    assert quotes(quick_answerer, "När antogs handlingsplanen i Orsa?") == [
        "Handlingsplanen antogs av kommunfullmäktige den 3 juni 2019."
    ]


def test_a_price(quick_answerer: Answerer):
    assert quotes(quick_answerer, "Vad kostar kaffet i Torslanda?") == ["Kaffet där kostar tio kronor."]


def test_somebodys_words(quick_answerer: Answerer):
    assert quotes(quick_answerer, "Vad säger Karin Furusund?") == [
        "Vi mäter det som invånarna bryr sig om, säger Karin Furusund (C), kommunalråd."
    ]


@pytest.mark.parametrize("municipality", ["Älmhult", "älmhult"])
def test_a_limit_from_outside(quick_answerer: Answerer, municipality: str):
    answer = quick_answerer.ask("Vilka fokusområden finns?", municipality=municipality)
    assert answer.municipalities == ("Älmhult",)
    assert len(answer.citations) == 4


def test_a_municipality_without_texts_is_named(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilka mål har Umeå?")
    assert answer.status is Status.NOT_FOUND
    assert "Umeå" in answer.text
    assert "Ale" in answer.text


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_question_asks_for_one(quick_answerer: Answerer, text: str):
    answer = quick_answerer.ask(text)
    assert answer.status is Status.NEEDS_CLARIFICATION
    assert "?" in answer.text


def test_the_fixed_words_follow_the_language(quick_answerer: Answerer):
    swedish, english = (quick_answerer.ask("Vad är mål 9 i Ale?", language=language) for language in ("sv", "en"))
    assert swedish.text.startswith("Jag hittar")
    assert english.text.startswith("I find")
    assert quick_answerer.ask("Which goals does Umeå have?").text.startswith("I have no texts from Umeå")


def test_not_found_offers_places_to_look_and_a_way_to_ask(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vem är borgmästare i Ale?")
    assert answer.status is Status.NOT_FOUND
    assert "08-465 004 50" in answer.text
    assert answer.suggestions
    assert all(s.startswith("Ale: ") for s in answer.suggestions)
    assert answer.citations == ()


def test_a_very_long_question_is_read_at_its_beginning(quick_answerer: Answerer):
    long = "Vilka mål har Ale? " + "x" * 10 * MAX_QUESTION
    assert quick_answerer.ask(long).latency_ms < 5000
    cut = quick_answerer.ask(long[:MAX_QUESTION])
    assert replace(quick_answerer.ask(long), latency_ms=0) == replace(cut, latency_ms=0)


def test_an_answer_knows_its_generation_and_time(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilka mål har Ale?")
    assert answer.generation == quick_answerer.index.generation
    assert answer.latency_ms > 0


@pytest.mark.parametrize(
    ("question", "kind"),
    [("Vilka mål har Ale?", "list"), ("Vad är mål 5 i Ale?", "numbered item"), ("telefon till Maja Ek", "contact")],
)
def test_the_trace_names_the_step(quick_answerer: Answerer, question: str, kind: str):
    trace = quick_answerer.ask(question, trace=True).trace
    assert trace is not None
    assert trace.outcome == kind
    assert [step.name for step in trace.steps] == ["understand", "embed", "find and decide"]
    assert quick_answerer.ask(question).trace is None


@pytest.mark.model
def test_what_is_covered_within_a_limit(answerer: Answerer):
    answer = answerer.ask("Vilka kommuner kan du svara om?", municipality="Mora")
    assert "Mora: " in answer.text
    assert "Växjö" not in answer.text


def test_foreign_words_that_the_texts_lack_are_missed(quick_answerer: Answerer):
    assert quick_answerer.ask("How many boats are there in Ale?").status is Status.NOT_FOUND


def test_a_municipality_outside_the_chosen_one_is_said_to_be_outside(quick_answerer: Answerer):
    names = sorted({card.municipality for card in quick_answerer.index.documents})
    other, chosen = names[:2]
    answer = quick_answerer.ask(f"Vilka mål har {other}?", municipality=chosen)
    assert answer.status is Status.NEEDS_CLARIFICATION
    assert other in answer.text
    assert chosen in answer.text
    assert quick_answerer.ask(f"Vilka mål har {other}?", municipality=other).status is not Status.NEEDS_CLARIFICATION
    both = quick_answerer.ask(f"Jämför målen i {other} och {chosen}", municipality=chosen)
    assert both.status is Status.NEEDS_CLARIFICATION
