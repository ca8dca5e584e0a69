"""The pages of municipalities: all of them, and what the texts of each hold."""

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from maltolk.answering.catalogue import say_period
from maltolk.model import UNKNOWN_MUNICIPALITY
from maltolk.web.links import question_link
from maltolk.web.prefix import outward
from maltolk.web.public.overview import Overviews
from maltolk.web.public.slugs import lettered
from maltolk.web.public.slugs import slug as slug_of
from maltolk.web.public.theme_rows import page_of, with_texts
from maltolk.web.templates import render
from maltolk.web.texts import address, texts
from maltolk.web.themes import Theme, themes

ALL, ONE = "/kommuner", "/kommun"


def router(overviews: Overviews, language: str) -> APIRouter:
    """The pages in ``language``."""
    routes = APIRouter(prefix=address("", language))

    @routes.get(ALL)
    def index() -> Response:
        rows = overviews.index()
        return HTMLResponse(
            render("public/municipalities.html", language, path=ALL, rows=rows, unknown=UNKNOWN_MUNICIPALITY)
        )

    @routes.get(f"{ONE}/{{slug}}")
    def one(slug: str) -> Response:
        names = overviews.names()
        if slug not in names:
            return _known_otherwise(slug, names, language)
        name = names[slug]
        return HTMLResponse(
            render(
                "public/municipality.html",
                language,
                path=f"{ONE}/{slug}",
                slug=slug,
                shown=overviews.of(name),
                is_known=name != UNKNOWN_MUNICIPALITY,
                alike=[(other, names[other]) for other in names if _alike(other, slug, names)],
                themes=_offered(name, names, language),
                say_period=lambda period: say_period(period, language),
            )
        )

    return routes


def _known_otherwise(slug: str, names: Mapping[str, str], language: str) -> Response:
    """To the page of a municipality that was written with its capitals and å, ä and ö; raises HTTPException."""
    written = slug.casefold()
    for known, name in names.items():
        if written in (known, lettered(name)):
            return RedirectResponse(outward(address(f"{ONE}/{quote(known)}", language)), 301)
    raise HTTPException(404)


def _alike(other: str, slug: str, names: Mapping[str, str]) -> bool:
    return other != slug and slug_of(names[other]) == slug_of(names[slug])


def _offered(name: str, names: Mapping[str, str], language: str) -> list[tuple[Theme, str, int]]:
    """Each theme, the address of the question about it, and the page of the theme that has this municipality."""
    asked = [each for _, each in with_texts(names)]
    if name not in asked:
        return []
    number = page_of(asked.index(name))
    question = texts(language)["theme_question"]

    def link(theme: Theme) -> str:
        return question_link(question.format(municipality=name, theme=theme.called(language)), name, language)

    return [(theme, link(theme), number) for theme in themes().values()]
