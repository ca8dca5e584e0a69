"""Sections with a period of their own."""

import pytest

from maltolk.model import Document
from maltolk.reading.document import read_document
from maltolk.reading.facts.periods import heading_period
from maltolk.reading.facts.sections import period_at


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("Mål 2023–2026", "2023/2026"),
        ("2019-2022", "2019/2022"),
        ("**Planperioden 2019–2022**", "2019/2022"),
        ("Mål och prioriteringar för åren 2023–2026", "2023/2026"),
        ("Klimatmål (2019–2022)", "2019/2022"),
        ("Mandatperioden 2023-26", "2023/2026"),
        ("Resultat 2019–2021", None),
        ("Befolkning 2010–2020", None),
        ("Vision 2030", None),
        ("Mål 2030", None),
        ("Mål 2022–2019", None),
        ("2024", None),
        ("Mål", None),
        ("mål" * 40 + " 2020–2022", None),
    ],
)
def test_a_heading_gives_a_period_to_what_is_below_it(heading: str, period: str | None):
    assert heading_period(heading) == period


def _read(text: str) -> Document:
    document = read_document("text.md", text.encode())
    assert isinstance(document, Document)
    return document


TEXT = """# Mål för Hemby kommun

Målen gäller 2015–2030.

## Mål 2023–2026

- Fler ska cykla

### Skola

Alla ska lära sig läsa.

## Mål 2019–2022

- Fler ska gå

## Resultat 2010–2014

Färre körde bil.
"""


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Målen gäller", "2015/2030"),
        ("Mål 2023", "2023/2026"),
        ("Fler ska cykla", "2023/2026"),
        ("Alla ska lära", "2023/2026"),
        ("Fler ska gå", "2019/2022"),
        ("Färre körde", "2015/2030"),
    ],
)
def test_the_nearest_heading_with_a_period_counts(words: str, period: str):
    document = _read(TEXT)
    assert period_at(document, document.text.index(words)) == period


def test_the_title_s_years_are_the_document_s():
    document = _read("# Mål 2019–2022\n\nFler ska gå.\n\n## Skola\n\nAlla ska läsa.\n")
    assert period_at(document, document.text.index("Alla")) == document.period == "2019/2022"


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Planen gäller till och med år 2026.", "../2026"),
        ("Gäller tills: 2026-12-31", "../2026-12-31"),
        ("Giltighetsperiod: t.o.m. februari 2028", "../2028-02-29"),
        ("Planen gäller från mars 2024 till december 2026.", "2024-03-01/2026-12-31"),
        ("Planen upphör att gälla 31 december 2026.", "../2026-12-31"),
        ("Gäller för tiden 2023-01-01--2026-12-31", "2023-01-01/2026-12-31"),
        ("Planen sträcker sig från 2023 till 2026.", "2023/2026"),
        ("Vägen sträcker sig från 2023 till 2026.", None),
    ],
)
def test_a_period_in_a_sentence_of_its_own(words: str, period: str | None):
    assert _read(f"# Lekplatsplan för Orsa\n\n{words}\n\nVi ska ha tolv lekplatser.\n").period == period
