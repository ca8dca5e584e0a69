"""The application put together: who may ask for it by which name, and what every response has."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web.application import create_application


@pytest.fixture(scope="module")
def named(site_settings: Settings) -> Iterator[TestClient]:
    """The application with names and a proxy."""
    settings = replace(site_settings, hosts=("mal.example", "*.hemby.example"), proxies=("10.0.0.1",))

    async def made() -> FastAPI:
        return create_application(settings)

    with TestClient(asyncio.run(made()), base_url="http://mal.example", client=("10.0.0.1", 9)) as client:
        yield client


@pytest.mark.parametrize(("host", "status"), [("mal.example", 200), ("www.hemby.example", 200), ("evil.example", 400)])
@pytest.mark.parametrize("path", ["/om", "/api/v1/dokument", "/config"])
def test_only_names_that_are_set_may_be_asked_for(named: TestClient, path: str, host: str, status: int):
    answer = named.get(path, headers={"Host": host})
    assert answer.status_code == status
    assert "Content-Security-Policy" in answer.headers


def test_the_scheme_that_a_named_proxy_tells_is_that_of_the_links(named: TestClient):
    root = named.get("/config", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}).json()[
        "root"
    ]
    assert root == "https://mal.example"


@pytest.mark.parametrize(
    "path", ["/", "/enkel", "/kontakter", "/om", "/api/v1/openapi.json", "/halsa/live", "/resurser/icon.svg", "/saknas"]
)
def test_head_has_the_headers_of_get(named: TestClient, path: str):
    head, get = named.head(path), named.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers.get("content-type") == get.headers.get("content-type")
    assert "frame-ancestors 'none'" in head.headers["Content-Security-Policy"]
