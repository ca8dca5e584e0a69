"""The file of the staff's users: name, role and password hash of each, made and changed by ``maltolk users``."""

import json
import logging
import threading
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from unicodedata import category, normalize

from maltolk.errors import UsageError
from maltolk.indexing.storage.disk import replace_private
from maltolk.machine import locked, to_disk
from maltolk.web.staff.access.passwords import LONGEST, SHORTEST, hashed, is_hash
from maltolk.web.staff.access.roles import Role

MAX_USERS = 500
MAX_NAME = 60
"""Characters of a name."""

_HEAD = (
    "# The users of the staff's pages. Made and changed by `maltolk users`; takes effect at each user's next request.\n"
    "# Readable by the service alone. Holds no password, only hashes.\n"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class User:
    """``name``: as written when it was made; capitals do not tell two apart. ``hash``: argon2id, of the password."""

    name: str
    role: Role
    hash: str


class UsersFile:
    """The users in ``file``. Safe to use from several threads, and its file from several processes.

    A file that is missing or cannot be read has no users, so that nobody gets in, and nobody stays.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._users: dict[str, User] = {}

    def user(self, name: str) -> User | None:
        """The user of that name, as the file has it now."""
        return self._current().get(_key(name))

    def users(self) -> tuple[User, ...]:
        """All users, by name. Raises UsageError when the file is there and cannot be read."""
        return tuple(sorted(self._read(), key=lambda user: _key(user.name)))

    def add(self, name: str, role: Role, password: str) -> User:
        """Make a user. Raises UsageError for a name that is taken or unfit, a password too short, or a full file."""
        name = " ".join(normalize("NFC", name).split())
        if not name or len(name) > MAX_NAME or any(category(sign)[0] == "C" for sign in name):
            raise UsageError(f"a name has 1 to {MAX_NAME} characters, none of them invisible")
        if not SHORTEST <= len(password) <= LONGEST:
            raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters; take a sentence that nobody knows")
        with self._changing() as users:
            if any(_key(user.name) == _key(name) for user in users):
                raise UsageError(f"there is a user {name} already; remove that one first to set another password")
            if len(users) >= MAX_USERS:
                raise UsageError(f"the file holds {MAX_USERS} users, its most; remove some first")
            made = User(name, role, hashed(password))
            self._write([*users, made])
            return made

    def remove(self, name: str) -> User:
        """Remove the user, whose sessions end. Raises UsageError where there is none."""
        with self._changing() as users:
            gone = _one(users, name)
            self._write([user for user in users if user is not gone])
            return gone

    def set_role(self, name: str, role: Role) -> User:
        """Give the user another role, in the running sessions too. Raises UsageError where there is none."""
        with self._changing() as users:
            before = _one(users, name)
            self._write([replace(user, role=role) if user is before else user for user in users])
            return replace(before, role=role)

    def _current(self) -> dict[str, User]:
        with self._lock:
            try:
                found = self.file.stat()
                stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
                if stamp != self._stamp:
                    self._users = {_key(user.name): user for user in self._read()}
                    self._stamp = stamp
            except (OSError, UsageError) as error:
                if self._stamp is not None or self._users:
                    _log.error("nobody can log in: the file of users cannot be read (%s)", type(error).__name__)
                self._users, self._stamp = {}, None
            return self._users

    def _read(self) -> tuple[User, ...]:
        try:
            return _parsed(self.file.read_bytes())
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not a list as `maltolk users` writes it"
            raise UsageError(f"{self.file} cannot be read ({why}); mend it, or copy it back from a backup") from None

    @contextmanager
    def _changing(self) -> Iterator[tuple[User, ...]]:
        """The users now, while no other process changes them. Raises UsageError when the file cannot be changed."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.file.with_name(f".{self.file.name}.lock"), wait=True):
                yield self._read()
        except OSError as error:
            raise UsageError(f"{self.file} cannot be written ({error.strerror or error})") from error

    def _write(self, users: Sequence[User]) -> None:
        rows = []
        for user in users:
            told = "".join(
                f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in asdict(user).items()
            )
            rows.append(f"\n[[user]]\n{told}")
        replace_private(self.file, (_HEAD + "".join(rows)).encode("utf-8"))
        to_disk(self.file.parent)


def _key(name: str) -> str:
    return " ".join(normalize("NFC", name).split()).casefold()


def _one(users: Sequence[User], name: str) -> User:
    for user in users:
        if _key(user.name) == _key(name):
            return user
    raise UsageError(f"there is no user {name[:MAX_NAME]}; `maltolk users list` shows them")


def _parsed(raw: bytes) -> tuple[User, ...]:
    """Raises ValueError for anything but a list of users, each name once."""
    rows = tomllib.loads(raw.decode("utf-8")).get("user", [])
    names = {field.name for field in fields(User)}
    if not isinstance(rows, list):
        raise ValueError("no list")
    users = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != names or not all(isinstance(v, str) for v in row.values()):
            raise ValueError("a user has a name, a role and a hash")
        if not is_hash(row["hash"]):
            raise ValueError("no hash")
        users.append(User(row["name"], Role(row["role"]), row["hash"]))
    if len({_key(user.name) for user in users}) < len(users):
        raise ValueError("a name stands twice")
    return tuple(users)
