"""Texts without headings, and no texts at all: a greeting is met and the start page opens."""

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from maltolk.answering.answer import Answerer
from maltolk.answering.offering.examples import heading_tries
from maltolk.answering.reader.word_reader import WordReader
from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.index import Index
from maltolk.model import Document, Status
from maltolk.reading import read_document
from maltolk.settings import Settings
from maltolk.web.application import create_application

BARE = "Ale kommun vill att varje barn ska lära sig simma. Badhuset får nya tider i höst.\n"
CORPORA = {"none": [], "one": [BARE], "two": [BARE, "Orsa kommun bygger en bro över älven.\n"]}


def documents_of(texts: list[str]) -> list[Document]:
    documents = [read_document(f"{n}.txt", text.encode()) for n, text in enumerate(texts)]
    assert all(isinstance(document, Document) for document in documents)
    return [document for document in documents if isinstance(document, Document)]


@pytest.fixture(params=CORPORA)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of an index of texts without headings."""
    build(tmp_path / "index", documents_of(CORPORA[request.param]), (), HashEncoder(), probes=probes())
    return tmp_path / "index"


@pytest.mark.parametrize("greeting", ["Hej", "Hej på dig!", ""])
def test_a_greeting_is_met(bare: Path, greeting: str):
    index = Index.open(bare, HashEncoder())
    answer = Answerer(index, HashEncoder(), WordReader()).ask(greeting)
    index.close()
    assert answer.status is not Status.ANSWERED
    assert answer.text.strip()


def test_the_start_page_opens(bare: Path):
    settings = Settings(bare, bare.parent / "models", HASHING)

    async def made():
        return create_application(settings)

    with TestClient(asyncio.run(made())) as client:
        for path in ("/", "/enkel", "/enkel?q=Hej"):
            assert client.get(path).status_code == 200, path


def test_each_heading_is_asked_about_up_to_the_next():
    (document,) = documents_of(["# Ale\n\n## Simning\n\nAlla ska simma.\n\n## Broar\n\nEn bro byggs.\n"])
    tries = list(heading_tries(document, "sv"))
    assert [("Simning" in t.question, "Broar" in t.question) for t in tries] == [(True, False), (False, True)]
    assert list(heading_tries(documents_of([BARE])[0], "sv")) == []
