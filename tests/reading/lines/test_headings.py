"""Which lines could be headings, what their labels say, and how deep they stand."""

import pytest
from outline import read, words

from maltolk.model import BlockKind
from maltolk.reading.lines.heading_levels import label_of
from maltolk.reading.lines.headings import heading_like, in_capitals
from maltolk.reading.lines.pieces import Piece, split_pieces


def only(text: str) -> Piece:
    (piece,) = split_pieces(text)
    return piece


@pytest.mark.parametrize(
    ("line", "could"),
    [
        ("Vatten", True),
        ("2030 i sikte", True),
        ("”Allt på en gång”", True),
        ("vatten och hav", False),  # begins small
        ("2030", False),  # no letter
        ("Vi vill ha rent vatten.", False),
        ("Vatten, hav och", False),  # ends in the middle
        ("Skriv till kommun@orsa.example", False),
        ("Antagen av fullmäktige den 15 juni 2020", False),
        ("Indikator: andel barn som kan simma", False),
        ("Namn    Roll    Telefon", False),  # a row of a table
        ("V  ja  0  nej  3", False),
        ("Mått Utfall 2025 Mål 2027 Mål 2029", False),
        ("Mål 2027 och 2029", True),
        ("Ord " + "ord " * 12 + "ord", True),  # 14 words
        ("Ord " + "ord " * 13 + "ord", False),
        ("Trafik" + "säkerhet" * 11 + "splan1", True),  # 100 characters
        ("Trafik" + "säkerhet" * 11 + "splan12", False),
    ],
)
def test_which_lines_could_be_headings(line: str, could: bool):
    assert heading_like(line, only(line)) is could


@pytest.mark.parametrize(
    ("line", "capitals"), [("SKOLA", True), ("VÅRD OCH SKOLA", True), ("BUP", False), ("SKOLa", False)]
)
def test_capitals_set_a_line_off_when_it_is_no_short_form(line: str, capitals: bool):
    assert in_capitals(line, only(line)) is capitals


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Fokusområde 2: Smartare Lund", ("fokusområde", 2)),
        ("Fokusområde 12", ("fokusområde", 12)),
        ("Strategiskt område 3 – Skola", ("strategiskt område", 3)),
        ("Målområde A: Växa", ("målområde", 1)),
        ("Målområde H: Bo", ("målområde", 8)),
        ("Fokusområde 2 har två mål.", None),
        ("Fokusområde 123: Smart", None),
        ("fokusområde 2: smart", None),
        ("Fokusområde 2: " + "x" * 105, ("fokusområde", 2)),  # 120 characters
        ("Fokusområde 2: " + "x" * 106, None),
    ],
)
def test_what_a_label_says(line: str, label: tuple[str, int] | None):
    assert label_of(line) == label


SAID = "Kommunen arbetar med detta varje dag och berättar om det i sin årsredovisning.\n\n"


def levels(text: str) -> list[tuple[int, int | None, str]]:
    document = read(text)
    return [(b.level, b.number, words(document, b)) for b in document.blocks if b.kind is BlockKind.HEADING]


def test_labels_without_a_title_are_the_highest_headings():
    assert levels(f"Område 1\n\n{SAID}Område 2\n\n{SAID}") == [
        (1, 1, "Område 1"),
        (1, 2, "Område 2"),
    ]


def test_labels_under_text_stand_beside_other_headings():
    assert levels(f"Plan\n\n{SAID}Område 1\n\n{SAID}Område 2\n\n{SAID}Uppföljning\n\n{SAID}") == [
        (1, None, "Plan"),
        (2, 1, "Område 1"),
        (2, 2, "Område 2"),
        (2, None, "Uppföljning"),
    ]


def test_labels_right_below_a_heading_stand_under_it_and_so_do_headings_between_them():
    text = f"Plan\n\n{SAID}Våra områden\n\nOmråde 1\n\n{SAID}Bakgrund\n\n{SAID}Område 2\n\n{SAID}Slut\n\n{SAID}"
    assert levels(text) == [
        (1, None, "Plan"),
        (2, None, "Våra områden"),
        (3, 1, "Område 1"),
        (4, None, "Bakgrund"),
        (3, 2, "Område 2"),
        (2, None, "Slut"),
    ]


def test_a_new_row_of_labels_ends_the_one_before():
    text = f"Plan\n\n{SAID}Område 1\n\n{SAID}Område 2\n\n{SAID}Steg 1\n\n{SAID}Steg 2\n\n{SAID}"
    assert [level for level, *_ in levels(text)] == [1, 2, 2, 2, 2]


def test_letters_are_labels_without_a_number():
    assert levels(f"Plan\n\n{SAID}Område A: Skola\n\n{SAID}Område B: Vård\n\n{SAID}")[1:] == [
        (2, None, "Område A: Skola"),
        (2, None, "Område B: Vård"),
    ]


def test_two_short_lines_on_top_are_title_and_subtitle_and_three_a_menu():
    assert levels(f"Vision 2030\nFör oss alla\n\n{SAID}")[0] == (1, None, "Vision 2030")
    assert (1, None, "Hem") not in levels(f"Hem\nKontakt\nSök\n\n{SAID}")


def test_sections_of_minutes_are_headings_and_hold_what_stands_in_them():
    text = """ALE KOMMUN          SAMMANTRÄDESPROTOKOLL          1 (14)
Kommunstyrelsen

4 (14)
§ 131   Skattesats för 2026          Dnr KS 2025/188

Beslut

Kommunstyrelsen föreslår att skattesatsen ska vara oförändrad.

6 (14)
§ 132   Ny skola i Nol

Beslut

Ärendet återremitteras till nämnden för mer underlag.

§ 5 i lagen säger att nämnden ska höras innan skolan flyttas.
"""
    document = read(text)
    headings = [
        (block.level, " ".join(words(document, block).split()))
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]
    assert headings[-4:] == [
        (2, "§ 131 Skattesats för 2026 Dnr KS 2025/188"),
        (3, "Beslut"),
        (2, "§ 132 Ny skola i Nol"),
        (3, "Beslut"),
    ]
    sent = next(n for n, block in enumerate(document.blocks) if "återremitteras" in words(document, block))
    path = [words(document, document.blocks[place]) for place in document.heading_path(sent)]
    assert path[-2:] == ["§ 132   Ny skola i Nol", "Beslut"]


PART_OF_A_PLAN = """Sida 5 av 17
Tillväxtplan
Diarienummer: KS 2025/512
3. Det som avgör
Planen bygger på två saker som avgör om det går bra, och de
genomsyrar allt som står i den. Här följer en beskrivning.
Människan kommer först, och hennes kunskap är den viktigaste
resursen som bygden har.
Vi vill se detta hända:
1. Fler tåg
2. Bredare vägar

Sida 6 av 17
Tillväxtplan
Diarienummer: KS 2025/512
och på det sättet blir det lättare att bo här.
4. Fyra områden
Planen utgår från fyra områden:
• Omvärld
• Näringsliv

Sida 7 av 17
Tillväxtplan
Diarienummer: KS 2025/512
Var och ett av områdena har en vision för hur det ska vara om
tio år, och den prövas av fullmäktige.
"""


def test_chapters_of_a_part_of_a_plan_are_headings_and_what_stands_on_every_page_is_furniture():
    document = read(PART_OF_A_PLAN)
    found = [(block.kind, block.number, words(document, block)) for block in document.blocks]
    assert [each[1:] for each in found if each[0] is BlockKind.HEADING] == [(3, "Det som avgör"), (4, "Fyra områden")]
    assert [each[1] for each in found if each[0] is BlockKind.LIST_ITEM] == [1, 2, None, None]
    assert {each[2] for each in found if each[0] is BlockKind.FURNITURE} == {
        *("Sida 5 av 17", "Sida 6 av 17", "Sida 7 av 17", "Tillväxtplan", "Diarienummer: KS 2025/512")
    }


def test_a_decision_of_a_day_is_a_heading_over_the_votes():
    votes = "   29–6–4\n   JA = Bifall till förslaget.\n     M    ja 10  nej  0\n     MED  ja  2  nej  0\n"
    budget = "2024-06-19 § 75 — Budget 2025 med plan för 2026 och 2027 samt investeringar för alla nämnder"
    document = read(f"2025-12-17 § 148 — Rivning av ladan\n{votes}\n{budget}\n{votes}")
    headings = [words(document, block) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings == ["2025-12-17 § 148 — Rivning av ladan", budget]


def counted(title: str, *names: str, mark: str = "## ") -> list[tuple[int, str]]:
    parts = "".join(f"{mark}{name}\n\n{SAID}" for name in names)
    return [(level, name) for level, _, name in levels(f"{mark[1:]}Plan\n\n{SAID}{mark}{title}\n\n{SAID}{parts}")][1:]


@pytest.mark.parametrize("mark", ["## ", ""])
@pytest.mark.parametrize("label", ["Område {}", "{} Levande bygd"])
def test_counted_headings_stand_below_the_one_that_says_how_many(mark: str, label: str):
    names = [label.format(place) for place in (1, 2, 3, 4)]
    found = [level for level, _ in counted("Våra fyra fokusområden", *names, "Uppföljning", mark=mark)]
    assert found == [2, 3, 3, 3, 3, 2]


def test_headings_that_the_contents_announce_need_no_number():
    names = ("Tre mål", "Kust", "Skola", "Arbete", "Uppföljning")
    contents = "\n".join(f"{name} ........ {page}" for page, name in enumerate(names, start=2))
    parts = "".join(f"{name}\n\n{SAID}" for name in names)
    assert [level for level, *_ in levels(f"Plan\n\n{SAID}{contents}\n\n{parts}")] == [1, 2, 3, 3, 3, 2]


def test_what_is_below_a_counted_heading_goes_with_it():
    parts = f"## 1 Kust\n\n{SAID}### Nu\n\n{SAID}## 2 Skola\n\n{SAID}## Slut\n\n{SAID}"
    assert [level for level, *_ in levels(f"# Plan\n\n{SAID}## Två mål\n\n{parts}")] == [1, 2, 3, 4, 3, 2]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Fyra fokusområden", ("1 Kust", "2 Skola", "3 Arbete")),  # fewer than it says
        ("Fyra år kvar", ("1 Kust", "2 Skola", "3 Arbete", "4 Omsorg")),  # counts something else
        ("Tre av fyra mål", ("1 Kust", "2 Skola", "3 Arbete", "4 Omsorg")),  # which of them?
        ("Tre mål", ("Så nås målen", "Färdplan", "Uppföljning")),  # not counted
        ("Ett mål", ("1 Kust", "2 Skola")),
    ],
)
def test_other_headings_stay_where_they_are(title: str, names: tuple[str, ...]):
    assert {level for level, _ in counted(title, *names)} == {2}


def test_a_heading_that_has_what_it_counts_below_it_already_gets_no_more():
    own = f"### 1 Kust\n\n{SAID}### 2 Skola\n\n{SAID}"
    text = f"# Plan\n\n## Två mål\n\n{own}## 1 Arbete\n\n{SAID}## 2 Slut\n\n{SAID}"
    assert [level for level, *_ in levels(text)] == [1, 2, 3, 3, 2, 2]
