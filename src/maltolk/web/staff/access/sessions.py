"""Who is logged in: sessions that end by themselves, or with the account that began them."""

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from maltolk.web.staff.access.accounts import Accounts, OnePassword, Person, Present
from maltolk.web.staff.access.lockout import Lockout

IDLE_SECONDS = 30 * 60.0
"""A session ends after this long without a request."""
ABSOLUTE_SECONDS = 8 * 60 * 60.0
"""A session ends this long after it began, regardless of activity."""
MAX_SESSIONS = 100
MAX_WAITING = 4
"""Log-ins that are checked or wait for it at a time: strangers must not take all threads."""
BUSY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """No session. ``wait``: seconds until the next try counts; 0: the name or the password was wrong and may be tried
    again. ``checked``: it was compared, and was wrong. ``busy``: it was not, since many others are."""

    wait: float = 0.0
    checked: bool = True
    busy: bool = False


@dataclass(frozen=True, slots=True)
class _Session:
    began: float
    used: float
    present: Present


class Sessions:
    """Random tokens, stored only as hashes, so that a memory dump opens nothing.

    Safe to use from several threads. ``clock``: seconds.
    """

    def __init__(self, accounts: Accounts | str, clock: Callable[[], float] = time.monotonic) -> None:
        """``accounts``: who may log in; a text is the one password of everybody."""
        self._accounts = OnePassword(accounts) if isinstance(accounts, str) else accounts
        self._clock = clock
        self._lockout = Lockout(clock)
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.Lock()
        self._checking = threading.Lock()
        self._waiting = 0

    @property
    def has_passwords(self) -> bool:
        """Whether anybody can log in with a password."""
        return self._accounts.has_passwords

    @property
    def named(self) -> bool:
        """Whether logging in takes a name."""
        return self._accounts.named

    def log_in(self, password: str, client: str, token: str | None = None, name: str = "") -> str | LoginRefused:
        """A token for a new session, or why there is none. ``client``: the address that asks, for the lock-out.

        ``token``: of the browser's present session, which ends: a token never survives a log-in. Takes some 50 ms where
        there are users, so not for an event loop.
        """
        name = name if self._accounts.named else ""
        with self._lock:
            if (wait := self._lockout.wait(client, name)) > 0:
                return LoginRefused(wait, checked=False)
            if self._waiting >= MAX_WAITING:
                return LoginRefused(BUSY_SECONDS, checked=False, busy=True)
            self._waiting += 1
        try:
            with self._checking:  # one at a time: each takes 64 MiB and all of a core
                present = self._accounts.check(name, password)
        finally:
            with self._lock:
                self._waiting -= 1
        with self._lock:
            if present is None:
                self._lockout.failed(client, name)
                return LoginRefused(self._lockout.wait(client, name))
            self._lockout.succeeded(client)
        return self.admit(present, token)

    def admit(self, present: Present, token: str | None = None) -> str:
        """A token for a new session of somebody who has been checked. ``token``: as for ``log_in``."""
        with self._lock:
            self._sweep()
            self._sessions.pop(identity(token), None)
            if len(self._sessions) >= MAX_SESSIONS:
                del self._sessions[min(self._sessions, key=lambda name: self._sessions[name].used)]
            fresh = secrets.token_urlsafe(32)
            now = self._clock()
            self._sessions[identity(fresh)] = _Session(now, now, present)
            return fresh

    def who(self, token: str | None) -> Person | None:
        """Whose session it is, with the role as it is now; it then counts as used now. None: there is no such session
        any more."""
        with self._lock:
            self._sweep()
            session = self._sessions.get(identity(token))
            if session is None:
                return None
            person = session.present()
            if person is None:
                del self._sessions[identity(token)]
                return None
            self._sessions[identity(token)] = replace(session, used=self._clock())
            return person

    def use(self, token: str | None) -> bool:
        """Whether the token's session is still valid; it then counts as used now."""
        return self.who(token) is not None

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
    return hashlib.sha256((token or "").encode("utf-8", "surrogatepass")).hexdigest()
