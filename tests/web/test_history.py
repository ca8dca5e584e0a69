"""The conversation that a page sends along with a question."""

import json

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


def test_only_the_last_questions_are_context():
    read = read_history(written(*"abcdefgh", number=9))
    assert list(read.questions) == list("defgh")
    assert list(read.before_last) == list("cdefg")
    assert len(read.turns) == REMEMBERED + 1


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
