"""PDF: tables without rules, and what stands side by side without being one."""

import pytest
from pdf_drawing import Draw, both, drawn, lines, read, typed
from reportlab.pdfgen.canvas import Canvas

ROWS = (
    ("Mål", "Ansvarig", "När"),
    ("Fler lekplatser", "Tekniska", "2027"),
    ("Rent vatten", "Miljö", "2028"),
    ("Alla kan simma", "Skolan", "2029"),
)
TABLE = "\n".join(f"| {' | '.join(row)} |" for row in ROWS)


def table(*rows: tuple[str, ...], xs: tuple[float, ...] = (72, 250, 420), top: float = 690, step: float = 15) -> Draw:
    return both(
        *(typed(words, x, top - step * n) for n, row in enumerate(rows) for words, x in zip(row, xs, strict=True))
    )


def test_a_heading_and_a_text_below_are_none_of_the_table() -> None:
    words = ("Orsa har tagit fram en plan för fritid och kultur som gäller för alla", "nämnder och byar.")
    page = both(table(*ROWS), typed("Uppföljning", 72, 610, 13, "Helvetica-Bold"), lines(*words, x=72, top=590))
    assert read(drawn(page)).text == f"{TABLE}\n\n# Uppföljning\n\n{' '.join(words)}"


def test_short_lines_below_are_none_of_the_table() -> None:
    below = ("Alla nämnder följer upp sina mål.", "Rapporten lämnas i mars.", "Fullmäktige beslutar i juni.")
    budget = both(typed("Budget", 72, 540, 13, "Helvetica-Bold"), lines("Den är 12 miljoner.", x=72, top=522))
    text = read(drawn(both(table(*ROWS), lines(*below, x=72, top=600), budget))).text
    assert text.startswith(f"{TABLE}\n\n{below[0]}")
    assert text.endswith("# Budget\n\nDen är 12 miljoner.")


@pytest.mark.parametrize("names", [("Ida Ek", "Ola Berg"), ("Ida Ek", "Ola Berg", "Eva Dal")])
def test_persons_side_by_side_are_read_one_by_one(names: tuple[str, ...]) -> None:
    cards = [(name, "Rektor", f"0250-55 20 0{n}", f"{name[:3].lower()}@orsa.example") for n, name in enumerate(names)]
    page = both(*(lines(*card, x=72 + 160 * n, top=690) for n, card in enumerate(cards)))
    text = read(drawn(page)).text
    assert text == "\n\n".join("\n".join(card) for card in cards)


def test_lists_side_by_side_are_read_one_by_one() -> None:
    lists = [("Trygghet", "• Lys upp parken", "• Fler vuxna ute"), ("Miljö", "• Rent vatten", "• Mer skog")]
    page = both(*(lines(*words, x=72 + 250 * n, top=690) for n, words in enumerate(lists)))
    text = read(drawn(page)).text
    assert text == "Trygghet\n\n- Lys upp parken\n- Fler vuxna ute\n\nMiljö\n\n- Rent vatten\n- Mer skog"


def test_shading_tells_the_rows_of_a_table() -> None:
    rows = [
        ("Mått", "Mål", "Nämnd"),
        ("Andel elever som|möter konst", "85 %", "Barn- och|skolnämnden"),
        ("Lån", "5", "Kultur"),
    ]

    def draw(canvas: Canvas) -> None:
        top = 700.0
        for number, row in enumerate(rows):
            height = 11 * max(words.count("|") + 1 for words in row) + 6
            if number % 2 == 0:
                canvas.setFillGray(0.85)
                canvas.rect(60, top - height, 400, height, fill=1, stroke=0)
                canvas.setFillGray(0)
            for x, words in zip((64, 220, 320), row, strict=True):
                for back, line in enumerate(reversed(words.split("|"))):
                    canvas.drawString(x, top - height + 5 + 11 * back, line)
            top -= height

    text = read(drawn(both(draw, lines("Nämnden följer upp det varje år.", top=560)))).text
    assert text.startswith(
        "| Mått | Mål | Nämnd |\n| Andel elever som möter konst | 85 % | Barn- och skolnämnden |\n| Lån | 5 | Kultur |"
    )
