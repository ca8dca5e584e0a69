"""PDF: running heads and feet, told from headings that stand at the top of their pages."""

import pytest
from pdf_drawing import Draw, both, drawn, lines, read, typed

OPENINGS = ("Alla barn ska kunna simma", "Byarna ska ha en butik", "Sjön ska ha rent vatten", "Bussen ska gå oftare")


def part(number: int, *more: Draw) -> Draw:
    return both(lines(f"{OPENINGS[number]} innan år {2030 + number}.", "Nämnden följer upp det varje år."), *more)


@pytest.mark.parametrize("names", [("Område 1", "Område 2", "Område 3"), ("Bilaga A", "Bilaga B", "Bilaga C")])
@pytest.mark.parametrize(("size", "font"), [(16, "Helvetica"), (10, "Helvetica-Bold")])
def test_numbered_headings_stay(names: tuple[str, ...], size: float, font: str) -> None:
    pages = [
        part(number, typed(name, 60, 780, size, font), typed(str(number + 1), 300, 30, 8))
        for number, name in enumerate(names)
    ]
    found = read(drawn(*pages))
    assert [found.text[start:].split("\n")[0] for start in found.pages] == [f"# {name}" for name in names]


@pytest.mark.parametrize("head", ["Årsplan 2025  sida {} (12)", "Årsplan 2025 | {}", "{} Årsplan 2025"])
def test_heads_with_a_page_number_go(head: str) -> None:
    found = read(drawn(*(part(number, typed(head.format(number + 1), 60, 810, 9)) for number in range(4))))
    assert "Årsplan" not in found.text
    assert "Årsplan 2025" in found.about


def test_heads_of_even_and_odd_pages_go() -> None:
    heads = [("Årsplan", 60), ("Byarnas kommun", 400)] * 2
    found = read(drawn(*(part(number, typed(words, x, 810, 9)) for number, (words, x) in enumerate(heads))))
    assert found.text.startswith(OPENINGS[0])
    assert "Årsplan" not in found.text
    assert "Byarnas" not in found.text


@pytest.mark.parametrize(("size", "font"), [(16, "Helvetica"), (10, "Helvetica-Bold")])
def test_a_running_head_that_is_the_only_heading_is_said_once(size: float, font: str) -> None:
    pages = [part(number, typed("Skola" if number < 2 else "Vård", 60, 790, size, font)) for number in range(4)]
    text = read(drawn(*pages)).text
    assert text.count("# Skola") == text.count("# Vård") == 1
    assert text.index(OPENINGS[1]) < text.index("# Vård") < text.index(OPENINGS[2])


def test_lines_of_a_paragraph_that_begins_every_page_alike_stay() -> None:
    begun = "Kommunen och dess bolag ska tillsammans se till att det blir så, och de ska"
    pages = [
        both(typed(name, 60, 800, 16), lines(begun, f"rapportera det {name}.", top=770))
        for name in ("i mars", "i maj", "i juni")
    ]
    assert read(drawn(*pages)).text.count(begun) == 3


def test_the_head_of_a_table_is_there_on_every_page() -> None:
    def table(number: int) -> Draw:
        names = lines("Ort", "Mora", "Orsa", "Rättvik", x=60, top=800)
        return both(names, lines("Antal", *(str(10 * number + n) for n in (3, 5, 7)), x=200, top=800))

    assert read(drawn(*(table(number) for number in (1, 2, 3)))).text.count("| Ort | Antal |") == 3


def test_small_print_at_the_foot_goes_even_if_it_is_there_once() -> None:
    found = read(drawn(part(0, typed("Box 23, 794 21 Orsa", 60, 30, 7)), part(1)))
    assert "Box 23" not in found.text
    assert "Box 23" in found.about


def columns(*rows: tuple[str, str], top: float) -> Draw:
    return both(
        *(typed(words, x, top - 13 * n) for n, row in enumerate(rows) for words, x in zip(row, (72, 350), strict=True))
    )


@pytest.mark.parametrize("top", [790, 84])
@pytest.mark.parametrize("values", [("15/3", "20/4", "24/6"), ("8 (12)", "3 (5)", "6 (9)")])
def test_rows_with_dates_or_counts_are_no_page_numbers(top: float, values: tuple[str, ...]) -> None:
    rows = [("Aktivitet", "Värde"), *zip(("Samråd med byarna", "Lekplatser", "Beslut"), values, strict=True)]
    text = read(drawn(both(part(0), columns(*rows, top=top)))).text
    assert all(name in text and value in text for name, value in rows)


def test_a_page_number_beside_words_goes_with_them() -> None:
    heads = ("Protokoll {} (3)", "Kallelse {} (3)", "Dagordning {} (3)")
    pages = [
        part(number, typed(head.split()[0], 60, 790), typed(head.split(" ", 1)[1].format(number + 1), 400, 790))
        for number, head in enumerate(heads)
    ]
    text = read(drawn(*pages)).text
    assert "(3)" not in text
    assert "Kallelse" not in text


@pytest.mark.parametrize("y", [770, 70])
@pytest.mark.parametrize("words", ["Bilaga 1", "År 2025", "Vecka 12", "Antal platser: 250"])
def test_words_that_count_with_the_pages_in_the_texts_own_area_stay(words: str, y: float) -> None:
    name, number = words.rsplit(" ", 1)
    said = [f"{name} {int(number) + page}" for page in range(3)]
    text = read(drawn(*(part(page, typed(each, 60, y)) for page, each in enumerate(said)))).text
    assert all(each in text for each in said)
