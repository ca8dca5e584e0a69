"""Feedback on answers, kept in one local file, masked, and only if the operator has set one."""

import logging

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maltolk.privacy.judgements import Judgements
from maltolk.settings import Settings
from maltolk.web.doors.guards import same_origin
from maltolk.web.templates import render
from maltolk.web.texts import address

VERDICTS = ("up", "down")
MAX_CHARACTERS = {"question": 500, "answer": 8000, "word": 500}
"""Of each field; longer ones are cut."""

_log = logging.getLogger(__name__)


def router(settings: Settings, language: str) -> APIRouter:
    """Accepts feedback at /omdome, if ``settings.feedback`` names a file."""
    routes = APIRouter(prefix=address("", language))
    if settings.feedback is None:
        return routes
    judgements = Judgements(settings.feedback, settings.privacy.days)

    @routes.post("/omdome")
    async def judge(request: Request) -> Response:
        if not same_origin(request):
            raise HTTPException(403)
        form = await request.form()
        verdict = form.get("verdict")
        if verdict not in VERDICTS:
            raise HTTPException(400)
        written = {name: str(form.get(name, ""))[:most] for name, most in MAX_CHARACTERS.items()}
        # The day, but not the time or the address.
        try:
            await run_in_threadpool(judgements.add, {"verdict": str(verdict), "language": language, **written})
        except OSError as error:
            _log.warning("a judgement is lost: %s", error)
            raise HTTPException(503) from error
        return HTMLResponse(render("thanks.html", language, path="/", stray=True))

    return routes
