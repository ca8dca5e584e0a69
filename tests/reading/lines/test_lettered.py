"""Lines counted by capitals are a list where they stand in a row; elsewhere a letter is a label or an initial."""

import pytest
from outline import check_invariants, of_kind, read

from maltolk.model import BlockKind

BODY = "Kommunen vill att fler ska cykla, och därför byggs nya vägar för cyklar i alla orter under perioden."


GOALS = (
    "En jämlik hälsa i hela länet och hela livet",
    "Vård i rätt tid och så nära den som behöver den",
    "Ett hållbart arbetsliv för alla våra medarbetare",
)


@pytest.mark.parametrize("sign", [".", ")"])
def test_lines_in_a_row_from_a_are_items_with_their_letters(sign: str) -> None:
    rows = "\n".join(f"{letter}{sign} {name}" for letter, name in zip("ABC", GOALS, strict=True))
    document = read(f"# Plan\n\nFullmäktige har beslutat om tre mål för hela mandatperioden:\n{rows}\n")
    check_invariants(document)
    assert of_kind(document, BlockKind.LIST_ITEM) == rows.split("\n")
    (lead,) = [b.lead for b in document.blocks if b.kind is BlockKind.LIST]
    assert lead is not None
    assert lead.of(document.text) == "Fullmäktige har beslutat om tre mål för hela mandatperioden:"


def test_an_item_may_go_on_on_a_second_line() -> None:
    first = f"A. {GOALS[0]}, från det\nförsta andetaget till det sista"
    rows = [first, f"B. {GOALS[1]}", f"C. {GOALS[2]}"]
    document = read("# Plan\n\nVåra mål:\n" + "\n".join(rows) + "\n")
    assert of_kind(document, BlockKind.LIST_ITEM) == rows


@pytest.mark.parametrize(
    "rows",
    [
        "A. Kust\nB. Skola",  # too few
        "B. Kust\nC. Skola\nD. Arbete",  # not from A on
        f"A. Kust\n\n{BODY}\n\nB. Skola\n\n{BODY}\n\nC. Arbete",  # over paragraphs
        "A. Kust | 3\nB. Skola | 4\nC. Arbete | 5",  # a table
        "A. Ek, ordförande\nA. Alm, ledamot\nB. Berg, ledamot",  # initials
    ],
)
def test_other_letters_make_no_list(rows: str) -> None:
    assert of_kind(read(f"# Plan\n\n{BODY}\n\n{rows}\n\n{BODY}\n"), BlockKind.LIST_ITEM) == []


def test_a_row_of_letters_announces_the_headings_with_them() -> None:
    names = ("A. Kust", "B. Skola", "C. Arbete")
    parts = "\n".join(f"{name}\n{BODY}" for name in names)
    rows = "\n".join(names)
    document = read(f"Plan\n\n{BODY}\n\nVåra mål:\n{rows}\n\nUppföljning görs varje år.\n\n{parts}\n")
    assert of_kind(document, BlockKind.HEADING) == ["Plan", *names]
    assert of_kind(document, BlockKind.LIST_ITEM) == list(names)
