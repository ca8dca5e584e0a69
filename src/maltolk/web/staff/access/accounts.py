"""Who may log in, and as whom: one password for everybody, or a file of users."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from maltolk.settings import Settings
from maltolk.web.staff.access.passwords import is_right
from maltolk.web.staff.access.roles import Action, Role, is_allowed
from maltolk.web.staff.access.users import UsersFile

EVERYBODY = "personal"
"""The name of whoever has the one password."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is logged in. ``name``: as the audit log has it."""

    name: str
    role: Role

    def may(self, action: Action) -> bool:
        """Whether the role allows it."""
        return is_allowed(self.role, action)


Present = Callable[[], Person | None]
"""Gives the person as they are now; None once they may not be logged in any more."""


class Accounts(Protocol):
    """What a log-in is checked against. ``named``: whether it takes a name; ``has_passwords``: whether anybody can."""

    named: bool
    has_passwords: bool

    def check(self, name: str, password: str) -> Present | None:
        """Whoever that is; None, after as long, when the name is unknown or the password wrong."""


class OnePassword:
    """One password, which makes an admin of everybody."""

    named = False
    has_passwords = True

    def __init__(self, password: str) -> None:
        self._password = _digest(password)

    def check(self, name: str, password: str) -> Present | None:
        """Everybody who has the password."""
        right = hmac.compare_digest(_digest(password), self._password)
        return (lambda: Person(EVERYBODY, Role.ADMIN)) if right else None


class UserAccounts:
    """Those in the file of users. Who is removed from it, or gets another password, is logged out."""

    named = True
    has_passwords = True

    def __init__(self, users: UsersFile) -> None:
        self._users = users

    def check(self, name: str, password: str) -> Present | None:
        """The user of that name; takes some 50 ms, whoever it is."""
        user = self._users.user(name)
        if not is_right(password, None if user is None else user.hash) or user is None:
            return None
        at_log_in = user

        def present() -> Person | None:
            now = self._users.user(at_log_in.name)
            return Person(now.name, now.role) if now is not None and now.hash == at_log_in.hash else None

        return present


class NoPasswords:
    """Nobody, where people log in elsewhere alone."""

    named = True
    has_passwords = False

    def check(self, name: str, password: str) -> Present | None:
        """Nobody."""
        return None


def accounts_of(settings: Settings) -> Accounts:
    """Who may log in with a password: the users of the file where one is set, else whoever has the one password."""
    if settings.staff.users is not None:
        return UserAccounts(UsersFile(settings.staff.users))
    return NoPasswords() if settings.staff_password is None else OnePassword(settings.staff_password)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
