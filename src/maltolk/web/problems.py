"""Error responses: a page of ours for people, JSON for Gradio's requests and for other programs."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from maltolk.api.interface import is_api
from maltolk.api.refusals import problem_of
from maltolk.web.templates import render
from maltolk.web.texts import language_of, texts

_KEYS = {404: "missing", 413: "too_large", 429: "too_many"}


def problem(path: str, status: int) -> Response:
    """The response to a request for ``path`` that ends with ``status``."""
    if is_api(path):
        return problem_of(status)
    language = language_of(path)
    key = _KEYS.get(status, "broken")
    if "/gradio_api/" in path:
        return JSONResponse({"detail": texts(language)[key]}, status)
    return HTMLResponse(render("problem.html", language, key=key, path="/", stray=True), status)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Handler for HTTPException; keeps the headers that it carries."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    response = problem(request.url.path, status)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response
