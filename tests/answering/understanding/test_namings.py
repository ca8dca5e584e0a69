"""A question that names municipalities, put to one of them or to another."""

import pytest

from maltolk.answering.answer import Answerer
from maltolk.answering.understanding.namings import put_to_one, put_to_others
from maltolk.answering.understanding.understand import Understanding
from maltolk.swedish.gazetteer import Gazetteer


@pytest.fixture
def understanding(quick_answerer: Answerer) -> Understanding:
    return Understanding(quick_answerer.index, Gazetteer.default())


@pytest.mark.parametrize(
    ("text", "name", "put"),
    [
        ("Jämför Orsas och Ales mål", "Ale", "Jämför Ales mål"),
        ("Jämför Orsas och Ales mål", "Orsa", "Jämför Orsas mål"),
        ("Vad skiljer Lund, Ale och Orsa åt?", "Ale", "Vad skiljer Ale åt?"),
        ("Vad skiljer visionen i Lund från den i Orsa?", "Orsa", "Vad skiljer visionen i Orsa?"),
        ("Bygger Ale kommun eller Orsa kommun mest?", "Orsa", "Bygger Orsa kommun mest?"),
        ("Bygger Ale kommun eller Orsa kommun mest?", "Ale", "Bygger Ale kommun mest?"),
        ("fiber, ale vs orsa", "Orsa", "fiber, Orsa"),
        ("hur mycke folk bor de i orsa jämfört me ale?", "Ale", "hur mycke folk bor de i Ale?"),
        ("Vad säger Ale respektive Orsa om skog?", "Ale", "Vad säger Ale om skog?"),
        (
            "Vad vill Ale med skolan, och är det samma sak i Orsa?",
            "Ale",
            "Vad vill Ale med skolan, och är det samma sak?",
        ),
        (
            "Vad vill Ale med skolan, och är det samma sak i Orsa?",
            "Orsa",
            "Vad vill Orsa med skolan, och är det samma sak?",
        ),
        ("Har Ale 10 skolor och Orsa 12?", "Orsa", "Har Orsa 10 skolor 12?"),
    ],
)
def test_one_side_at_a_time(understanding: Understanding, text: str, name: str, put: str):
    assert put_to_one(text, understanding.namings(text), name) == put


@pytest.mark.parametrize(
    ("text", "others", "put"),
    [
        ("Hur mycket mat slängs i Orsas kök?", ("Ale",), "Hur mycket mat slängs i Ales kök?"),
        ("Hur mycket mat slängs i orsas kök?", ("Bengtsfors",), "Hur mycket mat slängs i Bengtsfors kök?"),
        ("Vad vill Orsa?", ("Umeå",), "Vad vill Umeå?"),
        ("Vad vill Orsa och Lund?", ("Ale",), "Vad vill Ale och Lund?"),
        ("Vad vill ni?", ("Ale", "Orsa"), "Vad vill ni Ale, Orsa?"),
    ],
)
def test_the_same_of_others(understanding: Understanding, text: str, others: tuple[str, ...], put: str):
    assert put_to_others(text, understanding.namings(text), others) == put


def test_places_and_inhabitants_are_no_namings(understanding: Understanding):
    assert understanding.namings("Vad tycker Lundaborna om Skaftö?") == ()
