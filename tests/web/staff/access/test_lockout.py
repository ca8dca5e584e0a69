"""After five failures an address has to wait, ever longer; sooner while many addresses fail."""

import pytest

from maltolk.web.staff.access.lockout import (
    BRAKE_FAILURES,
    BRAKE_SECONDS,
    FORGOTTEN_AFTER,
    FREE_FAILURES,
    WAITS,
    Lockout,
)


def test_five_failures_are_free_and_the_waits_grow(clock):
    lockout = Lockout(clock)
    for _ in range(FREE_FAILURES - 1):
        lockout.failed("1.2.3.4")
        assert lockout.wait("1.2.3.4") == 0
    waits = []
    for _ in range(7):
        lockout.failed("1.2.3.4")
        waits.append(lockout.wait("1.2.3.4"))
        clock.now += waits[-1]
        assert lockout.wait("1.2.3.4") == 0
    assert waits == [30, 60, 120, 300, 900, 900, 900]
    assert waits[:5] == list(WAITS)


def test_another_address_does_not_wait(clock):
    lockout = Lockout(clock)
    for _ in range(FREE_FAILURES):
        lockout.failed("1.2.3.4")
    assert lockout.wait("1.2.3.4") == 30
    assert lockout.wait("1.2.3.5") == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("1.2.3.4", "::ffff:1.2.3.4"), ("testclient", "testclient")],
)
def test_addresses_of_one_household_count_as_one(clock, one: str, other: str):
    lockout = Lockout(clock)
    for _ in range(FREE_FAILURES):
        lockout.failed(one)
    assert lockout.wait(other) == 30


def test_success_and_time_make_an_address_as_good_as_new(clock):
    lockout = Lockout(clock)
    for address in ("1.1.1.1", "2.2.2.2"):
        for _ in range(FREE_FAILURES + 2):
            lockout.failed(address)
    lockout.succeeded("1.1.1.1")
    assert lockout.wait("1.1.1.1") == 0
    clock.now += FORGOTTEN_AFTER
    lockout.failed("2.2.2.2")
    assert lockout.wait("2.2.2.2") == 0


def test_while_many_addresses_fail_an_address_waits_after_its_first_failure(clock):
    lockout = Lockout(clock)
    for number in range(BRAKE_FAILURES):
        lockout.failed(f"10.0.0.{number}")
        clock.now += 1
    assert lockout.wait("10.0.0.29") == WAITS[0] - 1
    lockout.failed("10.0.0.29")
    assert lockout.wait("10.0.0.29") == WAITS[1]
    clock.now += BRAKE_SECONDS
    assert lockout.wait("10.0.0.29") == 0


def test_strangers_cannot_make_anybody_else_wait(clock):
    lockout = Lockout(clock)
    for number in range(20 * BRAKE_FAILURES):
        lockout.failed(f"10.0.{number // 250}.{number % 250}")
        assert lockout.wait("9.9.9.9") == 0
