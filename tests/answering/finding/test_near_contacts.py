"""Contacts by what they are for."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.finding.near_contacts import near_contacts
from maltolk.answering.people.people_lookup import Person
from maltolk.model import Document

TEXT = """# Kontakt

## Företag

Näringslivslots
Astrid Kullared, 031-390 06 47

## Skola

Rektor
Pia Holm, 031-390 06 48

Sekreterare
Bo Ek
"""


def people_of(document: Document) -> list[Person]:
    return [Person(0, document, contact) for contact in document.contacts]


def by_letters(text: str) -> NDArray[np.float32]:
    """A vector that is alike for texts with the same letters."""
    vector = np.array([text.casefold().count(letter) for letter in "abcdefghijklmnopqrstuvwxyzåäö"], np.float32)
    return vector / np.linalg.norm(vector)


def test_a_contact_is_described_by_what_it_is_for(read_text: Callable[[str], Document]) -> None:
    first, second, *_ = people_of(read_text(TEXT))
    assert first.described == "Företag Näringslivslots"
    assert second.described == "Skola Rektor"


def test_the_nearest_comes_first_and_nobody_without_a_number(read_text: Callable[[str], Document]) -> None:
    people = people_of(read_text(TEXT))
    near = near_contacts(people, "Skola Rektor", by_letters, by_letters)
    assert [each.person.field("name") for each in near] == ["Pia Holm", "Astrid Kullared"]
    assert near[0].worth == 0.0 > near[1].worth >= -1.5
    assert near_contacts(people, "", by_letters, by_letters) == ()
    assert near_contacts(people * 60, "skola", by_letters, by_letters) == ()
