"""PDF: what people see is text, and nothing else."""

import io

import pypdfium2
import pytest
from pdf_drawing import Draw, both, drawn, lines, read
from PIL import Image
from pypdfium2 import raw as pdfium
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

BODY = ("Alla barn ska kunna simma två hundra meter.", "Skolorna ansvarar för undervisningen.")
SAID = " ".join(BODY)
WHITE, BLACK = (1, 1, 1), (0, 0, 0)


def coloured(words: str, colour: tuple[float, float, float], y: float = 600) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.drawString(60, y, words)
        canvas.setFillColorRGB(*BLACK)

    return draw


def painted(colour: tuple[float, float, float], y: float = 600) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.rect(50, y - 5, 400, 20, fill=1, stroke=0)
        canvas.setFillColorRGB(*BLACK)

    return draw


def unpainted(words: str, y: float = 600) -> Draw:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, y)
        text.setTextRenderMode(3)
        text.textOut(words)
        text.setTextRenderMode(0)
        canvas.drawText(text)

    return draw


def clear(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillAlpha(0)
    canvas.drawString(60, 600, "Dolt")
    canvas.restoreState()


def cut(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(50, 500, 100, 50)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(60, 600, "Dolt")
    canvas.restoreState()


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.4)
    canvas.drawString(60, 600, "Dolt")


@pytest.mark.parametrize("angle", [-45, 5, 12, 30, 44, 46, 60, 85])
@pytest.mark.parametrize("first", [True, False])
def test_words_askew_are_no_text_and_part_nothing(angle: float, first: bool) -> None:
    def stamp(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(120, 640)
        canvas.rotate(angle)
        canvas.setFont("Helvetica-Bold", 60)
        canvas.drawString(0, 0, "UTKAST")
        canvas.restoreState()

    page = both(stamp, lines(*BODY)) if first else both(lines(*BODY), stamp)
    assert read(drawn(page, page)).text == f"{SAID}\n\n{SAID}"


def test_large_words_that_others_are_printed_on_are_a_stamp() -> None:
    def stamp(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica-Bold", 60)
        canvas.setFillGray(0.9)
        canvas.drawString(60, 680, "UTKAST")
        canvas.restoreState()

    assert read(drawn(both(stamp, lines(*BODY)))).text == SAID


@pytest.mark.parametrize(
    "hidden",
    [
        coloured("Dolt", WHITE),
        both(painted(WHITE), coloured("Dolt", WHITE)),
        both(coloured("Dolt", BLACK), painted(BLACK)),
        unpainted("Dolt"),
        clear,
        cut,
        tiny,
        lines("Dolt", x=-200),
        lines("Dolt", top=-30),
    ],
)
def test_what_is_not_in_sight_is_no_text(hidden: Draw) -> None:
    assert read(drawn(both(lines(*BODY), hidden))).text == SAID


def test_white_words_on_a_dark_ground_are_in_sight() -> None:
    page = both(lines(*BODY), painted((0, 0.2, 0.4)), coloured("Kontakta oss gärna.", WHITE))
    assert read(drawn(page)).text.endswith("Kontakta oss gärna.")


def test_the_words_of_a_scanned_page_are_its_text() -> None:
    def scan(canvas: Canvas) -> None:
        target = io.BytesIO()
        Image.new("L", (60, 60), 220).save(target, "PNG")
        canvas.drawImage(ImageReader(target), 0, 0, 595, 842)

    page = both(scan, unpainted(BODY[0], 700), unpainted(BODY[1], 687))
    assert read(drawn(page)).text == SAID


def test_words_that_a_line_goes_through_are_struck_and_underlined_ones_are_not() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 700, "Kommunen ska ha åtta tolv lekplatser i byarna.")
        start = 60 + canvas.stringWidth("Kommunen ska ha ", "Helvetica", 10)
        end = start + canvas.stringWidth("åtta", "Helvetica", 10)
        canvas.line(start, 702.7, end, 702.7)
        canvas.line(60, 698.5, 240, 698.5)

    assert read(drawn(draw)).text == "Kommunen ska ha tolv lekplatser i byarna."


def test_words_that_a_reviewer_struck_out_are_none() -> None:
    raw = drawn(lines(*BODY))
    document = pypdfium2.PdfDocument(raw)
    page = document[0]
    struck = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_STRIKEOUT)
    corners = pdfium.FS_QUADPOINTSF(x1=55, y1=696, x2=300, y2=696, x3=55, y3=684, x4=300, y4=684)
    pdfium.FPDFAnnot_AppendAttachmentPoints(struck, corners)
    pdfium.FPDFPage_CloseAnnot(struck)
    target = io.BytesIO()
    document.save(target)
    document.close()
    assert read(target.getvalue()).text == BODY[0]


def test_what_a_form_draws_is_in_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("banner")
        for each in (painted((0, 0.2, 0.4), 10), coloured("Kontakta oss.", WHITE, 10), coloured("Dolt", WHITE, 60)):
            each(canvas)
        canvas.endForm()
        lines(*BODY)(canvas)
        canvas.saveState()
        canvas.translate(0, 500)
        canvas.doForm("banner")
        canvas.restoreState()

    text = read(drawn(draw)).text
    assert text.startswith(SAID)
    assert text.endswith("Kontakta oss.")
    assert "Dolt" not in text
