"""Quoted rows of a text's table are a table again."""

from maltolk.model import Citation, Document, Quote, Span
from maltolk.reading import read_document
from maltolk.web.shown_sections import ShownGroup, ShownLine, ShownPart, ShownSection
from maltolk.web.value_tables import with_tables

TEXT = """# Mål och budget för Ale

Så här ska det bli:

| Mål | 2024 | 2026 |
| --- | --- | --- |
| Andel nöjda | 70 % | 80 % |
| Hyresrätter | 100 | 150 |

| Skola | 12 | 13 |
| Bad | 1 | 2 |

Slut.
"""


def _shown(*quotes: str, text: str = TEXT) -> tuple[ShownGroup, ...]:
    document = read_document("ale.md", text.encode())
    assert isinstance(document, Document)
    lines = []
    for marker, words in enumerate(quotes, 1):
        start = document.text.index(words)
        quote = Quote(document.digest, Span(start, start + len(words)), words)
        lines.append(ShownLine(words, Citation(marker, quote, "ale.md", document.title, "Ale", None, None)))
    section = ShownSection("", (ShownPart((ShownGroup("lines", tuple(lines)),)),), ())
    return with_tables(section, lambda digest: document if digest == document.digest else None).parts[0].groups


def _cells(group: ShownGroup) -> list[list[tuple[str, int | None]]]:
    assert group.table is not None
    return [[(c.text, c.citation.marker if c.citation else None) for c in row.cells] for row in group.table.rows]


def test_a_value_stands_below_the_head_of_its_column():
    (group,) = _shown("Hyresrätter", "100 | 150")
    assert group.table is not None
    assert group.table.heads == ("Mål", "2024", "2026")
    assert group.table.cited is None
    assert group.table.named
    assert _cells(group) == [[("Hyresrätter", 1), ("100", None), ("150", 2)]]


def test_a_quoted_head_row_is_the_head_with_its_source():
    lines, group = _shown("Så här ska det bli:", "Mål | 2024 | 2026", "Andel nöjda | 70 % | 80 %", "100 | 150")
    assert [line.text for line in lines.lines] == ["Så här ska det bli:"]
    assert group.table is not None
    assert group.table.cited is not None
    assert group.table.cited.marker == 2
    assert _cells(group) == [
        [("Andel nöjda", None), ("70 %", None), ("80 %", 3)],
        [("", None), ("100", None), ("150", 4)],
    ]


def test_values_alone_have_their_columns_alone():
    (group,) = _shown("150")
    assert group.table is not None
    assert (group.table.heads, group.table.named) == (("2026",), False)


def test_what_is_no_row_with_a_head_stays_a_line():
    for quotes in (("Andel nöjda",), ("Mål | 2024 | 2026",), ("Bad | 1 | 2",), ("Slut.",), ("0 | 15",)):
        (group,) = _shown(*quotes)
        assert group.form == "lines"
        assert tuple(line.text for line in group.lines) == quotes
