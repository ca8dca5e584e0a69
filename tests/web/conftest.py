"""The pages over an index of the small texts, asked without a browser."""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web.application import create_application


@pytest.fixture(scope="session")
def site(site_settings: Settings) -> Iterator[TestClient]:
    """The whole application."""

    async def made() -> FastAPI:
        return create_application(site_settings)

    # Gradio makes event loops and leaves them open where none is running.
    with TestClient(asyncio.run(made())) as client:
        yield client
