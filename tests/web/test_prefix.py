"""All pages below a path, whether the proxy leaves it in or takes it out."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web.application import create_application

PREFIX = "/det/maltolk"


@pytest.fixture(scope="module")
def below(site_settings: Settings) -> Iterator[TestClient]:
    """The application below a prefix, with pages for the staff."""
    settings = replace(site_settings, prefix=PREFIX, staff_password="sju gula cyklar")

    async def made() -> FastAPI:
        return create_application(settings)

    with TestClient(asyncio.run(made()), follow_redirects=False) as client:
        yield client


PAGES = ("/", "/enkel?q=Vilka+mål+finns", "/kontakter", "/om", "/tillganglighet", "/en/", "/en/enkel", "/saknas")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("left_in", ["", PREFIX])
def test_every_link_of_a_page_leads_below_the_prefix(below: TestClient, path: str, left_in: str):
    page = below.get(left_in + path)
    assert page.status_code == (404 if path == "/saknas" else 200)
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
    assert len(links) > 4
    for link in links:
        assert link.startswith(f"{PREFIX}/")
        assert not link.startswith(PREFIX * 2)


def test_what_the_links_name_is_there(below: TestClient):
    start = below.get("/").text
    for link in set(re.findall(r'(?:href|src)="(/[^"#]*)', start)):
        assert below.get(link).status_code == 200, link


def test_a_citation_opens_below_the_prefix(below: TestClient):
    page = below.get(f"{PREFIX}/enkel?q=Vilka+mål+finns").text
    link = re.search(rf'href="({PREFIX}/kalla/\w+/\d+-\d+)', page)
    assert link
    source = below.get(link[1])
    assert "<mark" in source.text
    assert f"http://testserver{link[1]}" in source.text


def test_gradio_finds_its_way(below: TestClient):
    assert below.get(f"{PREFIX}/config").json()["root"] == f"http://testserver{PREFIX}"
    assert below.get(f"{PREFIX}/en/config").json()["root"] == f"http://testserver{PREFIX}/en"
    body = {"data": [None], "fn_index": 1, "session_hash": "abc", "trigger_id": None}
    assert below.post(f"{PREFIX}/gradio_api/run/predict", json=body).status_code in {200, 400}


def test_the_staff_log_in_below_the_prefix(below: TestClient):
    to_form = below.get(f"{PREFIX}/personal")
    assert to_form.headers["location"] == f"{PREFIX}/personal/logga-in"
    logged_in = below.post(
        f"{PREFIX}/personal/logga-in", data={"losenord": "sju gula cyklar"}, headers={"Origin": "http://testserver"}
    )
    assert logged_in.headers["location"] == f"{PREFIX}/personal/texter/"
    assert f"Path={PREFIX}/personal" in logged_in.headers["set-cookie"]
    page = below.get(f"{PREFIX}/personal/texter/")
    assert f'<base href="{PREFIX}/personal/texter/">' in page.text
    assert below.get(f"{PREFIX}/personal/texter/config").status_code == 200


def test_a_path_that_only_begins_like_the_prefix_is_not_below_it(below: TestClient):
    assert below.get(f"{PREFIX}et/om").status_code == 404
