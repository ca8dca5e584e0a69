"""PDF: values of form fields at their place, addresses behind links, words struck out by an annotation."""

import re

import pytest
from pdf_drawing import Draw, both, drawn, lines, read
from reportlab.pdfgen.canvas import Canvas

BODY = ("Planen gäller för alla nämnder", "och följs upp varje år.")


def field(value: str, x: float, y: float, width: float = 120, height: float = 16, **more: object) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(
            name=f"f{x}-{y}", value=value, x=x, y=y - 4, width=width, height=height, **more
        )  # fmt: skip

    return draw


def box(checked: bool, x: float, y: float, **more: object) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.checkbox(name=f"b{x}-{y}", checked=checked, x=x, y=y - 2, size=12, **more)

    return draw


def linked(words: str, target: str, x: float = 60, y: float = 600) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(x, y, words)
        canvas.linkURL(target, (x, y - 3, x + canvas.stringWidth(words, "Helvetica", 10), y + 9))

    return draw


@pytest.mark.parametrize("gap", [5, 60, 200])
def test_a_value_stands_after_the_words_that_name_it(gap: float) -> None:
    name = "Ansvarig nämnd:"
    page = both(lines(*BODY), lines(name, top=600), field("Kultur- och fritidsnämnden", 140 + gap, 600))
    assert read(drawn(page)).text.endswith(f"{name} Kultur- och fritidsnämnden")


def test_values_stand_within_a_sentence() -> None:
    words = both(lines("Planen gäller från", top=600), lines("till", x=200, top=600), lines("i Orsa.", x=280, top=600))
    page = both(lines(*BODY), words, field("2025", 150, 600, 45), field("2030", 225, 600, 45))
    assert read(drawn(page)).text.endswith("Planen gäller från 2025 till 2030 i Orsa.")


def test_a_value_takes_the_place_of_a_line_to_write_on() -> None:
    page = both(lines(*BODY), lines("Namn: ________________", top=600), field("Ida Exempel", 90, 600, 90))
    assert read(drawn(page)).text.endswith("Namn: Ida Exempel")


def test_boxes_to_tick_say_whether_they_are() -> None:
    boxes = both(*(box(on, 60, y) for on, y in ((True, 600), (False, 580))))
    page = both(lines(*BODY), boxes, lines("Barn", x=80, top=600), lines("Äldre", x=80, top=580))
    assert read(drawn(page)).text.endswith("- ☒ Barn\n- ☐ Äldre")


def test_values_of_choices_and_of_several_lines() -> None:
    def choice(canvas: Canvas) -> None:
        canvas.acroForm.choice(name="c", value="Vård", options=["Skola", "Vård"], x=140, y=596, width=90, height=16)

    filled = field("Ett badhus.\nTvå parker.", 60, 520, 200, 36, fieldFlags="multiline")
    notes = both(lines("Beskrivning:", top=560), filled)
    text = read(drawn(both(lines(*BODY), lines("Område:", top=600), choice, notes))).text
    assert "Område: Vård" in text
    assert text.endswith("Ett badhus.\nTvå parker.")


def test_hidden_fields_and_passwords_say_nothing() -> None:
    hidden = field("Hemligt", 140, 600, annotationFlags="hidden")
    password = field("Hemligt", 140, 570, fieldFlags="password")
    assert "Hemligt" not in read(drawn(both(lines(*BODY), hidden, password))).text


def test_a_page_of_values_alone_has_text() -> None:
    assert read(drawn(field("Ida Exempel", 60, 600))).text == "Ida Exempel"


@pytest.mark.parametrize(
    ("words", "target", "said"),
    [
        ("Mejla oss", "mailto:info@orsa.example?subject=Hej", "Mejla oss info@orsa.example"),
        ("Ring växeln", "tel:+46250552000", "Ring växeln +46250552000"),
        ("info@orsa.example", "mailto:info@orsa.example", "info@orsa.example"),
        ("Läs mer", "https://orsa.example/plan", "Läs mer"),
    ],
)
def test_addresses_behind_links_follow_their_words(words: str, target: str, said: str) -> None:
    assert read(drawn(both(lines(*BODY), linked(words, target)))).text.endswith(said)


def test_each_row_has_its_own_address() -> None:
    people = (("Ida Exempel", "ida"), ("Bo Prov", "bo"), ("Eva Test", "eva"))
    rows = [
        both(lines(name, top=600 - 20 * n), linked("E-post", f"mailto:{who}@orsa.example", 220, 600 - 20 * n))
        for n, (name, who) in enumerate(people)
    ]
    text = read(drawn(both(lines(*BODY), *rows))).text
    assert all(re.search(rf"{name}\W+E-post {who}@orsa\.example", text) for name, who in people)
