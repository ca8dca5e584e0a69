"""Sessions: who gets one, and when it ends."""

from maltolk.web.staff.access.sessions import (
    ABSOLUTE_SECONDS,
    IDLE_SECONDS,
    MAX_SESSIONS,
    LoginRefused,
    Sessions,
    identity,
)

RIGHT = "hemligt å"


def logged_in(sessions: Sessions, token: str | None = None) -> str:
    fresh = sessions.log_in(RIGHT, "1.2.3.4", token)
    assert isinstance(fresh, str)
    return fresh


def test_the_right_password_opens_a_session_and_no_other(clock):
    sessions = Sessions(RIGHT, clock)
    token = logged_in(sessions)
    assert sessions.use(token)
    for wrong in (None, "", token[:-1], token + "x", RIGHT, identity(token)):
        assert not sessions.use(wrong)
    for wrong in ("", "hemligt", RIGHT + " ", RIGHT.upper(), "\ud800"):
        assert sessions.log_in(wrong, wrong) == LoginRefused()


def test_a_session_ends_when_it_is_idle(clock):
    sessions = Sessions(RIGHT, clock)
    token = logged_in(sessions)
    for _ in range(4):
        clock.now += IDLE_SECONDS - 1
        assert sessions.use(token)
    clock.now += IDLE_SECONDS
    assert not sessions.use(token)
    assert sessions.live() == frozenset()


def test_a_session_that_is_used_all_day_ends_as_well(clock):
    sessions = Sessions(RIGHT, clock)
    token, began = logged_in(sessions), clock.now
    while clock.now + 600 - began < ABSOLUTE_SECONDS:
        clock.now += 600
        assert sessions.use(token)
    clock.now += 600
    assert not sessions.use(token)


def test_log_in_ends_the_session_that_the_browser_had(clock):
    sessions = Sessions(RIGHT, clock)
    first = logged_in(sessions)
    second = logged_in(sessions, first)
    assert first != second
    assert not sessions.use(first)
    assert sessions.use(second)
    sessions.log_in("fel", "1.2.3.4", second)
    assert sessions.use(second), "a failure ends nobody's session"


def test_a_token_that_the_browser_brought_is_never_taken_over(clock):
    sessions = Sessions(RIGHT, clock)
    assert logged_in(sessions, "chosen by somebody else") != "chosen by somebody else"
    assert not sessions.use("chosen by somebody else")


def test_log_out_ends_the_session_on_the_server(clock):
    sessions = Sessions(RIGHT, clock)
    token, other = logged_in(sessions), logged_in(sessions)
    sessions.log_out(token)
    assert not sessions.use(token)
    assert sessions.use(other)


def test_who_is_locked_out_gets_in_with_no_password(clock):
    sessions = Sessions(RIGHT, clock)
    for _ in range(4):
        assert sessions.log_in("fel", "1.2.3.4") == LoginRefused(0)
    assert sessions.log_in("fel", "1.2.3.4") == LoginRefused(30)
    assert sessions.log_in(RIGHT, "1.2.3.4") == LoginRefused(30, checked=False)
    clock.now += 10
    assert sessions.log_in(RIGHT, "1.2.3.4") == LoginRefused(20, checked=False), (
        "a try during the wait does not make it longer"
    )
    assert isinstance(sessions.log_in(RIGHT, "4.3.2.1"), str)
    clock.now += 20
    assert logged_in(sessions)


def test_memory_holds_hashes_and_a_bounded_number(clock):
    sessions = Sessions(RIGHT, clock)
    tokens = []
    for _ in range(MAX_SESSIONS + 1):
        tokens.append(logged_in(sessions))
        clock.now += 1
    assert not sessions.use(tokens[0])
    assert all(sessions.use(token) for token in tokens[1:])
    assert not any(token in repr(vars(sessions)) for token in tokens)
    assert RIGHT not in repr(vars(sessions))
