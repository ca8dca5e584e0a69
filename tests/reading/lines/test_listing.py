"""Lists without bullets: labelled goals, short lines after a lead, and what looks like one without being it."""

import pytest
from outline import check_invariants, children, index_of, of_kind, read, words

from maltolk.model import BlockKind, Document
from maltolk.reading import sentences


def numbered(document: Document) -> list[tuple[int | None, str]]:
    return [(b.number, words(document, b)) for b in document.blocks if b.kind is BlockKind.LIST_ITEM]


@pytest.mark.parametrize("label", ["Mål {} – ", "Delmål {}: ", "Löfte {}. ", "Prioriterat område {} - "])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_labelled_goals_with_their_explanation_are_one_numbered_list(label: str, between: str) -> None:
    goals = ["Fler ska kunna simma", "Skogen ska leva", "Bussen ska komma i tid"]
    bodies = [
        "Skolan ordnar lektioner i badhuset varje höst, och i sjön om sommaren.",
        "Vi sparar gamla träd. Var tionde hektar lämnas orörd.",
        "Turerna följs upp varje månad tillsammans med resenärerna.",
    ]
    lines = [label.format(n) + goal for n, goal in enumerate(goals, start=1)]
    document = read(
        "Bygdens mål\n\nFullmäktige har enats om tre mål som gäller hela kommunen.\n\n"
        + "\n\n".join(line + between + body for line, body in zip(lines, bodies, strict=True))
        + "\n\nUppföljning\n\nMålen följs upp i mars av kommunens revisorer.\n"
    )
    check_invariants(document)
    assert numbered(document) == list(enumerate(lines, start=1))
    assert len([b for b in document.blocks if b.kind is BlockKind.LIST]) == 1
    for line, body in zip(lines, bodies, strict=True):
        assert [words(document, b) for b in children(document, index_of(document, line))] == [body]
    assert of_kind(document, BlockKind.HEADING) == ["Bygdens mål", "Uppföljning"]


def test_a_goal_run_into_the_paragraph_before_it_begins_an_item() -> None:
    document = read(
        "Mål\n\nMål 1. Alla läser\nBiblioteken har öppet på kvällen. Mål 2. Alla räknar\nLäxhjälp ges i varje by.\n\n"
        "Mål 3. Alla rör på sig\nHallarna är öppna även på lov.\n"
    )
    assert numbered(document) == [(1, "Mål 1. Alla läser"), (2, "Mål 2. Alla räknar"), (3, "Mål 3. Alla rör på sig")]
    first = index_of(document, "Mål 1. Alla läser")
    assert [words(document, b) for b in children(document, first)] == ["Biblioteken har öppet på kvällen."]


def test_goals_all_in_one_paragraph() -> None:
    document = read("Vi har tre mål: Mål 1. Trygga barn. Mål 2. Raska vuxna. Mål 3. Nöjda äldre.\n")
    assert numbered(document) == [(1, "Mål 1. Trygga barn."), (2, "Mål 2. Raska vuxna."), (3, "Mål 3. Nöjda äldre.")]
    the_list = next(b for b in document.blocks if b.kind is BlockKind.LIST)
    assert the_list.lead is not None
    assert the_list.lead.of(document.text) == "Vi har tre mål:"


def test_goals_run_on_over_headings_in_capitals() -> None:
    document = read(
        "Mål för perioden\n\nINLEDNING\nHär står de mål som gäller för alla nämnder och bolag i kommunen.\n"
        "OMRÅDE A: MÄNNISKOR\nMål 1 – Lugn i klassrummet\nEleverna ska få arbetsro.\n"
        "OMRÅDE B: MARKEN\nMål 2 – Rena diken\nVi rensar dikena vart annat år.\n"
        "Mål 3 – Levande ängar\nÄngarna slås sent.\nSÅ ARBETAR VI\nNämnderna redovisar målen i sin plan.\n"
    )
    assert of_kind(document, BlockKind.HEADING) == [
        "Mål för perioden",
        "INLEDNING",
        "OMRÅDE A: MÄNNISKOR",
        "OMRÅDE B: MARKEN",
        "SÅ ARBETAR VI",
    ]
    assert {b.level for b in document.blocks if b.kind is BlockKind.HEADING} == {1, 2}
    above = [
        [words(document, document.blocks[i]) for i in document.heading_path(place)][-1]
        for place, b in enumerate(document.blocks)
        if b.kind is BlockKind.LIST_ITEM
    ]
    assert above == ["OMRÅDE A: MÄNNISKOR", "OMRÅDE B: MARKEN", "OMRÅDE B: MARKEN"]
    assert [number for number, _ in numbered(document)] == [1, 2, 3]
    assert document.blocks[-1].parent == index_of(document, "SÅ ARBETAR VI")


def test_labels_over_lists_of_their_own_are_headings_and_captions_are_no_goals() -> None:
    document = read(
        "Plan\n\nVi gör så här.\n\nSteg 1: Lyssna\n\n- i byn\n- i stan\n\nSteg 2: Bygga\n\n- hus\n- vägar\n"
    )
    assert of_kind(document, BlockKind.HEADING)[-2:] == ["Steg 1: Lyssna", "Steg 2: Bygga"]
    captions = read("Siffror\n\nTabell 1. Folk i byn\n\nVi blir fler.\n\nTabell 2. Hus i byn\n\nDe blir fler.\n")
    assert numbered(captions) == []


@pytest.mark.parametrize("label", ["Mål 2", "Fokusområde 3", "Punkt 4", "Delmål 1.2", "Strategiskt mål 1"])
def test_a_label_is_no_sentence_of_its_own(label: str) -> None:
    text = f"Så är det. {label}. Renare luft i stan. Mer sägs inte."
    assert [span.of(text) for span in sentences(text)] == [
        "Så är det.",
        f"{label}. Renare luft i stan.",
        "Mer sägs inte.",
    ]


@pytest.mark.parametrize("bullet", ["+ ", "> ", "- ", "* ", "1) ", "i. ", "I. ", "a) ", "\u2713 "])
def test_short_items_with_an_explanation_further_in(bullet: str) -> None:
    after = {"1) ": ["1) ", "2) "], "i. ": ["i. ", "ii. "], "I. ": ["I. ", "II. "], "a) ": ["a) ", "b) "]}
    first, second = after.get(bullet, [bullet, bullet])
    document = read(
        "Policy för bad\n\nPolicyn gäller alla som sköter kommunens bad, och den antogs i våras.\n\nVåra principer\n\n"
        f"{first}Rent vatten\n      Proverna tas varje vecka hela sommaren.\n"
        f"{second}Nära till bryggan\n      Ingen ska ha mer än en mil.\n\nPolicyn gäller tills vidare.\n"
    )
    check_invariants(document)
    items = [words(document, b) for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    assert items == ["Rent vatten", "Nära till bryggan"]
    if bullet in after:
        assert [number for number, _ in numbered(document)] == [1, 2]
    below = [words(document, b) for b in children(document, index_of(document, "Rent vatten"))]
    assert below == ["Proverna tas varje vecka hela sommaren."]
    assert document.blocks[-1].parent == index_of(document, "Våra principer")


def test_signs_that_only_look_like_bullets() -> None:
    quoted = read("# Ord\n\n> Vi lovar inte mer\n> än vad vi kan hålla.\n\nSå står det.\n", "x.md")
    assert of_kind(quoted, BlockKind.LIST_ITEM) == []
    initials = read("V. Ek höll i mötet.\n\nI. Lund skrev. Resten av de valda ledamöterna lyssnade till slutet.\n")
    assert of_kind(initials, BlockKind.LIST_ITEM) == []
    wrapped = read("Vi ska:\n\n- bygga en bro över ån tillsammans med\n  Region Skåne\n- måla den röd\n")
    assert of_kind(wrapped, BlockKind.LIST_ITEM)[1:] == ["måla den röd"]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_heading_that_counts_announces_a_list(between: str) -> None:
    document = read(
        "Vision för bygden\n\nVisionen antogs av fullmäktige i höstas och gäller i tio år.\n\nVåra tre löften"
        + between
        + between.join(["Nära till sjön", "Lugn i skolan", "Jobb åt alla"])
        + "\n\nLöftena följs upp varje år i april av kommunens revisorer.\n"
    )
    assert of_kind(document, BlockKind.LIST_ITEM) == ["Nära till sjön", "Lugn i skolan", "Jobb åt alla"]
    the_list = next(b for b in document.blocks if b.kind is BlockKind.LIST)
    assert the_list.parent == index_of(document, "Våra tre löften", BlockKind.HEADING)


def test_a_heading_for_many_over_a_group_of_short_lines() -> None:
    document = read(
        "Vision för bygden\n\nVisionen antogs av fullmäktige i höstas och gäller i tio år.\n\nFokusområden\n\n"
        "  Skolan först\n  Rena sjöar\n\nOmrådena följs upp varje år i april av kommunens revisorer.\n"
    )
    assert of_kind(document, BlockKind.LIST_ITEM) == ["Skolan först", "Rena sjöar"]


def test_headings_over_text_are_not_the_items_of_the_one_above() -> None:
    document = read(
        "Vision\n\nVisionen gäller i tio år.\n\nVåra två löften\n\nNära till sjön\n\nAlla ska kunna bada.\n\n"
        "Lugn i skolan\n\nKlasserna ska vara små.\n"
    )
    assert of_kind(document, BlockKind.LIST_ITEM) == []
    assert of_kind(document, BlockKind.HEADING)[-2:] == ["Nära till sjön", "Lugn i skolan"]


def test_related_links_are_no_list() -> None:
    document = read(
        "Vision\n\nVisionen gäller i tio år.\n\nRelaterad information\n > Budget i korthet (pdf, 2 MB)\n"
        " > Så styrs kommunen\n\nStrategi för bad (pdf, 340 kB)\n"
    )
    assert of_kind(document, BlockKind.LIST_ITEM) == []
    assert len(of_kind(document, BlockKind.FURNITURE)) == 4


def test_whose_words_they_are_is_no_item() -> None:
    document = read('Program\n\n    "Vi vill bli frågade."\n    – en röst i trappan\n\nOm programmet\n\nDet är nytt.\n')
    assert of_kind(document, BlockKind.LIST_ITEM) == []
    assert "en röst i trappan" in of_kind(document, BlockKind.PARAGRAPH)
