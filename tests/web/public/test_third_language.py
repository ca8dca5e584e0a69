"""Pages in a language that the catalogue has little of yet."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.web import pages
from maltolk.web.public import municipality_pages, theme_pages
from maltolk.web.public.consulted import Consultation
from maltolk.web.public.overview import Overviews


@pytest.mark.parametrize(
    "path",
    ["/om", "/tillganglighet", "/enkel?q=Vilka+mål+har+Ale", "/kommuner", "/kommun/ale", "/tema", "/tema/trygghet"],
)
def test_what_is_not_translated_is_shown_in_english(linked_site, path: str):
    service = linked_site.service
    asked = Consultation(service)
    overviews = Overviews(asked)
    application = FastAPI()
    for routes in (
        municipality_pages.router(overviews, "fi"),
        theme_pages.router(asked, overviews, "fi"),
        pages.router(service, "fi"),
    ):
        application.include_router(routes)
    answer = TestClient(application).get(f"/fi{path}")
    assert answer.status_code == 200
    assert '<html lang="fi">' in answer.text
    assert "Municipalities" in answer.text
    assert 'href="/fi/tema"' in answer.text
