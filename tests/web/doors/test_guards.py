"""What every request passes."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from maltolk.web.doors.guards import HeadAsGet


@pytest.fixture
def client() -> TestClient:
    def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.method, headers={"X-Method": request.method})

    def parts(_: Request) -> StreamingResponse:
        return StreamingResponse(iter(["a", "b"]))

    routes = [Route("/", page, methods=["GET", "POST"]), Route("/delar", parts)]
    return TestClient(HeadAsGet(Starlette(routes=routes)))


@pytest.mark.parametrize("path", ["/", "/delar", "/saknas"])
def test_head_is_answered_as_get_without_the_body(client: TestClient, path: str):
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.headers) == (get.status_code, get.headers)
    assert head.content == b""
    assert get.content


def test_other_methods_pass_unchanged(client: TestClient):
    assert client.post("/").headers["X-Method"] == "POST"
    assert client.head("/").headers["X-Method"] == "GET"
