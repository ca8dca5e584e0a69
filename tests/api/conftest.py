"""The interface over the small texts, asked by a client that may ask as fast as it likes."""

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.doors.guards import Bucket


@pytest.fixture(scope="session")
def client(site_settings: Settings) -> Iterator[TestClient]:
    """The whole application."""

    async def made() -> FastAPI:
        return create_application(site_settings, bucket=Bucket(burst=1e9))

    # Gradio makes event loops and leaves them open where none is running.
    with TestClient(asyncio.run(made()), raise_server_exceptions=False) as client:
        yield client
