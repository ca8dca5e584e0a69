"""The day on which a text was adopted, decided or revised, where its own words say so."""

import pytest

from maltolk.reading.facts.decided import decided

BODY = "Vi vill att bygden ska leva och att alla får plats.\n"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Planen antogs av kommunfullmäktige den 4 mars 2021, § 8.", "2021-03-04"),
        ("Den 4 mars 2021 antog kommunfullmäktige visionen.", "2021-03-04"),
        ("Ale kommun. Antagen av KF 2021-03-04.", "2021-03-04"),
        ("Beslut: kommunfullmäktige 2021-03-04 § 45", "2021-03-04"),
        ("Budgeten klubbades\nden 4 mars 2021.", "2021-03-04"),
        ("Programmet antogs 2019-02-03 och reviderades 2021-03-04.", "2021-03-04"),
        ("Programmet antogs den 3 februari 2019. Det reviderade programmet antogs den 4 mars 2021.", "2021-03-04"),
        ("SAMMANTRÄDESPROTOKOLL      Blad 1 (7)\nKommunfullmäktige   2021-03-04", "2021-03-04"),
        ("PROTOKOLL\nSammanträdesdatum: 2021-03-04", "2021-03-04"),
        ("Nämnden beslutade den 4 mars 2021 att köpa en buss.", None),
        ("Planen beslutas och gäller från den 4 mars 2021.", None),
        ("Riktlinjen är beslutad och gäller från 4 mars 2021.", None),
        ("Planen antogs den 31 februari 2021.", None),
        ("Planen antogs 2015-02-02, reviderades 2018-03-03, 2020-01-02 och 2021-03-04.", "2021-03-04"),
        ("Protokoll\nTid: torsdag 4 mars 2021 kl. 13.00", "2021-03-04"),
        ("Ersätter planen som antogs 2021-03-04.", None),
        ("Planen föreslås bli antagen 2021-03-04.", None),
        ("Regeringen beslutade 2021-03-04 om en ny strategi för orten.", None),
        ("FN antog de globala målen den 4 mars 2021.", None),
        ("Planen presenterades den 4 mars 2021.", None),
        ("Kommunfullmäktige 2021-03-04, § 45", "2021-03-04"),
        ("KF § 45, 2021-03-04", "2021-03-04"),
        ("Beslut KF 2021-03-04 § 45", "2021-03-04"),
        ("Kommunfullmäktige möttes 2021-03-04.", None),
    ],
)
def test_the_day_that_a_text_gives_for_itself(words: str, day: str | None) -> None:
    found = decided(f"Rubrik\n\n{words}\n\n{BODY}", "")
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("title", "words", "day"),
    [
        ("Kulturplan", "Kulturplanen antogs 2021-03-04.", "2021-03-04"),
        ("Plan för biblioteken", "Biblioteksplanen antogs 2021-03-04.", "2021-03-04"),
        ("Kulturplan", "Planen bygger på översiktsplanen och antogs 2021-03-04.", "2021-03-04"),
        ("Kulturplan", "Dokumentet antogs 2021-03-04.", "2021-03-04"),
        ("Kulturplan", "Översiktsplanen antogs 2021-03-04 och gäller ännu.", None),
        ("Kulturplan", "Planen bygger på översiktsplanen som antogs 2021-03-04.", None),
        ("Kulturplan", "Länsstyrelsens plan antogs 2021-03-04.", None),
        ("Kulturplan", "Policyn antogs 2021-03-04.", None),
    ],
)
def test_the_day_of_another_text_is_not_its_own(title: str, words: str, day: str | None) -> None:
    found = decided(f"{title}\n\n{words}\n\n{BODY}", title)
    assert (found.day if found else None) == day


def test_its_place_is_the_date() -> None:
    text = f"Rubrik\n\nPlanen antogs den 4 mars 2021.\n\n{BODY}"
    found = decided(text, "")
    assert found is not None
    assert found.span.of(text) == "4 mars 2021"


def test_what_is_told_in_the_middle_is_about_something_else() -> None:
    assert decided(f"{BODY * 60}\n\nPlanen antogs den 4 mars 2021.\n\n{BODY * 60}", "") is None
    assert decided(f"{BODY * 60}\n\nPlanen antogs den 4 mars 2021.\n\n{BODY * 3}", "") is not None
