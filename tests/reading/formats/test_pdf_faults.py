"""PDFs that were once read wrongly, where they are at hand."""

from pathlib import Path

import pytest
from pdf_drawing import read, reason

FAULTS = Path(__file__).parents[4] / "shared" / "faults"
pytestmark = pytest.mark.skipif(not FAULTS.is_dir(), reason="the collection of faults is not at hand")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("superscript-marks/in/04-superscript.pdf", ["år 2030 och ha 90 procent", "50 m²", "1 Gäller kommunens"]),
        ("pdf-numbered-heads/in/fokus.pdf", ["# Fokusområde 1", "# Fokusområde 2", "# Fokusområde 3"]),
        ("pdf-tracking/in/em25.pdf", ["# VISION FÖR ORSA KOMMUN", "## TRYGGA BARN"]),
        ("pdf-tracking/neighbours/em20.pdf", ["# VISION FÖR ORSA KOMMUN", "## TRYGGA BARN"]),
        ("pdf-watermark/in/v45.pdf", ["Planen gäller för alla nämnder", "Planen gäller för kommunala bolag"]),
        ("pdf-form/in/02-form.pdf", ["Ansvarig nämnd: Kulturnämnden", "Antal platser: tolv"]),
        ("mail-links/neighbours/07-mailto.pdf", ["Skicka e-post ida.exempel@orsa.example"]),
    ],
)
def test_what_the_page_shows_is_read(file: str, said: list[str]) -> None:
    text = read((FAULTS / file).read_bytes()).text
    assert [words for words in said if words not in text] == []
    assert "UTKAST" not in text


@pytest.mark.parametrize("file", ["in/06-half.pdf", "neighbours/05-notounicode.pdf"])
def test_letters_that_are_not_known_are_not_read(file: str) -> None:
    assert "do not tell which letters" in reason((FAULTS / "pdf-no-tounicode" / file).read_bytes())
