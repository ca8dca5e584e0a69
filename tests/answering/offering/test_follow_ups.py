"""What is offered after an answer is answered when it is asked next, with something new."""

import pytest

from maltolk.answering.answer import Answerer
from maltolk.model import Answer, Status


def offered(answerer: Answerer, question: str, *history: str, **options: str) -> tuple[str, ...]:
    """The follow-ups of a question that is answered; each is asked, and says something new."""
    answer = answerer.ask(question, history, **options)
    assert answer.status is Status.ANSWERED, question
    questions = answerer.follow_ups(question, history, answer, **options)
    assert len(questions) <= 3
    assert len(set(questions)) == len(questions)
    for follow in questions:
        found = answerer.ask(follow, [*history, question], **options)
        assert found.status is Status.ANSWERED, follow
        assert {c.quote for c in found.citations} - {c.quote for c in answer.citations}, follow
    return questions


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("Vilka mål har Ale?", ()),
        ("När antogs handlingsplanen i Orsa?", ()),
        ("Vad är mål 5 i Ale?", ()),
        ("Vad är mål 5?", ("Vilka mål har Ale?",)),
    ],
)
def test_each_is_answered_with_something_new(quick_answerer: Answerer, question: str, history: tuple[str, ...]):
    assert offered(quick_answerer, question, *history)


def test_an_item_of_the_list_is_explained(quick_answerer: Answerer):
    questions = offered(quick_answerer, "Vilka mål har Ale?")
    assert any(question.startswith("Vad innebär") for question in questions)


def test_the_ninth_goal_of_another_is_another_thing(quick_answerer: Answerer):
    assert not any(question.startswith("Och i") for question in offered(quick_answerer, "Vad är mål 5 i Ale?"))


def test_within_a_municipality_no_other_is_named(quick_answerer: Answerer):
    questions = offered(quick_answerer, "Vilka mål har Ale?", municipality="Ale")
    assert questions
    assert not any(question.startswith("Och i") for question in questions)


def test_in_english_where_that_is_spoken(quick_answerer: Answerer):
    questions = offered(quick_answerer, "Vilka mål har Ale?", language="en")
    assert questions
    assert all(question.startswith(("And", "What", "Who", "Tell")) for question in questions)


def test_none_where_nothing_was_found(quick_answerer: Answerer):
    answer = quick_answerer.ask("Vilka rymdfärder planerar Ale?")
    assert answer.status is not Status.ANSWERED
    assert quick_answerer.follow_ups("Vilka rymdfärder planerar Ale?", (), answer) == ()
    assert quick_answerer.follow_ups("Vilka kommuner?", (), Answer(Status.ANSWERED, ())) == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("Vilka fokusområden har Växjö?", "Och i "),
        ("vad ska göras för friskt hav i Kalmar", "Vem kan jag kontakta i Kalmar?"),
        ("Vad är Piteås mål för biologisk mångfald?", "Vad står det om ”"),
    ],
)
def test_of_several_kinds_with_the_bundled_encoder(answerer: Answerer, question: str, start: str):
    assert any(follow.startswith(start) for follow in offered(answerer, question))


@pytest.mark.model
def test_a_municipality_asked_about_before_is_not_offered_again(answerer: Answerer):
    questions = offered(answerer, "Och i Borås?", "Vad är Växjös vision?")
    assert "Och i Växjö?" not in questions
