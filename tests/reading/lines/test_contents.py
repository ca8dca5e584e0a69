"""A table of contents says nothing; what looks like one may."""

from outline import check_invariants, of_kind, read

from maltolk.model import BlockKind

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
