"""What happens to an error that nobody expected."""

import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from maltolk.errors import IndexDamaged, UsageError
from maltolk.web.doors.faults import Faults
from maltolk.web.doors.guards import Headers


def _client(error: Exception) -> TestClient:
    def page(_: Request) -> PlainTextResponse:
        raise error

    def stream(_: Request) -> StreamingResponse:
        def parts():
            yield "a"
            raise error

        return StreamingResponse(parts())

    routes = [Route("/", page), Route("/en/x", page), Route("/gradio_api/x", page), Route("/del", stream)]
    application = Starlette(routes=routes)
    application.add_middleware(Faults)
    application.add_middleware(Headers)
    return TestClient(application)


def test_the_page_shows_the_number_of_the_line_in_the_log(caplog: pytest.LogCaptureFixture):
    answer = _client(ValueError("vad tycker Anna Svensson?")).get("/?q=hemligt")
    [line] = caplog.messages
    found = re.match(r"fault ([0-9A-F]{6}): ValueError at test_faults\.py:\d+", line)
    assert found
    assert "Anna" not in line
    assert "hemligt" not in line
    assert "\n" not in line
    assert answer.status_code == 500
    assert f"nummer {found[1]}" in answer.text
    assert "Anna" not in answer.text
    assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_in_the_language_and_the_form_of_what_was_asked_for(caplog: pytest.LogCaptureFixture):
    client = _client(ValueError())
    assert "The fault has number" in client.get("/en/x").text
    assert "Felet har nummer" in client.get("/gradio_api/x").json()["detail"]


def test_an_error_of_ours_is_logged_with_its_cure_but_never_with_what_was_asked(caplog: pytest.LogCaptureFixture):
    _client(IndexDamaged("vectors.npy is cut off; run `maltolk index`")).get("/")
    _client(UsageError("no texts from Hemby")).get("/")
    damaged, misused = caplog.messages
    assert "run `maltolk index`" in damaged
    assert "Hemby" not in misused


def test_an_error_after_the_beginning_of_a_response_is_logged(caplog: pytest.LogCaptureFixture):
    answer = _client(ValueError()).get("/del")
    assert answer.text == "a"
    assert "ValueError" in caplog.messages[0]
