"""The file of users: what goes in, what is refused, and who can read it."""

import stat
from pathlib import Path

import pytest

from maltolk.errors import UsageError
from maltolk.web.staff.access.passwords import is_hash, is_right
from maltolk.web.staff.access.roles import LEAST, Action, Role, is_allowed
from maltolk.web.staff.access.users import UsersFile

PASSWORD = "sju små gröna cyklar"


@pytest.fixture
def users(tmp_path: Path) -> UsersFile:
    return UsersFile(tmp_path / "conf" / "users.toml")


def test_a_user_is_added_changed_and_removed(users: UsersFile):
    users.add("Anna  Ek", Role.READER, PASSWORD)
    users.add("Bo", Role.ADMIN, PASSWORD)
    assert [(user.name, user.role) for user in users.users()] == [("Anna Ek", Role.READER), ("Bo", Role.ADMIN)]
    users.set_role("anna ek", Role.EDITOR)
    found = users.user("ANNA EK")
    assert found is not None
    assert found.role is Role.EDITOR
    assert is_right(PASSWORD, found.hash)
    users.remove("Anna Ek")
    assert users.user("Anna Ek") is None
    assert [user.name for user in users.users()] == ["Bo"]


def test_the_file_holds_hashes_that_its_owner_alone_can_read(users: UsersFile):
    users.add("Anna", Role.READER, PASSWORD)
    users.add("Bo", Role.READER, PASSWORD)
    written = users.file.read_text("utf-8")
    assert PASSWORD not in written
    assert written.count("$argon2id$") == 2
    assert len({user.hash for user in users.users()}) == 2, "a salt of its own for each"
    assert stat.S_IMODE(users.file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "password"),
    [("Anna", "elva tecken"), ("Anna", "x" * 1001), ("", PASSWORD), ("a\x00b", PASSWORD), ("x" * 61, PASSWORD)],
)
def test_a_short_password_or_an_unfit_name_makes_no_user(users: UsersFile, name: str, password: str):
    with pytest.raises(UsageError):
        users.add(name, Role.READER, password)
    assert users.users() == ()


def test_a_name_is_given_once_whatever_its_capitals(users: UsersFile):
    users.add("Anna", Role.READER, PASSWORD)
    with pytest.raises(UsageError, match="already"):
        users.add("ANNA", Role.ADMIN, PASSWORD)


def test_a_name_with_signs_of_toml_comes_back_as_it_was(users: UsersFile):
    name = "Anna \"Ek\" \\ ] = 'x'"
    users.add(name, Role.READER, PASSWORD)
    assert users.users()[0].name == name


@pytest.mark.parametrize("action", [lambda users: users.remove("Bo"), lambda users: users.set_role("Bo", Role.ADMIN)])
def test_whoever_is_not_there_cannot_be_changed(users: UsersFile, action):
    users.add("Anna", Role.READER, PASSWORD)
    with pytest.raises(UsageError, match="no user Bo"):
        action(users)


@pytest.mark.parametrize(
    "broken", [b"\xff", b"[[user]]\nname = 1", b'[[user]]\nname="a"\nrole="x"\nhash="y"', b"user=3"]
)
def test_nobody_gets_in_while_the_file_cannot_be_read(users: UsersFile, broken: bytes):
    users.add("Anna", Role.ADMIN, PASSWORD)
    assert users.user("Anna") is not None
    users.file.write_bytes(broken)
    assert users.user("Anna") is None
    with pytest.raises(UsageError, match="mend it"):
        users.users()
    with pytest.raises(UsageError):
        users.add("Bo", Role.ADMIN, PASSWORD)
    assert users.file.read_bytes() == broken


def test_a_change_by_another_process_counts_at_once(users: UsersFile):
    users.add("Anna", Role.ADMIN, PASSWORD)
    assert users.user("Anna") is not None
    UsersFile(users.file).remove("Anna")
    assert users.user("Anna") is None


def test_a_password_is_right_for_its_own_hash_alone(users: UsersFile):
    kept = users.add("Anna", Role.ADMIN, PASSWORD).hash
    assert is_hash(kept)
    assert is_right(PASSWORD, kept)
    assert not is_right(PASSWORD + " ", kept)
    assert not is_right(PASSWORD, None)
    assert not is_right("", "no hash")
    assert not is_hash("$argon2i$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$4t6bJZ")


def test_each_role_may_do_what_the_one_before_it_may():
    assert set(LEAST) == set(Action)
    may = [{action for action in Action if is_allowed(role, action)} for role in Role]
    assert may[0] < may[1] < may[2] == set(Action)
    assert may[0] == {Action.READ, Action.TRY}
    assert Action.TEXT_ERASE not in may[1]
    assert Action.SUPPRESS not in may[1]
