"""What every request and response passes: size of the body, questions per minute, and headers for the browser. Plain
ASGI, so that nothing is buffered on the way."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maltolk.web.doors.networks import network_of
from maltolk.web.prefix import local_path
from maltolk.web.problems import problem

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""Nothing from any other host. Gradio sets styles on elements, hence 'unsafe-inline' there and nowhere else."""

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def same_origin(request: Request) -> bool:
    """Whether the request comes from a page of ours: browsers send the origin with every POST.

    The scheme is not compared, as a proxy may have terminated https.
    """
    origin = urlsplit(request.headers.get("origin", "")).netloc
    return bool(origin) and origin == request.headers.get("host")


class HeadAsGet:
    """Answers HEAD as GET, without the body (RFC 9110, 9.3.2); no page has to know of it."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as GET, and of its response the head."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._application(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._application({**scope, "method": "GET"}, receive, sending)


class Headers:
    """Adds headers to every response on what a browser may do with it and how long it may keep it."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its response with headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]  # Gradio lets pages of other hosts read its answers
                if message["status"] == 200 and _is_named_by_content(scope):
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
                else:
                    headers.setdefault("Cache-Control", "no-store")  # addresses contain questions
            await send(message)

        await self._application(scope, receive, sending)


def _is_named_by_content(scope: Scope) -> bool:
    path = local_path(scope)
    if path.startswith("/personal/samling/"):  # a folder of the texts may have any name
        return False
    return "/assets/" in path or (path.startswith("/resurser/") and scope["query_string"].startswith(b"v="))


class BodyLimit:
    """Refuses bodies of more than ``limit`` bytes, or ``staff_limit`` below the path ``staff``."""

    def __init__(self, application: ASGIApp, limit: int, staff: str, staff_limit: int) -> None:
        self._application = application
        self._limit = limit
        self._staff = staff
        self._staff_limit = staff_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on while its body is small enough."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        path = local_path(scope)
        left = limit = self._staff_limit if path.startswith(self._staff) else self._limit
        started = False

        async def counting() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
            return message

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            length = dict(scope["headers"]).get(b"content-length", b"0")
            if not length.isdigit() or int(length) > limit:
                raise _TooLarge
            await self._application(scope, counting, sending)
        except _TooLarge:
            if not started:
                await problem(path, 413)(scope, receive, send)


class _TooLarge(Exception):
    """A body exceeded the limit."""


class Bucket:
    """How much one address may ask: ``burst`` at once, then ``rate`` a second (token bucket). The newest addresses are
    remembered, in memory only. ``clock``: seconds."""

    def __init__(
        self, burst: float = 60, rate: float = 4, clock: Callable[[], float] = time.monotonic, remembered: int = 10_000
    ) -> None:
        self._burst = burst
        self._rate = rate
        self._clock = clock
        self._remembered = remembered
        self._tokens: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str, price: float = 1) -> bool:
        """Whether ``client`` may ask again now, for so much."""
        now = self._clock()
        tokens, since = self._tokens.pop(client, (self._burst, now))
        tokens = min(self._burst, tokens + (now - since) * self._rate)
        self._tokens[client] = (tokens - price if tokens >= price else tokens, now)
        if len(self._tokens) > self._remembered:
            self._tokens.popitem(last=False)
        return tokens >= price


PRICE_BYTES = 250
"""So many bytes of a request cost as much as a short question: longer ones, and those before them, take longer."""
DEAREST = 40.0
"""What no request costs more than, as the largest that are taken are within a full bucket."""


class Pace:
    """Rate-limits an address (of IPv6 a household) by its bucket; ``asking``: which paths count. Longer requests cost
    more, those that do not say how long they are the most."""

    def __init__(self, application: ASGIApp, bucket: Bucket, asking: re.Pattern[str]) -> None:
        self._application = application
        self._bucket = bucket
        self._asking = asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that it comes too soon."""
        if scope["type"] == "http" and self._asking.fullmatch(path := local_path(scope)):
            client = scope.get("client")
            if not self._bucket.take(network_of(client[0]) if client else "", _price(scope)):
                await problem(path, 429)(scope, receive, send)
                return
        await self._application(scope, receive, send)


def _price(scope: Scope) -> float:
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return DEAREST
    sent = len(scope["query_string"]) + int(headers.get(b"content-length", b"0"))  # digits: BodyLimit has looked
    return min(max(1.0, sent / PRICE_BYTES), DEAREST)
