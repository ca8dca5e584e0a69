"""PDF: tables that are drawn with rules."""

from itertools import pairwise

from pdf_drawing import Draw, both, drawn, lines, read, typed
from reportlab.pdfgen.canvas import Canvas

BODY = ("Planen gäller för alla nämnder", "och följs upp varje år.")
X, Y = (60, 150, 300, 450), (640, 620, 600, 560, 540)


def ruled(*missing: tuple[str, float, float]) -> Draw:
    """The rules of a table of three columns and four rows. ``missing``: pieces to leave out, by direction, the rule's
    place and where the piece begins."""

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(0.5)
        for y in Y:
            for x, end in pairwise(X):
                if ("level", y, x) not in missing:
                    canvas.line(x, y, end, y)
        for x in X:
            for y, end in pairwise(Y):
                if ("upright", x, y) not in missing:
                    canvas.line(x, y, x, end)

    return draw


def cell(words: str, column: int, row: int, font: str = "Helvetica") -> Draw:
    return typed(words, X[column] + 3, Y[row] - 14, 10, font)


def test_cells_with_rules_around_them() -> None:
    words = (
        ("Mål", "Mått", "År"),
        ("Trygg skola", "Frånvaro", "2026"),
        ("Rent vatten", "Fosfor", "2028"),
        ("Fler jobb", "", "2030"),
    )
    cells = [cell(said, column, row) for row, part in enumerate(words) for column, said in enumerate(part)]
    more = typed("i Siljan och Orsasjön", X[0] + 3, Y[2] - 27)
    text = read(drawn(both(lines(*BODY), ruled(), *cells, more))).text
    assert text.endswith(
        "| Mål | Mått | År |\n| Trygg skola | Frånvaro | 2026 |\n"
        "| Rent vatten i Siljan och Orsasjön | Fosfor | 2028 |\n| Fler jobb |  | 2030 |"
    )


def test_columns_that_are_close_are_apart_by_their_rule() -> None:
    words = [cell("Alla barn ska kunna simma", 1, row) for row in range(4)]
    numbers = [typed(f"{n} %", X[2] - 26 + 29, Y[n] - 14) for n in range(4)]
    keys = [cell(f"Mål {n}", 0, n) for n in range(4)]
    text = read(drawn(both(lines(*BODY), ruled(), *words, *numbers, *keys))).text
    assert "| Mål 1 | Alla barn ska kunna simma | 1 % |" in text


def test_merged_cells_hold_for_every_row_and_heads_on_two_lines_are_one() -> None:
    heads = [cell("Område", 0, 0), cell("Mål", 1, 0), cell("2025", 1, 1), cell("2026", 2, 1)]
    body = [cell("Skola", 0, 2), cell("90", 1, 2), cell("92", 2, 2), cell("80", 1, 3), cell("85", 2, 3)]
    rules = ruled(("upright", X[2], Y[0]), ("level", Y[1], X[0]), ("level", Y[3], X[0]))
    text = read(drawn(both(lines(*BODY), rules, *heads, *body))).text
    assert text.endswith("| Område | Mål 2025 | Mål 2026 |\n| Skola | 90 | 92 |\n| Skola | 80 | 85 |")


def test_heads_at_right_angles_name_their_columns() -> None:
    def turned(canvas: Canvas) -> None:
        for column, words in enumerate(("Nämnd", "Åtgärd", "Kostnad")):
            canvas.saveState()
            canvas.translate(X[column] + 20, 642)
            canvas.rotate(90)
            canvas.drawString(0, 0, words)
            canvas.restoreState()

    def high(canvas: Canvas) -> None:
        canvas.setLineWidth(0.5)
        canvas.line(X[0], 690, X[-1], 690)
        for x in X:
            canvas.line(x, 640, x, 690)

    cells = [
        cell(f"{words} {row}", column, row) for row in range(4) for column, words in enumerate(("KS", "Väg", "Kr"))
    ]
    text = read(drawn(both(lines(*BODY, top=760), ruled(), high, *cells, turned))).text
    assert "| Nämnd | Åtgärd | Kostnad |\n| KS 0 | Väg 0 | Kr 0 |" in text


def test_rows_with_a_rule_below_each_and_columns_apart_by_gaps() -> None:
    def level(canvas: Canvas) -> None:
        canvas.setLineWidth(0.5)
        for y in (640, 620, 590, 570):
            canvas.line(60, y, 400, y)

    heads = both(typed("Mål", 60, 645, 10), typed("Mått", 200, 645, 10), typed("År", 350, 645, 10))
    first = both(lines("Fler cyklar", top=626), lines("Andel", x=200, top=626), lines("2026", x=350, top=626))
    second = both(
        lines("Rent vatten i alla", "sjöar och åar", top=610),
        lines("Fosfor, mängd", "i mikrogram", x=200, top=610),
        lines("2028", x=350, top=610),
    )
    third = both(lines("Mer sol", top=576), lines("Watt", x=200, top=576), lines("2030", x=350, top=576))
    assert read(drawn(both(lines(*BODY), level, heads, first, second, third))).text.endswith(
        "| Mål | Mått | År |\n| Fler cyklar | Andel | 2026 |\n"
        "| Rent vatten i alla sjöar och åar | Fosfor, mängd i mikrogram | 2028 |\n| Mer sol | Watt | 2030 |"
    )


def test_a_table_that_goes_on_is_one_and_its_rows_know_their_page() -> None:
    def part(number: int) -> Draw:
        said = [(f"{words} {4 * number + row}", column, row) for row in range(4) for column, words in enumerate("abc")]
        return both(ruled(), *(cell(*each) for each in said))

    found = read(drawn(both(lines(*BODY), part(0)), part(1)))
    assert found.text.endswith("\n".join(f"| a {row} | b {row} | c {row} |" for row in range(8)))
    assert found.text[found.pages[1] :].startswith("| a 4")


def test_fields_in_a_table_fill_their_cells() -> None:
    def fields(canvas: Canvas) -> None:
        for row in (1, 2, 3):
            for column in (1, 2):
                place = {"x": X[column] + 2, "y": Y[row] - 17, "width": 100, "height": 14}
                canvas.acroForm.textfield(name=f"{row} {column}", value=f"värde {row} {column}", **place)

    names = [cell("Fråga", 0, 0), cell("Svar", 1, 0), cell("Not", 2, 0), *(cell(f"Rad {n}", 0, n) for n in (1, 2, 3))]
    text = read(drawn(both(lines(*BODY), ruled(), *names, fields))).text
    assert text.endswith(
        "| Fråga | Svar | Not |\n" + "\n".join(f"| Rad {n} | värde {n} 1 | värde {n} 2 |" for n in (1, 2, 3))
    )


def test_words_beside_a_table_and_frames_around_text_are_read_as_text() -> None:
    def frame(canvas: Canvas) -> None:
        canvas.rect(50, 660, 300, 60, fill=0, stroke=1)

    assert read(drawn(both(frame, lines(*BODY)))).text == " ".join(BODY)


def test_a_map_of_thousands_of_words_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(4000):
            canvas.drawString(20 + number * 7 % 550, 830 - number * 13 % 800, "a" if number % 2 else "1")

    assert read(drawn(draw)).text.count("a") > 1000


def test_the_name_of_a_group_of_rows_is_no_second_head() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660, 640):
            canvas.line(60, y, 400, y)
        for x in (60, 200, 400):
            canvas.line(x, 640, x, 700)
        canvas.setFont("Helvetica-Bold", 10)
        for words, x, y in (("Datum", 65, 686), ("Aktivitet", 205, 686), ("År 2026", 65, 666)):
            canvas.drawString(x, y, words)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(65, 646, "12 mars")
        canvas.drawString(205, 646, "Uppstart")

    text = read(drawn(both(draw, lines(*BODY, top=600)))).text
    assert text.startswith("| Datum | Aktivitet |\n| År 2026 |  |\n| 12 mars | Uppstart |")
