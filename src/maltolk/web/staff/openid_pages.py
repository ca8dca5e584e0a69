"""Out to the organisation's identity provider, and back from it with a session."""

import logging

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from maltolk.web.doors.networks import network_of
from maltolk.web.prefix import outward
from maltolk.web.staff.access import audit
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.openid import PENDING_SECONDS, Issuer, NotLoggedIn
from maltolk.web.staff.access.sessions import Sessions
from maltolk.web.staff.access.staff_guard import PAGE, STAFF, keep_token, token_of
from maltolk.web.staff.desk import LANGUAGE
from maltolk.web.templates import render

OUT, BACK = f"{STAFF}/oidc", f"{STAFF}/oidc/svar"
COOKIE = "maltolk_oidc"
_MAX_LENGTH = 4096
"""Characters of a parameter of the way back."""

_log = logging.getLogger(__name__)


def router(issuer: Issuer, sessions: Sessions, log: AuditLog) -> APIRouter:
    """Both addresses, for everybody."""
    routes = APIRouter()

    @routes.get(OUT)
    def out(request: Request) -> Response:
        try:
            departure = issuer.depart()
        except NotLoggedIn as error:
            _log.error("nobody can log in at the issuer: %s", error)
            return _failed(502)
        response = RedirectResponse(departure.address, 303)
        # Lax: the browser comes back from another site, and has to bring it.
        response.set_cookie(
            COOKIE,
            departure.binding,
            max_age=int(PENDING_SECONDS),
            path=outward(OUT),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    @routes.get(BACK)
    async def back(request: Request) -> Response:
        network = network_of(request.client.host if request.client else "")
        answer = {name: value for name, value in request.query_params.items() if len(value) <= _MAX_LENGTH}
        try:
            person = await run_in_threadpool(issuer.arrive, answer, request.cookies.get(COOKIE, ""))
        except NotLoggedIn as error:
            _log.warning("a log-in at the issuer is refused: %s", error)
            if error.name:  # else strangers would fill the log
                log.note(error.name, audit.LOG_IN, "oidc", Outcome.REFUSED, network)
            return _failed(403)
        token = sessions.admit(lambda: person, token_of(request))
        log.note(person.name, audit.LOG_IN, "oidc", network=network)
        # No redirect: one that began at another site would not bring the session's cookie.
        written = render(
            "staff_arrived.html",
            LANGUAGE,
            path=STAFF,
            other_address=outward("/en/"),
            name=person.name,
            to=outward(PAGE),
        )
        response = HTMLResponse(written)
        keep_token(request, response, token)
        response.delete_cookie(COOKIE, path=outward(OUT), httponly=True, samesite="lax")
        return response

    return routes


def _failed(status: int) -> Response:
    written = render("staff_refused.html", LANGUAGE, path=STAFF, other_address=outward("/en/"), why="staff_oidc_failed")
    return HTMLResponse(written, status)
