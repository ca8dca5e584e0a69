"""Sections that differ in their years alone: the one of the year asked for answers, else those that are not over."""

import pytest

from maltolk.answering.finding.structure.dated_sections import besides
from maltolk.answering.finding.structure.outlines import Page
from maltolk.answering.understanding.editions import When
from maltolk.reading.facts.sections import period_at

TEXT = """# Mål för Orsa kommun

## Mål 2024

- Tre nya lekplatser
- En bro över ån

## Mål 2026

- Tio nya lekplatser
- En väg till skolan

## Mål 2028

- Tolv nya lekplatser
- En ny skola

## Resultat 2024

- En lekplats blev klar

## Resultat 2025

- Två lekplatser blev klara
"""


@pytest.mark.parametrize(
    ("when", "meant"),
    [
        (When((2024,), now=2026), ["Tre"]),
        (When((2028,), now=2026), ["Tolv"]),
        (When((2024, 2028), now=2026), ["Tre", "Tolv"]),
        (When((2040,), now=2026), ["Tre", "Tio", "Tolv"]),
        (When(now=2026), ["Tio", "Tolv"]),
        (When(earlier=True, now=2026), ["Tre"]),
        (When(earlier=True, now=2023), ["Tre", "Tio", "Tolv"]),
        (When(now=2031), ["Tre", "Tio", "Tolv"]),
        (When(), ["Tre", "Tio", "Tolv"]),
    ],
)
def test_the_sections_of_another_time_are_left_out(read_text, when: When, meant: list[str]):
    page = Page(0, read_text(TEXT))
    left_out = tuple(besides(page.dated, when))
    shown = Page(0, page.document, left_out).enumerations
    first = [page.document.blocks[each.items[0]].span.of(page.document.text) for each in shown]
    assert [words.split()[0] for words in first if "nya" in words] == meant


def test_results_are_of_no_time_that_they_apply_to(read_text):
    document = read_text(TEXT)
    assert period_at(document, document.text.index("Tio")) == "2026/2026"
    assert period_at(document, document.text.index("Två lek")) == document.period


def test_a_year_alone_in_a_single_heading_may_be_the_one_to_reach_the_aims_in(read_text):
    document = read_text("# Vision för Orsa\n\n## Mål 2030\n\n- Tio nya lekplatser\n\n## Skola\n\n- En skola\n")
    assert Page(0, document).dated == ()
    assert period_at(document, document.text.index("Tio")) is None
