"""What a request to the staff's pages needs: a session, and for changes the same origin."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from maltolk.web.doors.guards import same_origin
from maltolk.web.staff.sessions import Sessions
from maltolk.web.texts import texts

STAFF = "/personal"
"""Path of the staff's pages."""
PAGE = f"{STAFF}/texter/"
"""Path of their Gradio part."""
COOKIE = "maltolk_personal"
_SAFE = {"GET", "HEAD"}


def token_of(request: Request) -> str | None:
    """The session's token that the browser sent."""
    return request.cookies.get(COOKIE)


class SignedIn:
    """An application that nobody reaches without a session, whatever the path."""

    def __init__(self, application: ASGIApp, sessions: Sessions) -> None:
        self._application = application
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 401 or 403 before anything of its body is read."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        t = texts("sv")
        if not self._sessions.use(token_of(request)):
            await JSONResponse({"detail": t["staff_logged_out"]}, 401)(scope, receive, send)
        elif request.method not in _SAFE and not same_origin(request):
            await JSONResponse({"detail": t["staff_foreign"]}, 403)(scope, receive, send)
        else:
            await self._application(scope, receive, send)
