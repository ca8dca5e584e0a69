"""Tables that became lines of text: a row is one block, quotable whole."""

import pytest
from outline import check_invariants, of_kind, read

from maltolk.model import BlockKind, Span
from maltolk.reading import sentences

HEAD = ["Bidrag", "För vem", "Mest", "Svar"]
ROWS = [
    ["Startbidrag", "Nya föreningar", "4 000 kr", "Inom en vecka"],
    ["Lägerbidrag", "Föreningar med barn 7–15 år", "12 500 kr", "I maj"],
    ["Lokalbidrag", "Alla med egen lokal", "60 000 kr", "Två gånger om året"],
]


def test_groups_of_as_many_lines_are_rows() -> None:
    groups = ["\n".join(row) for row in [HEAD, *ROWS]]
    document = read(
        "Bidrag till föreningar\n\nHär är de bidrag som kommunens föreningar kan söka hos nämnden.\n\nBidragen\n\n"
        + "\n\n".join(groups)
        + "\n\nSå söker du\n\nDu söker på webben eller på papper före årets slut.\n"
    )
    check_invariants(document)
    assert of_kind(document, BlockKind.PARAGRAPH)[1:5] == groups
    assert of_kind(document, BlockKind.HEADING) == ["Bidrag till föreningar", "Bidragen", "Så söker du"]
    assert of_kind(document, BlockKind.LIST_ITEM) == []
    for group in groups:
        start = document.text.index(group)
        span = Span(start, start + len(group))
        assert sentences(document.text, span) == [span]


def test_rows_without_empty_lines_are_told_by_their_figures() -> None:
    cells = ["Del", "2024", "2028", "Skolan", "51 %", "49 %", "Vården", "30 %", "33 %", "Vägarna", "19 %", "18 %"]
    document = read("Budget\n\nSå delas pengarna mellan nämnderna under perioden.\n\n" + "\n".join(cells) + "\n")
    assert of_kind(document, BlockKind.PARAGRAPH)[1:] == [
        "Del\n2024\n2028",
        "Skolan\n51 %\n49 %",
        "Vården\n30 %\n33 %",
        "Vägarna\n19 %\n18 %",
    ]


def test_rows_with_wide_gaps_are_no_headings() -> None:
    document = read(
        "Budget\n\nSå delas pengarna.\n\nPer nämnd\n\nSkolnämnden   61,2\nVårdnämnden   50,1\n\nSumman är 111,3.\n"
    )
    assert of_kind(document, BlockKind.HEADING) == ["Budget", "Per nämnd"]
    assert "Vårdnämnden   50,1" in of_kind(document, BlockKind.PARAGRAPH)


def test_rows_of_a_markdown_table_are_one_block_each() -> None:
    document = read("# Mått\n\n| Mått | Nu | Sedan |\n|---|---|---|\n| Solel | 2 GWh | 9 GWh |\n", "x.md")
    assert of_kind(document, BlockKind.PARAGRAPH) == ["Mått | Nu | Sedan", "Solel | 2 GWh | 9 GWh"]


@pytest.mark.parametrize(
    "text",
    [
        "Våra ord\n\nHär är orden som gäller för oss alla:\n\nMod\nVärme\nEnkelhet\n\nOrden valdes av alla.\n",
        "Plan\n\nEn plan för skolan.\nDen är ny.\n\nEn plan för vården.\nDen är gammal.\n\nEn till.\nDen är bra.\n",
        "Kontakt\n\nKommunalråd\nEva Ek (S)\n\nOmbud\nBo Vik (M)\n\nRektor\nLo Ask (C)\n",
    ],
)
def test_other_short_lines_are_no_rows(text: str) -> None:
    assert not any("\n" in words for words in of_kind(read(text), BlockKind.PARAGRAPH))
