"""Words that only say which edition of a plan is meant."""

import pytest

from maltolk.answering.understanding.edition_words import edition_words
from maltolk.answering.understanding.tokens import tokens_of


def read(text: str, language: str = "sv") -> tuple[bool, str]:
    words = edition_words(text, tokens_of(text), language)
    return words.earlier, words.left_out_of(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hur många bänkar skulle Ale köpa i den gamla parkplanen?", "Hur många bänkar skulle Ale köpa i parkplanen?"),
        ("Hur många bänkar skulle Ale köpa i den gamla planen?", "Hur många bänkar skulle Ale köpa?"),
        ("Vad var taket i gamla parkplanen, den från 2019?", "Vad var taket i parkplanen?"),
        ("Vad var målet enligt det förra programmet, det från 2019?", "Vad var målet?"),
        ("Vad var taket i gamla planen, den som gick ut 2022, för bilar?", "Vad var taket, för bilar?"),
        ("Vem följde upp den tidigare skolplanen?", "Vem följde upp den skolplanen?"),
        ("Vad gällde förut, innan den nya kom?", "Vad gällde?"),
        ("Vad låg det på innan?", "Vad låg det på?"),
        ("och tidigare då", "och då"),
        ("What was the goal in the previous programme?", "What was the goal?"),
        ("How many were planned in the old budget?", "How many were planned?"),
    ],
)
def test_the_edition_before(text: str, rest: str):
    assert read(text) == (True, rest)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Hur mycket ska utsläppen ner enligt det som gäller nu?", "Hur mycket ska utsläppen ner?"),
        ("Hur långt ska de ner, så som det är sagt i dag?", "Hur långt ska de ner?"),
        ("Vad är målet i den nya klimatplanen?", "Vad är målet i klimatplanen?"),
        ("Varför är det mindre nu än förut?", "Varför är det mindre nu än förut?"),
        ("Vad skiljer förra och nya skolplanen?", "Vad skiljer förra och nya skolplanen?"),
        ("Vad händer tidigare än planerat i Ale?", "Vad händer tidigare än planerat i Ale?"),
        ("Vad gör planen för gamla?", "Vad gör planen för gamla?"),
        ("Ögonen är inte som förr, och nu undrar jag vad som gäller.",) * 2,
    ],
)
def test_the_one_that_applies(text: str, rest: str):
    assert read(text) == (False, rest)


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("Was war das Ziel im alten Plan?", True),
        ("¿Cuál era la meta del plan anterior?", True),
        ("Was ist das Ziel im Plan?", False),
        ("¿Qué dice el plan para los viejos?", False),
        ("Was tut die Gemeinde für alte Menschen?", False),
    ],
)
def test_in_other_languages(text: str, earlier: bool):
    assert read(text, "other") == (earlier, text)
