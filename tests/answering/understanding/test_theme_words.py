"""What is asked about a theme as a whole is read as the theme."""

from collections.abc import Callable

import pytest

from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.theme_words import compared_theme, names_a_theme, theme_of, with_theme


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Vad säger Lund om klimatet?", "Lund och klimatet?"),
        ("Vad säger regionen i Östergötland om små barns tänder?", "regionen i Östergötland och små barns tänder?"),
        ("Hur tänker Höganäs kring att havet stiger?", "Höganäs och att havet stiger?"),
        ("vad står det i planen om snö", "planen och snö?"),
        ("What does Lund say about the climate?", "Lund and the climate?"),
        ("Vad tycker ni om bussarna?", "bussarna?"),
    ],
)
def test_a_question_for_what_is_said_is_its_theme(text: str, theme: str):
    assert theme_of(text) == theme


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Vad säger Lund om",
        "Vad handlar planen om?",
        "Vad vill Lund göra för klimatet?",
        "Hur många bor i Lund?",
        "Jag undrar vad Lund säger om klimatet",
    ],
)
def test_another_question_is_none(text: str):
    assert theme_of(text) is None


def test_the_words_of_somebody_are_no_theme():
    assert theme_of("Vad säger Ada Lind om klimatet?", {"ada", "lind"}) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hyresrätter Ale", "Ale och hyresrätter?"),
        ("Ale: nya hyresrätter", "Ale och nya hyresrätter?"),
        ("Ales hyresrätter", "Ale och hyresrätter?"),
        ("hyresrätter", "hyresrätter?"),
        ("hyresrätter pendeltåg skola Ale", "hyresrätter pendeltåg skola Ale"),
        ("telefon Ale", "telefon Ale"),
        ("Vad kostar hyran i Ale?", "Vad kostar hyran i Ale?"),
    ],
)
def test_bare_words_are_a_theme(understand: Callable[[str], Question], text: str, told: str):
    assert with_theme(("Vad vill Ale?", text), understand(text)) == ("Vad vill Ale?", told)


def test_the_words_of_a_follow_up_stay(understand: Callable[[str], Question]):
    assert with_theme(("hyresrätter Orsa",), understand("och i Orsa?")) == ("hyresrätter Orsa",)


@pytest.mark.parametrize(
    ("text", "names"),
    [("rymdfart Ale", True), ("hyresrätter", True), ("tjabba", False), ("Vilka hyresrätter byggs?", False)],
)
def test_a_theme_is_named_with_a_municipality_or_a_word_of_the_texts(
    understand: Callable[[str], Question], text: str, names: bool
):
    assert names_a_theme(understand(text)) is names


@pytest.mark.parametrize(
    ("text", "name", "theme"),
    [
        ("Vad skiljer Lund när det gäller klimatet?", "Lund", "Lund och klimatet?"),
        ("Hur skiljer sig Lund åt i synen på de äldre?", "Lund", "Lund och synen på de äldre?"),
        ("Vad är skillnaden mellan Lunds klimatmål?", "Lund", "Lund och klimatmål?"),
        ("Jämför Region Skåne om bussar", "Region Skåne", "Region Skåne och bussar?"),
        ("Vad vill Lund göra för klimatet?", "Lund", None),
        ("Jämför Lund", "Lund", None),
        ("Jämför hur mycket pengar Lund lägger på skola, vård, bussar, bad och gator", "Lund", None),
    ],
)
def test_what_is_compared_is_its_theme(text: str, name: str, theme: str | None):
    assert compared_theme(text, name) == theme
