"""The list of people who must not be shown: kept whole, private, and never lost by accident."""

import os
import threading
from datetime import date
from pathlib import Path

import pytest

from maltolk.errors import UsageError
from maltolk.privacy.suppressed import Suppressed, SuppressionList, entry

TODAY = date(2026, 11, 28)


@pytest.fixture
def listed(tmp_path: Path) -> SuppressionList:
    return SuppressionList(tmp_path / "suppressed.toml")


def test_what_is_added_is_read_again(listed: SuppressionList):
    one = entry('Åsa "Ek" Berg\\', "Asa@ort.se", "0303-33 00 01", "Ale", TODAY)
    two = entry(email="b@ort.se", today=TODAY)
    assert listed.current() == ()
    assert listed.add(one)
    assert listed.add(two)
    assert not listed.add(entry('åsa "ek" berg\\', "asa@ort.se", "+46 303 33 00 01", "ale"))
    assert SuppressionList(listed.file).current() == listed.current() == (one, two)
    assert (one.phone, one.email, one.since) == ("+46303330001", "asa@ort.se", "2026-11-28")
    assert listed.remove(one.key)
    assert not listed.remove(one.key)
    assert listed.current() == (two,)


def test_only_the_owner_may_read_it(listed: SuppressionList):
    listed.add(entry("Anna Ek"))
    assert listed.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "Zlatan"},
        {"name": "A Ek"},
        {"email": "anna@"},
        {"phone": "12"},
        {"name": "Anna " + "E" * 300},
        {"municipality": "Ale"},
    ],
)
def test_an_entry_that_hides_nobody_or_too_many_is_refused(typed: dict[str, str]):
    with pytest.raises(UsageError):
        entry(**typed)


@pytest.mark.parametrize("content", [b"[[person]\n", b"\xff", b'[[person]]\nnamn = "x"\n', b"[[person]]\nname = 3\n"])
def test_a_damaged_list_is_never_taken_for_an_empty_one(listed: SuppressionList, content: bytes):
    listed.add(entry("Anna Ek", today=TODAY))
    kept = listed.current()
    listed.file.write_bytes(content)
    assert listed.current() == kept
    with pytest.raises(UsageError, match="cannot be read") as raised:
        SuppressionList(listed.file).current()
    assert "Ek" not in str(raised.value)
    with pytest.raises(UsageError, match="cannot be read"):
        listed.add(entry("Bo Ek"))
    assert listed.file.read_bytes() == content


def test_a_list_that_goes_missing_still_counts(listed: SuppressionList):
    listed.add(entry("Anna Ek"))
    kept = listed.current()
    listed.file.unlink()
    assert listed.current() == kept


def test_the_same_list_is_the_same_value(listed: SuppressionList):
    listed.add(entry("Anna Ek"))
    first = listed.current()
    os.utime(listed.file)
    assert listed.current() == first
    assert listed.current() is listed.current()


def test_changes_at_the_same_time_are_all_kept(listed: SuppressionList):
    def add(number: int) -> None:
        SuppressionList(listed.file).add(Suppressed(email=f"a{number}@ort.se"))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(listed.current()) == 8
