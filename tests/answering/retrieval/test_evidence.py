"""Whether a sentence has the kind of thing that was asked for, and is worded as an answer."""

import pytest

from maltolk.answering.retrieval.evidence import Weights, has_kind, leaning, squeezed


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("Hur många mål finns?", "Det finns tre mål.", True),
        ("Hur många mål finns?", "Det finns 3 mål.", True),
        ("Hur många mål finns?", "Målen är viktiga.", False),
        ("När antogs planen?", "Planen antogs den 3 juni 2019.", True),
        ("När antogs planen?", "Planen antogs i våras, i maj.", True),
        ("När antogs planen?", "Planen antogs av fullmäktige.", False),
        ("Vilket år antogs planen?", "Den antogs 2019.", True),
        ("Vilket år antogs planen?", "Den antogs den 3 juni.", False),
        ("Vad kostar biljetten?", "Biljetten kostar tio kronor.", True),
        ("Vad kostar biljetten?", "Simskolan är avgiftsfri", True),
        ("Vad kostar biljetten?", "Resan är gratis.", True),
        ("Vad kostar biljetten?", "Det finns 40 biljetter.", False),
        ("Hur ofta mäts det?", "Det mäts varje år.", True),
        ("Hur ofta mäts det?", "Det mäts noga.", False),
        ("Vad är visionen?", "Visionen är kort.", True),
        ("Vem är ordförande?", "Inget tal här.", False),
        ("Vem är ordförande?", "Nu leds nämnden av Lisa Berg.", True),
        ("Vem leder arbetet?", "Det gör samordnaren.", True),
    ],
)
def test_has_what_was_asked_for(understand, question: str, text: str, fits: bool):
    assert has_kind(understand(question), text) is fits


def test_a_quoted_name_leans_towards_a_question_for_it(understand):
    question = understand("Vad heter visionen?")
    assert leaning(question, "Visionen är ”Plats för nästa idé”.") == 1.0
    assert leaning(question, "Vision: Plats för nästa idé") == 1.0
    assert leaning(question, "Vi arbetar med skolan.") == 0.0


def test_an_enumeration_leans_towards_a_question_for_a_list(understand):
    question = understand("Vilka områden finns?")
    assert leaning(question, "Det är skola, vård och omsorg.") > leaning(question, "Det är skolan.")


def test_a_counted_noun_leans_towards_a_count(understand):
    question = understand("Hur många mål finns i Ale?")
    assert leaning(question, "Det finns åtta mål.") > leaning(question, "Målen är viktiga.")


@pytest.mark.parametrize(("cosine", "value"), [(0.0, 0.0), (0.76, 0.0), (0.83, 0.5), (0.90, 1.0), (1.0, 1.0)])
def test_cosines_are_spread(cosine: float, value: float):
    assert squeezed(cosine, Weights(floor=0.76, ceiling=0.90)) == pytest.approx(value)
