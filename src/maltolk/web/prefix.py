"""The path below which everything is served: behind a proxy the pages may begin at ``/maltolk`` instead of ``/``."""

from contextvars import ContextVar

from starlette.types import ASGIApp, Receive, Scope, Send

_prefix: ContextVar[str] = ContextVar("prefix", default="")


def outward(path: str) -> str:
    """The address of ``path`` ("/kontakter") as a browser knows it while a request is answered; else ``path``."""
    return f"{_prefix.get()}{path}"


def local_path(scope: Scope) -> str:
    """The request's path below the prefix."""
    path: str = scope["path"]
    return path.removeprefix(_prefix.get()) or "/"


class Prefix:
    """Serves an application below ``prefix`` ("/maltolk"), whether a proxy leaves the prefix in the path or takes it
    out."""

    def __init__(self, application: ASGIApp, prefix: str) -> None:
        self._application = application
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the prefix where ASGI wants it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        path: str = scope["path"]
        if path != self._prefix and not path.startswith(f"{self._prefix}/"):
            path = self._prefix + path
        token = _prefix.set(self._prefix)
        try:
            await self._application({**scope, "path": path, "root_path": self._prefix}, receive, send)
        finally:
            _prefix.reset(token)
