"""What a table of contents announces are headings, numbered ones too; goals hang from their labels."""

import pytest
from outline import of_kind, read

from maltolk.model import BlockKind, Span
from maltolk.reading.lines.goal_codes import label_in_front

PLAN = """Klimatplan 2024–2027

INNEHÅLL
1. Inledning .............. 2
2. Hur gick det med den förra planen i kommunen? .... 3
3. Åtgärder ............... 5

1. Inledning

Planen gäller hela kommunen och alla som bor här ska kunna läsa den.

2. Hur gick det med den förra planen i kommunen?

Två mål nåddes av fem, och ett nåddes nästan innan pengarna tog slut.

3. Åtgärder

Kommunen bygger en cykelväg och byter alla lampor i skolorna under planens tid.
"""


def test_numbered_chapters_of_a_table_of_contents_are_headings():
    document = read(PLAN)
    assert of_kind(document, BlockKind.HEADING)[-3:] == [
        "Inledning",
        "Hur gick det med den förra planen i kommunen?",
        "Åtgärder",
    ]
    assert of_kind(document, BlockKind.LIST_ITEM) == []


def test_a_chapter_over_a_table_or_over_its_parts_is_one_of_the_row():
    text = (
        "Klimatprogram\n\n1. Bakgrund\nDet förra programmet nådde två av fem mål, och utsläppen minskade inte alls.\n\n"
        "2. Mål\n2.1 Utsläppen ska ha minskat med hälften.\n2.2 Bilarna ska gå på el.\n\n"
        "3. Åtgärder\nNr   Åtgärd          Ansvarig        Klart\n1    Landström       Hamnbolaget     2025\n\n"
        "4. Pengar\nProgrammet kostar 37 miljoner kronor under fyra år, och hälften söks av staten.\n\n"
    )
    chapters = [
        name for name in of_kind(read(text), BlockKind.HEADING) if name in ("Bakgrund", "Mål", "Åtgärder", "Pengar")
    ]
    assert chapters == ["Bakgrund", "Mål", "Åtgärder", "Pengar"]


def test_a_long_question_between_empty_lines_heads_a_chapter():
    chapters = ("1. Varför ett nytt program?", "2. Vad blev det av det förra programmet?", "3. Mål")
    body = (
        "Det byggs mindre nu än för två år sedan, och barnkullarna är mindre än förut.\n\nÄven räntan har stigit.\n\n"
    )
    document = read("Bostadsprogram\n\n" + "".join(f"{chapter}\n\n{body}{body}" for chapter in chapters))
    assert of_kind(document, BlockKind.HEADING)[1:] == [chapter[3:] for chapter in chapters]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Mål 4  Solceller på kommunens tak ska ge mer el.", 4),
        ("Mål 5\tUtsläppen ska vara högst hälften.", 5),
        ("Mål 4 solceller", None),
        ("Skola 12   Omsorg 15   Miljö 3", None),
    ],
)
def test_words_hang_from_the_label_of_a_goal(line: str, number: int | None):
    label = label_in_front(line, Span(0, len(line)))
    assert (label and label.number) == number
