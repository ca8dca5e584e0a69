"""The pages of themes: what all municipalities say about one, side by side, some at a time."""

import re
from collections.abc import Sequence

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from maltolk.answering.catalogue import say_period
from maltolk.web.links import question_link
from maltolk.web.public.consulted import Consultation
from maltolk.web.public.overview import Overviews
from maltolk.web.public.theme_rows import PAGE, PATIENCE, rows, with_texts
from maltolk.web.templates import render
from maltolk.web.texts import address, texts
from maltolk.web.themes import Theme, themes

PATH = "/tema"
_NUMBER = re.compile("[1-9][0-9]{0,4}")


def router(asked: Consultation, overviews: Overviews, language: str) -> APIRouter:
    """The pages in ``language``."""
    routes = APIRouter(prefix=address("", language))

    @routes.get(PATH)
    def index() -> Response:
        return HTMLResponse(render("public/themes.html", language, path=PATH, themes=themes().values()))

    @routes.get(f"{PATH}/{{slug}}")
    def one(slug: str, sida: str = "1") -> Response:
        theme = themes().get(slug)
        if theme is None:
            raise HTTPException(404)
        everyone = with_texts(overviews.names())
        number, last = _page(sida, everyone)
        here = f"{PATH}/{slug}"
        return HTMLResponse(
            render(
                "public/theme.html",
                language,
                path=here if number == 1 else f"{here}?sida={number}",
                here=here,
                theme=theme,
                rows=rows(asked, theme, everyone[(number - 1) * PAGE : number * PAGE], PATIENCE),
                number=number,
                last=last,
                ask=lambda name: _question(name, theme, language),
                say_period=lambda period: say_period(period, language),
            )
        )

    return routes


def _page(written: str, everyone: Sequence[object]) -> tuple[int, int]:
    """The number of the page that is asked for, and of the last one. Raises HTTPException when there is none such."""
    last = max(1, -(-len(everyone) // PAGE))
    if _NUMBER.fullmatch(written) is None or int(written) > last:
        raise HTTPException(404)
    return int(written), last


def _question(name: str, theme: Theme, language: str) -> str:
    question = texts(language)["theme_question"].format(municipality=name, theme=theme.called(language))
    return question_link(question, name, language)
