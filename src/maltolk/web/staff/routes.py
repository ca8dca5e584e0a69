"""The staff's plain pages: log in and out, the frame of the page with the texts, the latest report as a file."""

import json
import math

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from maltolk.web.doors.guards import same_origin
from maltolk.web.doors.networks import network_of
from maltolk.web.pages import gradio_files
from maltolk.web.prefix import outward
from maltolk.web.staff.access import audit
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.sessions import LoginRefused, Sessions, identity
from maltolk.web.staff.access.staff_guard import COOKIE, LOG_IN, PAGE, STAFF, keep_token, token_of
from maltolk.web.staff.access.users import MAX_NAME
from maltolk.web.staff.desk import LANGUAGE, Desk
from maltolk.web.staff.frames import framed
from maltolk.web.templates import render

LOG_OUT, REPORT = f"{STAFF}/logga-ut", f"{STAFF}/rapport.json"
_MAX_PASSWORD_LENGTH = 1000


def router(desk: Desk, sessions: Sessions, log: AuditLog, elsewhere: str | None = None) -> APIRouter:
    """The pages at STAFF that are not Gradio's. ``elsewhere``: path of the log-in at the organisation's own provider,
    None where there is none."""
    routes = APIRouter()

    @routes.get(STAFF)
    @routes.get(f"{STAFF}/")
    @routes.get(PAGE.removesuffix("/"))
    def start(request: Request) -> Response:
        return _to(PAGE if sessions.use(token_of(request)) else LOG_IN)

    def shown(status: int, problem: str, wait: int = 0, name: str = "") -> Response:
        form = {"named": sessions.named, "here": sessions.has_passwords, "name": name}
        return _form(status, problem, wait, elsewhere=elsewhere and outward(elsewhere), **form)

    @routes.get(LOG_IN)
    def form(request: Request) -> Response:
        return _to(PAGE) if sessions.use(token_of(request)) else shown(200, "")

    @routes.post(LOG_IN)
    async def log_in(request: Request) -> Response:
        if not same_origin(request):
            return shown(403, "staff_foreign")
        form = await request.form()
        given, name = form.get("losenord"), str(form.get("namn", ""))[:MAX_NAME]
        if not isinstance(given, str) or len(given) > _MAX_PASSWORD_LENGTH:
            given = ""
        address = request.client.host if request.client else ""
        token = await run_in_threadpool(sessions.log_in, given, address, token_of(request), name)
        if isinstance(token, LoginRefused):
            wait = math.ceil(token.wait)
            if token.checked:  # else strangers would fill the log
                network = network_of(address)
                await run_in_threadpool(log.note, name, audit.LOG_IN, "", Outcome.REFUSED, network)
            if not wait:
                return shown(401, "staff_wrong_named" if sessions.named else "staff_wrong", name=name)
            response = shown(429, "staff_busy" if token.busy else "staff_wait", wait, name)
            response.headers["Retry-After"] = str(wait)
            return response
        person = sessions.who(token)
        log.note(person.name if person else name, audit.LOG_IN, network=network_of(address))
        response = _to(PAGE)
        keep_token(request, response, token)
        return response

    @routes.post(LOG_OUT)
    def log_out(request: Request) -> Response:
        if not same_origin(request):
            return shown(403, "staff_foreign")
        token = token_of(request)
        if (person := sessions.who(token)) is not None:
            desk.staging.discard(identity(token))
            log.note(person.name, audit.LOG_OUT)
        sessions.log_out(token)
        response = _to(LOG_IN)
        response.delete_cookie(COOKIE, path=outward(STAFF), httponly=True, samesite="strict")
        return response

    @routes.get(PAGE)
    def texts_page(request: Request) -> Response:
        if not sessions.use(token_of(request)):
            return _to(LOG_IN)
        return framed(request, "staff.html", gradio=gradio_files(), base=outward(PAGE))

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


def _form(status: int, problem: str, wait: int, **form: object) -> Response:
    """The log-in form. ``problem``: key of what is wrong; ``wait``: seconds; ``form``: what it asks for."""
    minutes, seconds = math.ceil(wait / 60), wait
    written = render(
        "login.html",
        LANGUAGE,
        path=STAFF,
        other_address=outward("/en/"),
        problem=problem,
        seconds=seconds,
        minutes=minutes,
        **form,
        action=outward(LOG_IN),
    )
    return HTMLResponse(written, status)
