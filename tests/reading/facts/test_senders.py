"""Whose a text is: the sender at its top goes before all that it mentions."""

import pytest
from outline import read

from maltolk.model import Document
from maltolk.reading.document import read_document

PAUSE = "Det går bra. " * 25
TALK = (
    "Falun, Borlänge och Mora växer. I Falun byggs det mest, och Faluns station blir större. "
    f"{PAUSE}Faluns kommun leder.\n"
)


@pytest.mark.parametrize(
    ("top", "municipality"),
    [
        ("Region Dalarna\n\nStrategi 2030\n\n", "Region Dalarna"),
        ("Region Dalarna      Strategi 2030      Sida 2\n\n", "Region Dalarna"),
        ("# Region Dalarna\n\n", "Region Dalarna"),
        ("Region Dalarna och andra har tyckt till.\n\n", "Falun"),
        ("", "Falun"),
    ],
)
def test_who_stands_alone_at_the_top(top: str, municipality: str):
    assert read(top + TALK).municipality == municipality


def test_two_senders_are_weighed_as_before():
    assert read(f"Region Dalarna\nFaluns kommun\n\n{TALK}").municipality == "Falun"
    assert read(f"Kommunstyrelsen, Faluns kommun\n\nRegion Dalarna\n\nYttrande\n\n{TALK}").municipality == "Falun"


REGIONAL = (
    "Regionen leder arbetet. Region Dalarna har fått uppdraget. Falun, Mora och Falun växer, och Falun byggs ut.\n"
)


def test_a_region_writes_of_its_municipalities_by_name():
    assert read(REGIONAL).municipality == "Region Dalarna"
    assert read(REGIONAL.replace("Regionen leder", "Kommunen leder")).municipality == "Falun"


@pytest.mark.parametrize("person", ["Petrus Skaftö", "Petrus Skaftös", "Samira Tillberga, handläggare"])
def test_a_surname_that_is_a_place_elsewhere_tells_nothing(person: str):
    assert read(f"Frågor besvaras av {person}.\n").municipality == "okänd"
    assert read("Det byggs på Skaftö.\n").municipality == "Lysekil"


def test_the_name_of_a_site_goes_before_a_name_in_passing():
    page = "<title>Kontakta oss – {} kommun</title><body><header>{} kommun</header><main><h1>Kontakta oss</h1>{}</main>"
    text = "<p>Du kan ta bussen till Mora och få hjälp där, eller ringa till oss i växeln.</p>"
    assert read(page.format("Orsa", "Orsa", text), "kontakt.html").municipality == "Orsa"
    assert read(page.format("Orsa", "Orsa", text.replace("Mora", "Mora kommun")), "kontakt.html").municipality == "Mora"


def test_the_name_of_a_file_goes_before_a_name_in_passing():
    assert (
        read("Kontakta oss\n\nDu kan ta bussen till Mora och få hjälp där.\n", "orsa-kontakt.txt").municipality
        == "Orsa"
    )
    assert read("Kontakta oss\n\nDu kan ta bussen till Mora och få hjälp där.\n", "kontakt.txt").municipality == "Mora"
    assert read("Mora kommun har en växel. Ring Mora kommun.\n", "orsa-kontakt.txt").municipality == "Mora"


@pytest.mark.parametrize(
    "words",
    [
        "Av Anna Roslund Berg och Karin Mora.",
        "Roslund Berg skriver om lek.",
        "Handläggare är Eva Roslund-Berg.",
        "Lunds universitet, Institutionen för pedagogik. Barn från Lund deltog.",
        "Högskolan i Borås har räknat.",
    ],
)
def test_names_of_people_and_of_schools_are_no_senders(words: str):
    assert read(f"Lekplatsplan\n\n{words}\n\nKommunen ska ha tolv lekplatser.\n").municipality == "okänd"


@pytest.mark.parametrize(
    ("path", "municipality"),
    [
        ("orsa/plan.txt", "Orsa"),
        ("texter/Orsa kommun/plan.txt", "Orsa"),
        ("region-dalarna/plan.txt", "Region Dalarna"),
        ("OrsaKommun_plan.txt", "Orsa"),
        ("texter/plan.txt", "okänd"),
    ],
)
def test_a_folder_or_a_file_called_after_the_sender_tells_where_the_text_does_not(path: str, municipality: str):
    document = read_document(path, b"Lekplatsplan\n\nVi ska ha tolv lekplatser.\n")
    assert isinstance(document, Document)
    assert document.municipality == municipality


def test_the_name_of_a_site_goes_before_places_in_its_text():
    page = "<title>Frågor – Orsa kommun</title><body><header>Orsa kommun</header><main><h1>Frågor</h1>{}</main></body>"
    text = "<p>Skolan på Skaftö byggs ut. Skaftö växer. Alla på Skaftö får plats, även de som flyttar till Skaftö.</p>"
    assert read(page.format(text), "fragor.html").municipality == "Orsa"
    assert read(text, "fragor.html").municipality == "Lysekil"
