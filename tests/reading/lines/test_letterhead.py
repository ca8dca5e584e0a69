"""What stands above and below a page's words without being about them: letterheads, menus, links."""

import pytest
from outline import check_invariants, index_of, of_kind, read, words

from maltolk.model import BlockKind

BODY = "Kommunen vill att fler ska cykla, och därför byggs nya vägar för cyklar i alla orter under perioden."


@pytest.mark.parametrize("owner", ["ÅRJÄNGS KOMMUN", "Årjängs kommun", "Borås Stad", "Upplands Väsby kommun"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_title_stands_below_the_letterhead(owner: str, between: str) -> None:
    document = read(f"{owner}{between}Plan för cyklar och gående\n\nINLEDNING\n\n{BODY}\n\nMÅL\n\n{BODY}\n")
    check_invariants(document)
    assert document.title == "Plan för cyklar och gående"
    assert of_kind(document, BlockKind.FURNITURE) == [owner]
    assert document.blocks[index_of(document, "INLEDNING")].level == 2


def test_the_title_may_be_followed_by_its_number_and_decision() -> None:
    document = read(
        f"ÅRJÄNGS KOMMUN\nKommunens cykelplan\nBilaga 3 till budgeten\nDnr KS 2022/41\n\nINLEDNING\n\n{BODY}\n"
    )
    assert document.title == "Kommunens cykelplan"
    document = read(f"Kommunens cykelplan\nAntagen av nämnden\nDiarienummer 4\n\nBakgrund\n\n{BODY}\n")
    assert document.title == "Kommunens cykelplan"


def test_a_papers_name_its_sections_and_the_section_at_hand_are_not_the_title() -> None:
    document = read(
        f"VÄRMSBYBLADET\nNyheter · Sport · Kultur · Familj\nPrenumerera\n\nPolitik\n\n"
        f"Nya vägar ska få fler att cykla\n\n{BODY}\n"
    )
    assert document.title == "Nya vägar ska få fler att cykla"
    assert len(of_kind(document, BlockKind.FURNITURE)) == 4


def test_an_owner_that_is_all_there_is_stays_the_title() -> None:
    document = read(f"Årjängs kommun\n\n{BODY}\n")
    assert document.title == "Årjängs kommun"


@pytest.mark.parametrize(
    "line",
    [
        "Till innehållet",
        "Meny  Sök  Lättläst  Other languages",
        "Nyheter Sport Kultur Prenumerera",
        "Start / Bygga och bo / Cykelvägar / Plan",
        "Start > Bygga och bo > Plan",
        "Neka",
    ],
)
def test_menus_above_the_title_are_furniture(line: str) -> None:
    document = read(f"{line}\n\nVår cykelplan\n\n{BODY}\n")
    assert document.title == "Vår cykelplan"
    assert of_kind(document, BlockKind.FURNITURE) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Hjälpte innehållet på sidan dig?",
        "Hjälpte innehållet på sidan dig?   Ja   Nej",
        "Jämför kommunen med andra",
        "LÄS OCKSÅ: Snart öppnar isbanan",
        "Läs mer: Så blir vädret",
        "Tipsa om den här sidan | Skriv ut",
        "Skicka en kommentar om sidan till webbredaktionen.",
        "Dela:  Facebook  LinkedIn  E-post",
    ],
)
def test_links_and_questions_below_the_text_are_furniture(line: str) -> None:
    document = read(f"Vår cykelplan\n\n{BODY}\n\n{line}\n")
    assert words(document, document.blocks[-1]) == line
    assert document.blocks[-1].kind is BlockKind.FURNITURE


@pytest.mark.parametrize("line", ["Trygghet, respekt och mod", "Skola – vård – omsorg", "Mål 1 | Mål 2"])
def test_words_side_by_side_that_are_no_links_are_kept(line: str) -> None:
    document = read(f"Vår plan\n\n{BODY}\n\n{line}\n\n{BODY}\n")
    assert line not in of_kind(document, BlockKind.FURNITURE)


def test_what_every_page_has_at_its_top_is_no_text() -> None:
    pages = "\n\n".join(
        f"EDA KOMMUN          PROTOKOLL          Blad {page} (7)\nKommunfullmäktige   2025-09-24\n\n{BODY} {page}"
        for page in (1, 2, 3)
    )
    document = read(f"Beslut om cyklar\n\n{pages}\n\n1 (2) av planerna är klara.\n\n- Mål 1 (2)\n- Mål 2 (2)\n")
    furniture = of_kind(document, BlockKind.FURNITURE)
    assert all("Mål" not in line and "planerna" not in line for line in furniture)
    assert sum("PROTOKOLL" in line for line in furniture) == 3
    assert sum("2025-09-24" in line for line in furniture) == 3
    assert len(furniture) == 3


def test_a_year_beside_the_one_before_is_no_pages_number() -> None:
    report = "".join(
        f"## Del {n}\n\nAntal anställda: {now} ({then})\n\n" for n, now, then in ((1, 45, 43), (2, 81, 79))
    )
    told = "Frånvaron minskade från 8 (9) procent till 5 (6) procent.\n\nNöjda medarbetare\n\n"
    assert of_kind(read(f"# Året\n\n{report}{told}{BODY}\n\n{told}{BODY}\n", "x.md"), BlockKind.FURNITURE) == []


def test_a_way_to_somewhere_else_is_a_list_item() -> None:
    document = read(f"Kläder\n\n{BODY}\n\n- Gå till textilinsamlingen\n- Gå till texten\n")
    assert of_kind(document, BlockKind.FURNITURE) == []
