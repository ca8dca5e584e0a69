"""Which themes words and headings name."""

from maltolk.model import Document, Span
from maltolk.reading import read_document
from maltolk.web.themes import themes_above, themes_in

TEXT = """# Plan för skola och torg

Skolan först.

## Klimat

### Åtgärder

- Fler träd

## Annat

- Fler bänkar
"""


def test_words_said_of_much_else_name_no_theme():
    assert themes_in("Vi ska arbeta för tryggheten") == ("trygghet",)
    assert themes_in("Resultatet ska bli en hållbar kommun") == ()
    assert themes_in("Lärande i skolan, och trygghet") == ("skola", "trygghet")


def test_an_item_has_the_themes_of_the_nearest_heading_that_names_any_but_not_of_the_title():
    document = read_document("ale.md", TEXT.encode())
    assert isinstance(document, Document)

    def of(words: str) -> tuple[str, ...]:
        start = document.text.index(words)
        return themes_above(document, Span(start, start + len(words)))

    assert of("Fler träd") == ("klimat-och-miljo",)
    assert of("Fler bänkar") == ()
