"""A table of contents says nothing; what looks like one may."""

import pytest
from outline import check_invariants, of_kind, read, words

from maltolk.model import BlockKind, Document

BODY = "Kommunen vill att fler ska cykla, och därför byggs nya vägar för cyklar i alla orter under perioden."


def test_lines_that_lead_to_a_page_are_furniture() -> None:
    lines = [
        "1 Inledning ........................ 3",
        "2. Så styrs kommunen. . . . . . . . . 4",
        "2.1 Mål…………………………4",
        "Uppföljning..................11",
    ]
    document = read("# Plan\n\n" + "\n".join(lines) + f"\n\n## Inledning\n\n{BODY}\n")
    check_invariants(document)
    assert len(of_kind(document, BlockKind.FURNITURE)) == len(lines)
    assert of_kind(document, BlockKind.PARAGRAPH) == [BODY]


def test_a_line_broken_in_two_is_part_of_it() -> None:
    contents = "Inledning ......... 3\nMål för barn och unga\ni hela kommunen ......... 5\nMer ......... 9"
    document = read(f"# Plan\n\n{contents}\n\n## Inledning\n\n{BODY}\n")
    assert of_kind(document, BlockKind.PARAGRAPH) == [BODY]


def test_without_leaders_the_heading_above_tells() -> None:
    contents = "Inledning 3\nSå styrs kommunen 4\nUppföljning 9"
    document = read(f"# Plan\n\n## Innehåll\n\n{contents}\n\n## Inledning\n\n{BODY}\n")
    assert of_kind(document, BlockKind.PARAGRAPH) == [BODY]
    document = read(f"# Plan\n\n## Laddplatser\n\n{contents}\n\n## Inledning\n\n{BODY}\n")
    assert not of_kind(document, BlockKind.FURNITURE)


def test_prices_and_counts_are_no_pages() -> None:
    for prices in (
        "Kaffe ......... 20\nBulle ......... 12\nTe ......... 9",
        "Te ....... 9\nBulle ....... 12\nKaffe ....... 20",
    ):
        document = read(f"# Priser\n\n{prices}\n\n## Öppet\n\n{BODY}\n")
        assert not of_kind(document, BlockKind.FURNITURE)


PARTS = "Vatten och hav\nSkola hela livet\nArbete\nUppföljning"


def page(label: str, *parts: str) -> Document:
    """A page copied off the web: links to its parts, then the parts under their names, run together."""
    below = "\n".join(f"{name}\n{BODY} Det gäller {name.lower()}." for name in parts)
    return read(f"Strategisk plan\n\n{BODY}\n\n{label}\n{PARTS}\n\n{below}\n")


def test_links_to_the_parts_of_a_page_are_furniture_and_announce_its_headings() -> None:
    names = PARTS.split("\n")
    document = page("På den här sidan", *names)
    check_invariants(document)
    assert of_kind(document, BlockKind.FURNITURE) == ["På den här sidan", *names]
    assert of_kind(document, BlockKind.HEADING) == ["Strategisk plan", *names]


def test_without_a_label_the_lines_stay_and_announce_all_the_same() -> None:
    names = PARTS.split("\n")
    document = page("Det här har vi valt", *names)
    assert of_kind(document, BlockKind.FURNITURE) == []
    assert of_kind(document, BlockKind.HEADING)[-4:] == names


def test_a_list_that_is_explained_item_by_item_stays_a_list() -> None:
    items = "• Vatten och hav\n• Skola hela livet\n• Arbete"
    below = "\n".join(f"{name[2:]}\n{BODY}" for name in items.split("\n"))
    document = read(f"Strategisk plan\n\n{BODY}\n\nVi har tre områden:\n{items}\n\n{below}\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == ["Vatten och hav", "Skola hela livet", "Arbete"]
    assert of_kind(document, BlockKind.HEADING)[1:] == ["Vatten och hav", "Skola hela livet", "Arbete"]


def test_what_is_announced_is_a_heading_whatever_it_stands_over() -> None:
    names = PARTS.split("\n")
    below = "\n".join(f"{name}\nFler ska cykla." for name in names)
    document = read(f"Strategisk plan\n\n{BODY}\n\nPå den här sidan\n{PARTS}\n\n{below}\n")
    assert of_kind(document, BlockKind.HEADING) == ["Strategisk plan", *names]
    without = read(f"Strategisk plan\n\n{BODY}\n\n{below}\n")
    assert of_kind(without, BlockKind.HEADING) == ["Strategisk plan", names[0]]


def test_rows_that_come_again_are_no_headings() -> None:
    rows = "M    ja 10  nej  0\nC    ja  2  nej  0\nKD   ja  2  nej  1"
    again = "\n".join(f"{row}\n{BODY}" for row in rows.split("\n"))
    document = read(f"Omröstning\n\n{BODY}\n\n{rows}\n\n{again}\n")
    assert of_kind(document, BlockKind.HEADING) == ["Omröstning"]


def test_the_last_line_over_a_table_of_contents_is_no_heading() -> None:
    contents = "Läget ........ 2\nVåra mål ........ 3\nUppföljning ........ 5"
    parts = "\n\n".join(f"{name}\n\n{BODY}" for name in ("Läget", "Våra mål", "Uppföljning"))
    document = read(f"Plan 2030\n\n{BODY}\n\nBeslutad i Orsa\n\nInnehåll\n\n{contents}\n\n{parts}\n")
    assert of_kind(document, BlockKind.HEADING) == ["Plan 2030", "Läget", "Våra mål", "Uppföljning"]


@pytest.mark.parametrize(
    "below",
    [
        f"Skola hela livet\n{BODY}\nVatten och hav\n{BODY}\nArbete\n{BODY}",  # in another order
        f"{PARTS}\n{BODY}",  # the same menu once more
        f"Vatten och hav\n{BODY}\nSkola hela livet\n{BODY}",  # only two come again
    ],
)
def test_what_does_not_come_again_in_its_order_announces_nothing(below: str) -> None:
    document = read(f"Strategisk plan\n\n{BODY}\n\nPå den här sidan\n{PARTS}\n\n{below}\n")
    assert "På den här sidan" not in of_kind(document, BlockKind.FURNITURE)


def test_a_table_of_contents_with_pages_announces_headings_too() -> None:
    contents = "Läget i kommunen ........ 2\nVåra mål ........ 3\nSå följer vi upp ........ 5"
    parts = "\n".join(f"{name}\n{BODY}" for name in ("Läget i kommunen", "Våra mål", "Så följer vi upp"))
    document = read(f"Plan 2030\n\n{BODY}\n\nInnehåll\n\n{contents}\n\n{parts}\n")
    assert of_kind(document, BlockKind.HEADING) == ["Plan 2030", "Läget i kommunen", "Våra mål", "Så följer vi upp"]
    assert "Innehåll" in of_kind(document, BlockKind.FURNITURE)


def test_what_stands_between_announced_headings_stands_below_them() -> None:
    contents = "Läget ........ 2\nVåra mål ........ 3\nUppföljning ........ 5"
    inner = f"Barn och unga\n\n{BODY}\n\n"
    parts = f"Läget\n\n{BODY}\n\nVåra mål\n\n{BODY}\n\n{inner}Uppföljning\n\n{BODY}\n\nBilaga\n\n{BODY}"
    document = read(f"Plan 2030\n\n{BODY}\n\nInnehåll\n\n{contents}\n\n{parts}\n")
    levels = {words(document, b): b.level for b in document.blocks if b.kind is BlockKind.HEADING}
    assert levels == {"Plan 2030": 1, "Läget": 2, "Våra mål": 2, "Barn och unga": 3, "Uppföljning": 2, "Bilaga": 2}


def test_below_a_bare_label_an_announced_heading_is_its_name() -> None:
    names = ("Bo och flytta hem", "Lära hela livet", "Fjäll och skog")
    contents = "\n".join(f"{name} ........ {page}" for page, name in enumerate(names, start=3))
    parts = "".join(f"Område {n}\n\n{name}\n\n{BODY}\n\nSå gör vi\n\n{BODY}\n\n" for n, name in enumerate(names, 1))
    document = read(f"Plan 2030\n\n{BODY}\n\nInnehåll\n\n{contents}\n\n{parts}Slut\n\n{BODY}\n")
    found = [(b.level, words(document, b)) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert [level for level, name in found if name.startswith("Område")] == [2, 2, 2]
    assert [level for level, name in found if name in names] == [3, 3, 3]


def test_what_names_somebody_right_below_a_heading_is_none() -> None:
    chair = "Ordförande i gruppen: Petra Lind, miljöchef"
    document = read(f"Plan\n\n{BODY}\n\nVatten och hav\n\n{chair}\n\n{BODY}\n\nArbete\n\n{BODY}\n")
    assert of_kind(document, BlockKind.HEADING) == ["Plan", "Vatten och hav", "Arbete"]
