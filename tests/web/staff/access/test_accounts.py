"""Sessions of users: whose they are, and when they end before their time."""

import pytest

from maltolk.web.staff.access import accounts
from maltolk.web.staff.access.accounts import EVERYBODY, Person, UserAccounts
from maltolk.web.staff.access.lockout import BRAKE_SECONDS, FREE_FAILURES, NAME_FAILURES
from maltolk.web.staff.access.roles import Role
from maltolk.web.staff.access.sessions import MAX_WAITING, LoginRefused, Sessions
from maltolk.web.staff.access.users import UsersFile

NAME = "Rut Redaktör"
RIGHT = f"lösenord för {NAME}"


@pytest.fixture
def sessions(users: UsersFile, clock) -> Sessions:
    return Sessions(UserAccounts(users), clock)


def token(sessions: Sessions, name: str = NAME) -> str:
    given = sessions.log_in(f"lösenord för {NAME}", "1.2.3.4", name=name)
    assert isinstance(given, str)
    return given


def test_a_session_knows_who_it_is(sessions: Sessions):
    assert sessions.named
    assert sessions.who(token(sessions, "rut redaktör")) == Person(NAME, Role.EDITOR)
    assert sessions.who("forged") is None
    assert isinstance(sessions.log_in(RIGHT, "1.2.3.4", name="Lena Läsare"), LoginRefused)
    assert isinstance(sessions.log_in(RIGHT, "1.2.3.4"), LoginRefused)


def test_the_one_password_makes_an_admin_of_everybody(clock):
    sessions = Sessions("hemligt", clock)
    given = sessions.log_in("hemligt", "1.2.3.4", name="ignored")
    assert isinstance(given, str)
    assert not sessions.named
    assert sessions.who(given) == Person(EVERYBODY, Role.ADMIN)


def test_who_is_removed_is_logged_out_at_the_next_request(sessions: Sessions, users: UsersFile):
    one = token(sessions)
    users.remove(NAME)
    assert not sessions.use(one)
    users.add(NAME, Role.ADMIN, RIGHT)
    assert not sessions.use(one), "a namesake made later does not inherit the session"


def test_another_role_counts_at_the_next_request(sessions: Sessions, users: UsersFile):
    one = token(sessions)
    users.set_role(NAME, Role.READER)
    assert sessions.who(one) == Person(NAME, Role.READER)


def test_an_unknown_name_is_checked_as_a_known_one_is(sessions: Sessions, monkeypatch: pytest.MonkeyPatch):
    compared = []
    right = accounts.is_right
    monkeypatch.setattr(accounts, "is_right", lambda given, kept: compared.append(kept) or right(given, kept))
    sessions.log_in("fel", "1.2.3.4", name=NAME)
    sessions.log_in("fel", "1.2.3.4", name="Ingen")
    assert [kept is None for kept in compared] == [False, True]


def test_strangers_who_try_a_name_lock_nobody_out(sessions: Sessions):
    for number in range(NAME_FAILURES):
        sessions.log_in("fel", f"10.0.0.{number}", name=NAME)
    sessions.log_in("fel", "10.0.1.1", name=NAME)
    refused = sessions.log_in("fel", "10.0.1.1", name=NAME)
    assert isinstance(refused, LoginRefused)
    assert not refused.checked, "whoever fails on that name waits after the first failure"
    assert isinstance(sessions.log_in(RIGHT, "1.2.3.4", name=NAME), str), "its owner does not wait for theirs"


def test_a_name_that_nobody_tries_any_more_is_as_before(sessions: Sessions, clock):
    for number in range(NAME_FAILURES):
        sessions.log_in("fel", f"10.0.0.{number}", name=NAME)
    clock.now += BRAKE_SECONDS
    for _ in range(FREE_FAILURES):
        assert sessions.log_in("fel", "10.0.1.1", name=NAME).checked


def test_more_log_ins_than_can_be_checked_are_sent_away(sessions: Sessions):
    sessions._waiting = MAX_WAITING
    refused = sessions.log_in(RIGHT, "1.2.3.4", name=NAME)
    assert isinstance(refused, LoginRefused)
    assert refused.busy
    sessions._waiting = 0
    assert isinstance(sessions.log_in(RIGHT, "1.2.3.4", name=NAME), str)
