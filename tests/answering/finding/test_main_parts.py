"""What a text is made of is read from its form: goals before chapters, matters of a meeting, no frame around them."""

from collections.abc import Callable

import pytest

from maltolk.answering.finding.structure.enumerations import enumerations_of
from maltolk.answering.finding.structure.main_parts import holder_of, is_formal, main_parts, told_below
from maltolk.answering.finding.structure.series import name_of
from maltolk.model import BlockKind, Document

ReadText = Callable[..., Document]

PLAN = """# Skolplan 2025–2028

## Inledning

Planen gäller alla skolor i Orsa.

## Våra mål

### Mål 1: Alla kan läsa

Läsningen är grunden för allt annat. Den som läser klarar mer.

- Alla elever läser 15 minuter om dagen.
- Varje skola har ett bibliotek.

### Mål 2: Lugn och ro

Ingen ska vara rädd för att gå till skolan. Vi börjar med rasterna.

### Mål 3: Maten ska smaka

Matsalen är skolans vardagsrum.

## Uppföljning

Nämnden följer upp planen varje höst.
"""
MINUTES = """# Protokoll

Kommunstyrelsen, Orsa kommun, 2025-10-14

## § 41 Ny ishall

### Bakgrund

Den gamla hallen läcker.

### Kommunstyrelsens beslut

Ishallen byggs vid sjön. Kostnaden får vara högst 90 miljoner kronor.

## § 42 Bidrag till ryttarna

### Förvaltningens förslag till beslut

Ryttarna får ingenting.

### Beslut

Ryttarna får 20 000 kronor.

### Beslutsgång

Ordföranden ställer förslagen mot varandra.

## § 43 Information

Kommundirektören berättar om hösten.
"""


def parts(document: Document) -> list[str] | None:
    found = main_parts(document, enumerations_of(document))
    return found and [document.blocks[item].span.of(document.text) for item in found.items]


def block(document: Document, words: str) -> int:
    return next(n for n, each in enumerate(document.blocks) if each.span.of(document.text).startswith(words))


def test_goals_go_before_the_chapters_that_they_stand_in(read_text: ReadText):
    assert parts(read_text(PLAN)) == ["Mål 1: Alla kan läsa", "Mål 2: Lugn och ro", "Mål 3: Maten ska smaka"]


def test_chapters_are_parts_but_not_those_that_every_text_has(read_text: ReadText):
    chapters = "".join(
        f"## {name}\n\nOrsa vill.\n\n" for name in ("1 Inledning", "Resor", "Mat", "Energi", "Uppföljning")
    )
    assert parts(read_text(f"# Klimatplan\n\n{chapters}")) == ["Resor", "Mat", "Energi"]


def test_what_comes_again_under_each_goal_is_no_part(read_text: ReadText):
    goals = "".join(f"### Mål {n}: {name}\n\nText.\n\n### Mått\n\nTal.\n\n" for n, name in enumerate("ABC", start=1))
    assert parts(read_text(f"# Budget\n\n## Övergripande mål\n\n{goals}")) == ["Mål 1: A", "Mål 2: B", "Mål 3: C"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Vision\n\n## Våra mål\n\n- Växa.\n- Lära.\n- Leva.\n", ["Växa.", "Lära.", "Leva."]),
        ("# Vision\n\nVi har bakat:\n\n- kakor\n- bröd\n- bullar\n", None),
        ("# Vision\n\nOrsa, nära skogen.\n", None),
    ],
)
def test_a_list_is_what_a_text_is_made_of_where_it_is_one_of_goals(
    read_text: ReadText, text: str, expected: list[str] | None
):
    assert parts(read_text(text)) == expected


def test_a_meeting_is_made_of_its_matters_and_what_was_decided(read_text: ReadText):
    document = read_text(MINUTES)
    found = main_parts(document, enumerations_of(document))
    assert found is not None
    assert parts(document) == ["§ 41 Ny ishall", "§ 42 Bidrag till ryttarna", "§ 43 Information"]
    decided = [[span.of(document.text) for span in told_below(document, item)] for item in found.items]
    assert decided == [
        ["Ishallen byggs vid sjön. Kostnaden får vara högst 90 miljoner kronor."],
        ["Ryttarna får 20 000 kronor."],
        [],
    ]


def test_matters_may_stand_behind_their_day(read_text: ReadText):
    votes = "".join(f"## 2024-06-{n} § {n} — Taxa {n}\n\nS ja 8 nej 0\n\n" for n in (17, 18, 19))
    assert parts(read_text(f"# Omröstningar\n\n{votes}")) == [f"2024-06-{n} § {n} — Taxa {n}" for n in (17, 18, 19)]


def test_a_goal_says_what_is_listed_below_it_else_its_first_sentence(read_text: ReadText):
    document = read_text(PLAN)
    found = main_parts(document, enumerations_of(document))
    assert found is not None
    below = [[span.of(document.text) for span in told_below(document, item)] for item in found.items]
    assert below == [
        ["Alla elever läser 15 minuter om dagen.", "Varje skola har ett bibliotek."],
        ["Ingen ska vara rädd för att gå till skolan."],
        ["Matsalen är skolans vardagsrum."],
    ]


def test_what_stands_below_a_part_is_held_by_it(read_text: ReadText):
    document = read_text(PLAN)
    found = main_parts(document, enumerations_of(document))
    assert found is not None
    item = next(n for n, each in enumerate(document.blocks) if each.kind is BlockKind.LIST_ITEM)
    assert holder_of(document, found, item) == block(document, "Mål 1")
    assert holder_of(document, found, block(document, "Nämnden följer")) is None


def test_matters_are_where_they_were_dealt_with_not_in_the_lists_around(read_text: ReadText):
    agenda = "## § 41 Ny ishall\n## § 42 Bidrag till ryttarna\n## § 43 Information\n\n"
    told = "## § 41 Kommunfullmäktige\n\n## § 42 Ryttarna\n"
    whole = MINUTES.replace("## § 41", agenda + "## § 41", 1) + told
    document = read_text(whole)
    found = main_parts(document, enumerations_of(document))
    assert found is not None
    assert [span.of(document.text) for span in told_below(document, found.items[1])] == ["Ryttarna får 20 000 kronor."]


@pytest.mark.parametrize(
    ("below", "decided"),
    [
        ("Beslut\n\nIshallen byggs.\n", ["Ishallen byggs."]),
        ("Nämndens beslut\n1. Ishallen byggs.\n2. Banan rivs.\n", ["Ishallen byggs."]),
        ("### Förslag till fullmäktige\n\nIshallen byggs.\n", ["Förslag till fullmäktige", "Ishallen byggs."]),
        ("### Förvaltningens förslag\n\nIshallen byggs.\n", []),
        ("Nämnden diskuterade ishallen.\n", []),
    ],
)
def test_what_was_decided_stands_below_what_says_so(read_text: ReadText, below: str, decided: list[str]):
    document = read_text(f"# Protokoll\n\n## § 41 Ny ishall\n\n{below}\n## § 42 Taxor\n\n## § 43 Information\n")
    assert [span.of(document.text) for span in told_below(document, block(document, "§ 41"))] == decided


def test_a_matter_that_is_a_number_is_called_what_stands_below(read_text: ReadText):
    document = read_text(
        "# Protokoll\n\n## § 41 Dnr KS 2025/412\n\n### Ny ishall\n\nText.\n\n"
        "## § 42 KS 2025-88\n\nTaxor för vatten 2026\n\nText står här.\n"
    )
    names = {number: name_of(document, block(document, f"§ {number}")) for number in (41, 42)}
    assert [name and document.blocks[name].span.of(document.text) for name in names.values()] == [
        "Ny ishall",
        "Taxor för vatten 2026",
    ]


@pytest.mark.parametrize(
    ("heading", "formal"),
    [
        ("§ 29 Val av justerare och fastställande av dagordning", True),
        ("§ 30 Information från kommundirektören", True),
        ("§ 38 Delegationsbeslut (KS 2026/3)", True),
        ("§ 31 Årsredovisning 2025", False),
        ("§ 40 Val av kommundirektör", False),
    ],
)
def test_what_every_meeting_deals_with_is_formal(read_text: ReadText, heading: str, formal: bool):
    document = read_text(f"# Protokoll\n\n## {heading}\n\nText.\n")
    assert is_formal(document, block(document, "§")) is formal
