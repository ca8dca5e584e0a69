"""PDF: what is painted behind, over and through words, in the content and by annotations."""

import pytest
from pdf_drawing import Draw, both, drawn, lines, read, typed
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

BODY = ("Alla barn ska kunna simma två hundra meter.", "Skolorna ansvarar för undervisningen.")
SAID = " ".join(BODY)
BLACK, BLUE, WHITE = (0, 0, 0), (0, 0, 1), (1, 1, 1)


def code(written: str) -> Draw:
    """A piece of a content stream."""

    def draw(canvas: Canvas) -> None:
        canvas._code.append(written)

    return draw


def annotation(kind: str, left: float, bottom: float, right: float, top: float, **more: object) -> Draw:
    def draw(canvas: Canvas) -> None:
        place = PDFArray([left, bottom, right, top])
        said = {"Type": PDFName("Annot"), "Subtype": PDFName(kind), "Rect": place, "F": 4, **more}
        canvas._addAnnotation(PDFDictionary(said))

    return draw


def box(colour: tuple[float, float, float], x: float, y: float, width: float, height: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.rect(x, y, width, height, fill=1, stroke=0)
        canvas.setFillColorRGB(*BLACK)

    return draw


def coloured(words: str, colour: tuple[float, float, float]) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*colour)
        canvas.drawString(60, 600, words)
        canvas.setFillColorRGB(*BLACK)

    return draw


def rule(x0: float, x1: float, y: float) -> Draw:
    return lambda canvas: canvas.line(x0, y, x1, y)


def test_a_ground_covers_no_more_than_its_clip_leaves_open() -> None:
    over = code("q 100 100 50 50 re W n 1 1 1 rg 0 0 595 842 re f Q")
    assert read(drawn(both(lines(*BODY), over))).text == SAID


def test_a_ground_in_a_form_covers_no_more_than_the_form() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("ground", lowerx=100, lowery=100, upperx=150, uppery=150)
        box(WHITE, 0, 0, 595, 842)(canvas)
        canvas.endForm()
        canvas.setFont("Helvetica", 10)
        lines(*BODY)(canvas)
        canvas.doForm("ground")

    assert read(drawn(draw)).text == SAID


def test_a_ground_covers_what_its_clip_leaves_open() -> None:
    over = code("q 50 590 300 30 re W n 1 1 1 rg 0 0 595 842 re f Q")
    assert read(drawn(both(lines(*BODY), coloured("Dolt", BLACK), over))).text == SAID


@pytest.mark.parametrize("colour", [BLACK, BLUE, WHITE])
def test_words_in_the_colour_of_their_ground_are_not_seen(colour: tuple[float, float, float]) -> None:
    hidden = both(lines(*BODY), box(colour, 50, 595, 300, 16), coloured("Dolt", colour))
    assert read(drawn(hidden)).text == SAID


def test_words_on_another_colour_above_one_like_theirs_are_seen() -> None:
    grounds = both(box(BLUE, 50, 580, 300, 50), box(WHITE, 55, 590, 290, 30), coloured("Synligt", BLUE))
    assert read(drawn(both(lines(*BODY), grounds))).text == f"{SAID}\n\nSynligt"


def test_a_rule_below_a_ground_strikes_nothing() -> None:
    legend = both(rule(60, 500, 603), box(WHITE, 140, 596, 100, 16), typed("Kontakt", 150, 600))
    assert read(drawn(both(lines(*BODY), legend))).text == f"{SAID}\n\nKontakt"


def test_rules_of_a_grid_behind_its_labels_strike_nothing() -> None:
    grid = both(*(rule(100, 400, y) for y in range(300, 420, 20)), typed("85 %", 150, 357), typed("90 %", 250, 397))
    assert read(drawn(both(lines(*BODY), grid))).text == f"{SAID}\n\n90 %\n\n85 %"


def test_a_rule_over_a_whole_row_strikes_its_words() -> None:
    struck = both(typed("Lekplatser", 60, 600), typed("tolv", 300, 600), rule(58, 330, 603))
    assert read(drawn(both(lines(*BODY), struck))).text == SAID


def test_text_that_is_the_outline_of_a_painting_is_seen() -> None:
    painted = code("q BT /F1 20 Tf 60 600 Td 7 Tr (Kulturplan) Tj ET 1 0 0 rg 50 590 300 40 re f Q")
    assert "Kulturplan" in read(drawn(both(lines(*BODY), painted))).text


def test_a_full_rectangle_over_the_page_hides_words() -> None:
    cover = annotation("Square", 55, 595, 200, 612, IC=PDFArray([0, 0, 0]))
    frame = annotation("Square", 50, 680, 400, 720)
    assert read(drawn(both(lines(*BODY), coloured("Dolt", BLACK), cover, frame))).text == SAID


def test_a_rectangle_that_is_seen_through_hides_nothing() -> None:
    cover = annotation("Square", 55, 595, 200, 612, IC=PDFArray([1, 1, 0]), CA=0.4)
    assert read(drawn(both(lines(*BODY), coloured("Synligt", BLACK), cover))).text == f"{SAID}\n\nSynligt"


def test_a_line_drawn_over_the_page_strikes_words() -> None:
    line = annotation("Line", 58, 600, 120, 606, L=PDFArray([59, 603, 118, 603]))
    assert read(drawn(both(lines(*BODY), coloured("Struket ord", BLACK), line))).text == SAID


def test_words_typed_over_the_page_are_read() -> None:
    typed_over = annotation("FreeText", 60, 590, 300, 605, Contents=PDFString("Inskrivet"), DA=PDFString("/H 10 Tf"))
    assert read(drawn(both(lines(*BODY), typed_over))).text == f"{SAID}\n\nInskrivet"


def test_words_that_point_at_the_page_are_a_comment() -> None:
    comment = annotation("FreeText", 60, 590, 300, 605, Contents=PDFString("Oj"), CL=PDFArray([60, 600, 90, 700]))
    assert read(drawn(both(lines(*BODY), comment))).text == SAID
