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
