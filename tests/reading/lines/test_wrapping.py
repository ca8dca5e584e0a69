"""Lines broken only because the page was full belong together."""

import pytest
from outline import of_kind, read

from maltolk.model import BlockKind

PLAN = """Det här är en del av den plan som ska leda arbetet med att utveckla
kommunen under de kommande tio åren, och den är skriven för alla som
bor här eller vill flytta hit och bygga upp något tillsammans med oss.
Ale ska vara en del av regionen och vill att det ska gå att resa dit
utan bil. Våra främsta krav på dem som bygger vägar och järnvägar är:
1. Fler tåg
{}
3. En ny cykelväg
Kraven har ställts av kommunstyrelsen och gäller till dess att något av
dem är uppfyllt eller inte längre behövs.
"""


@pytest.mark.parametrize(
    "item",
    [
        "Ett gemensamt ägande eller ett ökat statligt stöd till Ales\nHamn",
        "Ett gemensamt ägande eller ett ökat statligt stöd på\nVarvet, både ute och inne",
        "Ett gemensamt ägande eller ett ökat statligt stöd mellan\nGöteborg och Uddevalla",
    ],
)
def test_an_item_goes_on_with_a_name(item: str):
    items = of_kind(read(PLAN.format(f"2. {item}")), BlockKind.LIST_ITEM)
    assert items == ["Fler tåg", item, "En ny cykelväg"]


@pytest.mark.parametrize("below", ["Det mäts varje år.", "Det här mäts varje år i en enkät till alla som reser dit."])
def test_a_sentence_below_an_item_explains_it(below: str):
    items = of_kind(read(PLAN.format(f"2. Renare stationer\n{below}")), BlockKind.LIST_ITEM)
    assert items == ["Fler tåg", "Renare stationer", "En ny cykelväg"]


def test_a_dash_between_two_years_is_no_bullet():
    document = read(
        "Planen ersätter den tidigare planen för näringsliv som gällde 2019\n– 2023 (KS 2019/586).\n\nDen gäller nu.\n"
    )
    assert of_kind(document, BlockKind.LIST_ITEM) == []
    assert of_kind(document, BlockKind.PARAGRAPH)[0].endswith("som gällde 2019\n– 2023 (KS 2019/586).")


def test_a_dash_before_a_year_below_something_else_is_one():
    document = read("Viktiga år:\n\n– 2019 kom planen.\n– 2023 tog den slut.\n")
    assert len(of_kind(document, BlockKind.LIST_ITEM)) == 2


@pytest.mark.parametrize("amount", ["11 procent av de äldre", "240 000 kronor", "2025.", "3–5 år", "6,5 %"])
def test_a_line_that_begins_with_an_amount_goes_on(amount: str):
    text = f"Planen hänger ihop med visionen, och där står det att målet är högst\n{amount}\n"
    assert of_kind(read(text), BlockKind.PARAGRAPH) == [text.strip()]
