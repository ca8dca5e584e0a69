"""Whom a text names, however it writes them."""

import pytest

from maltolk.privacy.person_match import PersonMatcher
from maltolk.privacy.suppressed import entry

MATCHER = PersonMatcher(
    [
        entry("Åsa Hemlig-Ek", "expedition7@ort.se", "0303-33 00 01"),
        entry("Anna Lund"),
        entry("Per von Grön", municipality="Ale"),
    ]
)


def found(text: str, municipality: str | None = "Ale") -> list[str]:
    return [place.of(text) for place in MATCHER.places(text, municipality)]


@pytest.mark.parametrize(
    "written",
    [
        *("Åsa Hemlig-Ek", "ÅSA HEMLIG-EK", "åsa hemlig-ek", "Åsa Hemlig Ek", "Åsa Hemlig", "Åsa Ek", "Asa Hemlig-Ek"),
        *("Hemlig-Ek, Åsa", "Hemlig, Å.", "Å. Hemlig-Ek", "Å Ek", "Å. M. Hemlig", "Åsa Maria Hemlig-Ek", "Åsa M. Ek"),
        *("Åsa\nHemlig", "Åsa\tHemlig-Ek", "Åsa | Hemlig", "Åsa\xa0Ek", "Å\u00adsa Hem\u00adlig", "Åsa Hemligs"),
        *("asa.hemlig@ort.se", "asa.hemlig-ek@ort.se", "ahemlig@ort.se", "hemlig.asa2@ort.se", "asa_ek (at) ort.se"),
        *("expedition7@ort.se", "Expedition7@ORT.se", "expedition7 (at) ort.se"),
        *("0303-33 00 01", "0303330001", "+46 303 33 00 01", "+46 (0)303-33 00 01", "0046303330001", "0303/330001"),
        *("Anna Lund", "Anna Lunds", "A. Lund", "Lund, Anna", "asa-hemlig-ek", "asa_ek", "Per Grön", "von Grön, Per"),
    ],
)
def test_a_way_of_writing_is_found(written: str):
    for text in (written, f"Ring {written} om det.", f"({written})"):
        joined = "".join(found(text))
        assert joined.replace("von ", "") or written in joined
        assert len(joined) >= len(written.removeprefix("von ")) - 1


@pytest.mark.parametrize(
    "text",
    [
        *("Bo Ek", "Anders Hemlig", "Åsa Berg", "Åsa och Per Ek", "Lund", "Anna i Lund", "En dag i Lund. Anna åt."),
        *("info@ort.se", "0303-33 00 02", "10303330001", "0303-33 00 011", "Hanna Lund", "Anna Lundberg", "B. Lund"),
        *("en hemlig ek", "Åsa Hemligstad", "Maja Ek, Åsa"),
    ],
)
def test_others_are_left_alone(text: str):
    assert found(text) == []


def test_a_surname_alone_counts_where_the_whole_name_stands():
    assert found("Åsa Hemlig bor här. Enligt Hemlig är det bra, men Bo Hemlig klagar.") == ["Åsa Hemlig", "Hemlig"]
    assert found("Enligt Hemlig är det bra.") == []


def test_a_surname_that_is_a_place_stays_the_place():
    assert found("Anna Lund bor i Lund, och Lund växer.") == ["Anna Lund"]


def test_a_municipality_limits_an_entry():
    assert found("Per von Grön", "Ale") == ["Per von Grön"]
    assert found("Per von Grön", "Orsa") == []
    assert found("Per von Grön", None) == ["Per von Grön"]
