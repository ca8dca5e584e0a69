"""Gradio's pages as part of the application: which of their paths exist, and what may be sent to them.

Gradio takes data from a request for files to fetch or to copy wherever a dict looks like one. So nothing reaches it
but calls of the kind that its own frontend makes on these pages: texts, nothing, and for the staff the files that they
have just uploaded.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from maltolk.web.doors.bodies import once, whole
from maltolk.web.doors.faults import on_page
from maltolk.web.prefix import local_path
from maltolk.web.problems import problem

if TYPE_CHECKING:
    import gradio

CHAT_PATHS = re.compile(
    r"(/\w+)?/(config|theme\.css|assets/.*|static/(fonts|img)/.*|gradio_api/(info|app_id|run/predict|heartbeat/\w+))"
)
"""What Gradio's frontend asks for on a page where nothing is uploaded; ``app_id`` after the
server was gone."""
PREDICT = "/gradio_api/run/predict"
"""How the path ends at which a page's functions are called."""

_SESSION = re.compile(r"\w{1,64}")
_MAX_CHOICE = 1000
"""Characters of a choice in a list."""
_MAX_UPLOADS = 100
_MAX_PATH = 4096
"""Characters of a path, as Linux has it."""


def quieten() -> None:
    """Set what Gradio reads at import: no analytics, nothing sent, no record of events."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "100000000"
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "100"


def mount(
    application: FastAPI,
    page: "gradio.Blocks",
    path: str,
    paths: re.Pattern[str],
    language: str,
    max_file_size: str = "1kb",
    person: Callable[[Request], str | None] | None = None,
) -> Mount:
    """Mount a Gradio page in ``language`` at ``path``; only ``paths`` of it can be reached, and only through the door.

    ``person``: who asks, None for nobody who may; without it anybody may. What the page's functions raise is shown as a
    number and logged under it.
    """
    import gradio as gr

    from maltolk.web.theme import theme

    for each in page.fns.values():
        if each.fn is not None:
            each.fn = on_page(each.fn, language)
    page.state_session_capacity = 2000  # of the staff: the chat has no State
    gr.mount_gradio_app(
        application,
        page,
        path,
        show_error=False,
        ssr_mode=False,
        footer_links=[],
        run_history=False,
        max_file_size=max_file_size,
        auth_dependency=person,
        theme=theme(),
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
    )
    # Only ``launch`` sets this, and as long as it is not set Gradio takes every path for a file of its own.
    page.has_launched = True
    mounted = application.routes[-1]
    assert isinstance(mounted, Mount)
    mounted.app = OnlyThese(Door(mounted.app, page), paths)
    return mounted


class OnlyThese:
    """An application with only the paths that match: the rest raise HTTPException 404."""

    def __init__(self, application: ASGIApp, paths: re.Pattern[str]) -> None:
        self._application = application
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say that there is no such page."""
        if scope["type"] != "http" or not self._paths.fullmatch(local_path(scope)):
            raise HTTPException(404)
        await self._application(scope, receive, send)


class Door:
    """Lets only those calls of a page's functions in that the page itself makes; anything else is answered with 400."""

    def __init__(self, application: ASGIApp, page: "gradio.Blocks") -> None:
        self._application = application
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on: a call with nothing in its body but what was checked."""
        if scope["method"] != "POST" or not scope["path"].endswith(PREDICT):
            await self._application(scope, receive, send)
            return
        body = await whole(receive)
        if body is None:
            return
        checked = self._checked(body)
        if checked is None:
            await problem(local_path(scope), 400)(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name not in _OF_BODY]
        headers += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(checked))]
        await self._application({**scope, "headers": headers}, once(checked, receive), send)

    def _checked(self, body: bytes) -> bytes | None:
        """The call with what is known of it alone; None when the page makes no such call."""
        try:
            call = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if not isinstance(call, dict):
            return None
        number, session, trigger = (call.get(name) for name in ("fn_index", "session_hash", "trigger_id"))
        if type(number) is not int or number not in self._page.fns:
            return None
        if not isinstance(session, str) or not _SESSION.fullmatch(session):
            return None
        if trigger is not None and type(trigger) is not int:
            return None
        inputs, data = self._page.fns[number].inputs, call.get("data")
        if not isinstance(data, list) or len(data) != len(inputs):
            return None
        try:
            taken = [_taken(value, block) for value, block in zip(data, inputs, strict=True)]
        except _Refused:
            return None
        return json.dumps({"data": taken, "fn_index": number, "session_hash": session, "trigger_id": trigger}).encode()


_OF_BODY = {b"content-type", b"content-length", b"content-encoding", b"transfer-encoding"}


class _Refused(Exception):
    """A value that the frontend does not send."""


def _taken(value: object, block: object) -> object:
    """What Gradio gets of ``value`` for that component. Raises _Refused."""
    import gradio as gr

    if value is None:  # as for every State, which stays on the server
        return None
    if isinstance(block, gr.Textbox) and isinstance(value, str) and len(value) <= (block.max_length or 0):
        return value
    if isinstance(block, gr.Dropdown) and isinstance(value, str) and len(value) <= _MAX_CHOICE:
        return value
    if isinstance(block, gr.UploadButton) and isinstance(value, list) and len(value) <= _MAX_UPLOADS:
        return [_uploaded(each) for each in value]
    raise _Refused


def _uploaded(value: object) -> Mapping[str, object]:
    """A file in the folder that Gradio keeps uploads in, and nothing else that the value says. Raises _Refused."""
    path, folder = value.get("path") if isinstance(value, dict) else None, os.environ.get("GRADIO_TEMP_DIR")
    if not isinstance(path, str) or not folder or "\0" in path or len(path) > _MAX_PATH:
        raise _Refused
    file = Path(path).resolve()
    if not file.is_relative_to(Path(folder).resolve()) or not file.is_file():
        raise _Refused
    return {"path": str(file), "meta": {"_type": "gradio.FileData"}}
