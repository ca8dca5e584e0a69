"""What a request to the staff's pages needs: a session, for changes the same origin, and a role that allows it."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from maltolk.web.doors.bodies import once, whole
from maltolk.web.doors.guards import same_origin
from maltolk.web.prefix import outward
from maltolk.web.staff.access.accounts import Person
from maltolk.web.staff.access.audit import AuditLog, Outcome
from maltolk.web.staff.access.roles import Action
from maltolk.web.staff.access.sessions import Sessions
from maltolk.web.templates import render
from maltolk.web.texts import texts

STAFF = "/personal"
"""Path of the staff's pages."""
PAGE = f"{STAFF}/texter/"
"""Path of their Gradio part."""
LOG_IN = f"{STAFF}/logga-in"
COOKIE = "maltolk_personal"
_SAFE = {"GET", "HEAD"}
_PERSON = "maltolk.person"
_PREDICT, _UPLOAD = "/gradio_api/run/predict", "/gradio_api/upload"


def token_of(request: Request) -> str | None:
    """The session's token that the browser sent."""
    return request.cookies.get(COOKIE)


def keep_token(request: Request, response: Response, token: str) -> None:
    """Give the session's token to the browser, out of reach of scripts and of other sites."""
    response.set_cookie(
        COOKIE,
        token,
        path=outward(STAFF),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


def identify(request: Request, sessions: Sessions) -> Person | None:
    """Find out whose request it is: done once for each, before any page of the staff's looks at it."""
    person = sessions.who(token_of(request))
    request.scope[_PERSON] = person
    return person


def person_of(request: Request) -> Person | None:
    """Whose request it is, None for nobody who is logged in. Raises LookupError where nobody has found out."""
    person: Person | None = request.scope[_PERSON]
    return person


def may(request: Request, action: Action) -> bool:
    """Whether whoever asks is logged in and has a role that allows it."""
    person = person_of(request)
    return person is not None and person.may(action)


def refused(request: Request, action: Action, log: AuditLog | None = None) -> Response | None:
    """Why the request may not do it, as a page; None when it may. ``log``: gets a line where a role was too low."""
    person = person_of(request)
    if person is None:
        return RedirectResponse(outward(LOG_IN), 303)
    if request.method not in _SAFE and not same_origin(request):
        return _refusal("staff_foreign")
    if person.may(action):
        return None
    if log is not None:
        log.note(person.name, action, outcome=Outcome.REFUSED)
    return _refusal("staff_role_too_low")


def _refusal(why: str) -> Response:
    return HTMLResponse(render("staff_refused.html", "sv", path=STAFF, other_address=outward("/en/"), why=why), 403)


class SignedIn:
    """A Gradio page that nobody reaches without a session, whatever the path, and whose functions take a role.

    ``actions``: what each of the page's functions does, by its number; others are refused.
    """

    def __init__(
        self, application: ASGIApp, sessions: Sessions, actions: Mapping[int, Action], log: AuditLog | None = None
    ) -> None:
        self._application = application
        self._sessions = sessions
        self._actions = actions
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401 or 403; without a session before anything of its body is read."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        t = texts("sv")
        person = identify(request, self._sessions)
        if person is None:
            await JSONResponse({"detail": t["staff_logged_out"]}, 401)(scope, receive, send)
            return
        if request.method not in _SAFE and not same_origin(request):
            await JSONResponse({"detail": t["staff_foreign"]}, 403)(scope, receive, send)
            return
        action: Action | None = Action.READ
        if request.method not in _SAFE and request.url.path.endswith(_UPLOAD):
            action = Action.TEXT_UPLOAD
        elif request.method not in _SAFE and request.url.path.endswith(_PREDICT):
            body = await whole(receive)
            if body is None:
                return
            action, receive = self._called(body), once(body, receive)
        if action is None or not person.may(action):
            if self._log is not None and action is not None:
                self._log.note(person.name, action, outcome=Outcome.REFUSED)
            await JSONResponse({"detail": t["staff_role_too_low"]}, 403)(scope, receive, send)
            return
        await self._application(scope, receive, send)

    def _called(self, body: bytes) -> Action | None:
        """What the function does that the body calls; READ where it calls none, which the door behind refuses."""
        try:
            number = json.loads(body)["fn_index"]
        except (ValueError, RecursionError, TypeError, LookupError):
            return Action.READ
        return self._actions.get(number) if type(number) is int else Action.READ
