"""Whoever does not ask for Swedish is offered English on the Swedish pages."""

import pytest
from starlette.testclient import TestClient

from maltolk.web.preferred import other_language

OFFER = "This page is also in English"


@pytest.mark.parametrize(
    ("accepted", "offered"),
    [
        ("", None),
        ("sv-SE,sv;q=0.9,en;q=0.8", None),
        ("en-GB,en;q=0.9", "en"),
        ("en-US,en;q=0.9,sv;q=0.8", "en"),
        ("sv;q=0.5, EN ; q=0.7", "en"),
        ("en,sv", None),  # both alike
        ("de-DE,de;q=0.9", "en"),
        ("*", None),
        ("en;q=0,*;q=0.5", None),
        ("sv;q=0", "en"),
        ("x" * 5000, None),
        (",".join(["en;q=1.0"] * 5000), "en"),
        ("en;q=nan, ,;;,\xff", None),
    ],
)
def test_english_is_offered_where_swedish_is_not_wanted_as_much(accepted: str, offered: str | None):
    assert other_language(accepted) == offered


@pytest.mark.parametrize("path", ["/", "/om", "/kontakter", "/enkel?q=x"])
def test_a_swedish_page_offers_it_at_the_top_and_caches_know(site: TestClient, path: str):
    english = site.get(path, headers={"Accept-Language": "en-GB,en;q=0.9"})
    swedish = site.get(path, headers={"Accept-Language": "sv"})
    assert f'href="/en{path}"' in english.text.partition("<nav")[0]
    assert OFFER in english.text.partition("<nav")[0]
    assert OFFER not in swedish.text
    assert "Accept-Language" in english.headers["Vary"]
    assert "Accept-Language" in swedish.headers["Vary"]
    assert "set-cookie" not in english.headers


def test_an_english_page_offers_nothing_and_does_not_vary(site: TestClient):
    page = site.get("/en/om", headers={"Accept-Language": "en"})
    assert OFFER not in page.text
    assert "Accept-Language" not in page.headers.get("Vary", "")


def test_a_page_of_a_problem_offers_no_other_address(site: TestClient):
    assert OFFER not in site.get("/finns-inte", headers={"Accept-Language": "en"}).text
