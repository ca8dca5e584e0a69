"""The contacts page and what can be taken along from it, asked without a browser."""

import asyncio
import csv
import io
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import vobject
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.answering.people.directory import Directory
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.index import Index
from maltolk.reading import read_document
from maltolk.settings import Operator, Settings
from maltolk.swedish.collation import swedish_order
from maltolk.web.application import create_application
from maltolk.web.contact_pages import MAX_ROWS, Wish, as_csv, find, row_of

ROW = re.compile(r'<tr role="row">\n(<t[hd] [^\n]*rowheader.*?|<td .*?)</tr>', re.DOTALL)
CELL = re.compile(r'<t[hd] [^>]*class="(\w+)[^"]*">(.*?)</t[hd]>', re.DOTALL)


def table(page: str) -> list[dict[str, str]]:
    """The cells of each row as plain text, by the name of their column."""
    plain = [
        {name: re.sub("<[^>]+>", "", cell).strip() for name, cell in CELL.findall(row)} for row in ROW.findall(page)
    ]
    return [row for row in plain if "kommun" in row]


def count(page: str) -> str:
    found = re.search(r'<span id="count">(.*?)</span>', page)
    assert found is not None
    return found[1]


TOWN = """---
kommun: {town}
{date}---
# Kontakter

Kommunalråd
Berit Ekström (L)
046-465 00 21
berit@{host}.example

Ekonomichef
Åsa Ärlig (MP)
046-465 00 22

Kommunchef
Zara Öst
"""


@pytest.fixture(scope="module")
def town_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two towns; Lund has an older text that names the same people, and one of more contacts than are shown."""
    many = "---\nkommun: Orsa\n---\n# Kontakter\n\n" + "".join(
        f"Registrator\nBengt Berg{letter}{second}sson\n046-465 {number:02} {number:02}\n\n"
        for number, (letter, second) in enumerate((a, b) for a in "abcdefghijklmno" for b in "abcdefghijklmno")
    )
    texts = {
        "lund.md": TOWN.format(town="Lund", host="lund", date="datum: 2021-05-04\n"),
        "lund-2018.md": TOWN.format(town="Lund", host="lund", date="datum: 2018-02-01\n") + "\nSidan är äldre.\n",
        "ale.md": TOWN.format(town="Ale", host="ale", date=""),
        "orsa.md": many,
    }
    folder = tmp_path_factory.mktemp("towns")
    documents = [read_document(path, text.encode()) for path, text in texts.items()]
    build(folder / "index", documents, (), HashEncoder(), probes=probes())
    return folder


@pytest.fixture(scope="module")
def towns(town_index: Path) -> Iterator[TestClient]:
    operator = Operator("Provbolaget", "prov@bolaget.example", "08-465 004 00")
    settings = Settings(town_index / "index", town_index / "models", HASHING, operator=operator)

    async def made() -> FastAPI:
        return create_application(settings)

    # Gradio makes event loops and leaves them open where none is running.
    with TestClient(asyncio.run(made()), base_url="https://mal.example") as client:
        yield client


@pytest.fixture(scope="module")
def directory(town_index: Path) -> Directory:
    return Directory(Index.open(town_index / "index", None))


def test_all_contacts_by_name(site: TestClient):
    page = site.get("/kontakter").text
    assert count(page) == "6 kontakter."
    named = [row["namn"] for row in table(page) if row["namn"] != "står inte i texten"]
    assert named == ["Ingalill Tranbäck", "Karin Furusund", "Maja Ek", "Roger Älvsjö", "Sixten Hedbäck"]
    assert table(page)[-1]["roll"] == "Registrator"
    assert '<th role="rowheader" scope="row" data-label="Roll" class="roll who">' in page


def test_the_fields_are_links(site: TestClient):
    page = site.get("/kontakter", params={"q": "tranb"}).text
    assert 'href="tel:+46846500451">08-465 004 51</a>' in page
    assert 'href="mailto:ingalill.tranback@ale.example"' in page
    assert "för Ingalill Tranbäck</span></a>" in page


def test_each_row_leads_to_its_place_and_its_card(site: TestClient):
    page = site.get("/kontakter").text
    sources = re.findall(r'href="(/kalla/[^"]+)#citat"', page)
    cards = re.findall(r'href="(/kontakt/[^"]+\.vcf)"', page)
    assert len(sources) == len(cards) == 6
    for source, card in zip(sources, cards, strict=True):
        marked = site.get(source)
        assert marked.status_code == 200
        given = site.get(card)
        assert given.status_code == 200
        assert given.headers["content-type"] == "text/vcard; charset=utf-8"
        assert given.headers["x-content-type-options"] == "nosniff"
        read = vobject.readOne(given.text)
        assert read.url.value == f"http://testserver{source}"
        assert read.fn.value in page


def test_a_card_has_a_file_name_and_tells_the_date(towns: TestClient):
    page = towns.get("/kontakter", params={"q": "åsa lund"}).text
    given = [towns.get(link) for link in re.findall(r'href="(/kontakt/[^"]+)"', page)]
    assert given[0].headers["content-disposition"] == 'attachment; filename="asa-arlig.vcf"'
    notes = [vobject.readOne(each.text).note.value for each in given]
    assert [re.findall(r"\d{4}-\d\d-\d\d", note) for note in notes] == [["2021-05-04"], ["2018-02-01"]]
    assert vobject.readOne(given[0].text).url.value.startswith("https://mal.example/kalla/")


@pytest.mark.parametrize("place", ["0-1", "x-y", "1-" + "9" * 5000, "-1-2", "0"])
def test_a_card_of_nobody_is_not_found(site: TestClient, place: str):
    digest = re.search(r"/kontakt/([0-9a-f]{64})/", site.get("/kontakter").text)
    assert digest is not None
    assert site.get(f"/kontakt/{digest[1]}/{place}.vcf").status_code == 404
    assert site.get(f"/kontakt/{'0' * 64}/{place}.vcf").status_code == 404
    assert site.get(f"/kontakt/nonsense/{place}.vcf").status_code == 404


def test_half_typed_words_and_the_municipality(towns: TestClient):
    page = towns.get("/kontakter", params={"q": "ekonomi ale"}).text
    assert [(row["namn"], row["kommun"]) for row in table(page)] == [("Åsa Ärlig", "Ale")]
    assert count(page) == "1 kontakt för ”ekonomi ale”."
    narrowed = towns.get("/kontakter", params={"q": "ekonomi", "kommun": "Lund"}).text
    assert {row["kommun"] for row in table(narrowed)} == {"Lund"}
    assert "<option selected>Lund</option>" in narrowed


def test_one_persons_rows_stand_together_newest_first(towns: TestClient):
    rows = table(towns.get("/kontakter", params={"q": "åsa"}).text)
    assert [(row["kommun"], re.findall(r"\d{4}", row["datum"])[:1]) for row in rows] == [
        ("Ale", []),
        ("Lund", ["2021"]),
        ("Lund", ["2018"]),
    ]


def test_old_and_undated_texts_are_said(towns: TestClient):
    ale, new, old = table(towns.get("/kontakter", params={"q": "åsa"}).text)
    assert ale["datum"].endswith("utan datum")
    assert all("mer än ett år gammal" in row["datum"] for row in (new, old))
    assert "Står även i:" in new["datum"]
    assert "Står även i:" in old["datum"]
    assert "Står även i:" not in ale["datum"]


def test_a_text_is_old_after_a_year(directory: Directory):
    person = next(p for p in directory.people if p.document.date == "2021-05-04")
    assert not row_of(person, date(2022, 5, 4)).is_old
    assert row_of(person, date(2022, 5, 5)).is_old


@pytest.mark.parametrize("column", ["namn", "roll", "parti", "telefon", "epost", "kommun", "datum"])
@pytest.mark.parametrize("descending", [False, True])
def test_sorted_in_swedish_order_with_the_empty_last(directory: Directory, column: str, descending: bool):
    people = find(directory, Wish("", "", column, descending))
    assert len(people) == len(directory.people)
    rows = [row_of(person, date(2022, 1, 1)) for person in people]
    field = {"namn": "name", "roll": "role", "parti": "party", "telefon": "phone", "epost": "email"}
    values = [getattr(row, field.get(column, {"kommun": "municipality"}.get(column, "date"))) or "" for row in rows]
    filled = [value for value in values if value]
    assert values[len(filled) :] == [""] * (len(values) - len(filled))
    assert filled == sorted(filled, key=swedish_order, reverse=descending)


def test_letters_after_z(towns: TestClient):
    page = towns.get("/kontakter", params={"kommun": "Ale", "sortera": "namn"}).text
    assert [row["namn"] for row in table(page)] == ["Berit Ekström", "Zara Öst", "Åsa Ärlig"]


def test_headers_tell_and_turn_the_order(towns: TestClient):
    assert '<th role="columnheader" scope="col" class="namn" aria-sort="ascending">' in towns.get("/kontakter").text
    best = towns.get("/kontakter", params={"q": "lund"}).text
    assert "aria-sort" not in best
    up = towns.get("/kontakter", params={"q": "lund", "sortera": "roll"}).text
    assert 'class="roll" aria-sort="ascending"' in up
    assert 'href="/kontakter?q=lund&amp;sortera=roll&amp;ordning=fallande"' in up
    assert '<a data-sort="" href="/kontakter?q=lund">Visa bästa träff först</a>' in up
    assert '<input type="hidden" name="sortera" value="roll" form="find">' in up
    down = towns.get("/kontakter", params={"q": "lund", "sortera": "roll", "ordning": "fallande"}).text
    assert 'class="roll" aria-sort="descending"' in down
    assert up.count("aria-sort") == down.count("aria-sort") == 1


def test_only_the_first_are_shown_and_all_are_exported(towns: TestClient):
    page = towns.get("/kontakter", params={"q": "bengt"}).text
    assert len(table(page)) == MAX_ROWS
    assert count(page) == "225 kontakter för ”bengt”. Visar 200 av 225; sök för att se färre."
    assert len(list(vobject.readComponents(towns.get("/kontakter.vcf?q=bengt").text))) == 225
    assert len(rows_of(towns.get("/kontakter.csv?q=bengt").content)) == 225


def rows_of(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_exports_have_what_is_found_in_its_order(towns: TestClient):
    wish = {"kommun": "Lund", "sortera": "namn", "ordning": "fallande"}
    shown = [row["namn"] for row in table(towns.get("/kontakter", params=wish).text)]
    answer = towns.get("/kontakter.csv", params=wish)
    rows = rows_of(answer.content)
    assert [row["Namn"] for row in rows] == shown == ["Åsa Ärlig"] * 2 + ["Zara Öst"] * 2 + ["Berit Ekström"] * 2
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="kontakter.csv"'
    assert rows[0] | {"Länk": ""} == {
        "Namn": "Åsa Ärlig",
        "Roll": "Ekonomichef",
        "Parti": "MP",
        "Telefon": "046-465 00 22",
        "E-post": "",
        "Kommun": "Lund",
        "Datum": "2021-05-04",
        "Text": "Kontakter",
        "Länk": "",
    }
    assert rows[0]["Länk"].startswith("https://mal.example/kalla/")
    cards = list(vobject.readComponents(towns.get("/kontakter.vcf", params=wish).text))
    assert [card.fn.value for card in cards] == shown


def test_the_page_links_to_the_exports_of_what_it_shows(towns: TestClient):
    page = towns.get("/kontakter", params={"q": "åsa & =1", "kommun": "Lund"}).text
    assert "Ingen kontakt hittades för ”åsa &amp; =1”." in page
    page = towns.get("/kontakter", params={"q": "åsa", "kommun": "Lund"}).text
    assert 'href="/kontakter.csv?q=%C3%A5sa&amp;kommun=Lund"' in page
    assert 'href="/kontakter.vcf?q=%C3%A5sa&amp;kommun=Lund"' in page


def test_no_cell_is_a_formula(tmp_path: Path):
    text = "Ale kommun\n\nKommunchef\nOla Ek\n+46 8 465 004 61\nola.ek@ale.example\n"
    document = read_document("=1+1.txt", text.encode())
    build(tmp_path, [document], (), HashEncoder(), probes=probes())
    index = Index.open(tmp_path, None)
    row = rows_of(as_csv(Directory(index).people, "sv", lambda person: "@link"))[0]
    index.close()
    assert row["Telefon"] == "+46 8 465 004 61"
    assert [cell for cell in row.values() if cell and cell[0] in "=+-@\t\r"] == ["+46 8 465 004 61"]


def test_what_is_typed_is_escaped(site: TestClient):
    page = site.get("/kontakter", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "Ingen kontakt hittades" in page


@pytest.mark.parametrize(
    "query", ["sortera=xyzzy&ordning=fallande", "kommun=Atlantis", "ordning=fallande", "q=%20%20", "q=%00", "sortera="]
)
def test_odd_wishes_end_in_a_page(site: TestClient, query: str):
    for path in ("/kontakter", "/kontakter.csv", "/kontakter.vcf", "/en/kontakter"):
        assert site.get(f"{path}?{query}").status_code == 200
    assert '<td role="cell"' in site.get("/kontakter?kommun=Atlantis").text


def test_in_english(towns: TestClient):
    page = towns.get("/en/kontakter", params={"q": "åsa", "sortera": "roll"}).text
    assert '<html lang="en">' in page
    assert count(page) == "3 contacts for “åsa”."
    assert 'href="/kontakter?q=%C3%A5sa&amp;sortera=roll" hreflang="sv"' in page
    assert 'href="/en/kalla/' in page
    assert 'href="/en/kontakt/' in page
    assert 'aria-current="page">Contacts</a>' in page
    assert "Name" in rows_of(towns.get("/en/kontakter.csv").content)[0]
    assert "/en/kalla/" in vobject.readOne(towns.get("/en/kontakter.vcf?q=zara ale").text).url.value


def test_whom_to_tell_of_a_fault(towns: TestClient, site: TestClient):
    assert 'href="mailto:prov@bolaget.example"' in towns.get("/kontakter").text
    assert "har inte angett några kontaktuppgifter" in site.get("/kontakter").text


def test_nothing_stands_in_the_page_that_only_works_with_a_script(site: TestClient):
    page = site.get("/kontakter").text
    assert '<form class="ask" id="find" action="/kontakter" method="get"' in page
    assert "onclick" not in page
    assert page.count("<script") == 1


def test_every_text_is_in_both_languages():
    written = tomllib.loads((files("maltolk.web") / "data" / "catalogue.toml").read_text("utf-8"))
    mine = {key: forms for key, forms in written.items() if key.startswith(("contacts_", "column_", "card_"))}
    assert len(mine) > 20
    for key, forms in mine.items():
        gaps = [set(re.findall(r"{(\w+)}", forms[language])) for language in ("sv", "en")]
        assert gaps[0] == gaps[1], key
