"""PDF: raised type, letters spaced out, first letters, symbols."""

import pytest
from pdf_drawing import both, drawn, lines, read, row, typed
from reportlab.pdfgen.canvas import Canvas

from maltolk.reading.formats.pdf.pdf_symbols import UNKNOWN, lowered, meant, symbols_of

BODY = ("Vi vill att fler ska trivas här,", "och att fler ska stanna kvar.")


def test_marks_of_notes_are_left_out_and_exponents_kept() -> None:
    parts = (
        ("Utsläppen upphör år 2030", 10, 0), ("1", 6, 4), (" och nio av tio", 10, 0), ("2", 6, 4),
        (" trivs på 50 m", 10, 0), ("2", 6, 4), (" för 3", 10, 0), (":e", 6, 4), (" året.", 10, 0),
    )  # fmt: skip
    said = read(drawn(both(row(*parts), lines(*BODY)))).text
    assert said.startswith("Utsläppen upphör år 2030 och nio av tio trivs på 50 m² för 3:e året.")


def test_fractions_are_no_marks() -> None:
    parts = (("Räntan är 2", 10, 0), ("1", 6, 4), ("/", 10, 0), ("2", 6, 0), (" procent.", 10, 0))
    assert read(drawn(both(row(*parts), lines(*BODY)))).text.startswith("Räntan är 2 1/2 procent.")


def test_a_mark_that_the_file_has_last_belongs_to_its_word() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Utsläppen upphör år 2030", "och luften blir ren.", top=740)(canvas)
        lines(*BODY)(canvas)
        typed("1", 60 + canvas.stringWidth("Utsläppen upphör år 2030", "Helvetica", 10), 744, 6)(canvas)

    assert read(drawn(draw)).text.startswith("Utsläppen upphör år 2030 och luften blir ren.")


def test_a_mark_raised_by_the_rise_of_its_text() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(60, 740)
        for words, rise in (("Utsläppen upphör år 2030", 0), ("2", 4), (" enligt planen.", 0)):
            text.setRise(rise)
            text.textOut(words)
        canvas.drawText(text)
        lines(*BODY)(canvas)

    assert read(drawn(draw)).text.startswith("Utsläppen upphör år 2030 enligt planen.")


def test_digits_below_the_line_stay() -> None:
    parts = (("Mindre CO", 10, 0), ("2", 6, -2), (" i luften.", 10, 0))
    assert read(drawn(both(row(*parts), lines(*BODY)))).text.startswith("Mindre CO2 i luften.")


def test_notes_at_the_foot_are_text_with_their_marks() -> None:
    notes = both(row(("1", 5, 3), ("Gäller egna fordon.", 8, 0), y=66), row(("2", 5, 3), (" Enkät.", 8, 0), y=55))
    found = read(drawn(both(lines(*BODY), notes)))
    assert found.text.endswith("1 Gäller egna fordon.\n2 Enkät.")


@pytest.mark.parametrize("tracking", [0.1, 0.2, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("words", ["TRYGGA BARN I KOMMUNEN", "Kultur för alla"])
def test_letters_spaced_out_are_words(tracking: float, words: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(60, 740, words, charSpace=14 * tracking)
        canvas.setFont("Helvetica", 10)
        lines(*BODY)(canvas)

    assert read(drawn(draw)).text.startswith(f"# {words}\n")


def test_letters_parted_by_typed_spaces_are_words() -> None:
    heading = typed("K U L T U R   F Ö R   A L L A", 60, 740, 14, "Helvetica-Bold")
    assert read(drawn(both(heading, lines(*BODY)))).text.startswith("# KULTUR FÖR ALLA\n")


def test_figures_beside_each_other_are_not_one_number() -> None:
    assert "1 2 3 4 5" in read(drawn(both(row(("1 2 3 4 5", 10, 0)), lines(*BODY)))).text


@pytest.mark.parametrize(
    ("cap", "x", "rest", "said"), [("V", 90, "i vill mer", "Vi vill mer"), ("I", 76, "Orsa bor vi", "I Orsa bor vi")]
)
def test_a_first_letter_of_several_lines_is_part_of_its_word(cap: str, x: float, rest: str, said: str) -> None:
    beside = lines(f"{rest} än vi gör i dag,", "och vi börjar redan i år.", x=x, top=720)
    below = lines("Sedan går vi vidare med resten av målen.", top=690)
    text = read(drawn(both(typed(cap, 60, 707, 34), beside, below))).text
    assert text.startswith(f"{said} än vi gör i dag, och vi börjar redan i år.")


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        (b"wingdings-regular", 0xF0FE, "☑"), (b"wingdings-regular", 0xA8, "☐"), (b"symbolmt", 0xF0B7, "•"),
        (b"symbolmt", 0xAE, "→"), (b"wingdings 2", 0x50, "✓"), (b"calibri", 0xF0FC, "✓"), (b"calibri", 0xE123, UNKNOWN),
        (b"calibri", 0xFB01, "fi"), (b"segoeuisymbol", 0x41, "A"), (b"calibri", 0xD800, UNKNOWN),
    ],
)  # fmt: skip
def test_characters_that_mean_others(font: bytes, code: int, sign: str) -> None:
    assert meant(code, symbols_of(font)) == sign


def test_raised_digits_have_plain_ones() -> None:
    assert [lowered(sign) for sign in "¹⁴4"] == ["1", "4", None]


def test_the_sign_of_a_paragraph_is_no_bullet() -> None:
    words = "Nämnden beslutar att avslå ansökan om bidrag för år 2026."
    heading = typed("§ 31 Ansökan om bidrag", 60, 730, font="Helvetica-Bold")
    text = read(drawn(both(heading, lines(words, top=715), lines("§ 4 Avgiften är 300 kronor.", top=660)))).text
    assert text == f"# § 31 Ansökan om bidrag\n\n{words}\n\n§ 4 Avgiften är 300 kronor."


def test_a_paragraph_of_a_law_begins_a_line() -> None:
    said = ("Avgiften beslutas av kommunens fullmäktige en gång", "§ 5 Hundar ska hållas kopplade på badplatsen i byn")
    assert read(drawn(lines(*said))).text == "\n\n".join(said)


def test_a_dash_before_a_figure_is_a_minus_unless_items_beside_it_have_it() -> None:
    assert read(drawn(lines("Resultatet blev sämre än året innan.", "– 5 mkr 2025", step=30))).text.endswith(
        "– 5 mkr 2025"
    )
    items = read(drawn(lines("– Fler vuxna ute", "– 5 nya lekplatser", step=14))).text
    assert items == "- Fler vuxna ute\n- 5 nya lekplatser"


def test_raised_minutes_fractions_and_powers_stay() -> None:
    hours = row(("Öppet 8", 10, 0), ("30", 6, 4), ("–16", 10, 0), ("00", 6, 4), (" varje dag.", 10, 0))
    gas = row(("Vi gör 400 Nm", 10, 0), ("3", 6, 4), (" gas om året.", 10, 0), y=700)
    half = row(("Cirka ", 10, 0), ("1", 6, 4), ("/", 10, 0), ("2", 6, 0), (" timme.", 10, 0), y=660)
    found = read(drawn(both(hours, gas, half, lines(*BODY, top=620)))).text
    assert "Öppet 8.30–16.00 varje dag." in found
    assert "400 Nm³ gas" in found
    assert "Cirka 1/2 timme." in found
