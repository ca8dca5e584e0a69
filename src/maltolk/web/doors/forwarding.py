"""The staff's pages keep much in one process's memory: one worker has them, the others hand requests on to it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from starlette.types import ASGIApp, Receive, Scope, Send

from maltolk.web.prefix import local_path
from maltolk.web.problems import problem

if TYPE_CHECKING:
    import httpx

_CLIENT, _SCHEME = b"x-maltolk-client", b"x-maltolk-scheme"
_OF_CONNECTION = {b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"te", b"trailer"}
_SECONDS = 60.0
"""Until the worker has answered something; it may have to be started anew first."""


class Forwarding:
    """Hands requests at ``path`` and below on to the worker that listens at the socket ``to``."""

    def __init__(self, application: ASGIApp, path: str, to: Path) -> None:
        self._application = application
        self._path = path
        self._to = str(to)
        self._client: httpx.AsyncClient | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, here or to the other worker."""
        path = local_path(scope) if scope["type"] == "http" else ""
        if path != self._path and not path.startswith(f"{self._path}/"):
            await self._application(scope, receive, send)
            return
        import httpx

        if self._client is None:
            transport = httpx.AsyncHTTPTransport(uds=self._to, limits=httpx.Limits(max_connections=None))
            self._client = httpx.AsyncClient(transport=transport, timeout=httpx.Timeout(_SECONDS))
        started = False
        query: bytes = scope["query_string"]
        address = httpx.URL("http://worker", raw_path=scope["raw_path"] + (b"?" + query if query else b""))
        request = self._client.build_request(
            scope["method"], address, headers=_headers(scope), content=_body(receive) if _has_body(scope) else None
        )
        try:
            response = await self._client.send(request, stream=True)
            try:
                headers = [(name, value) for name, value in response.headers.raw if name.lower() not in _OF_CONNECTION]
                started = True
                await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
                await _hand_back(response, receive, send)
            finally:
                await response.aclose()
        except httpx.HTTPError:
            if not started:
                await problem(path, 503)(scope, receive, send)


class FromColleague:
    """Takes requests that another worker handed on at the socket ``at`` for what they were there."""

    def __init__(self, application: ASGIApp, at: Path) -> None:
        self._application = application
        self._at = str(at)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the client and the scheme that it had."""
        if scope["type"] == "http" and scope["server"] and scope["server"][0] == self._at:
            given = dict(scope["headers"])
            client = given.get(_CLIENT, b"").decode("latin-1")
            scope = {
                **scope,
                "client": (client, 0) if client else None,
                "scheme": given.get(_SCHEME, b"http").decode("latin-1"),
                "headers": [(name, value) for name, value in scope["headers"] if name not in {_CLIENT, _SCHEME}],
            }
        await self._application(scope, receive, send)


def _headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    ours = {*_OF_CONNECTION, _CLIENT, _SCHEME}
    kept = [(name, value) for name, value in scope["headers"] if name not in ours]
    client = scope["client"][0] if scope.get("client") else ""
    return [*kept, (_CLIENT, client.encode("latin-1", "replace")), (_SCHEME, scope["scheme"].encode("latin-1"))]


def _has_body(scope: Scope) -> bool:
    return any(name in {b"content-length", b"transfer-encoding"} for name, _ in scope["headers"])


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return
        yield message.get("body", b"")
        if not message.get("more_body", False):
            return


async def _hand_back(response: "httpx.Response", receive: Receive, send: Send) -> None:
    """Send the body as it comes, as long as the client is there."""
    async with anyio.create_task_group() as group:

        async def until_gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            group.cancel_scope.cancel()

        group.start_soon(until_gone)
        async for part in response.aiter_raw():
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        group.cancel_scope.cancel()
