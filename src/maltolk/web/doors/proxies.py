"""What of a request's headers is believed: of those that proxies set, only those from a named proxy."""

from collections.abc import Sequence
from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

_SPOKEN = (b"x-forwarded-", b"x-gradio-")
_NAMED = {b"forwarded", b"x-real-ip", b"x-original-url", b"x-rewrite-url"}


class Proxies:
    """Takes the client's address and the scheme from X-Forwarded-For and -Proto where one of ``trusted`` (addresses,
    networks) sends them. No other header of that kind reaches the application from anybody."""

    def __init__(self, application: ASGIApp, trusted: Sequence[str]) -> None:
        # uvicorn has types of its own for what Starlette calls an ASGIApp.
        self._application = cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", _Without(application)), list(trusted)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        await self._application(scope, receive, send)


class _Without:
    """Takes the headers out that only proxies set."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            kept = [
                (name, value) for name, value in scope["headers"] if not name.startswith(_SPOKEN) and name not in _NAMED
            ]
            scope = {**scope, "headers": kept}
        await self._application(scope, receive, send)
