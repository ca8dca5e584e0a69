"""The pages over an index of the small texts, asked without a browser."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.reading import read_folder
from maltolk.settings import Settings
from maltolk.web.application import create_application


@pytest.fixture(scope="session")
def site_settings(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Settings:
    """Of an index of the small texts, made with the quick encoder."""
    folder = tmp_path_factory.mktemp("site")
    reading = read_folder(small)
    build(folder / "index", reading.documents, reading.skipped, HashEncoder(), probes=probes())
    return Settings(folder / "index", folder / "models", HASHING)


@pytest.fixture(scope="session")
def site(site_settings: Settings) -> Iterator[TestClient]:
    """The whole application."""

    async def made() -> FastAPI:
        return create_application(site_settings)

    # Gradio makes event loops and leaves them open where none is running.
    with TestClient(asyncio.run(made())) as client:
        yield client
