"""Which contact is the municipality's own."""

from collections.abc import Callable

import pytest

from maltolk.answering.finding.proposing.asked_contacts import contact_way
from maltolk.answering.people.people_lookup import Person
from maltolk.answering.people.switchboard import asks_for_switchboard, switchboards
from maltolk.answering.understanding.question import Question
from maltolk.model import Document

TEXT = "---\nmunicipality: Ale\n---\n# Plan\n\nKommunen vill mycket och gör en hel del.\n\n## Kontakt\n\n{}\n"
BIBLIOTEK = "Biblioteket: 08-465 004 11"


@pytest.fixture
def found(read_text: Callable[..., Document]):
    """The numbers of those that answer for the whole of Ale, of contacts written so."""

    def of(*contacts: str) -> list[str | None]:
        document = read_text(TEXT.format("\n\n".join(contacts)), "plan.md")
        people = [Person(0, document, contact) for contact in document.contacts]
        return [each.field("phone") for each in switchboards(people)]

    return of


def test_the_one_that_is_called_so(found):
    assert found(BIBLIOTEK, "Växel: 08-465 004 12", "Ale kommun\n08-465 004 13") == ["08-465 004 12"]
    assert found(BIBLIOTEK, "Kontaktcenter\n08-465 004 12") == ["08-465 004 12"]


def test_else_the_one_with_such_words_in_its_lines(found):
    assert found(BIBLIOTEK, "Kommundirektör: Ada Lind\nVäxel: 08-465 004 12") == ["08-465 004 12"]


def test_else_the_one_with_the_municipalitys_name(found):
    assert found(BIBLIOTEK, "Ale kommun\nTelefon: 08-465 004 13") == ["08-465 004 13"]


def test_an_office_is_none(found):
    assert found(BIBLIOTEK, "Skolchef: Ada Lind, 08-465 004 14") == []


def test_it_is_the_way_to_a_municipality(read_text: Callable[..., Document]):
    document = read_text(TEXT.format(f"{BIBLIOTEK}\n\nVäxel: 08-465 004 12"), "plan.md")
    way = contact_way(tuple(Person(0, document, contact) for contact in document.contacts), frozenset({0}))
    assert way is not None
    assert way.field("phone") == "08-465 004 12"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Nummer till växeln i Ale?", True),
        ("växelnummer Ale", True),
        ("Vad har Ale kommun för telefonnummer?", True),
        ("Vad är numret till biblioteket i Ale?", False),
        ("Nummer till skolans växel i Ale?", False),
    ],
)
def test_who_asks_for_it(understand: Callable[[str], Question], text: str, asks: bool):
    assert asks_for_switchboard(understand(text)) is asks
