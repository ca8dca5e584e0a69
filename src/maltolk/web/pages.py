"""The plain pages: HTML that needs no JavaScript."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maltolk import __version__
from maltolk.answering.answer import MAX_QUESTION
from maltolk.service import Service
from maltolk.swedish.collation import swedish_order
from maltolk.web.answer_view import show
from maltolk.web.templates import render
from maltolk.web.texts import address


def router(service: Service, language: str) -> APIRouter:
    """The plain pages in ``language``."""
    routes = APIRouter(prefix=address("", language), default_response_class=HTMLResponse)

    @routes.get("/")
    def chat() -> Response:
        written = render(
            "chat.html",
            language,
            path="/",
            gradio=gradio_files(),
            coverage=service.coverage(),
            unanswered=service.settings.unanswered_days,
            questions=service.examples(language),
            heading="examples_heading",
            longest=MAX_QUESTION,
        )
        # Nothing private is in it, and "no-store" would keep browsers from going back to it with its conversation.
        return HTMLResponse(written, headers={"Cache-Control": "no-cache"})

    @routes.get("/enkel")
    def plain(request: Request, q: str = "", kommun: str = "") -> str:
        path = f"/enkel?{query}" if (query := str(request.url.query)) else "/enkel"
        return render("plain.html", language, path=path, **answered(service, language, q, kommun))

    @routes.get("/om")
    def about() -> str:
        settings = service.settings
        return render(
            "about.html",
            language,
            path="/om",
            documents=sorted(service.documents(), key=lambda row: (swedish_order(row.municipality), row.title)),
            generation=service.coverage().generation,
            operator=settings.operator,
            feedback=settings.feedback_days,
            unanswered=settings.unanswered_days,
        )

    @routes.get("/tillganglighet")
    def accessibility() -> str:
        return render(
            "accessibility.html",
            language,
            path="/tillganglighet",
            operator=service.settings.operator,
            version=__version__,
        )

    if language != "sv":  # FastAPI treats "/en" and "/en/" as two addresses
        routes.add_api_route("", chat, methods=["GET"])
    return routes


def answered(service: Service, language: str, q: str, kommun: str) -> dict[str, object]:
    """What a template needs for the form and, where ``q`` is not empty, for its answer: ``shown``, None without one."""
    coverage = service.coverage()
    municipality = kommun if kommun in coverage.municipalities else None
    shown = None
    if q.strip():
        spoken = "en" if language == "en" else None
        given = service.ask(q.strip(), (), municipality, spoken, trace=True, visitor=language)
        shown = show(q.strip(), given, service, municipality)
    return {
        "shown": shown,
        "asked": q,
        "municipality": municipality,
        "coverage": coverage,
        "limit": municipality,
        "feedback": service.settings.feedback_days,
        "unanswered": service.settings.unanswered_days,
    }


@cache
def gradio_files() -> Mapping[str, str]:
    """Names of the script and the style sheet that start Gradio in a page. Raises LookupError when Gradio's own page
    is not as expected."""
    written = (files("gradio") / "templates" / "frontend" / "index.html").read_text("utf-8")
    script = re.search(r'<script type="module"[^>]* src="\./(assets/[\w.-]+\.js)"', written)
    style = re.search(r'<link rel="stylesheet"[^>]* href="\./(assets/[\w.-]+\.css)"', written)
    if script is None or style is None:
        raise LookupError("Gradio's page is not as expected; install the version that locks/page.txt names")
    return {"script": script.group(1), "style": style.group(1)}
