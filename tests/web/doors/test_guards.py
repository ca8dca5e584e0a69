"""What every request passes."""

import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from maltolk.web.doors.guards import DEAREST, PRICE_BYTES, Bucket, HeadAsGet, Pace


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


def _asking(bucket: Bucket, address: str = "10.0.0.1") -> TestClient:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("svar")(scope, receive, send)

    return TestClient(Pace(answer, bucket, re.compile("/enkel")), client=(address, 5))


def test_a_longer_request_costs_more_of_the_pace():
    client = _asking(Bucket(burst=61, rate=0))
    assert client.post("/enkel", content=b"x" * 40 * PRICE_BYTES).status_code == 200
    assert client.get(f"/enkel?q={'x' * 19 * PRICE_BYTES}").status_code == 200
    assert client.get("/enkel").status_code == 200
    assert client.get("/enkel").status_code == 429
    assert client.get("/om").status_code == 200


def test_a_request_that_does_not_tell_its_length_costs_the_most():
    client = _asking(Bucket(burst=DEAREST + 1, rate=0))
    assert client.post("/enkel", content=iter([b"x"])).status_code == 200
    assert [client.get("/enkel").status_code for _ in range(2)] == [200, 429]


def test_the_largest_request_that_is_taken_is_within_a_full_bucket():
    assert _asking(Bucket(rate=0)).post("/enkel", content=b"x" * 64 * 1024).status_code == 200


def test_addresses_of_one_household_share_a_pace():
    bucket = Bucket(burst=1, rate=0)
    assert _asking(bucket, "2001:db8:1:2::1").get("/enkel").status_code == 200
    assert _asking(bucket, "2001:db8:1:2:ffff::9").get("/enkel").status_code == 429
    assert _asking(bucket, "2001:db8:1:3::1").get("/enkel").status_code == 200
