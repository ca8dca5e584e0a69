"""PDF: lines with drawn-out spaces are running text; cells that stand apart are none."""

import pytest
from pdf_drawing import Draw, both, drawn, lines, read, typed
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

ONE = (
    "Välfärdens långsiktiga finansiering ska",
    "tryggas genom överskott och ett lågt",
    "risktagande. Kostnadsutvecklingen",
    "ska som helhet vara lägre än",
    "intäktsutvecklingen och kommunen",
    "betalar sina skulder i förtid.",
)
OTHER = (
    "Miljönämnden prövar avlopp i hela",
    "kommunen. Tillsynen omfattar alla",
    "anläggningar. Fastighetsägarna ska",
    "få besked inom sex veckor från att",
    "ansökan kom in. Avgiften tas ut",
    "enligt den taxa som gäller då.",
)


def justified(*words: str, x: float = 72, width: float = 200, top: float = 700) -> Draw:
    """Full lines, all but the last one, with the spaces drawn out."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(words):
            text = canvas.beginText(x, top - 13 * number)
            missing = width - stringWidth(line, "Helvetica", 10)
            text.setWordSpace(missing / line.count(" ") if number < len(words) - 1 else 0)
            text.textOut(line)
            canvas.drawText(text)

    return draw


@pytest.mark.parametrize("width", [180, 200, 220])
def test_a_justified_column_is_one_paragraph(width: float) -> None:
    assert read(drawn(justified(*ONE, width=width))).text == " ".join(ONE)


@pytest.mark.parametrize("shift", [0, 3])
def test_justified_columns_are_read_after_each_other(shift: float) -> None:
    page = both(justified(*ONE), justified(*OTHER, x=292, top=700 + shift))
    assert read(drawn(page)).text == f"{' '.join(ONE)}\n\n{' '.join(OTHER)}"


def test_a_bold_word_in_a_justified_line_stays_in_it() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 700)
        text.setWordSpace(14)
        text.textOut("Alla nämnder ska ")
        text.setFont("Helvetica-Bold", 10)
        text.textOut("varje år ")
        text.setFont("Helvetica", 10)
        text.textOut("följa upp målen")
        canvas.drawText(text)

    assert read(drawn(draw)).text == "Alla nämnder ska varje år följa upp målen"


def test_cells_of_a_row_stay_apart() -> None:
    rows = [("Mål", "2025", "2026"), ("Lekplatser", "8", "12"), ("Badplatser", "3", "5")]
    page = both(
        *(
            typed(f"{words} ", x, 700 - 15 * n)
            for n, row in enumerate(rows)
            for words, x in zip(row, (60, 200, 340), strict=True)
        )
    )
    assert read(drawn(both(page, lines("Nämnden följer upp det.", top=600)))).text.startswith(
        "| Mål | 2025 | 2026 |\n| Lekplatser | 8 | 12 |"
    )
