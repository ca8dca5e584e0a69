"""Whole pages: invented ones of five shapes, and the five of the shared corpus where it stands beside the checkout."""

from pathlib import Path

import pytest
from outline import check_invariants, children, index_of, of_kind, people, words

from maltolk.model import BlockKind, Document
from maltolk.reading import read_document, read_folder

TEXTS = Path(__file__).parent / "texts"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus does not stand beside this checkout")


def open_text(folder: Path, name: str, called: str | None = None) -> Document:
    result = read_document(called or name, (folder / name).read_bytes())
    assert isinstance(result, Document)
    check_invariants(result)
    return result


def outline(document: Document) -> list[str]:
    """Headings as "level words", items as "- words"."""
    lines = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            lines.append(f"{block.level} {' '.join(words(document, block).split())}")
        elif block.kind is BlockKind.LIST_ITEM:
            lines.append(f"{'-' * block.level} {' '.join(words(document, block).split())[:40]}")
    return lines


def test_news_page_of_tranemo() -> None:
    document = open_text(TEXTS, "nyhet_tranemo.txt")
    assert (document.municipality, document.date) == ("Tranemo", "2022-03-14")
    assert document.title == "Ny plan för skogsnära boende antagen"
    said = [b for b in document.blocks if b.kind is BlockKind.QUOTATION]
    speakers = [b.speaker.of(document.text) for b in said if b.speaker]
    assert speakers == ["Maj-Britt Ekelöv", "Maj-Britt Ekelöv", "Henrik Sandelius"]
    assert len(of_kind(document, BlockKind.LIST_ITEM)) == 3
    assert [person["name"] for person in people(document)] == ["Maj-Britt Ekelöv", "Henrik Sandelius", "Siv Ahlgren"]
    assert people(document)[2]["email"] == "siv.ahlgren@tranemo.se"


def test_markdown_strategy_of_vara() -> None:
    document = open_text(TEXTS, "strategi_vara.md")
    assert (document.municipality, document.title, document.places) == ("Vara", "Klimatstrategi 2030", ("Kvänum",))
    assert outline(document) == [
        "1 Klimatstrategi **2030**",
        "2 Mål",
        "- Fossilfria resor",
        "- Mindre svinn",
        "-- i skolan",
        "-- i äldreomsorgen",
        "- Mer solel",
        "3 Uppföljning",
        "2 Kontakt",
    ]
    assert [(p.get("name"), p["role"], p.get("party")) for p in people(document)] == [
        ("Alva Brink", "Kommunalråd", "M"),
        ("Ture Holmgren", "Klimatvakt", "C"),
        (None, "Kontaktcenter", None),
    ]


def test_flat_web_page_of_kalix() -> None:
    document = open_text(TEXTS, "webb_kalix.txt")
    assert (document.municipality, document.title, document.date) == ("Kalix", "Vision och mål", "2023-11-02")
    assert outline(document) == [
        "1 Vision och mål",
        "2 Tre mål för perioden",
        "- Mål 1: Ett näringsliv som växer i hela k",
        "- Mål 2: Barn och unga som klarar skolan",
        "- Mål 3: En ekonomi i balans",
        "2 Så arbetar vi",
        "2 Kontakt",
    ]
    assert [p.get("name") for p in people(document)] == ["Anna-Karin Fors", "Nils Öqvist", "Runa Lind", None]
    assert [p["role"] for p in people(document)] == ["kommunalråd", "oppositionsråd", "hållbarhetsstrateg", "Växel"]


def test_wrapped_programme_of_mjolby() -> None:
    document = open_text(TEXTS, "pdf_mjolby.txt")
    assert (document.municipality, document.title, document.date) == ("Mjölby", "Program för trygghet", "2020-06-15")
    assert [line for line in outline(document) if line[0].isdigit()] == [
        "1 Program för trygghet",
        "2 Inledning",
        "2 Inriktning",
        "2 Uppföljning",
    ]
    assert "2 (4)" in of_kind(document, BlockKind.FURNITURE)
    assert people(document) == [{"name": "Olle Grip", "role": "säkerhetssamordnare", "phone": "0142-850 10"}]


def test_mixed_page_of_bastad() -> None:
    document = open_text(TEXTS, "blandat_bastad.txt")
    assert (document.municipality, document.date) == ("Båstad", "2021-02-03")
    items = of_kind(document, BlockKind.LIST_ITEM)
    assert items[:5] == ["Öppenhet", "Omtanke", "Mod", "Kunskap", "Enkelhet"]
    assert items[5:] == ["Lyssna på invånarna.", "Pröva nytt i liten skala.", "Berätta vad vi lärt oss."]
    assert {"name": "Siri Lundgren", "role": "Kommunalråd", "party": "BP", "phone": "0431-770 11",
            "email": "siri.lundgren@bastad.se"} in people(document)  # fmt: skip


@needs_corpus
@pytest.mark.parametrize(
    ("name", "municipality", "title", "date"),
    [
        ("hallunda-norsborg.txt", "Botkyrka", "Utvecklingsprogram för Hallunda-Norsborg", "2019-11-29"),
        ("kristianstad.txt", "Kristianstad", "Visioner och framtidsidéer", None),
        ("landskrona.txt", "Landskrona", "Fem områden för framtiden", None),
        ("ljungby.txt", "Ljungby", "Vision och mål", None),
        ("lund.txt", "Lund", "Lundakvintetten sätter upp nya mål för staden", "2019-10-18"),
    ],
)
@pytest.mark.parametrize("called", [None, "a.txt", "malmo-stad.txt"])
def test_corpus_metadata_under_any_file_name(
    name: str, municipality: str, title: str, date: str | None, called: str | None
) -> None:
    document = open_text(CORPUS, name, called)
    assert (document.municipality, document.title, document.date) == (municipality, title, date)


@needs_corpus
def test_corpus_is_read_whole() -> None:
    reading = read_folder(CORPUS)
    assert len(reading.documents) == 5
    assert reading.skipped == ()
    assert reading.documents[0].places == ("Hallunda", "Norsborg")


@needs_corpus
def test_goals_of_lund() -> None:
    document = open_text(CORPUS, "lund.txt")
    items = [(b.number, words(document, b)) for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    assert [number for number, _ in items] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert items[4][1] == "Lunds kommun ska vara ledande inom miljö och klimat"
    for _, said in items:
        assert len(children(document, index_of(document, said))) == 1
    areas = [b for b in document.blocks if b.kind is BlockKind.HEADING and b.number]
    assert [(b.number, b.level) for b in areas] == [(1, 3), (2, 3), (3, 3), (4, 3)]
    whole = index_of(document, "Lundakvintettens fokusområden och mål:")
    assert {b.parent for b in areas} == {whole}
    assert people(document) == [{"name": "Philip Sandberg", "role": "kommunstyrelsens ordförande", "party": "L"}]
    assert set(of_kind(document, BlockKind.FURNITURE)) == {
        "Lundakvintetten.",
        "Lundakvintetten. Foto: Pressbild",
        "Av",
        "Jonatan Westerlind",
        "Publicerad 18 October 2019 11:28",
    }


@needs_corpus
def test_lists_and_leads_of_the_corpus() -> None:
    leads: dict[str, list[str]] = {}
    for document in read_folder(CORPUS).documents:
        for index, block in enumerate(document.blocks):
            if block.kind is BlockKind.LIST and block.lead:
                leads[block.lead.of(document.text)] = [words(document, b) for b in children(document, index)]
    assert leads["Landskrona stad har fem politiskt prioriterade områden:"][4] == "Landskronaborna i fokus"
    assert leads["Ljungby kommuns visionsmål:"][2] == "Vi skapar ett rikt liv"
    assert sorted(map(len, leads.values())) == [3, 4, 4, 5, 5]


@needs_corpus
def test_contacts_of_landskrona() -> None:
    document = open_text(CORPUS, "landskrona.txt")
    found = people(document)
    assert len(found) == 7
    assert all({"name", "role", "phone", "email"} <= set(person) for person in found)
    assert found[4]["party"] == "Socialdemokraterna"
    assert "party" not in found[6]
    assert document.contacts[0].phone_e164 == "+46418473157"
