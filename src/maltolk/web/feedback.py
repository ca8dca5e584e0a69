"""Feedback on answers, kept in one local file, and only if the operator has set one."""

import json
import logging
import threading
from datetime import date
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from maltolk.settings import Settings
from maltolk.web.guards import same_origin
from maltolk.web.templates import render
from maltolk.web.texts import address

VERDICTS = ("up", "down")
MAX_CHARACTERS = {"question": 500, "answer": 8000, "word": 500}
"""Of each field; longer ones are cut."""
MAX_BYTES = 50 * 1024 * 1024
"""Of the file; beyond that nothing is added, so that nobody can fill the disk."""

_adding = threading.Lock()
_log = logging.getLogger(__name__)


def router(settings: Settings, language: str) -> APIRouter:
    """Accepts feedback at /omdome, if ``settings.feedback`` names a file."""
    routes = APIRouter(prefix=address("", language))
    file = settings.feedback
    if file is None:
        return routes

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
            add(file, {"day": date.today().isoformat(), "verdict": verdict, "language": language, **written})
        except OSError as error:
            _log.warning("a judgement is lost: %s", error)
            raise HTTPException(503) from error
        return HTMLResponse(render("thanks.html", language, path="/", stray=True))

    return routes


def add(file: Path, judgement: dict[str, object]) -> None:
    """Add one line of JSON to ``file``, unless it has grown to MAX_BYTES."""
    with _adding:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.stat().st_size < MAX_BYTES:
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(judgement, ensure_ascii=False) + "\n")
