"""PDF: the outline names headings, where it agrees with the pages."""

from pdf_drawing import Draw, both, drawn, lines, read, typed
from reportlab.pdfgen.canvas import Canvas

BODY = ("Kommunen ska vara en god plats att växa", "upp, leva, verka och åldras i, varje dag.")


def entry(title: str, level: int = 0) -> Draw:
    """An entry of the outline for this page."""

    def draw(canvas: Canvas) -> None:
        canvas.bookmarkPage(title)
        canvas.addOutlineEntry(title, title, level)

    return draw


def headings(raw: bytes) -> list[str]:
    return [line for line in read(raw).text.split("\n") if line.startswith("#")]


def chapter(name: str, *words: str, top: float = 700) -> Draw:
    """A heading in the type of the text, and the text."""
    return both(lines(name, top=top), lines(*words, top=top - 30))


def test_headings_in_the_type_of_the_text_are_found() -> None:
    page = both(
        *(entry("Inledning"), entry("Syfte", 1), chapter("Inledning", *BODY), chapter("1.1 Syfte", *BODY, top=600)),
        lines("Planen gäller alla.", top=500),
    )
    assert headings(drawn(page)) == ["# Inledning", "## 1.1 Syfte"]


def test_the_title_above_the_outline_stays_on_top() -> None:
    page = both(typed("Klimatplan", 60, 760, 24), entry("Mål"), chapter("Mål", *BODY), typed("Klimat", 60, 600, 14),
                entry("Klimat", 1), lines(*BODY, top=570))  # fmt: skip
    assert headings(drawn(page)) == ["# Klimatplan", "## Mål", "### Klimat"]


def test_headings_that_the_outline_leaves_out_are_as_those_in_their_type() -> None:
    page = both(
        *(typed("Mål", 60, 760, 18), entry("Mål"), lines(*BODY, top=730)),
        *(typed("Klimat", 60, 660, 14), entry("Klimat", 1), lines(*BODY, top=630)),
        *(typed("Skola", 60, 560, 14), lines(*BODY, top=530)),
    )
    assert headings(drawn(page)) == ["# Mål", "## Klimat", "## Skola"]


def test_a_heading_of_two_lines_is_one() -> None:
    title = "Så ska kommunen arbeta med mål och medel för framtiden"
    page = both(entry(title), lines("Så ska kommunen arbeta med mål", "och medel för framtiden"), lines(*BODY, top=650))
    assert headings(drawn(page)) == [f"# {title}"]


def test_an_outline_of_another_text_names_nothing() -> None:
    page = both(*(entry(f"Bild {n}") for n in range(3)), entry("Syfte"), chapter("Syfte", *BODY))
    assert headings(drawn(page)) == []


def test_the_words_in_a_list_of_contents_are_no_heading() -> None:
    contents = lines("Innehåll", "Syfte", "Ansvar", top=760)
    page = both(entry("Syfte"), entry("Ansvar"), typed("Syfte", 60, 700, 14), lines(*BODY, top=670),
                typed("Ansvar", 60, 600, 14), lines(*BODY, top=570))  # fmt: skip
    assert headings(drawn(both(contents, page))) == ["# Syfte", "# Ansvar"]
