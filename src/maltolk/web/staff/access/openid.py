"""Logging in at the organisation's own identity provider: OpenID Connect, authorization code with PKCE.

OpenID Connect Core 1.0 (3.1), Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (the issuer named in the response).
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from maltolk.errors import UsageError
from maltolk.settings import OpenID
from maltolk.web.staff.access.accounts import Person
from maltolk.web.staff.access.roles import Role

if TYPE_CHECKING:
    from jwt import PyJWK

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that are believed: of keys of which the issuer alone has the secret half."""
PENDING_SECONDS = 10 * 60.0
"""To come back from the issuer."""
FRESH_SECONDS = 60 * 60.0
"""What the issuer publishes is read again after so long."""
PAUSE_SECONDS = 60.0
"""Between two looks for a key that is not known."""
SECONDS = 10.0
"""For one request to the issuer."""
MAX_BYTES = 1024 * 1024
"""Of a response of the issuer."""
LEEWAY_SECONDS = 60
"""How far the issuer's clock may be off."""
MAX_PENDING = 1000
_NAMES = ("preferred_username", "email", "name", "sub")


class NotLoggedIn(Exception):
    """The issuer's answer makes nobody a user here; its text says why, for the log, without what was sent. ``name``:
    who it was, where the issuer has vouched for that."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why)
        self.name = name


@dataclass(frozen=True, slots=True)
class Departure:
    """``address``: where the browser goes; ``binding``: what it keeps in a cookie and brings back."""

    address: str
    binding: str


@dataclass(frozen=True, slots=True)
class _Pending:
    binding: str
    nonce: str
    verifier: str
    since: float


class Issuer:
    """The identity provider that the settings name. Safe to use from several threads. ``clock``: seconds."""

    def __init__(self, openid: OpenID, back: str, clock: Callable[[], float] = time.monotonic) -> None:
        """``back``: the address that the issuer sends people back to, as it is registered there."""
        self._openid = openid
        self._back = back
        self._clock = clock
        self._lock = threading.Lock()
        self._pending: OrderedDict[str, _Pending] = OrderedDict()
        self._published: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, Mapping[str, PyJWK]] | None = None

    def depart(self) -> Departure:
        """Begin a log-in. Raises NotLoggedIn when the issuer cannot be reached."""
        published = self._metadata()
        state, nonce, verifier, binding = (secrets.token_urlsafe(32) for _ in range(4))
        with self._lock:
            self._pending[state] = _Pending(_digest(binding), nonce, verifier, self._clock())
            while len(self._pending) > MAX_PENDING:
                self._pending.popitem(last=False)
        asked = {
            "response_type": "code",
            "client_id": self._openid.client,
            "redirect_uri": self._back,
            "scope": "openid profile email",
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        address = published["authorization_endpoint"]
        return Departure(f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}", binding)

    def arrive(self, answer: Mapping[str, str], binding: str) -> Person:
        """Who has come back with ``answer``, the parameters of the address. Raises NotLoggedIn.

        ``binding``: from the browser's cookie; each log-in that was begun ends once.
        """
        with self._lock:
            pending = self._pending.pop(answer.get("state", ""), None)
        if pending is None or self._clock() - pending.since > PENDING_SECONDS:
            raise NotLoggedIn("it was not begun here, or too long ago")
        if not hmac.compare_digest(pending.binding, _digest(binding)):
            raise NotLoggedIn("it was begun in another browser")
        if answer.get("iss", self._openid.issuer) != self._openid.issuer:
            raise NotLoggedIn("another issuer answered")
        if "code" not in answer:
            raise NotLoggedIn("the issuer let nobody in")
        claims = self._claims(self._exchanged(answer["code"], pending.verifier))
        if not hmac.compare_digest(str(claims.get("nonce", "")), pending.nonce):
            raise NotLoggedIn("the token is of another log-in")
        return self._person(claims)

    def _exchanged(self, code: str, verifier: str) -> str:
        """The ID token that the issuer gives for the code."""
        published = self._metadata()
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back,
            "code_verifier": verifier,
            "client_id": self._openid.client,
        }
        try:
            secret = self._openid.secret()
        except UsageError as error:
            raise NotLoggedIn(str(error)) from None
        ways = published.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        login = None
        if "client_secret_basic" in ways:
            login = (self._openid.client, secret)
        else:
            sent["client_secret"] = secret
        token = _asked("POST", published["token_endpoint"], data=sent, auth=login).get("id_token")
        if not isinstance(token, str):
            raise NotLoggedIn("the issuer gave no ID token")
        return token

    def _claims(self, token: str) -> Mapping[str, Any]:
        """What the token says, once signature, issuer, audience and times are right."""
        import jwt

        try:
            key = self._key(str(jwt.get_unverified_header(token).get("kid", "")))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=self._openid.client,
                issuer=self._openid.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise NotLoggedIn(f"the ID token is not valid ({type(error).__name__})") from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", "" if several else self._openid.client) != self._openid.client:
            raise NotLoggedIn("the ID token was made for somebody else")
        return claims

    def _key(self, name: str) -> "PyJWK":
        known = self._keys
        now = self._clock()
        stale = known is None or now - known[0] > FRESH_SECONDS
        if known is None or stale or (name not in known[1] and now - known[0] > PAUSE_SECONDS):
            known = self._keys = (now, _keys_of(_asked("GET", self._metadata()["jwks_uri"])))
        if name not in known[1]:
            raise NotLoggedIn("the ID token is signed with a key that the issuer does not publish")
        return known[1][name]

    def _metadata(self) -> Mapping[str, Any]:
        if self._published is None or self._clock() - self._published[0] > FRESH_SECONDS:
            found = _asked("GET", f"{self._openid.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self._openid.issuer:
                raise NotLoggedIn("the issuer calls itself something else")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not is_guarded(str(found.get(name, ""))):
                    raise NotLoggedIn(f"the issuer's {name} is not https")
            self._published = (self._clock(), found)
        return self._published[1]

    def _person(self, claims: Mapping[str, Any]) -> Person:
        given = claims.get(self._openid.claim, [])
        values = {str(value) for value in (given if isinstance(given, list) else [given])}
        roles = [role for role in Role if any(self._openid.roles.get(value) == role.value for value in values)]
        name = " ".join(next(str(claims[key]) for key in _NAMES if claims.get(key)).split())[:100]
        if not roles:
            raise NotLoggedIn(f"the claim {self._openid.claim} gives no role here", name)
        return Person(name, roles[-1])


def is_guarded(address: str) -> bool:
    """Whether nobody on the way can read along: https, or this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))
    )


def _asked(method: str, address: str, **more: Any) -> Mapping[str, Any]:  # noqa: ANN401  as httpx takes them
    """The object that the issuer answers with. Raises NotLoggedIn for anything else; no redirect is followed."""
    import httpx

    body = b""
    try:
        with httpx.stream(method, address, timeout=SECONDS, headers={"Accept": "application/json"}, **more) as response:
            if response.status_code != 200:
                raise NotLoggedIn(f"the issuer answered {method} with {response.status_code}")
            for part in response.iter_bytes():
                body += part
                if len(body) > MAX_BYTES:
                    raise NotLoggedIn("the issuer's answer is too large")
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
        raise NotLoggedIn(f"the issuer cannot be asked ({type(error).__name__})") from None
    if not isinstance(found, dict):
        raise NotLoggedIn("the issuer's answer is no object")
    return found


def _keys_of(published: Mapping[str, Any]) -> Mapping[str, "PyJWK"]:
    """The issuer's keys for signatures, by name; those of a kind that is not known are left out."""
    import jwt

    keys = {}
    for row in published.get("keys", []):
        if isinstance(row, dict) and row.get("use", "sig") == "sig" and row.get("kty") != "oct":
            try:
                keys[str(row.get("kid", ""))] = jwt.PyJWK.from_dict(row)
            except jwt.PyJWTError:
                continue
    return keys


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
