"""What search engines are told: the pages there are, and those that they should leave alone."""

from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from maltolk.model import link_to
from maltolk.service import Service
from maltolk.web.prefix import outward
from maltolk.web.public.overview import Overviews
from maltolk.web.texts import LANGUAGES, address
from maltolk.web.themes import themes

PATH = "/webbkarta.xml"
MOST = 50_000
"""Addresses that a site map may have (sitemaps.org)."""

_FIXED = ("/", "/kommuner", "/tema", "/kontakter", "/om", "/tillganglighet")
_NOT_FOR_ROBOTS = (
    *("/enkel", "/fraga", "/omdome", "/kontakter?", "/kontakter.", "/kontakt/"),  # questions, and people in bulk
    *("/personal", "/api/", "/gradio_api/", "/mcp", "/halsa/", "/metrics"),
)


def router(service: Service, overviews: Overviews) -> APIRouter:
    """The map and the rules for robots, the same in every language."""
    routes = APIRouter()

    @routes.get(PATH)
    def site_map(request: Request) -> Response:
        base = _base(service, request)
        return Response("".join(_written(service, overviews, base)), media_type="application/xml")

    @routes.get("/robots.txt")
    def robots(request: Request) -> Response:
        refused = (outward(address(path, language)) for language in LANGUAGES for path in _NOT_FOR_ROBOTS)
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in refused), ""]
        return PlainTextResponse("\n".join([*lines, f"Sitemap: {_base(service, request)}{PATH}", ""]))

    return routes


def _base(service: Service, request: Request) -> str:
    """Where the pages are, as whoever runs them has set it, else as they were asked for."""
    return service.settings.public_address or str(request.base_url).rstrip("/")


def _written(service: Service, overviews: Overviews, base: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for number, (path, day) in enumerate(_pages(service, overviews)):
        if number == MOST:
            break
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<url><loc>{escape(base + quote(path))}</loc>{changed}</url>\n"
    yield "</urlset>\n"


def _pages(service: Service, overviews: Overviews) -> Iterator[tuple[str, str | None]]:
    """Each path with the day of what it shows, where that is known; texts last and in one language, as they are long
    and the same in both."""
    for language in LANGUAGES:
        for path in _FIXED:
            yield address(path, language), None
        for row in overviews.index():
            yield address(f"/kommun/{row.slug}", language), row.newest
        for slug in themes():
            yield address(f"/tema/{slug}", language), None
    for text in service.documents():
        yield link_to(text.digest), text.date
