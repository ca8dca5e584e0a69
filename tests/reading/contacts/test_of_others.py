"""Who made a text, or counts and investigates for others, is nobody to turn to with a question about it."""

import pytest

from maltolk.model import Document
from maltolk.reading.document import read_document


def _found(text: str) -> list[str]:
    document = read_document("text.md", f"# Mål för Hemby kommun\n\n{text}\n".encode())
    assert isinstance(document, Document)
    return [(contact.name or contact.span).of(document.text) for contact in document.contacts]


@pytest.mark.parametrize(
    "text",
    [
        "Författare\nLena Holm, utredare\nlena.holm@hemby.example",
        "## Författare\n\nLena Holm, utredare\nTelefon: 0123-456 78",
        "Foto: Lena Holm, fotograf, 0123-456 78",
        "Text och foto: Lena Holm, kommunikatör, lena@hemby.example",
        "Statistik: Lena Holm, statistiker, 0123-456 78",
        "## Kontakt\n\nLena Holm, statistiker\nlena.holm@scb.se\n010-479 40 00",
        "Lena Holm, forskare\nTelefon: 013-28 10 00\nE-post: lena.holm@cs.liu.se",
        "Layout & illustrationer\nLena Holm, formgivare\nlena@form.example",
    ],
)
def test_who_made_the_text_is_no_contact(text: str):
    assert _found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kontakt\nLena Holm, utredare\nlena.holm@hemby.example",
        "## Ansvarig för planen\n\nLena Holm, utredare\nTelefon: 0123-456 78",
        "Statistikchef Lena Holm, 0123-456 78",
        "Mer text om detta ger Lena Holm, kommunikatör, 0123-456 78.",
        "## Text och tal\n\nLena Holm, kommunikatör, 0123-456 78",
    ],
)
def test_whoever_one_can_turn_to_stays(text: str):
    assert _found(text) == ["Lena Holm"]


def test_in_a_text_of_a_university_its_own_people_stay():
    text = "Lena Holm, kommunchef\nlena.holm@hemby.example\n\nBo Ek, chef\nbo.ek@hemby.example\n\n"
    assert _found(text + "Foto\nEva Ask, chef\neva.ask@hemby.example") == ["Lena Holm", "Bo Ek", "Eva Ask"]
    assert _found(text + "Eva Ask, forskare\neva.ask@kth.se") == ["Lena Holm", "Bo Ek"]
