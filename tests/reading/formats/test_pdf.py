"""PDF: reading order, page furniture, hyphens, tables and pages."""

from types import ModuleType

import pytest
from pdf_drawing import Draw, both, drawn, lines, read
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from maltolk.model import Document
from maltolk.reading import read_document
from maltolk.reading.formats import Unreadable, extract
from maltolk.reading.formats.pdf.pdf_hyphens import Hyphens

SENTENCE = "Kommunen ska vara en trygg plats att växa upp på, att leva i och att åldras i."


def framed(number: int, body: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 810, "Ale kommun")
        canvas.drawString(400, 810, "Dnr KS 2023/12")
        canvas.drawString(280, 30, f"Sida {number} av 3")
        body(canvas)

    return draw


def test_heads_feet_and_page_numbers_go_and_pages_are_kept() -> None:
    found = read(
        drawn(*(framed(n, lines(f"Mål {word} är viktigt.")) for n, word in enumerate(("ett", "två", "tre"), 1)))
    )
    assert found.text == "Mål ett är viktigt.\n\nMål två är viktigt.\n\nMål tre är viktigt."
    assert [found.text[page:][:7] for page in found.pages] == ["Mål ett", "Mål två", "Mål tre"]
    assert "Ale kommun" in found.about


def test_a_paragraph_over_the_edge_of_a_page_is_one_and_knows_its_page() -> None:
    found = read(drawn(lines("Vi vill att alla barn i kom-"), lines("munen ska lyckas. Punkt.")))
    assert found.text == "Vi vill att alla barn i kommunen ska lyckas. Punkt."
    assert found.pages == (0, found.text.index("munen"))


def test_a_page_without_text_counts() -> None:
    found = read(drawn(lines("Första sidan."), lambda canvas: None, lines("Tredje sidan.")))
    assert len(found.pages) == 3
    assert found.text[found.pages[2] :] == "Tredje sidan."


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        "Kommunen vill vara en plats för alla,",
        "där var och en kan växa och leva ett",
        "gott liv genom hela sin tid på orten.",
    ]
    right = [
        "Näringslivet ska ha goda villkor och",
        "möta en kommun som svarar snabbt och",
        "som hjälper företag att få vara med.",
    ]
    found = read(drawn(both(lines(*left, x=60), lines(*right, x=320))))
    assert found.text == " ".join(left) + "\n\n" + " ".join(right)


def test_columns_whose_lines_are_not_level() -> None:
    left = ["Kommunen vill vara en plats för alla,", "där var och en kan växa och leva ett"] * 4
    right = ["Näringslivet ska ha goda villkor och", "möta en kommun som svarar snabbt och"] * 4
    found = read(drawn(both(lines(*left, x=60), lines(*right, x=320, top=694))))
    assert found.text.index("Näringslivet") > found.text.rindex("kan växa")


def test_a_table_of_people_is_rows_and_contacts() -> None:
    names = lines("Namn", "Anna Ek", "Bo Alm", "Cecilia Dahl", x=60, step=16)
    roles = lines("Uppdrag", "Kommunalråd", "Gruppledare", "Kommundirektör", x=200, step=16)
    phones = lines("Telefon", "0303-33 00 01", "0303-33 00 02", "0303-33 00 03", x=340, step=16)
    raw = drawn(both(lines("Så här når du oss:", top=740), names, roles, phones))
    assert "| Anna Ek | Kommunalråd | 0303-33 00 01 |\n| Bo Alm | Gruppledare |" in read(raw).text
    document = read_document("a.pdf", raw)
    assert isinstance(document, Document)
    found = [(c.name.of(document.text), c.phone.of(document.text)) for c in document.contacts if c.name and c.phone]
    assert found == [("Anna Ek", "0303-33 00 01"), ("Bo Alm", "0303-33 00 02"), ("Cecilia Dahl", "0303-33 00 03")]


def test_cells_of_several_lines_stay_together() -> None:
    keys = both(*(lines(key, x=60, top=top) for key, top in (("12 mars", 700), ("20 mars", 666), ("1 april", 632))))
    words = "Nämnderna lämnar sina förslag nummer {} till"
    tops = (700, 666, 632)
    cells = both(*(lines(words.format(n), "budgetberedningen.", x=160, top=top) for n, top in enumerate(tops)))
    found = read(drawn(both(keys, cells)))
    assert found.text.split("\n")[1] == "| 20 mars | Nämnderna lämnar sina förslag nummer 1 till budgetberedningen. |"


def test_headings_by_size_and_items_by_sign() -> None:
    def draw(canvas: Canvas) -> None:
        for size, words, y in ((20, "Vision 2030", 760), (14, "Våra mål", 720)):
            canvas.setFont("Helvetica", size)
            canvas.drawString(60, y, words)
        canvas.setFont("Helvetica", 10)
        lines(SENTENCE, "• Trygg skola för alla", "• Fler jobb", "1. Först", "2. Sedan", top=690)(canvas)

    text = read(drawn(draw)).text
    assert text.startswith("# Vision 2030\n\n## Våra mål\n\n" + SENTENCE)
    assert text.endswith("- Trygg skola för alla\n- Fler jobb\n1. Först\n2. Sedan")


def test_a_table_of_contents_is_left_out() -> None:
    found = read(
        drawn(lines("Inledning ........................ 3", "Mål .................... 4"), lines("Vi vill mer."))
    )
    assert found.text == "Vi vill mer."


def test_text_at_right_angles_is_left_out_and_turned_pages_are_read() -> None:
    def stamp(canvas: Canvas) -> None:
        lines("Vi vill mer än så.", "Och vi vill det nu.")(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -20, "Arkivexemplar")

    assert read(drawn(stamp)).text == "Vi vill mer än så. Och vi vill det nu."

    def turned(canvas: Canvas) -> None:
        canvas.rotate(90)
        lines("Vi vill mer än så.", "Och vi vill det nu.", top=-100)(canvas)

    assert read(drawn(turned)).text == "Vi vill mer än så. Och vi vill det nu."


def test_what_is_printed_twice_to_look_bold_is_said_once() -> None:
    assert read(drawn(both(lines("Alla ska med"), lines("Alla ska med", x=60.3)))).text == "Alla ska med"


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("kommun-", "styrelsen", "kommunstyrelsen"),
        ("barn-", "och utbildning", "barn- och utbildning"),
        ("Hallunda-", "Norsborg", "Hallunda-Norsborg"),
        ("IT-", "stöd", "IT-stöd"),
        ("e-", "post", "e-post"),
        ("16-", "åringar", "16-åringar"),
        ("kommun\u00ad", "styrelsen", "kommunstyrelsen"),
        ("utvecklings-", "projekt", "utvecklings-projekt"),
        ("mål –", "och mer", "mål – och mer"),
        ("vi vill", "mer", "vi vill mer"),
    ],
)
def test_hyphens(before: str, after: str, joined: str) -> None:
    assert Hyphens(["ett utvecklings-projekt i taget"]).joined(before, after) == joined


def test_metadata() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Budget 2024")
        canvas.setAuthor("Ale kommun")
        lines("Vi vill mer.")(canvas)

    found = read(drawn(draw))
    assert (found.title, found.saved) == ("Budget 2024", "2000-01-01")
    document = read_document("a.pdf", drawn(draw))
    assert isinstance(document, Document)
    assert document.municipality == "Ale"


def picture(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (50, 50), 200)), 0, 0, 595, 842)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (drawn(picture), "pictures of text only; install tesseract-ocr tesseract-ocr-swe to read scans"),
        (drawn(both(picture, lines("Dnr 12")), both(picture, lines("Dnr 12"))), "pictures of text only"),
        (drawn(lambda canvas: None), "no text"),
        (drawn(lines("Hemligt"), encrypt=pdfencrypt.StandardEncryption("hemligt")), "password"),
        (b"%PDF-1.7\n", "no PDF, or a damaged one"),
        (b"<html>", "no PDF, or a damaged one"),
    ],
)
def test_reasons(raw: bytes, reason: str) -> None:
    found = extract(".pdf", raw)
    assert isinstance(found, Unreadable)
    assert reason in found.reason


def test_pages_of_a_long_plan_are_where_their_words_are(files: ModuleType) -> None:
    parts = [files.Part("paragraph", (f"Nummer {n}. " + SENTENCE,)) for n in range(200)]
    found = read(files.printed("Plan", parts))
    document = read_document("a.pdf", files.printed("Plan", parts))
    assert isinstance(document, Document)
    assert document.pages == found.pages
    assert document.page_of(0) == 1
    assert document.page_of(len(document.text)) == len(document.pages) > 3
    for number, start in enumerate(document.pages, 1):
        assert document.page_of(start) == number
        assert document.text[start:].startswith("Nummer")
