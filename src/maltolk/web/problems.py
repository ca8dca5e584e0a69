"""Error responses: a page of ours for people, JSON for Gradio's requests and for other programs."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from maltolk.api.interface import is_api
from maltolk.api.refusals import problem_of
from maltolk.web.prefix import local_path
from maltolk.web.templates import render
from maltolk.web.texts import language_of, texts

_KEYS = {400: "malformed", 403: "foreign", 404: "missing", 405: "malformed", 413: "too_large", 429: "too_many"}
_KEYS |= {503: "busy"}
_AGAIN = {429: 15, 503: 10}
"""Seconds after which another try makes sense."""


def problem(path: str, status: int, number: str | None = None) -> Response:
    """The response to a request for ``path`` (below the prefix) that ends with ``status``. ``number``: of the fault in
    the log, where there is one."""
    if is_api(path):
        return problem_of(status, number)
    language = language_of(path)
    key = _KEYS.get(status, "broken")
    headers = {"Retry-After": str(_AGAIN[status])} if status in _AGAIN else None
    if "/gradio_api/" in path:
        said = texts(language)[key]
        if number is not None:
            said += " " + texts(language)["fault_number"].format(number=number)
        return JSONResponse({"detail": said}, status, headers)
    return HTMLResponse(render("problem.html", language, key=key, number=number, path="/", stray=True), status, headers)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Handler for HTTPException; keeps the headers that it carries."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    response = problem(local_path(request.scope), status)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response
