"""The staff's plain pages: log in and out, the frame of the page with the texts, the latest report as a file."""

import json
import math

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from maltolk.web.doors.guards import same_origin
from maltolk.web.pages import gradio_files
from maltolk.web.prefix import outward
from maltolk.web.staff.desk import LANGUAGE, Desk
from maltolk.web.staff.sessions import LoginRefused, Sessions, identity
from maltolk.web.staff.staff_guard import COOKIE, PAGE, STAFF, token_of
from maltolk.web.templates import render

LOG_IN, LOG_OUT, REPORT = f"{STAFF}/logga-in", f"{STAFF}/logga-ut", f"{STAFF}/rapport.json"
_MAX_PASSWORD_LENGTH = 1000


def router(desk: Desk, sessions: Sessions) -> APIRouter:
    """The pages at STAFF that are not Gradio's."""
    routes = APIRouter()

    @routes.get(STAFF)
    @routes.get(f"{STAFF}/")
    @routes.get(PAGE.removesuffix("/"))
    def start(request: Request) -> Response:
        return _to(PAGE if sessions.use(token_of(request)) else LOG_IN)

    @routes.get(LOG_IN)
    def form(request: Request) -> Response:
        return _to(PAGE) if sessions.use(token_of(request)) else _form(200, "")

    @routes.post(LOG_IN)
    async def log_in(request: Request) -> Response:
        if not same_origin(request):
            return _form(403, "staff_foreign")
        given = (await request.form()).get("losenord")
        if not isinstance(given, str) or len(given) > _MAX_PASSWORD_LENGTH:
            given = ""
        address = request.client.host if request.client else ""
        token = sessions.log_in(given, address, token_of(request))
        if isinstance(token, LoginRefused):
            if token.wait <= 0:
                return _form(401, "staff_wrong")
            response = _form(429, "staff_wait", math.ceil(token.wait))
            response.headers["Retry-After"] = str(math.ceil(token.wait))
            return response
        response = _to(PAGE)
        response.set_cookie(
            COOKIE,
            token,
            path=outward(STAFF),
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return response

    @routes.post(LOG_OUT)
    def log_out(request: Request) -> Response:
        if not same_origin(request):
            return _form(403, "staff_foreign")
        token = token_of(request)
        if sessions.use(token):
            desk.staging.discard(identity(token))
        sessions.log_out(token)
        response = _to(LOG_IN)
        response.delete_cookie(COOKIE, path=outward(STAFF), httponly=True, samesite="strict")
        return response

    @routes.get(PAGE)
    def texts_page(request: Request) -> Response:
        if not sessions.use(token_of(request)):
            return _to(LOG_IN)
        return HTMLResponse(
            render(
                "staff.html",
                LANGUAGE,
                path=STAFF,
                other_address=outward("/en/"),
                gradio=gradio_files(),
                base=outward(PAGE),
            )
        )

    @routes.get(REPORT)
    def report(request: Request) -> Response:
        if not sessions.use(token_of(request)):
            return _to(LOG_IN)
        told, _ = desk.latest_report()
        if told is None:
            return _to(PAGE)
        name = f"maltolk-{told['generation']}.json"
        return Response(
            json.dumps(told, ensure_ascii=False, indent=1),
            media_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return routes


def _to(address: str) -> Response:
    return RedirectResponse(outward(address), 303)


def _form(status: int, problem: str, wait: int = 0) -> Response:
    """The log-in form. ``problem``: key of what is wrong; ``wait``: seconds."""
    minutes, seconds = math.ceil(wait / 60), wait
    written = render(
        "login.html",
        LANGUAGE,
        path=STAFF,
        other_address=outward("/en/"),
        problem=problem,
        seconds=seconds,
        minutes=minutes,
        action=outward(LOG_IN),
    )
    return HTMLResponse(written, status)
