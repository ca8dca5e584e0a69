"""Goals in tables, in trees and with codes; footnotes, which are none."""

import pytest
from outline import check_invariants, children, index_of, of_kind, read, words

from maltolk.model import BlockKind, Document
from maltolk.reading import read_document, sentences

ITEMS = ["Orten ska ha levande landsbygd", "Orten ska ha friska sjöar", "Orten ska ha korta köer"]
MARKDOWN = f"""# Plan

Den har tre mål.

| Nr | Mål | Indikator | Ansvarig |
|----|-----|-----------|----------|
| 1 | {ITEMS[0]} | Antal företag | Kommunstyrelsen |
| 2 | {ITEMS[1]} | Andel sjöar | Miljönämnden |
| 3 | {ITEMS[2]} | Barn i kö | Skolnämnden |
"""
CELLS = ["Antal företag", "Andel sjöar", "Barn i kö"]
FLAT = "Plan\n\nDen har tre mål för hela orten.\n\nNr\nMål\nIndikator\n" + "".join(
    f"{n}\n{goal}\n{cell}\n" for n, goal, cell in zip((1, 2, 3), ITEMS, CELLS, strict=True)
)
PAGE = (
    "<html><body><main><h1>Plan</h1><p>Den har tre mål.</p><table><tr><th>Område</th><th>Mål</th><th>Mått</th></tr>"
    f"<tr><td rowspan='2'>Bygd</td><td>{ITEMS[0]}</td><td>Antal företag</td></tr>"
    f"<tr><td>{ITEMS[1]}</td><td>Andel sjöar</td></tr><tr><td>Skola</td><td>{ITEMS[2]}</td><td>Barn i kö</td></tr>"
    "</table></main></body></html>"
)


def page() -> Document:
    document = read_document("x.html", PAGE.encode())
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("document", "numbers"),
    [(read(MARKDOWN, "x.md"), [1, 2, 3]), (read(FLAT), [1, 2, 3]), (page(), [None, None, None])],
    ids=["markdown", "flattened", "html"],
)
def test_each_goal_of_a_table_is_an_item_that_its_row_explains(document: Document, numbers: list[int | None]):
    check_invariants(document)
    items = [(index, block) for index, block in enumerate(document.blocks) if block.kind is BlockKind.LIST_ITEM]
    assert [words(document, block) for _, block in items] == ITEMS
    assert [block.number for _, block in items] == numbers
    for (index, _), cell in zip(items, CELLS, strict=True):
        (body,) = children(document, index)
        assert words(document, body).startswith(cell)
    (head,) = of_kind(document, BlockKind.FURNITURE)
    assert "Mål" in head
    lead = next(block.lead for block in document.blocks if block.kind is BlockKind.LIST)
    assert lead is not None
    assert lead.of(document.text).startswith("Den har tre mål")


@pytest.mark.parametrize("heads", ["År | Kostnad", "Namn | Mål | Favoritglass", "Kommun | Antal"])
def test_other_tables_stay_rows(heads: str):
    row = " | ".join("Ett två tre" for _ in heads.split("|"))
    document = read(f"# Plan\n\n| {heads} |\n|{'---|' * row.count('Ett')}\n| {row} |\n| {row} |\n", "x.md")
    assert of_kind(document, BlockKind.LIST_ITEM) == []


def test_a_tree_of_goals_keeps_its_areas_over_them():
    document = read(
        "Mål och budget\n\nStrategiskt område 1: Trygg uppväxt\nAlla barn ska få en bra start i livet.\n\n"
        "Mål 1.1 Alla elever når behörighet\nIndikator: Andel elever\nMålvärde 2026: 92 procent\n\n"
        "Mål 1.2 Unga har en meningsfull fritid\nIndikator: Andel unga\nMålvärde 2026: 70 procent\n\n"
        "Strategiskt område 2: Hållbar utveckling\nKommunen ska vara klimatneutral.\n\n"
        "Mål 2.1 Utsläppen minskar\nIndikator: Ton koldioxid\n\nMål 2.2 Fler reser kollektivt\nIndikator: Antal resor\n"
    )
    check_invariants(document)
    assert of_kind(document, BlockKind.HEADING)[1:] == [
        "Strategiskt område 1: Trygg uppväxt",
        "Strategiskt område 2: Hållbar utveckling",
    ]
    assert of_kind(document, BlockKind.LIST_ITEM) == [
        "Mål 1.1 Alla elever når behörighet",
        "Mål 1.2 Unga har en meningsfull fritid",
        "Mål 2.1 Utsläppen minskar",
        "Mål 2.2 Fler reser kollektivt",
    ]
    first = index_of(document, "Mål 1.1 Alla elever når behörighet", BlockKind.LIST_ITEM)
    told = [words(document, block) for block in children(document, first)]
    assert told == ["Indikator: Andel elever", "Målvärde 2026: 92 procent"]


def test_goals_with_codes_are_items_with_their_codes():
    document = read(
        "Folkhälsa\n\nA. Jämlik hälsa\nA1. Alla ska kunna röra sig\nA2. Ingen ska känna sig ensam\n\n"
        "B. Trygghet\nB1. Otryggheten ska halveras\nB2. Fler ska våga gå ut\n"
    )
    assert of_kind(document, BlockKind.HEADING)[1:] == ["A. Jämlik hälsa", "B. Trygghet"]
    assert of_kind(document, BlockKind.LIST_ITEM) == [
        "A1. Alla ska kunna röra sig",
        "A2. Ingen ska känna sig ensam",
        "B1. Otryggheten ska halveras",
        "B2. Fler ska våga gå ut",
    ]


def test_footnotes_are_no_items():
    document = read(
        "Klimat\n\nOrten ska vara fossilfri 2035.1) Målet gäller hela orten.2) Bilarna ska gå på el[1] snart.\n\n"
        "1) Enligt beslut i fullmäktige.\n2) Konsumtion räknas inte.\n[1] El som är märkt.\n"
    )
    assert of_kind(document, BlockKind.LIST_ITEM) == []
    assert of_kind(document, BlockKind.PARAGRAPH)[1:] == [
        "1) Enligt beslut i fullmäktige.",
        "2) Konsumtion räknas inte.",
        "[1] El som är märkt.",
    ]


def test_numbers_that_no_word_refers_to_stay_items():
    document = read("Mål\n\nVåra mål är dessa (se 1) och 2):\n\n1) Rent vatten\n2) Ren luft\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == ["Rent vatten", "Ren luft"]


@pytest.mark.parametrize("sign", ["1)", "[1]", "¹"])
def test_the_sign_of_a_note_ends_the_sentence_that_it_stands_in(sign: str):
    text = f"Orten ska vara fossilfri.{sign} Målet gäller alla."
    assert [span.of(text) for span in sentences(text)] == [f"Orten ska vara fossilfri.{sign}", "Målet gäller alla."]
