"""Contacts from lists and tables as municipalities have them, field by field, against what a person read there."""

from pathlib import Path

import pytest
from outline import people, read

from contact_fields import judge, read_labels, table
from maltolk.reading.contacts.fields import emails, phones, plain_address
from maltolk.swedish.parties import is_party, party_of

FOLDER = Path(__file__).parents[2] / "data" / "contacts"
MIN_RIGHT = {"dev": 1.0, "held": 0.95}
"""Share of fields that must be right. What the texts in held first gave is in docs/evaluation.md."""


@pytest.fixture(scope="module")
def verdicts():
    return judge(FOLDER)


def test_the_set_is_as_large_as_it_claims():
    labels = read_labels(FOLDER)
    assert len(labels) == 77
    assert len({label.file for label in labels}) == 19


@pytest.mark.parametrize("half", MIN_RIGHT)
def test_most_fields_are_right(verdicts, half: str):
    (right, missed, wrong, judged), *_ = (row[2:] for row in table(verdicts) if row[:2] == (half, "all"))
    amiss = [f"{v.file} {v.field} {v.outcome}: {v.wanted!r} read as {v.found!r}" for v in verdicts]
    told = "\n".join(line for line, v in zip(amiss, verdicts, strict=True) if v.outcome != "right")
    assert right >= MIN_RIGHT[half] * judged, told
    assert wrong <= missed, told


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("08-123 456 78", "+46812345678"),
        ("08–123 456 78", "+46812345678"),
        ("(08) 123 456 78", "+46812345678"),
        ("+46 (0)8 123 456 78", "+46812345678"),
        ("0046 8 123 456 78", "+46812345678"),
        ("070/123 45 67", "+46701234567"),
        ("070 - 123 45 67", "+46701234567"),
        ("0701234567", "+46701234567"),
        ("+46-70-123 45 67", "+46701234567"),
        ("tel:+46701234567", "+46701234567"),
        ("0123-456 00", "+4612345600"),
        ("vx 0123-456 00", "+4612345600"),
        ("0250.55.20.01", "+46250552001"),
        ("0250 − 55 20 01", "+46250552001"),
        ("08‐465 004 61", "+46846500461"),
        ("0250-55.20.01", "+46250552001"),
        ("0250 55.20.01", "+46250552001"),
        ("+46 70.123.45.67", "+46701234567"),
        ("0250‒55 20 01", "+46250552001"),
        ("0250-55\u200920\u200901", "+46250552001"),
        ("0250-55\u202f20\u202f01", "+46250552001"),
        ("+ 46 250 55 20 01", "+46250552001"),
    ],
)
def test_phones_in_all_ways_of_writing(written: str, e164: str):
    assert [field.e164 for field in phones(written, 0, len(written))] == [e164]


@pytest.mark.parametrize(
    "written",
    [
        "Fax: 0123-456 01",
        "telefax 0123-456 01",
        "2019-2021",
        "Dnr 2020-03-04",
        "Öppet 08-12.30, 0800-16.30",
        "08-12-2024",
        "08.12.2024",
        "kl. 08.00-16.30",
        "Summa + 46 250 000",
    ],
)
def test_what_is_no_phone(written: str):
    assert phones(written, 0, len(written)) == []


@pytest.mark.parametrize(
    "written",
    ["anna.ek (at) ale.se", "anna.ek[snabel-a]ale.se", "anna.ek(a)ale.se", "anna.ek {at} ale.se", "Anna.Ek@Ale.se"],
)
def test_hidden_addresses_are_read(written: str):
    assert [field.span.of(written) for field in emails(written, 0, len(written))] == [written]
    assert plain_address(written).casefold() == "anna.ek@ale.se"


@pytest.mark.parametrize(
    "written", ["Vi ses (at) torget.", "Punkt (a) ale.se är vår sida", "a at b.se", "möte at home"]
)
def test_what_is_no_hidden_address(written: str):
    found = [field.span.of(written) for field in emails(written, 0, len(written))]
    assert found in ([], ["Punkt (a) ale.se"])


@pytest.mark.parametrize(
    ("written", "party"),
    [
        ("S", "Socialdemokraterna"),
        ("Soc.dem.", "Socialdemokraterna"),
        ("Arbetarepartiet-Socialdemokraterna", "Socialdemokraterna"),
        ("Moderata samlingspartiet", "Moderaterna"),
        ("MP", "Miljöpartiet"),
        ("(fp)", "Liberalerna"),
        ("Vpk", "Vänsterpartiet"),
    ],
)
def test_spellings_of_a_party(written: str, party: str):
    assert party_of(written) == party


@pytest.mark.parametrize(
    "written", ["Kalixpartiet", "Bergs Väl", "Vara Framåt", "Malmölistan", "Landsbygdspartiet oberoende"]
)
def test_local_parties_are_parties_of_no_table(written: str):
    assert is_party(written)
    assert party_of(written) is None or written == "Landsbygdspartiet oberoende"


@pytest.mark.parametrize(
    "written", ["med", "Kommunen väljer sina mål mycket väl", "Partiet", "Anna Ek (Vara Framåt)", "Listan från 2019"]
)
def test_what_is_no_party(written: str):
    assert not is_party(written)


def test_two_numbers_of_one_person_are_both_kept():
    document = read(
        "Kontakt ges av dem som står här.\n\nAnna Ek\nSkolchef\nMobil: 070-174 06 11\nKontor: 08-465 004 21\n"
    )
    (contact,) = document.contacts
    assert contact.phone is not None
    assert contact.phone.of(document.text) == "070-174 06 11"
    assert [(p.span.of(document.text), p.e164) for p in contact.other_phones] == [("08-465 004 21", "+46846500421")]


def test_a_plan_with_somebody_responsible_is_no_list_of_people():
    document = read(
        "# Plan\n\n| Uppdrag | Ansvarig | Klart |\n|---|---|---|\n| Bygg fler cykelvägar | Tekniska nämnden | 2024 |\n"
        "| Plantera träd | Parkenheten | 2025 |\n",
        "x.md",
    )
    assert people(document) == []


def test_a_heading_that_is_a_name_is_the_name_of_those_below():
    document = read(
        "# Råd\n\nDe leder arbetet.\n\n### Anna Ek (MP)\nKommunalråd\nMobil: 070-174 06 71\n\n"
        "Hon är vald till 2026.\n\nKontaktcenter\n0980-319 271\n\n### Bo Alm\n\nHan är ny.\n",
        "x.md",
    )
    assert people(document) == [
        {"name": "Anna Ek", "party": "MP", "role": "Kommunalråd", "phone": "070-174 06 71"},
        {"role": "Kontaktcenter", "phone": "0980-319 271"},
    ]


@pytest.mark.parametrize(
    "line", ["Skicka e-post", "Skicka e-post till Ida", "Mejla Ida", "Skriv till oss:", "Send an email to Ida"]
)
def test_an_invitation_to_write_belongs_to_the_person_above(line: str):
    document = read(f"Mål för Orsa\n\nIda Exempel, planarkitekt\n0250-55 20 01\n{line} ida@orsa.example\n")
    (contact,) = document.contacts
    assert contact.name is not None
    assert contact.email is not None
    assert (contact.name.of(document.text), contact.email.of(document.text)) == ("Ida Exempel", "ida@orsa.example")


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Ring till kommunen: 044-07 56 00.", "kommunen"),
        ("Ring växeln 044-07 56 00", "växeln"),
        ("Skicka e-post till planenheten plan@orsa.example", "planenheten"),
        ("Ring oss 044-07 56 00", None),
    ],
)
def test_an_invitation_names_whom_one_reaches(line: str, role: str | None):
    document = read(f"Mål för Orsa\n\nOrsa ska växa.\n\n{line}\n")
    (contact,) = document.contacts
    assert (contact.role.of(document.text) if contact.role else None) == role
