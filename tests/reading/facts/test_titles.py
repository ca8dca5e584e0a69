"""What a text is called: neither whose it is, nor its first part, nor the way round a page."""

import pytest
from outline import read

BODY = "Kommunen ska växa och bli grönare, och alla som bor här ska märka det.\n"


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("Tranemo kommun\n\nVISION 2030\n\nDet lilla som växer\n\n", "VISION 2030"),
        ("Hagfors kommun\nVård- och omsorgsnämnden      1 (14)\n\nVERKSAMHETSPLAN 2026\n\n", "VERKSAMHETSPLAN 2026"),
        ("Ale kommun      Mål och budget 2026      Sida 4 av 41\n\n1 Inledning\n\n", "Mål och budget 2026"),
        ("KLIMATPLAN     1 (6)\nEda kommun\n\nKlimatplan för Eda 2019–2022\n\n", "Klimatplan för Eda 2019–2022"),
        ("Region Dalarna\n\nDALASTRATEGI 2030\nRegional utvecklingsstrategi\n\nFörord\n\n", "DALASTRATEGI 2030"),
        ("EDA KOMMUN      SAMMANTRÄDESPROTOKOLL      Blad 1 (7)\n\nBeslut\n\n", "SAMMANTRÄDESPROTOKOLL"),
        ("SAMMANTRÄDESPROTOKOLL     Blad 1 (4)\n\nLars-Ove Modin (SD)\n\nÖvriga\n\n", "SAMMANTRÄDESPROTOKOLL"),
        ("Ale kommun     PROTOKOLL     Sida\n\nUnderskrifter\nSekreterare  Bo Ek\n\nÄrendelista\n\n", "PROTOKOLL"),
        ("Region Dalarna\nStrategi för Dalarna 2030\n\nOm strategin\n\n", "Strategi för Dalarna 2030"),
        ("ALE KOMMUN  –  ALEN KUNTA\nStrategisk plan 2026\n\n1. Förord\n\n", "Strategisk plan 2026"),
        ("Ale kommun\n\nVår klimatresa\nKlimatplan 2025–2030\n\nAntagen 2025-01-02\n\n", "Klimatplan 2025–2030"),
        ("# Lä och medvind\n\nNäringslivsprogram 2024–2028\n\n", "Näringslivsprogram 2024–2028"),
        ("# Lä och medvind\n\nEtt program för dem som driver företag.\n\n", "Lä och medvind"),
        ("# Gunvor Hallin (S), ordförande\n\n## Skola för alla\n\n", "Skola för alla"),
        ("# Handlingsplan för barn (FN)\n\n## Skola\n\n", "Handlingsplan för barn (FN)"),
        ("Nyhetsarkiv / Bygga och bo\n\n2025-08-19\n\nByggstart på Lappkärr\n\n", "Byggstart på Lappkärr"),
        ("Hoppa över navigering\n\nHitta rätt person\n\n", "Hitta rätt person"),
        ("Gå direkt till texten\n\nNu får cykeln följa med\n\n", "Nu får cykeln följa med"),
        ("I detta avsnitt\n\nTrafikprogram 2026\n\n", "Trafikprogram 2026"),
        ("Ale kommun använder kakor (cookies)\n\nMiljöprogram\n\n", "Miljöprogram"),
        ("Vision och mål för Ale kommun\n\nVision 2040\n\n", "Vision och mål för Ale kommun"),
        ("Det här vill Ale kommun\n\nMål 2026\n\n", "Det här vill Ale kommun"),
        ("Ale kommun: vision och ledning\n\nVart är vi på väg?\n\n", "Ale kommun: vision och ledning"),
        ("Nytt löfte: fler vuxna ute på kvällarna\n\nFakta\n\n", "Nytt löfte: fler vuxna ute på kvällarna"),
        ("# Reglemente för socialnämnden\n\n## Nämndens uppgifter\n\n", "Reglemente för socialnämnden"),
        ("# En hållbar stad\n\n## Så bygger vi\n\n", "En hållbar stad"),
        ("# Översiktsplan Lunds kommun\n\n## Bebyggelse\n\n", "Översiktsplan Lunds kommun"),
        ("# 10 mål för Ale\n\n## Skola\n\n", "10 mål för Ale"),
        ("Bo och bygga / Planer och program / Trafik och gator\n\n# Så sorterar du sopor\n\n", "Så sorterar du sopor"),
        ("# Inledning\n\nAle kommun tog 2019 fram en vision som\nbeskriver allt.\n\n## Mål\n\n", "Mål"),
        ("Styrdokument: Policy\n\nMedarbetar- och chefspolicy\n\n", "Medarbetar- och chefspolicy"),
    ],
)
def test_what_the_top_of_a_text_says_it_is(top: str, title: str):
    assert read(f"{top}{BODY}\n{BODY}").title == title


def test_where_nothing_can_be_a_title_the_first_heading_is():
    assert read(f"# Inledning\n\n{BODY}", "x.md").title == "Inledning"


def test_a_page_is_called_as_its_head_says_where_no_heading_can_be_its_title():
    page = "<title>Bygga i Ale - Ale kommun</title><h1>Inledning</h1>" + f"<p>{BODY}</p>" * 4
    assert read(page, "x.html").title == "Bygga i Ale"
    assert read(page.replace("Inledning", "Bo i Ale"), "x.html").title == "Bo i Ale"
    assert read(page.replace("<h1>Inledning</h1>", ""), "x.html").title == "Bygga i Ale"


def test_what_stands_above_the_main_heading_is_a_notice():
    notice = "## Driftstörning i simhallen\n\nSimhallen är stängd.\n\n"
    document = read(f"{notice}# Kulturplan för Orsa\n\nVi vill att alla ska läsa mer.\n", "a.md")
    assert document.title == "Kulturplan för Orsa"
