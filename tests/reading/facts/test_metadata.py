"""Title, date, municipality, language and page furniture."""

import pytest
from outline import of_kind, read

from maltolk.model import UNKNOWN_MUNICIPALITY, BlockKind
from maltolk.swedish.dates import document_date, iso_date

BODY = "Vi vill att bygden ska leva och att alla får plats.\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Senast uppdaterad: 29 november 2019", "2019-11-29"),
        ("Publicerad 18 October 2019 11:28", "2019-10-18"),
        ("Sidan uppdaterades 2021-03-04", "2021-03-04"),
        ("Last updated March 4, 2021", "2021-03-04"),
        ("Senast granskad av Bo Ek den 4 mars 2021", "2021-03-04"),
        ("Uppdaterad:\n4 mars 2021", "2021-03-04"),
        ("Senast ändrad: 4/3 2021", "2021-03-04"),
        ("2021-03-04", "2021-03-04"),
        ("Publicerad: 2020-01-01 | Uppdaterad: 2021-03-04", "2021-03-04"),
        ("Antagen: 2015-02-02\nReviderad: 2018-03-03\nReviderad: 2021-03-04", "2021-03-04"),
        ("Reviderad: 2018-03-03, § 4, 2021-03-04", "2021-03-04"),
        ("Uppdaterad: 2021-03-04\n\nSimhallen\n\nUppdaterad: 2022-05-06", "2021-03-04"),
        ("Senast ändrad 20210304", "2021-03-04"),
        ("Senast ändrad 2021–03–04", "2021-03-04"),
        ("Senast ändrad 2021‑03‑04", "2021-03-04"),
        ("Senast ändrad 20213304", None),
        ("Datum: 20210304-1234", None),
        ("Planen antogs den 4 mars 2021 av alla.", None),
        ("Vi är klara 2021-03-04 enligt planen.", None),
        ("Senast uppdaterad: 31 februari 2021", None),
    ],
)
def test_dates_by_their_label(line: str, expected: str | None) -> None:
    assert document_date(f"Rubrik\n\n{BODY}\n{line}\n") == expected


def test_iso_date_reads_the_first_real_day() -> None:
    assert iso_date("den 31 juni 2020, den 1:a juli 2020") == "2020-07-01"
    assert iso_date("utan dag") is None


@pytest.mark.parametrize(
    "line",
    [
        "Skriv ut",
        "Stäng meddelande",
        "Kommentera",
        "Dela sidan",
        "Lyssna",
        "Foto: Ada Ek",
        "Bro i kvällsljus. Foto: Ada Ek",
        "Illustration med tre ringar",
        "Hem / Kommun / Mål",
        "Start > Kommun > Mål",
        "Sida 3 av 10",
        "Senast uppdaterad: 3 maj 2021",
        "Vi använder kakor för att sidan ska fungera.",
        "https://x.se/y",
        "Bygga, bo & miljö",
        "© Kommunen 2020",
        "Av Ada Ek",
    ],
)
def test_furniture_is_kept_in_the_text_and_out_of_the_content(line: str) -> None:
    document = read(f"{line}\n\nVår bygd\n\n{BODY}\n{line}\n")
    assert of_kind(document, BlockKind.FURNITURE) == [line, line]
    assert document.title == "Vår bygd"


def test_a_contact_heading_over_nothing_and_menu_words_at_the_end_are_furniture() -> None:
    document = read(f"Vår bygd\n\n{BODY}\nKontakt\nSkriv ut\nLeva här\n")
    assert of_kind(document, BlockKind.FURNITURE) == ["Kontakt", "Skriv ut", "Leva här"]


def test_an_english_form_on_a_swedish_page_is_furniture() -> None:
    document = read(f"Vår bygd\n\n{BODY}\nReport errors on page\n\nPlease use this form to tell us.\n\n{BODY}")
    assert of_kind(document, BlockKind.FURNITURE) == ["Report errors on page", "Please use this form to tell us."]


def test_title_without_any_heading_is_the_first_sentence() -> None:
    assert read("Vi vill mycket. Vi kan mer.\n").title == "Vi vill mycket."
    assert read("x" * 10 + " " + "y" * 300 + ".\n").title == "x" * 10


def test_language_is_told_by_small_words() -> None:
    assert read(BODY).language == "sv"
    english = "The municipality has a plan for the years to come and it is for all of you who live in the town. " * 2
    assert read(english).language == "en"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eslövs kommun vill växa. Grannen Lund är större.", "Eslöv"),
        ("Skriv till oss: kommunen@hoor.se.", "Höör"),
        ("Göteborgarna vill ha fler broar.", "Göteborg"),
        ("I Åhus och Degeberga byggs skolor.", "Kristianstad"),
        ("Trafiken mellan Lund och Malmö ökar.", UNKNOWN_MUNICIPALITY),
        ("Vara modig är bra. Mark ska skötas.", UNKNOWN_MUNICIPALITY),
        ("Ingen ort nämns här.", UNKNOWN_MUNICIPALITY),
    ],
)
def test_municipality_by_evidence(text: str, expected: str) -> None:
    assert read(f"Vår bygd\n\n{text}\n").municipality == expected


def test_the_file_name_only_tips_the_scale() -> None:
    assert read(f"Vår bygd\n\n{BODY}", "mal-lund.txt").municipality == "Lund"
    assert read(f"Vår bygd\n\n{BODY}", "mark.txt").municipality == UNKNOWN_MUNICIPALITY
    assert read("Vår bygd\n\nEslövs kommun vill växa.\n", "lund.txt").municipality == "Eslöv"
