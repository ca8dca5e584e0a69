"""The language of questions and of texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maltolk.swedish.language import language_told, looks_english, question_language, text_language


def language(text: str) -> str:
    return question_language(re.findall(r"\w+", text.casefold()), text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vilka mål har kommunen?", "sv"),
        ("vad ar visionen for kommunen", "sv"),
        ("Vart skickar man sitt beslut?", "sv"),
        ("What is the vision of the municipality?", "en"),
        ("How will the goals be followed up?", "en"),
        ("I want to know who did it", "en"),
        ("Jakie cele ma gmina?", "other"),
        ("¿Cuáles son los objetivos?", "other"),
        ("ما هي رؤية البلدية؟", "other"),
        ("Welche Ziele gibt es hier?", "other"),
        ("Über welche Gemeinden weißt du etwas?", "other"),
        ("vision", "sv"),
        ("va e visionen", "sv"),
        ("hur mycke ska dom bygga", "sv"),
        ("nån slogan o så", "sv"),
        ("Quais os objetivos da cidade e da escola?", "other"),
        ("¿Van a cerrar para siempre la piscina de Bispgården, en Ragunda?", "other"),
        ("Waa maxay himilada degmada?", "other"),
        ("Bu ne için?", "other"),
        ("Çi heye?", "other"),
        ("Bo?", "sv"),
    ],
)
def test_the_language_of_a_question(text: str, expected: str) -> None:
    assert language(text) == expected


@given(st.text())
def test_any_question_has_one_of_three_languages(text: str) -> None:
    assert language(text) in {"sv", "en", "other"}


def test_small_words_of_many_languages_tell_none() -> None:
    assert language_told(["de", "en", "vision"], "de en vision") is None


def test_a_text_is_english_only_when_its_small_words_clearly_are() -> None:
    english = (
        "The goals of the municipality are to be met by all of us, and what we do is for the people who live here."
    )
    swedish = "Målen ska nås av oss alla, och det vi gör är för dem som bor här i kommunen."
    assert text_language(english) == "en"
    assert text_language(swedish) == text_language(f"{swedish} {english[:40]}") == "sv"
    assert looks_english("Report errors on the page")
    assert not looks_english("Rapportera fel på sidan")
