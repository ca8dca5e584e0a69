"""The list of people who must not be shown: a file that staff keep, read again whenever it changes."""

import json
import re
import threading
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

import phonenumbers

from maltolk.errors import UsageError
from maltolk.indexing.storage.disk import replace_private
from maltolk.machine import locked, to_disk

MAX_ENTRIES = 500
MAX_LENGTH = 200
"""Characters of a field."""

_HEAD = (
    "# People who must not be shown. Kept by `maltolk suppress` and the staff's pages; readable by the service alone.\n"
    "# Takes effect at once. Back it up, and copy it with the index: see docs/privacy.md.\n"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Somebody who must not be shown. ``municipality``: only in its texts, None for all. ``since``: ISO day of entry.

    A reason is not kept. At least one of name, e-mail and phone is given; phone in +46 form.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    municipality: str | None = None
    since: str | None = None

    @property
    def key(self) -> str:
        """Names the entry when it is removed: the same for the same entry, whenever it was made."""
        told = (self.name, self.email, self.phone, self.municipality)
        return sha256("\n".join((part or "").casefold() for part in told).encode()).hexdigest()[:12]


def entry(
    name: str = "", email: str = "", phone: str = "", municipality: str = "", today: date | None = None
) -> Suppressed:
    """An entry as typed, brought into its form. Raises UsageError when it would hide nobody, or too many."""
    name, email, municipality = (" ".join(normalize("NFC", part).split()) for part in (name, email, municipality))
    if not (name or email or phone.strip()):
        raise UsageError("an entry needs a name, an e-mail address or a phone number")
    if any(len(part) > MAX_LENGTH for part in (name, email, phone, municipality)):
        raise UsageError(f"a field takes at most {MAX_LENGTH} characters")
    if name and len(_WORD.findall(name)) < 2:
        raise UsageError("the name needs a first name and a surname: one alone would hide others too")
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise UsageError("the e-mail address is not complete; write it as anna.ek@example.org")
    day = (today or date.today()).isoformat()
    return Suppressed(name or None, email.casefold() or None, _e164(phone), municipality or None, day)


class SuppressionList:
    """The list in ``file``. Safe to use from several threads, and its file from several processes.

    A list that cannot be read hides nobody by itself, so nothing is shown in its place: ``current`` keeps the one that
    was last read, and raises UsageError when there was none.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._read: tuple[Suppressed, ...] | None = None

    def current(self) -> tuple[Suppressed, ...]:
        """The entries; the same tuple until the file changes. A file that was never there is an empty list, one that
        has gone missing counts as unreadable: the last entries stay."""
        with self._lock:
            try:
                stamp = _stamp_of(self.file)
            except FileNotFoundError:
                self._read = () if self._read is None else self._read
                return self._read
            except OSError as error:
                return self._last(error)
            if self._read is None or stamp != self._stamp:
                try:
                    self._read, self._stamp = _entries(self.file.read_bytes()), stamp
                except (OSError, ValueError) as error:
                    return self._last(error)
            return self._read

    def add(self, added: Suppressed) -> bool:
        """Whether the entry was new. Raises UsageError for a full or unreadable list, OSError when it cannot be
        written."""
        with self._changing() as entries:
            if any(each.key == added.key for each in entries):
                return False
            if len(entries) >= MAX_ENTRIES:
                raise UsageError(f"the list holds {MAX_ENTRIES} people, its most; remove some first")
            self._write([*entries, added])
            return True

    def remove(self, key: str) -> bool:
        """Whether there was an entry with that key. Raises as ``add``."""
        with self._changing() as entries:
            kept = [each for each in entries if each.key != key]
            if len(kept) == len(entries):
                return False
            self._write(kept)
            return True

    @contextmanager
    def _changing(self) -> Iterator[tuple[Suppressed, ...]]:
        """The entries now, while no other process changes them."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with locked(self.file.with_name(f".{self.file.name}.lock"), wait=True):
            try:
                yield _entries(self.file.read_bytes()) if self.file.exists() else ()
            except ValueError as error:
                raise _unreadable(self.file, error) from None

    def _last(self, error: Exception) -> tuple[Suppressed, ...]:
        if self._read is None:
            raise _unreadable(self.file, error) from error
        return self._read

    def _write(self, entries: Sequence[Suppressed]) -> None:
        """Replace the file at once, readable by its owner alone: whoever owns the file, or else its folder."""
        rows = []
        for each in entries:
            told = "".join(f"{name} = {_quoted(value)}\n" for name, value in asdict(each).items() if value)
            rows.append(f"\n[[person]]\n{told}")
        replace_private(self.file, (_HEAD + "".join(rows)).encode("utf-8"))
        to_disk(self.file.parent)


def _unreadable(file: Path, error: Exception) -> UsageError:
    """Without what the file holds."""
    why = error.strerror if isinstance(error, OSError) else "it is not a list of people as maltolk writes it"
    return UsageError(f"{file} cannot be read ({why}), so nobody on it could be hidden; mend it or copy it back")


def _stamp_of(file: Path) -> tuple[int, int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _entries(raw: bytes) -> tuple[Suppressed, ...]:
    """Raises ValueError for anything but a list of entries with known fields."""
    people = tomllib.loads(raw.decode("utf-8")).get("person", [])
    known = {field.name for field in fields(Suppressed)}
    for person in people:
        if not set(person) <= known or not all(isinstance(value, str) for value in person.values()):
            raise ValueError("unknown field")
        if not (person.keys() & {"name", "email", "phone"}):
            raise ValueError("nobody")
    return tuple(Suppressed(**person) for person in people)


def _quoted(value: str) -> str:
    """A basic string of TOML: JSON's escapes are among its own, DEL apart."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _e164(phone: str) -> str | None:
    if not phone.strip():
        return None
    try:
        number = phonenumbers.parse(phone, "SE")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise UsageError("the phone number is not complete; write it as 0303-33 00 01 or +46 303 33 00 01")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
