"""Who is logged in: one password for the staff, and sessions that end by themselves."""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from maltolk.web.staff.lockout import Lockout

IDLE_SECONDS = 30 * 60.0
"""A session ends after this long without a request."""
ABSOLUTE_SECONDS = 8 * 60 * 60.0
"""A session ends this long after it began, regardless of activity."""
MAX_SESSIONS = 100


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """No session. ``wait``: seconds until the next try counts; 0: the password was wrong and may be tried again."""

    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class _Session:
    began: float
    used: float


class Sessions:
    """Random tokens, stored only as hashes, so that a memory dump opens nothing.

    Safe to use from several threads. ``clock``: seconds.
    """

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._password = _digest(password)
        self._clock = clock
        self._lockout = Lockout(clock)
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def log_in(self, password: str, client: str, token: str | None = None) -> str | LoginRefused:
        """A token for a new session, or why there is none. ``client``: the address that asks, for the lock-out.

        ``token``: of the browser's present session, which ends: a token never survives a log-in.
        """
        given = _digest(password)
        with self._lock:
            if (wait := self._lockout.wait(client)) > 0:
                return LoginRefused(wait)
            if not hmac.compare_digest(given, self._password):
                self._lockout.failed(client)
                return LoginRefused(self._lockout.wait(client))
            self._lockout.succeeded(client)
            self._sweep()
            self._sessions.pop(identity(token), None)
            if len(self._sessions) >= MAX_SESSIONS:
                del self._sessions[min(self._sessions, key=lambda name: self._sessions[name].used)]
            fresh = secrets.token_urlsafe(32)
            now = self._clock()
            self._sessions[identity(fresh)] = _Session(now, now)
            return fresh

    def use(self, token: str | None) -> bool:
        """Whether the token's session is still valid; it then counts as used now."""
        with self._lock:
            self._sweep()
            session = self._sessions.get(identity(token))
            if session is None:
                return False
            self._sessions[identity(token)] = replace(session, used=self._clock())
            return True

    def log_out(self, token: str | None) -> None:
        """End the token's session."""
        with self._lock:
            self._sessions.pop(identity(token), None)

    def live(self) -> frozenset[str]:
        """The identities of all valid sessions."""
        with self._lock:
            self._sweep()
            return frozenset(self._sessions)

    def _sweep(self) -> None:
        now = self._clock()
        self._sessions = {
            name: session
            for name, session in self._sessions.items()
            if now - session.used < IDLE_SECONDS and now - session.began < ABSOLUTE_SECONDS
        }


def identity(token: str | None) -> str:
    """A session's identity on the server: its token's hash."""
    return _digest(token or "").hex()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
