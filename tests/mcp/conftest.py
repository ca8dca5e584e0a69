"""The service of the small texts, and a server of its pages that answers assistants."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from maltolk.service import Service
from maltolk.settings import Settings


@pytest.fixture(scope="session")
def service(site_settings: Settings) -> Service:
    """What the tools use."""
    return Service(site_settings)


@pytest.fixture(scope="session")
def address(site_settings: Settings, serving: Callable[[Settings], AbstractContextManager[str]]) -> Iterator[str]:
    """Of a server at https://mal.example.org/stad, as it believes."""
    with serving(replace(site_settings, mcp=True, public_address="https://mal.example.org/stad")) as address:
        yield address
