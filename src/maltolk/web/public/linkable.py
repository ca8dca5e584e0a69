"""The pages that people link to, together."""

import re

from fastapi import APIRouter

from maltolk.service import Service
from maltolk.web.public import linked_answers, municipality_pages, site_map, theme_pages
from maltolk.web.public.consulted import Consultation
from maltolk.web.public.overview import Overviews
from maltolk.web.texts import LANGUAGES

COSTLY = re.compile(r"(/\w+)?/(fraga|kommun/.*|tema/.*)|/webbkarta\.xml")
"""The paths that ask, or list everything."""


def router(service: Service) -> APIRouter:
    """All of them, in every language; they remember together what they have asked."""
    asked = Consultation(service)
    overviews = Overviews(asked)
    routes = APIRouter()
    routes.include_router(site_map.router(service, overviews))
    for language in LANGUAGES:
        routes.include_router(municipality_pages.router(overviews, language))
        routes.include_router(theme_pages.router(asked, overviews, language))
        routes.include_router(linked_answers.router(service, language))
    return routes
