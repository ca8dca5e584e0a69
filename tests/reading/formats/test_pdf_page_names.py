"""What the pages of a PDF are called in a citation."""

from pdf_drawing import Draw, both, drawn, lines, read, typed
from reportlab.pdfgen.canvas import Canvas

from maltolk.model import Document
from maltolk.reading import read_document

BODY = lines("Kommunen ska vara en god plats att växa", "upp, leva, verka och åldras i, varje dag.", top=500)


def numbered(*feet: str) -> list[Draw]:
    """Pages with these words at their foot."""
    return [both(BODY, typed(f"Avsnitt {chr(65 + n)} gäller.", 60, 400), typed(foot, 290, 30, 8)) for n, foot in
            enumerate(feet)]  # fmt: skip


def labelled(*draws: Draw, labels: bytes) -> bytes:
    """A PDF with the number tree ``labels``."""
    raw = drawn(*draws, pageCompression=0)
    assert raw.count(b"/Type /Catalog") == 1
    return raw.replace(b"/Type /Catalog", b"/Type /Catalog /PageLabels << /Nums [ " + labels + b" ] >>")


def test_the_labels_of_the_file_name_its_pages() -> None:
    raw = labelled(*numbered("", "", "", ""), labels=b"0 << /S /r >> 2 << /S /D >>")
    assert read(raw).page_names == ("i", "ii", "1", "2")


def test_labels_that_only_count_say_nothing_and_printed_numbers_count() -> None:
    raw = labelled(*numbered("17", "18", "19"), labels=b"0 << /S /D >>")
    assert read(raw).page_names == ("17", "18", "19")


def test_pages_that_print_their_place_need_no_names() -> None:
    assert read(drawn(*numbered("1", "2", "3"))).page_names == ()


def test_a_cover_before_the_first_page_has_no_number() -> None:
    assert read(drawn(*numbered("", "1", "2", "", "4"))).page_names == ("", "1", "2", "3", "4")


def test_words_around_the_number_do_not_matter() -> None:
    feet = [f"Översiktsplan 2030 | sida {n} (40)" for n in (12, 13, 14)]
    assert read(drawn(*numbered(*feet))).page_names == ("12", "13", "14")


def test_a_page_that_is_missing_is_counted() -> None:
    assert read(drawn(*numbered("7", "8", "10", "11", "12"))).page_names == ("7", "8", "10", "11", "12")


def test_an_annex_with_numbers_of_its_own_has_no_name() -> None:
    assert read(drawn(*numbered("3", "4", "5", "6", "1", "2"))).page_names == ("3", "4", "5", "6", "", "")


def test_numbers_that_count_nothing_name_no_page() -> None:
    assert read(drawn(*numbered("2030", "17", "400"))).page_names == ()
    assert read(drawn(*numbered("5"))).page_names == ()


def test_a_document_tells_the_name_and_keeps_the_place() -> None:
    document = read_document("a.pdf", drawn(*numbered("12", "13", "14")))
    assert isinstance(document, Document)
    at = document.text.index("Avsnitt B")
    assert document.page_of(at) == 2
    assert document.page_name(2) == "13"
    assert document.page_name(None) is None


def test_labels_that_are_whole_names_are_no_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        BODY(canvas)

    raw = labelled(draw, draw, labels=b"0 << /P (Bilaga till protokollet fran den 12 mars) >>")
    assert read(raw).page_names == ()
