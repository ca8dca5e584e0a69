"""A comparison on the page, of texts that have themes in common."""

import asyncio
import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.reading import read_folder
from maltolk.settings import Settings
from maltolk.web.application import create_application

TEXTS = {
    "Ale": ("Fler bad", "En trygg skola", "Klimatet först"),
    "Eda": ("Alla får en utbildning", "Nya bussar", "Låga utsläpp"),
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("two")
    (folder / "texts").mkdir()
    for year, (name, goals) in enumerate(TEXTS.items(), 2023):
        listed = "".join(f"- {goal}\n" for goal in goals)
        head = f"---\nmunicipality: {name}\ntitle: Mål för {name}\ndate: {year}-05-01\n---\n# Mål för {name}\n\n"
        (folder / "texts" / f"{name}.md").write_text(f"{head}{name} har tre mål:\n\n{listed}", "utf-8")
    reading = read_folder(folder / "texts")
    build(folder / "index", reading.documents, reading.skipped, HashEncoder(), probes=probes())

    async def made() -> FastAPI:
        return create_application(Settings(folder / "index", folder / "models", HASHING))

    # Gradio makes event loops and leaves them open where none is running.
    with TestClient(asyncio.run(made())) as client:
        yield client


def _rows(page: str) -> list[list[str]]:
    """The words of each cell of the table, row by row."""
    body = re.search("<tbody>(.*?)</tbody>", page, re.DOTALL)[1]
    body = re.sub('<p class="whose">.*?</p>|<span class="hidden-text">.*?</span>', "", body, flags=re.DOTALL)
    rows = [re.findall("<t[hd].*?</t[hd]>", row, re.DOTALL) for row in body.split("<tr>")[1:]]
    return [[" ".join(re.sub("<[^>]+>|&#32;", " ", cell).split()) for cell in row] for row in rows]


def test_goals_on_the_same_theme_stand_side_by_side_and_each_column_has_its_texts_date(two: TestClient):
    page = two.get("/enkel", params={"q": "Jämför målen i Ale och Eda"}).text
    heads = re.findall(r'<th scope="col">(\w+) <span class="of"><time datetime="([^"]+)"', page)
    assert heads == [("Ale", "2023-05-01"), ("Eda", "2024-05-01")]
    themes = [row for row in _rows(page) if row[0]]
    assert themes == [
        ["Klimat och miljö", "Klimatet först [4]", "Låga utsläpp [8]"],
        ["Skola och förskola", "En trygg skola [3]", "Alla får en utbildning [6]"],
        ["Övrigt", "Fler bad [2]", "Nya bussar [7]"],
    ]
    assert 'href="/tema/klimat-och-miljo"' in page
    assert "Raderna är måltolks, orden är texternas." in page
    assert "Där en ruta är tom" not in page


def test_the_answer_itself_is_as_it_was(two: TestClient):
    told = two.post("/api/v1/fraga", json={"q": "Jämför målen i Ale och Eda"}).json()["answer"]
    assert told.split("\n")[:5] == [
        "Ale:",
        "Ale har tre mål: [1]",
        "• Fler bad [2]",
        "• En trygg skola [3]",
        "• Klimatet först [4]",
    ]


def test_an_overview_says_of_each_part_that_it_has_no_sure_answer(two: TestClient):
    page = two.get("/enkel", params={"q": "Berätta om Ale"}).text
    parts = re.findall(r"<h4>(\w+)</h4>\s*<p class=\"([^\"]+)\">(.*?)</p>", page)
    assert parts[0] == ("Vision", "fixed none", "Inget säkert svar i texterna.")
    assert parts[1][0] == "Mål"
    english = two.get("/en/enkel", params={"q": "Tell me about Ale"}).text
    assert "No sure answer in the texts." in english
