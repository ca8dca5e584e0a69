"""A folder on disk -> its files, each read only on demand, and never without a size limit."""

import os
import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from maltolk.reading.decoding.encodings import western
from maltolk.reading.document import Skipped, most_bytes, too_large

MAX_DEPTH = 64
"""Folders within folders; a deeper tree is a mistake."""
_CHUNK = 1 << 20
_WANTED = ("O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY", "O_BINARY")  # no system has all of them
_OPENING = os.O_RDONLY | sum(getattr(os, name, 0) for name in _WANTED)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be read. ``path``: relative, with ``/``. ``read``: gives its bytes, or why it gives none."""

    path: str
    read: Callable[[], bytes | Skipped]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder or an archive holds, in no order."""

    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]


def list_folder(root: Path) -> Listing:
    """Every file below ``root`` that is not hidden. Links to folders are not followed, so there are no cycles."""
    inside = root.resolve()
    names = Names()
    found: list[Found] = []
    skipped: list[Skipped] = []
    waiting = [(root, "", 0)]
    while waiting:
        folder, above, depth = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            skipped.append(Skipped(above.rstrip("/") or ".", "the folder cannot be opened; check its permissions"))
            continue
        for entry in listed:
            if entry.name.startswith("."):
                continue
            path = names.path(above, os.fsencode(entry.name))
            if not _is_folder(entry):
                found.append(_found(path, Path(entry.path), inside))
            elif entry.is_symlink():
                skipped.append(Skipped(path, "a link to a folder is not followed; put the files themselves here"))
            elif depth == MAX_DEPTH:
                skipped.append(Skipped(path, f"folders nested more than {MAX_DEPTH} deep are not read; move it up"))
            else:
                waiting.append((Path(entry.path), path + "/", depth + 1))
    return Listing(tuple(found), tuple(skipped))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself; reading it as a file gives the reason
        return False


class Names:
    """Names of files as text, whatever encoding they were written in; no two the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def path(self, above: str, raw: bytes) -> str:
        """``above`` (a folder's path with its ``/``, or nothing) and the name, in one line of text."""
        path = above + file_name(raw)
        if path in self._taken:
            path = above + raw.decode("utf-8", "backslashreplace")
        if path in self._taken:  # the same name, composed, of another file
            path = unicodedata.normalize("NFD", path)
        self._taken.add(path)
        return path


def file_name(raw: bytes) -> str:
    """A name's bytes as text: UTF-8, else the encoding that gives Swedish, else with the bytes escaped."""
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        found = western(raw)
        name = found.text if found else raw.decode("utf-8", "backslashreplace")
    # Names that read the same are the same, however a Mac writes ö. A newline would split its line in every report.
    name = unicodedata.normalize("NFC", name)
    return "".join(sign if unicodedata.category(sign) not in _UNSEEN else ascii(sign)[1:-1] for sign in name)


def on_disk(root: Path, path: str) -> Path:
    """Where a file of ``list_folder`` lies, whose name may be composed otherwise there; else where it would."""
    place = root
    for name in path.split("/"):
        exact = place / name
        if not os.path.lexists(exact) and place.is_dir():
            exact = next((e for e in sorted(place.iterdir()) if file_name(os.fsencode(e.name)) == name), exact)
        place = exact
    return place


_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}


def _found(path: str, file: Path, inside: Path) -> Found:
    return Found(path, lambda: read_file(path, file, inside))


def read_file(path: str, file: Path, inside: Path) -> bytes | Skipped:
    """A whole regular file within the folder ``inside``, or why not. Never blocks on a pipe or device."""
    try:
        if file.is_symlink():
            file = file.resolve()
            if not file.is_relative_to(inside):
                return Skipped(path, "the link leads out of the folder; put the file itself here")
            if not file.exists():
                return Skipped(path, "the link leads nowhere")
        if not stat.S_ISREG(file.lstat().st_mode):
            return Skipped(path, "not a file but a pipe, socket or device")
        for _ in range(2):  # once more for a file that was just being saved
            if (raw := _read(path, file)) is not None:
                return raw
        return Skipped(path, "the file changes while it is read; run the command again when it rests")
    except PermissionError:
        return Skipped(path, "the file may not be read; check its permissions")
    except FileNotFoundError:
        return Skipped(path, "the file vanished while the folder was read")
    except (OSError, RuntimeError) as error:
        return Skipped(path, f"the file cannot be read ({getattr(error, 'strerror', None) or 'a loop of links'})")


def _read(path: str, file: Path) -> bytes | Skipped | None:
    """The file's bytes; None when it changed meanwhile."""
    descriptor = os.open(file, _OPENING)
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return None
        if before.st_size > most_bytes(path):
            return Skipped(path, too_large(before.st_size, most_bytes(path)))
        parts: list[bytes] = []
        left = before.st_size + 1  # one more byte than it should have shows that it is growing
        while left and (part := os.read(descriptor, min(left, _CHUNK))):
            parts.append(part)
            left -= len(part)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return b"".join(parts) if same and left == 1 else None
