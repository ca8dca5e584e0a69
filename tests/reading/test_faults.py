"""Small files with faults that people reported of systems like this one, where the shared folder stands beside."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from maltolk.model import Document
from maltolk.reading.sources.folder import Reading, read_folder

pytestmark = pytest.mark.usefixtures("shared")
FOSSIL_FREE, PERCENT = "fossilfritt år 2030 och", "90 procent nöjda"
PLAYGROUNDS = "Orsa ska ha tolv lekplatser senast 2029."
CELLS = "| Bildning | Ola Exempel | 0250-55 20 02 |"
PLACEHOLDER = "Klicka"


@dataclass(frozen=True, slots=True)
class Case:
    """A file in a folder of faults; what its text has, and what it has not."""

    file: str
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


CASES = (
    Case("hidden-text/in/04-vanish.docx", ("ny idrottshall i Orsa.",), ("UTKAST",)),
    Case("hidden-text/neighbours/01-hidden.odt", ("ny badplats.",), ("UTKAST", "hemlig", "Dold", "Dolt")),
    Case(
        "hidden-text/neighbours/b-comment.md",
        ("ska ha **tolv** lekplatser senast 2029.", "| Bro / tunnel | 2030 |"),
        ("sälj", "x.example", "[^", "`"),
    ),
    Case("hidden-text/neighbours/c-vanish-style.docx", ("Målet är att bygga en ny idrottshall.",), ("Dold",)),
    Case("hidden-text/neighbours/hidden-classes.html", ("fritid och kultur.",), ("Dold", "dold", "Utanför", "Storlek")),
    Case("html-no-body/in/a-main.html", ("tolv lekplatser senast 2029.",)),
    Case("html-no-body/neighbours/c-article.html", ("tolv lekplatser senast 2029.",)),
    Case("html-no-body/neighbours/d-section.html", ("tolv lekplatser senast 2029.",)),
    Case("html-no-body/neighbours/e-header.html", ("tolv lekplatser senast 2029.",)),
    Case("mail-links/in/a-mailto.docx", ("ida.exempel@orsa.example",)),
    Case("mail-links/neighbours/05-mailto.odt", ("@orsa.example",)),
    Case("mail-links/neighbours/07-mailto.pdf", ("@orsa.example",)),
    Case("pdf-form/in/02-form.pdf", ("Ansvarig nämnd: ", "Antal platser: ")),
    Case("pdf-numbered-heads/in/fokus.pdf", ("Fokusområde 1", "Fokusområde 2", "Fokusområde 3")),
    *(
        Case(f"pdf-tracking/{name}", ("VISION FÖR ORSA KOMMUN", "TRYGGA BARN"))
        for name in ("in/em25.pdf", *(f"neighbours/em{ems}.pdf" for ems in (10, 15, 20, 30)))
    ),
    *(
        Case(f"pdf-watermark/{name}", ("# Mål för Orsa kommun 2025", "Orsa kommun har", "# Uppföljning"), ("UTKAST",))
        for name in ("in/v45.pdf", "neighbours/v-45.pdf", "neighbours/v30.pdf", "neighbours/v55.pdf")
    ),
    Case("rowspan/in/01-rowspan.html", (CELLS,)),
    Case("rowspan/neighbours/02-colspan.html", ("| Andel behöriga lärare | 90 procent | 90 procent |",)),
    Case("rowspan/neighbours/03-rowspan-goals.html", ("| Skola | Alla får läxhjälp | 2027 |",)),
    Case("rowspan/neighbours/07-rowspan.odt", (CELLS,)),
    Case("rowspan/neighbours/08-vmerge.docx", (CELLS,)),
    Case("struck-text/in/c.html", (PLAYGROUNDS, "skola till 2028"), ("bro till 2027",)),
    Case("struck-text/neighbours/a.docx", (PLAYGROUNDS,)),
    Case("struck-text/neighbours/b.odt", (PLAYGROUNDS,)),
    Case("struck-text/neighbours/d.md", (PLAYGROUNDS,)),
    Case("superscript-marks/in/04-superscript.pdf", (FOSSIL_FREE, PERCENT, "12 miljoner kronor.")),
    Case("superscript-marks/neighbours/e.html", (FOSSIL_FREE, PERCENT, "12 miljoner kronor.")),
    Case("superscript-marks/neighbours/exponents.html", ("Kostnad per m², 3:e gången, 10⁶ kronor, år 2030, 2029.",)),
    Case("superscript-marks/neighbours/f.docx", (FOSSIL_FREE, PERCENT)),
    Case("superscript-marks/neighbours/superscript.odt", ("fossilfritt år 2030 och ha 90 procent",)),
    Case("word-altchunk/in/06-altchunk.docx", ("ossilfria bussar",)),
    Case("word-altchunk/neighbours/06b-altchunk-only.docx", ("ossilfria bussar",)),
    Case("word-document2/in/02-document2.docx", ("cykelväg",)),
    Case("word-endnotes/in/03-endnotes.docx", ("söndagar", "byggdes om år 2019.")),
    Case("word-placeholder/in/11-fields.docx", ("den 4 mars 2025.",), (PLACEHOLDER,)),
    Case("word-placeholder/neighbours/04-placeholder.odt", ("den 4 mars 2025.",), (PLACEHOLDER,)),
    Case("word-strict/in/01-strict.docx", ("sim",)),
)


def _read(folder: Path) -> Reading:
    assert folder.is_dir(), folder
    return read_folder(folder)


def _document(shared: Path, file: str) -> Document:
    path = shared / "faults" / file
    reading = _read(path.parent)
    found = [document for document in reading.documents if document.path == unicodedata.normalize("NFC", path.name)]
    assert found, [skipped.reason for skipped in reading.skipped]
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_the_text_is_what_people_see(case: Case, shared: Path):
    text = _document(shared, case.file).text
    for words in case.has:
        assert words in text
    for words in case.lacks:
        assert words not in text


def test_a_font_that_does_not_tell_its_characters_is_not_quoted(shared: Path):
    for folder in ("in", "neighbours"):
        reading = _read(shared / "faults" / "pdf-no-tounicode" / folder)
        assert not reading.documents
        assert all("font" in skipped.reason for skipped in reading.skipped)


def test_addresses_behind_links_belong_to_their_contact(shared: Path):
    document = _document(shared, "mail-links/in/a-mailto.docx")
    (contact,) = document.contacts
    assert contact.email is not None
    assert contact.email.of(document.text) == "ida.exempel@orsa.example"


def test_a_merged_cell_is_no_name(shared: Path):
    document = _document(shared, "rowspan/in/01-rowspan.html")
    said = [(c.name.of(document.text), c.role.of(document.text)) for c in document.contacts if c.name and c.role]
    assert said == [("Ida Exempel", "Bildning"), ("Ola Exempel", "Bildning"), ("Eva Exempel", "Teknik")]


def test_the_fields_of_a_form_are_filled_in(shared: Path):
    lines = _document(shared, "pdf-form/in/02-form.pdf").text.splitlines()
    assert all(line.rstrip()[-1] != ":" for line in lines if line.strip())


def test_names_that_read_the_same_are_the_same(shared: Path):
    reading = _read(shared / "faults" / "nfd-names" / "in")
    assert reading.skipped == ()
    assert [unicodedata.is_normalized("NFC", document.path) for document in reading.documents] == [True, True]
    assert all(document.municipality != "okänd" for document in reading.documents)


def test_the_files_day_is_not_the_texts(shared: Path):
    assert _document(shared, "pdf-form/in/02-form.pdf").date is None
