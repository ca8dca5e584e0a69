"""Headers that proxies set are believed from named proxies alone."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from maltolk.web.doors.proxies import Proxies

SENT = {
    "X-Forwarded-For": "9.9.9.9, 8.8.8.8",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Gradio-Server": "https://evil.example",
    "X-Real-IP": "9.9.9.9",
    "Forwarded": "for=9.9.9.9",
}


def _told(trusted: tuple[str, ...], client: str) -> dict[str, object]:
    def page(request: Request) -> JSONResponse:
        assert request.client is not None
        heard = sorted(name for name in request.headers if name in {sent.lower() for sent in SENT})
        return JSONResponse({"client": request.client.host, "url": str(request.url), "heard": heard})

    application = Proxies(Starlette(routes=[Route("/", page)]), trusted)
    told: dict[str, object] = TestClient(application, client=(client, 5)).get("/", headers=SENT).json()
    return told


@pytest.mark.parametrize("trusted", [(), ("10.0.0.1",), ("192.168.0.0/16",)])
def test_nobody_else_says_who_they_are(trusted: tuple[str, ...]):
    assert _told(trusted, "127.0.0.1") == {"client": "127.0.0.1", "url": "http://testserver/", "heard": []}


@pytest.mark.parametrize("trusted", [("10.0.0.1",), ("10.0.0.0/8",)])
def test_a_named_proxy_says_who_asked_it_and_how(trusted: tuple[str, ...]):
    assert _told(trusted, "10.0.0.1") == {"client": "8.8.8.8", "url": "https://testserver/", "heard": []}


def test_the_nearest_address_that_is_no_proxy_counts():
    assert _told(("10.0.0.1", "8.8.8.8"), "10.0.0.1")["client"] == "9.9.9.9"
