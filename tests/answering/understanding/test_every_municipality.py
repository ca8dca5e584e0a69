"""Each municipality, whichever does something, those named before: told from their words, and put to one by name."""

import pytest

from maltolk.answering.understanding.every_municipality import (
    put_to_any,
    put_to_each,
    speaks_of_any,
    speaks_of_each,
    with_those_named,
)


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("Vad vill kommunerna göra för kulturen?", "Vad vill Ale göra för kulturen?"),
        ("Har alla kommuner ett mål för snabbt internet?", "Har Ale ett mål för snabbt internet?"),
        ("Hur många vill varje kommun bli?", "Hur många vill Ale bli?"),
        ("Hur följs målen upp i de olika kommunerna?", "Hur följs målen upp i Ale?"),
        ("Ge en översikt över kommunernas klimatmål", "Ge en översikt över Ales klimatmål"),
        ("What do all the municipalities want for nature?", "What do Ale want for nature?"),
        ("Does every municipality have a target?", "Does Ale have a target?"),
    ],
)
def test_what_is_asked_of_each_is_put_to_one(text: str, put: str):
    assert speaks_of_each(text)
    assert put_to_each(text, "Ale") == put


def test_a_name_that_ends_in_s_has_no_further_one():
    assert put_to_each("Kommunernas mål?", "Borås") == "Borås mål?"


@pytest.mark.parametrize(
    "text",
    [
        "Vad vill kommunen?",
        "Hur samarbetar regionen med kommunerna?",
        "Skiljer det sig från de andra kommunerna?",
        "Vilken av kommunerna bygger mest?",
        "Hur många kommuner finns det?",
        "How does the region work with the municipalities?",
    ],
)
def test_others_are_not_each(text: str):
    assert not speaks_of_each(text)


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("Vilka kommuner vill bygga?", "Ale vill bygga?"),
        ("Finns det någon kommun som har gratis buss?", "Ale har gratis buss?"),
        ("Is there any municipality that wants wind power?", "Ale wants wind power?"),
    ],
)
def test_whichever_does_something_is_put_to_one(text: str, put: str):
    assert speaks_of_any(text)
    assert put_to_any(text, "Ale") == put


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Vilken av dem bygger mest?", "Vilken av Ale och Eda bygger mest?"),
        ("vem har ansvaret i de två kommunerna?", "vem har ansvaret i Ale och Eda?"),
        ("Which of them is first?", "Which of Ale och Eda is first?"),
        ("Hur ser de på det?", None),
    ],
)
def test_those_named_before_are_named_again(text: str, whole: str | None):
    assert with_those_named(text, ["Ale", "Eda"]) == whole


def test_nobody_named_before_is_nobody():
    assert with_those_named("Vilken av dem?", []) is None
