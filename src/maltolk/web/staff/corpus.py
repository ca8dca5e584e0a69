"""The folder of texts: its content, and changing it so that nothing is lost by accident."""

import hashlib
import os
import unicodedata
from enum import StrEnum
from pathlib import Path, PurePosixPath

from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import to_disk
from maltolk.reading.document import MAX_BYTES, SUFFIXES, Skipped
from maltolk.reading.sources.files import Found, list_folder, on_disk

MAX_NAME_LENGTH = 200
"""Bytes of a file's name; file systems take 255, and writing needs a few."""


class Fault(StrEnum):
    """Why a change of the folder was not made; each is the key of a sentence."""

    NAME = "staff_fault_name"
    SUFFIX = "staff_fault_suffix"
    SEVERAL = "staff_fault_several"
    LARGE = "staff_fault_large"
    CHANGED = "staff_fault_changed"
    DISK = "staff_fault_disk"
    GONE = "staff_fault_gone"
    NO_FOLDER = "staff_fault_no_folder"


class Corpus:
    """The texts in ``folder``. A path is relative to it, with ``/``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> tuple[str, ...]:
        """Every file with a suffix that is read, in order. Empty when the folder is missing or not a folder."""
        return tuple(sorted(self._found()))

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of ``paths``; None for any other path, and for what cannot be read."""
        found = self._found().get(path)
        raw = None if found is None else found.read()
        return None if isinstance(raw, Skipped) else raw

    def place(self, name: str) -> str | Fault:
        """The path for an uploaded file: that of the file of the same name, else the top of the folder.

        Anything before the last / or \\ of ``name`` is dropped, so that no name leads elsewhere.
        """
        if self.folder.exists() and not self.folder.is_dir():
            return Fault.NO_FOLDER
        name = unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name).strip()
        unseen = any(unicodedata.category(sign)[0] == "C" for sign in name)
        if not name or name.startswith(".") or unseen or len(os.fsencode(name)) > MAX_NAME_LENGTH:
            return Fault.NAME
        if PurePosixPath(name).suffix.lower() not in SUFFIXES:
            return Fault.SUFFIX
        same = [path for path in self.paths() if PurePosixPath(path).name == name]
        if len(same) > 1 and name not in same:
            return Fault.SEVERAL
        return name if len(same) != 1 else same[0]

    def put(self, path: str, raw: bytes, replacing: str | None) -> Fault | None:
        """Write the file atomically. ``replacing``: the digest of its present content, None for a new file.

        Raises OSError when the disk does.
        """
        if len(raw) > MAX_BYTES:
            return Fault.LARGE
        if not self._is_place(path):
            return Fault.NAME
        now = self.read(path)
        target = on_disk(self.folder, path)
        taken = now is None and os.path.lexists(target)
        if taken or (None if now is None else digest(now)) != replacing:
            return Fault.CHANGED
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(target, raw)
        to_disk(target.parent)
        return None

    def remove(self, path: str) -> Fault | None:
        """Remove the file. Raises OSError when the disk does."""
        target = on_disk(self.folder, path)
        if path not in self._found() or not self._is_place(path):
            return Fault.GONE
        try:
            target.unlink()
        except FileNotFoundError:
            return Fault.GONE
        to_disk(target.parent)
        return None

    def _found(self) -> dict[str, Found]:
        if not self.folder.is_dir():
            return {}
        listed = list_folder(self.folder).found
        return {file.path: file for file in listed if PurePosixPath(file.path).suffix.lower() in SUFFIXES}

    def _is_place(self, path: str) -> bool:
        """Whether the path stays in the folder, with links resolved."""
        parts = path.split("/")
        if path.startswith("/") or any(part in ("", ".", "..") for part in parts) or "\0" in path:
            return False
        return (self.folder / path).parent.resolve().is_relative_to(self.folder.resolve())


def digest(raw: bytes) -> str:
    """sha256 in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()
