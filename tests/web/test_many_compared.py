"""A comparison of many municipalities: rows, where columns would be narrow."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.reading.sources.folder import read_folder
from maltolk.settings import Settings
from maltolk.web.application import create_application

NAMES = ("Ale", "Boxholm", "Eda", "Flen", "Hagfors")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("many")
    (folder / "texts").mkdir()
    for number, name in enumerate(NAMES):
        text = f"# Mål för {name}\n\n{name} ska bygga {100 + number} hyresrätter i kommunen.\n"
        Path(folder / "texts" / f"{name}.md").write_text(text, "utf-8")
    reading = read_folder(folder / "texts")
    build(folder / "index", reading.documents, reading.skipped, HashEncoder(), probes=probes())

    async def made() -> FastAPI:
        return create_application(Settings(folder / "index", folder / "models", HASHING))

    # Gradio makes event loops and leaves them open where none is running.
    with TestClient(asyncio.run(made())) as client:
        yield client


def test_more_than_four_are_rows_with_a_head_each(many: TestClient):
    page = many.get("/enkel", params={"q": "Vad säger kommunerna om hyresrätter?"}).text
    heads = re.findall(r'<th scope="row">(\w+)', page)
    assert heads == list(NAMES)
    assert 'scope="col"' not in page


def test_a_few_are_columns(many: TestClient):
    page = many.get("/enkel", params={"q": "Vad säger Ale och Eda om hyresrätter?"}).text
    assert re.findall(r'<th scope="col">(\w+)', page) == ["Ale", "Eda"]
    assert 'scope="row"' not in page
