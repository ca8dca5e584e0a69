"""The language that a browser asks for, so that Swedish pages can offer English ones."""

import re
from contextvars import ContextVar

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maltolk.web.prefix import local_path
from maltolk.web.texts import LANGUAGES, language_of

_offered: ContextVar[str | None] = ContextVar("offered", default=None)

_RANGE = re.compile(r"\s*([a-z]{1,8}|\*)(?:-[\w-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*", re.IGNORECASE)
_MOST = 40
"""Languages that are looked at of what a browser says."""


def offered() -> str | None:
    """The language to offer on the page that is being made; None where it is in the one that the browser asks for."""
    return _offered.get()


class Preferred:
    """Notes for each request whether its page should be offered in another language, and tells caches that it may."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or language_of(local_path(scope)) != LANGUAGES[0]:
            await self._application(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.add_vary_header("Accept-Language")
            await send(message)

        said = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
        token = _offered.set(other_language(said))
        try:
            await self._application(scope, receive, sending)
        finally:
            _offered.reset(token)


def other_language(accepted: str) -> str | None:
    """What to offer on a Swedish page to whoever sends this Accept-Language header (RFC 9110, 12.5.4): English where
    Swedish is not wanted as much, None where it is or nothing is said."""
    wanted: dict[str, float] = {}
    for part in accepted.split(",")[:_MOST]:
        named = _RANGE.fullmatch(part)
        if named is not None:
            quality = float(named[2] or 1)
            wanted[named[1].lower()] = max(quality, wanted.get(named[1].lower(), 0.0))
    if not wanted:
        return None
    swedish, english = (wanted.get(language, wanted.get("*", 0.0)) for language in LANGUAGES)
    return None if swedish and swedish >= english else LANGUAGES[1]
