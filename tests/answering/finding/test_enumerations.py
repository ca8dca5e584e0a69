"""Enumerations are found in the structure alone."""

import pytest

from maltolk.answering.finding.structure.enumerations import EnumerationKind, body_of, enumerations_of, series_of
from maltolk.model import Document


def items(document: Document, kind: EnumerationKind) -> list[list[str]]:
    return [
        [document.blocks[i].span.of(document.text) for i in e.items]
        for e in enumerations_of(document)
        if e.kind is kind
    ]


def test_a_list_with_its_lead_and_labels(small_document):
    document = small_document("almhult")
    lists = [e for e in enumerations_of(document) if e.kind is EnumerationKind.LIST]
    assert len(lists) == 1
    assert lists[0].lead is not None
    assert lists[0].lead.of(document.text) == "Kommunfullmäktige har beslutat om tre fokusområden:"
    assert [label.of(document.text) for label in lists[0].labels[:2]] == [
        "Kommunfullmäktige har beslutat om tre fokusområden:",
        "Fokusområden",
    ]
    assert items(document, EnumerationKind.LIST) == [
        ["En skola som ser varje barn", "Levande byar med service", "Klimatsmarta resor"]
    ]


def test_numbers_that_go_on_over_headings_are_one_run(small_document):
    document = small_document("ale")
    runs = [e for e in enumerations_of(document) if e.kind is EnumerationKind.RUN]
    assert len(runs) == 1
    assert runs[0].numbers(document) == tuple(range(1, 9))
    assert runs[0].labels[0].of(document.text) == "Åtta mål"


def test_the_lists_of_a_run_stand_beside_it(small_document):
    document = small_document("ale")
    assert [len(found) for found in items(document, EnumerationKind.LIST)] == [3, 3, 2]


def test_a_series_of_headings(small_document):
    document = small_document("ale")
    assert ["Målområde A: Växa", "Målområde B: Bo", "Målområde C: Verka"] in items(document, EnumerationKind.HEADINGS)


def test_numbers_that_begin_anew_are_no_run(read_text):
    document = read_text("# Plan\n\n## Barn\n\n1. Läsa mer\n2. Leka mer\n\n## Äldre\n\n1. Äta gott\n2. Sova gott\n")
    assert items(document, EnumerationKind.RUN) == []
    assert items(document, EnumerationKind.LIST) == [["Läsa mer", "Leka mer"], ["Äta gott", "Sova gott"]]


def test_one_item_is_no_enumeration(read_text):
    document = read_text("# Plan\n\nVi vill:\n\n- Läsa mer\n\nDet är allt.\n")
    assert items(document, EnumerationKind.LIST) == []


def test_the_same_items_never_twice_and_in_order(small_document):
    for name in ("ale", "almhult", "orsa", "torslanda"):
        found = [e.items for e in enumerations_of(small_document(name))]
        assert len(set(found)) == len(found)
        assert [f[0] for f in found] == sorted(f[0] for f in found)
        assert all(len(f) > 1 for f in found)


def test_an_item_knows_what_explains_it(small_document):
    document = small_document("ale")
    item = next(i for i, b in enumerate(document.blocks) if b.number == 5)
    assert [b.span.of(document.text) for b in body_of(document, item)] == [
        "Promenaden längs Göta älv får jämn beläggning och bänkar var hundrade meter."
    ]


@pytest.mark.parametrize(
    ("heading", "series"),
    [("## Målområde A: Växa", "målområde"), ("## Fokusområde 2: Skola", "fokusområde"), ("## Uppföljning", "")],
)
def test_what_a_heading_is_numbered_by(read_text, heading: str, series: str):
    document = read_text(f"# Plan\n\n{heading}\n\nHär står det mer om saken.\n")
    block = next(b for b in document.blocks if b.level == 2)
    assert series_of(document, block) == series


@pytest.mark.parametrize(
    ("said", "lead"),
    [
        ("Planen har tre områden. Alla nämnder arbetar med dem.", "Planen har tre områden."),
        ("Vi har valt. De tre områdena hör ihop.", "De tre områdena hör ihop."),
        ("Planen har fyra områden.", None),
        ("Alla nämnder arbetar med dem.", None),
    ],
)
def test_what_says_how_many_headings_there_are_leads_them(read_text, said: str, lead: str | None):
    parts = "".join(f"### {name}\n\nDet handlar om {name.lower()}.\n\n" for name in ("Kust", "Skola", "Arbete"))
    document = read_text(f"# Plan\n\n## Områden\n\n{said}\n\n{parts}## Slut\n\nTre år återstår.\n", "ale.md")
    (found,) = [e for e in enumerations_of(document) if e.kind is EnumerationKind.HEADINGS and len(e.items) == 3]
    assert (None if found.lead is None else found.lead.of(document.text)) == lead


@pytest.mark.parametrize(
    ("headings", "listed"),
    [
        (["Inledning", "Bakgrund", "Uppföljning"], []),
        (["Sammanfattning av ärendet", "Yrkanden", "Reservation"], []),
        (["Skola", "Vägval", "Omsorg", "Vägval", "Miljö", "Vägval"], ["Skola", "Omsorg", "Miljö"]),
        (["Skola", "Vägval", "Steg", "Vägval", "Steg", "Vägval", "Steg"], []),
        (["Skola", "Omsorg", "Uppföljning"], ["Skola", "Omsorg", "Uppföljning"]),
    ],
)
def test_headings_that_frame_a_text_are_not_enumerated(read_text, headings: list[str], listed: list[str]):
    text = "# Plan\n\n## Områden\n\n" + "".join(f"### {heading}\n\nText.\n\n" for heading in headings)
    assert items(read_text(text), EnumerationKind.HEADINGS) == ([listed] if listed else [])
