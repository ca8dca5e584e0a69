"""What ``maltolk users`` does: shows and changes the file of users, with a line in the audit log for each change."""

import sys
from getpass import getpass

from maltolk.errors import UsageError
from maltolk.settings import Settings
from maltolk.web.staff.access.audit import COMMAND, AuditLog
from maltolk.web.staff.access.roles import Role
from maltolk.web.staff.access.users import User, UsersFile


def listed(settings: Settings) -> tuple[User, ...]:
    """All users. Raises UsageError when no file is set, or it cannot be read."""
    return _file(settings).users()


def changed(settings: Settings, action: str, name: str | None, role: str | None) -> User:
    """Add, remove, or give another role to (``action`` "add", "remove", "role") the user of that name; who that is now,
    or was. A password is asked for. Raises UsageError."""
    users = _file(settings)
    if not name:
        raise UsageError(f"users {action} takes a NAME")
    if action == "add":
        user = users.add(name, Role(role or Role.READER), _password())
    elif action == "remove":
        user = users.remove(name)
    elif role is None:
        raise UsageError("users role takes --role reader, editor or admin")
    else:
        user = users.set_role(name, Role(role))
    AuditLog(settings.audit).note(COMMAND, f"user_{action}", f"{user.name}, {user.role}")
    return user


def _file(settings: Settings) -> UsersFile:
    if settings.staff.users is None:
        raise UsageError("there is no file of users; set MALTOLK_STAFF_USERS to one, as the server has it")
    return UsersFile(settings.staff.users)


def _password() -> str:
    """Typed twice without echo, or a line of standard input; never an argument, which others on the machine can see."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass("Password: ")
    if getpass("Once more: ") != given:
        raise UsageError("the two passwords differ; nothing was changed")
    return given
