"""Logging in at an identity provider: a small one on this machine, honest or not."""

import asyncio
import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.errors import UsageError
from maltolk.settings import OpenID, Settings, Staff
from maltolk.web.application import create_application
from maltolk.web.staff.access import openid
from maltolk.web.staff.access.openid import Issuer, NotLoggedIn, is_guarded
from maltolk.web.staff.access.roles import Role
from maltolk.web.staff.access.staff_guard import COOKIE, PAGE

BACK = "http://testserver/personal/oidc/svar"


@dataclass
class Provider:
    """A fake issuer. ``claims``: over those that are right; ``key``: signs; what it was asked stands in ``sent``."""

    address: str = ""
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    published: Any = None
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    metadata: dict[str, Any] = field(default_factory=dict)
    nonce: str = ""
    challenge: str = ""
    sent: dict[str, str] = field(default_factory=dict)

    def page(self, path: str) -> dict[str, Any]:
        if path.endswith("openid-configuration"):
            ends = {name: f"{self.address}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
            return {"issuer": self.address, **ends, **self.metadata}
        public = (self.published or self.key).public_key()
        row = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(public))
        return {"keys": [{**row, "kid": "one", "use": "sig", "alg": "ES256"}, {"kty": "oct", "kid": "two", "k": "eA"}]}

    def token(self) -> dict[str, Any]:
        made = hashlib.sha256(self.sent["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(made).rstrip(b"=").decode() != self.challenge:
            return {}
        now = int(time.time())
        right = {"iss": self.address, "sub": "17", "aud": "maltolk", "iat": now, "exp": now + 300, "nonce": self.nonce}
        claims = {**right, "preferred_username": "anna.ek", "groups": ["webb", "alla"], **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        key = "" if self.algorithm == "none" else b"x" * 32 if self.algorithm == "HS256" else self.key
        return {"id_token": jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "one"})}


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(made.page(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            made.sent = {name: value for name, (value,) in parse_qs(body).items()}
            made.sent["login"] = self.headers.get("authorization", "")
            self.answer(made.token())

        def answer(self, row: dict[str, Any]) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(row).encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        made.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def settings_of_it(provider: Provider, tmp_path: Path) -> OpenID:
    (tmp_path / "secret").write_text("hemligt ord\n", "utf-8")
    return OpenID(provider.address, "maltolk", tmp_path / "secret", "groups", {"webb": "editor", "drift": "admin"})


@pytest.fixture
def issuer(settings_of_it: OpenID, clock) -> Issuer:
    return Issuer(settings_of_it, BACK, clock)


def begun(issuer: Issuer, provider: Provider) -> tuple[dict[str, str], str]:
    """What comes back from an honest issuer, and the browser's cookie."""
    departure = issuer.depart()
    asked = {name: value for name, (value,) in parse_qs(urlsplit(departure.address).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert (asked["client_id"], asked["redirect_uri"]) == ("maltolk", BACK)
    provider.nonce, provider.challenge = asked["nonce"], asked["code_challenge"]
    return {"code": "abc", "state": asked["state"]}, departure.binding


def test_whoever_the_issuer_vouches_for_gets_the_role_of_the_claim(issuer: Issuer, provider: Provider):
    person = issuer.arrive(*begun(issuer, provider))
    assert (person.name, person.role) == ("anna.ek", Role.EDITOR)
    login = base64.b64encode(b"maltolk:hemligt ord").decode()
    assert (provider.sent["login"], provider.sent["redirect_uri"]) == (f"Basic {login}", BACK)
    provider.claims = {"groups": ["webb", "drift"], "preferred_username": None, "email": "a@example.org"}
    person = issuer.arrive(*begun(issuer, provider))
    assert (person.name, person.role) == ("a@example.org", Role.ADMIN)


def test_a_secret_goes_into_the_body_where_the_issuer_wants_it_there(issuer: Issuer, provider: Provider):
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    issuer.arrive(*begun(issuer, provider))
    assert (provider.sent["client_secret"], provider.sent["login"]) == ("hemligt ord", "")


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elak.example"},
        {"aud": "another"},
        {"aud": ["maltolk", "another"]},
        {"azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"nonce": "another"},
        {"nonce": None},
        {"groups": ["alla"]},
        {"groups": None},
    ],
)
def test_a_token_that_is_not_right_lets_nobody_in(issuer: Issuer, provider: Provider, claims: dict[str, Any]):
    provider.claims = claims
    with pytest.raises(NotLoggedIn):
        issuer.arrive(*begun(issuer, provider))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_the_issuers_signature_lets_nobody_in(issuer: Issuer, provider: Provider, algorithm: str):
    provider.algorithm = algorithm
    with pytest.raises(NotLoggedIn):
        issuer.arrive(*begun(issuer, provider))


def test_a_token_signed_by_another_key_lets_nobody_in(issuer: Issuer, provider: Provider):
    provider.published = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(NotLoggedIn, match="InvalidSignature"):
        issuer.arrive(*begun(issuer, provider))


def test_a_way_back_is_used_once_by_the_browser_that_went_and_in_time(issuer: Issuer, provider: Provider, clock):
    answer, binding = begun(issuer, provider)
    with pytest.raises(NotLoggedIn, match="another browser"):
        issuer.arrive(answer, "stolen")
    with pytest.raises(NotLoggedIn, match="not begun"):
        issuer.arrive(answer, binding)
    with pytest.raises(NotLoggedIn, match="not begun"):
        issuer.arrive({**answer, "state": "made up"}, binding)
    answer, binding = begun(issuer, provider)
    clock.now += openid.PENDING_SECONDS + 1
    with pytest.raises(NotLoggedIn, match="too long ago"):
        issuer.arrive(answer, binding)


def test_a_verifier_of_another_log_in_gets_no_token(issuer: Issuer, provider: Provider):
    answer, binding = begun(issuer, provider)
    begun(issuer, provider)
    with pytest.raises(NotLoggedIn, match="no ID token"):
        issuer.arrive(answer, binding)


@pytest.mark.parametrize("answer", [{"iss": "https://elak.example"}, {"code": None}])
def test_an_answer_of_somebody_else_or_none_lets_nobody_in(issuer: Issuer, provider: Provider, answer: dict[str, Any]):
    right, binding = begun(issuer, provider)
    sent = {name: value for name, value in {**right, **answer}.items() if value is not None}
    with pytest.raises(NotLoggedIn):
        issuer.arrive(sent, binding)


@pytest.mark.parametrize("metadata", [{"issuer": "https://elak.example"}, {"token_endpoint": "http://example.org/"}])
def test_an_issuer_that_publishes_something_else_is_not_asked(
    issuer: Issuer, provider: Provider, metadata: dict[str, Any]
):
    provider.metadata = metadata
    with pytest.raises(NotLoggedIn):
        issuer.depart()


def test_nobody_reads_along():
    assert is_guarded("https://login.example.org/x")
    assert is_guarded("http://127.0.0.1:80/x")
    for address in ("http://example.org", "ftp://127.0.0.1", "", "https://"):
        assert not is_guarded(address)


def test_in_the_browser(settings: Settings, settings_of_it: OpenID, provider: Provider):
    own = replace(settings, staff=Staff(openid=settings_of_it), staff_password=None, public_address="http://testserver")

    async def made() -> FastAPI:
        return create_application(own)

    with TestClient(asyncio.run(made()), follow_redirects=False, headers={"Origin": "http://testserver"}) as client:
        form = client.get("/personal/logga-in").text
        assert "organisationens konto" in form
        assert 'type="password"' not in form
        assert client.post("/personal/logga-in", data={"namn": "x", "losenord": "x"}).status_code == 401
        away = client.get("/personal/oidc")
        cookie = away.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        asked = parse_qs(urlsplit(away.headers["location"]).query)
        (provider.nonce,), (provider.challenge,) = asked["nonce"], asked["code_challenge"]
        back = client.get("/personal/oidc/svar", params={"code": "abc", "state": asked["state"][0]})
        assert back.status_code == 200
        assert "SameSite=strict" in back.headers["set-cookie"]
        assert f'content="0;url={PAGE}"' in back.text
        assert "Inloggad: anna.ek, redaktör." in client.get(PAGE).text
        assert client.get("/personal/handelser").status_code == 403
        again = client.get("/personal/oidc/svar", params={"code": "abc", "state": asked["state"][0]})
        assert again.status_code == 403
        assert COOKIE not in again.headers.get("set-cookie", "")
    log = (own.index / "audit.jsonl").read_text("utf-8")
    assert '"user": "anna.ek", "action": "log_in", "object": "oidc", "outcome": "done"' in log


SET = {
    "MALTOLK_OIDC_ISSUER": "https://login.example.org",
    "MALTOLK_OIDC_CLIENT_ID": "maltolk",
    "MALTOLK_OIDC_CLIENT_SECRET": "/run/secret",
    "MALTOLK_OIDC_ROLES": "webb=editor, a=b=admin",
    "MALTOLK_PUBLIC_ADDRESS": "https://mal.example.org",
}


def test_settings_name_the_issuer_or_say_what_is_missing():
    found = Settings.from_environment(SET).staff.openid
    assert found is not None
    assert (found.claim, dict(found.roles)) == ("roles", {"webb": "editor", "a=b": "admin"})
    assert Settings.from_environment({}).staff.openid is None
    assert not Settings.from_environment({}).has_staff
    assert Settings.from_environment(SET).has_staff
    for name in SET.keys() - {"MALTOLK_OIDC_ISSUER"}:
        with pytest.raises(UsageError, match=name):
            Settings.from_environment({**SET, name: ""})
    for name, value in (("MALTOLK_OIDC_ISSUER", "http://login.example.org"), ("MALTOLK_OIDC_ROLES", "webb=king")):
        with pytest.raises(UsageError, match=name):
            Settings.from_environment({**SET, name: value})
