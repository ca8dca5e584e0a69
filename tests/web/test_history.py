"""The conversation that a page sends along with a question."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.answering.answer import MAX_QUESTION
from maltolk.web.history import REMEMBERED, AskedBefore, History, asked, read_history


def written(*questions: str, number: int = 2) -> str:
    return json.dumps({"number": number, "turns": [[question, ""] for question in questions]})


def test_the_questions_are_read_in_order_with_their_limits():
    sent = json.dumps({"number": 3, "turns": [["Vilka mål har Lund?", ""], ["Och då?", "Lund"]]})
    read = read_history(sent)
    assert read == History((AskedBefore("Vilka mål har Lund?", ""), AskedBefore("Och då?", "Lund")), 3)
    assert list(read.questions) == ["Vilka mål har Lund?", "Och då?"]
    assert list(read.before_last) == ["Vilka mål har Lund?"]


@pytest.mark.parametrize("asked_before", range(40))
def test_the_last_questions_are_context(asked_before: int):
    questions = [str(number) for number in range(asked_before)]
    read = read_history(written(*questions[-2 * REMEMBERED :], number=asked_before + 1))
    context = list(read.questions)
    assert context == questions[len(questions) - len(context) :]
    assert min(asked_before, REMEMBERED) <= len(context) < 2 * REMEMBERED


def test_what_a_question_was_asked_after_is_the_beginning_of_what_the_next_is_asked_after():
    """All but every fifth time, so that what is known of the conversation is of use."""
    contexts = []
    for asked_before in range(1, 40):
        questions = [str(number) for number in range(asked_before)]
        read = read_history(written(*questions[-2 * REMEMBERED :], number=asked_before + 1))
        contexts.append((list(read.before_last), list(read.questions)))
    assert all(now == before for (_, now), (before, _) in pairwise(contexts))
    begun_anew = [before for before, now in contexts if now[: len(before)] != before]
    assert len(begun_anew) == 6


def test_a_number_that_is_too_low_hides_no_question():
    assert list(read_history(written("a", "b", "c", number=1)).questions) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "[]",
        "{",
        "7",
        '{"turns": 3}',
        '{"turns": [["a"]]}',
        '{"turns": [["a", 1]]}',
        '{"turns": [[{"path": "/dev/zero"}, ""]]}',
        '{"number": "1"}',
        '{"number": true}',
        '{"number": 0}',
        '{"number": 1e9}',
        "[" * 10_000,
    ],
)
def test_anything_else_is_no_conversation(sent: str | None):
    assert read_history(sent) == History()


@given(st.text())
def test_no_text_makes_it_fail(sent: str):
    assert isinstance(read_history(sent), History)


def test_a_question_is_what_can_be_sent_back():
    assert asked(" Vad? \ud83d") == "Vad? ?"
    assert len(asked("x" * 3000)) == MAX_QUESTION
