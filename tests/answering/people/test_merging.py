"""The same person in several texts is one, with every place; what the texts say differently is told, never mixed."""

import pytest

from maltolk.answering.finding.findings import Finding, Outcome
from maltolk.answering.people.merging import merge, same_person
from maltolk.answering.people.people_lookup import Person
from maltolk.model import Document
from maltolk.reading import read_document


def person(lines: str, date: str | None = None, municipality: str = "Ale", number: int = 0) -> Person:
    head = f"---\nkommun: {municipality}\n" + (f"datum: {date}\n" if date else "") + "---\n"
    text = f"{head}Kontakt\n\nHär står den som svarar på frågor om allt.\n\n{lines}\n"
    document = read_document(f"{number}.txt", text.encode())
    assert isinstance(document, Document)
    (contact,) = document.contacts
    return Person(number, document, contact)


EK = "Anna Ek (S)\nKommunalråd\n0303-33 00 01\nanna.ek@ale.se"


def test_one_person_of_three_texts_keeps_every_place_newest_first():
    people = [person(EK, f"20{year}-01-01", number=year) for year in (19, 23, 21)]
    (merged,) = merge(people)
    assert merged.shown is people[1]
    assert merged.also == (people[2], people[0])
    assert merged.differences == ()


@pytest.mark.parametrize(
    "other",
    [
        "Anna Ek (Soc.dem.)\nKommunalråd\n0303-33 00 01",
        "Anna Ek\nOrdförande\n0303-33 00 02",
        "Kommunalråd\nAnna.Ek (at) ale.se",
    ],
)
def test_who_is_the_same(other: str):
    assert same_person(person(EK), person(other))


@pytest.mark.parametrize(
    ("other", "municipality"),
    [
        ("Anna Ek (M)\nKommunalråd\n0303-33 00 01", "Ale"),
        ("Anna Ek (S)\nKommunalråd\n0303-33 00 01", "Lund"),
        ("Bo Ek (S)\nKommunalråd\n0303-33 00 01\nanna.ek@ale.se", "Ale"),
        ("Kommunalråd\n0303-33 00 01", "Ale"),
    ],
)
def test_who_is_not(other: str, municipality: str):
    assert not same_person(person(EK), person(other, municipality=municipality))
    assert len(merge([person(EK), person(other, municipality=municipality)])) == 2


def test_functions_are_one_by_role_and_number():
    one, other = "Kontaktcenter\n0303-33 00 00\nkommun@ale.se", "Kontaktcenter\n0303–330 000"
    assert same_person(person(one), person(other))
    assert not same_person(person(other), person("Kontaktcenter\n0303-33 00 09"))


def test_an_address_of_two_people_does_not_make_them_one():
    both = [person(f"{name}\nHandläggare\nregistrator@ale.se") for name in ("Anna Ek", "Bo Alm")]
    assert len(merge([*both, person("Registrator\nregistrator@ale.se")])) == 2


def test_what_another_text_says_is_told_as_its_own(write):
    new, old = person(EK, "2023-01-01", number=1), person("Anna Ek (S)\nGruppledare\n0303-33 00 09", "2019-05-06")
    (merged,) = merge([old, new])
    assert merged.shown is new
    assert [(d.field, d.value) for d in merged.differences] == [("role", "Gruppledare"), ("phone", "0303-33 00 09")]
    answer = write(Finding(Outcome.FOUND, people=(old, new)))
    (contact,) = answer.contacts
    assert (contact.phone, contact.date, contact.citation, contact.also) == ("0303-33 00 01", "2023-01-01", 1, (2,))
    assert answer.text.splitlines() == [
        "Anna Ek (S), Kommunalråd, 0303-33 00 01, anna.ek@ale.se [1]",
        "I en annan text, från 2019-05-06, står Gruppledare [2]",
        "I en annan text, från 2019-05-06, står 0303-33 00 09 [2]",
    ]
    assert [c.document for c in answer.citations] == ["1.txt", "0.txt"]


def test_a_number_that_only_another_text_has_is_not_made_the_newest_ones(write):
    new, old = person("Anna Ek (S)\nKommunalråd\nanna.ek@ale.se", "2023-01-01", number=1), person(EK, "2019-05-06")
    answer = write(Finding(Outcome.FOUND, people=(new, old)), "en", "g")
    assert answer.contacts[0].phone is None
    assert "Another text, from 2019-05-06, says 0303-33 00 01 [2]" in answer.text


def test_both_numbers_of_a_person_are_shown(write):
    answer = write(Finding(Outcome.FOUND, people=(person(f"{EK}\nMobil: 070-174 06 11"),)))
    assert answer.contacts[0].other_phones == ("070-174 06 11",)
    assert "0303-33 00 01, 070-174 06 11, anna.ek@ale.se" in answer.text
