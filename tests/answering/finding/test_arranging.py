"""Units that answer become lines: a list under its lead, a row under its head, neighbours as one quote."""

from collections.abc import Callable

import pytest

from maltolk.answering.finding.structure.arranging import arranged, is_table_head
from maltolk.answering.finding.structure.enumerations import enumerations_of
from maltolk.answering.reader.excerpts import pack, units_of
from maltolk.answering.reader.shelf import CutDocument
from maltolk.model import Document

TEXT = """Miljöprogram

Ale vill ha rent vatten. Programmet gäller till 2030. Det följs upp varje år.

Fyra mål gäller:

1. Utsläppen ska halveras.
2. Bussarna ska gå på el.
3. Skogen ska få stå.
4. Sjön ska bli ren.

En trygghetsvärd ska finnas varje kväll. Ansvarig: kommunstyrelsen.

Mått | 2024 | 2030
Utsläpp, ton | 4,1 | 2,0
Elbussar | 12 | 48
"""


@pytest.fixture
def show(read_text: Callable[..., Document]) -> Callable[..., list[str]]:
    document = read_text(TEXT)
    units = units_of(document)
    cut = CutDocument(0, document, units, tuple(pack(document, units)))

    def lines(*words: str, whole: bool = False) -> list[str]:
        chosen = [next(n for n, u in enumerate(units) if w in u.shown.of(document.text)) for w in words]
        found = arranged(cut, chosen, enumerations_of(document), whole=whole)
        return [
            ("• " if line.bullet else "") + ("# " if line.numbered else "") + line.span.of(document.text)
            for line in found
            if line.span
        ]

    return lines


def test_neighbouring_sentences_are_one_quote_and_others_in_their_order(show: Callable[..., list[str]]):
    assert show("följs upp", "gäller till 2030") == ["Programmet gäller till 2030. Det följs upp varje år."]
    assert show("följs upp", "rent vatten") == ["Ale vill ha rent vatten.", "Det följs upp varje år."]


def test_an_item_stands_under_its_lead_with_its_number(show: Callable[..., list[str]]):
    assert show("Bussarna") == ["Fyra mål gäller:", "• # Bussarna ska gå på el."]


def test_a_list_that_is_asked_for_or_mostly_shown_is_shown_whole(show: Callable[..., list[str]]):
    whole = show("Bussarna", whole=True)
    assert len(whole) == 5
    assert whole == show("Bussarna", "Skogen", "Sjön")
    assert whole == show("Bussarna", "Skogen")


def test_the_list_of_as_many_as_are_asked_for(read_text: Callable[..., Document]):
    items = "1. Böcker lånas.\n2. Böcker läses.\n3. Böcker skrivs.\n"
    text = f"# Plan\n\n## Mål 1: Läsa\n\n{items}\n## Mål 2: Leka\n\nAlla får leka.\n"
    document = read_text(text)
    units = units_of(document)
    cut = CutDocument(0, document, units, tuple(pack(document, units)))
    heading = next(n for n, unit in enumerate(units) if "Leka" in unit.shown.of(text))
    found = arranged(cut, [heading], enumerations_of(document), whole=True, count=2)
    assert [line.span.of(text) for line in found if line.span] == ["Mål 1: Läsa", "Mål 2: Leka"]


def test_of_a_long_list_only_what_its_items_begin_with(read_text: Callable[..., Document]):
    more = "Det ska märkas i hela kommunen, både i tätorten och i byarna, redan det första året som programmet gäller."
    text = "# Plan\n\nVi vill:\n\n" + "".join(
        f"- Mål {name}. {more}\n" for name in ("vatten", "luft", "mark", "ljus", "ro")
    )
    document = read_text(text)
    units = units_of(document)
    cut = CutDocument(0, document, units, tuple(pack(document, units)))
    first = next(n for n, unit in enumerate(units) if "vatten" in unit.shown.of(text))
    found = arranged(cut, [first], enumerations_of(document), whole=True)
    shown = [line.span.of(text) for line in found if line.bullet and line.span]
    assert shown == ["Mål vatten.", "Mål luft.", "Mål mark.", "Mål ljus.", "Mål ro."]


def test_a_table_most_of_which_is_shown_or_that_a_row_stands_for_is_shown_whole(read_text: Callable[..., Document]):
    rows = ["Ort | 2024 | 2030", "Alvik | 4 | 2", "Bro | 12 | 48", "Dal | 7 | 9", "Ed | 1 | 3"]
    text = "# Plan\n\nDit kan man gå.\n\n" + "\n".join(rows) + "\n"
    document = read_text(text)
    units = units_of(document)
    cut = CutDocument(0, document, units, tuple(pack(document, units)))
    places = {row: n for n, unit in enumerate(units) for row in rows if unit.span.of(text) == row}

    def shown(*chosen: str, table: bool = False) -> list[str]:
        found = arranged(cut, [places[row] for row in chosen], (), whole=True, table=table)
        return [line.span.of(text) for line in found if line.span]

    assert shown(rows[1]) == rows[:2]
    assert shown(rows[1], rows[2], rows[4]) == rows
    assert shown(rows[1], table=True) == rows


def test_a_lead_is_never_shown_without_its_list(show: Callable[..., list[str]]):
    assert len(show("Fyra mål")) == 5


def test_a_row_stands_under_its_head(show: Callable[..., list[str]]):
    assert show("Elbussar") == ["Mått | 2024 | 2030", "Elbussar | 12 | 48"]
    assert show("Mått |") == ["Mått | 2024 | 2030"]


def test_a_sentence_far_from_a_list_brings_none_of_it(show: Callable[..., list[str]]):
    assert show("rent vatten", whole=True) == ["Ale vill ha rent vatten."]


def test_a_label_and_its_value_are_shown_behind_what_they_are_about(show: Callable[..., list[str]]):
    assert show("Ansvarig:") == ["En trygghetsvärd ska finnas varje kväll. Ansvarig: kommunstyrelsen."]


@pytest.mark.parametrize(
    ("first", "is_head"),
    [
        ("Mått | 2024 | 2030", True),
        ("Mått   Läge 2024   Mål 2030", True),
        ("Elevhälsa | 12,5 | 14", False),
        ("Ada Ek   ordförande   031-390 06 12", False),
        ("Ada Ek | ordförande | ada.ek@ed.example", False),
    ],
)
def test_the_head_of_a_table_is_told_from_a_row(read_text: Callable[..., Document], first: str, is_head: bool):
    document = read_text(f"Plan\n\n{first}\nUtsläpp, ton | 4,1 | 2,0\nElbussar | 12 | 48\n")
    units = units_of(document)
    cut = CutDocument(0, document, units, tuple(pack(document, units)))
    heads = [unit.span.of(document.text) for number, unit in enumerate(units) if is_table_head(cut, number)]
    assert heads == [first] * is_head


def test_a_row_read_as_an_item_is_shown_whole_under_its_head(read_text: Callable[[str], Document]):
    rows = ["| Mål | Åtgärd | Ansvarig | Tid |", "| 2.1 | Värme tas till vara | Teknisk chef | 2027 |"]
    rows += [f"| 2.{n} | Solceller sätts på skola {n} | Rektor | 2028 |" for n in range(2, 6)]
    text = "# Plan\n\nSå gör vi:\n\n" + "\n".join(rows) + "\n"
    document = read_text(text)
    units = units_of(document)
    cut = CutDocument(0, document, units, tuple(pack(document, units)))
    item = next(n for n, unit in enumerate(units) if "Värme" in unit.shown.of(text))
    shown = [line.span.of(text) for line in arranged(cut, [item], enumerations_of(document), whole=False) if line.span]
    assert shown[-2:] == ["Mål | Åtgärd | Ansvarig | Tid", "2.1 | Värme tas till vara | Teknisk chef | 2027"]
    whole = arranged(cut, [item], enumerations_of(document), whole=True)
    assert sum(line.bullet for line in whole) == 5
