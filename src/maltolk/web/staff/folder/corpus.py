"""The folder of texts: its content, and changing it so that nothing is lost by accident."""

import hashlib
import os
import threading
import unicodedata
from enum import StrEnum
from filecmp import cmp
from pathlib import Path, PurePosixPath

from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import to_disk
from maltolk.reading.document import MAX_BYTES, SUFFIXES, Skipped
from maltolk.reading.sources.files import Found, Listing, list_folder, on_disk
from maltolk.reading.sources.sidecars import MAX_BYTES as MAX_BESIDE
from maltolk.reading.sources.sidecars import is_sidecar, names_beside
from maltolk.web.staff.folder.removed_texts import RemovedText, RemovedTexts, Taker, copy_file

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
    TAKEN = "staff_fault_taken"


class Corpus:
    """The texts in ``folder``. A path is relative to it, with ``/``. Safe to use from several threads: of two that
    change the same file, one finds it changed."""

    def __init__(self, folder: Path, removed: RemovedTexts) -> None:
        """``removed``: where removed texts go."""
        self.folder = folder
        self.removed = removed
        self._lock = threading.Lock()

    def paths(self) -> tuple[str, ...]:
        """Every file with a suffix that is read, in order. Empty when the folder is missing or not a folder."""
        return tuple(sorted(self._found()))

    def read(self, path: str) -> bytes | None:
        """The bytes of a file of ``paths``; None for any other path, and for what cannot be read."""
        found = self._found().get(path)
        raw = None if found is None else found.read()
        return None if isinstance(raw, Skipped) else raw

    def listing(self) -> Listing:
        """Every file that is not hidden, sidecars too, and what cannot even be listed."""
        return list_folder(self.folder) if self.folder.is_dir() else Listing((), ())

    def beside(self, path: str) -> dict[str, bytes | Skipped]:
        """The sidecars of a file of ``paths``, in order of precedence: path -> bytes, or why they cannot be read."""
        found = {file.path: file for file in self.listing().found}
        return {name: found[name].read() for name in names_beside(path) if name in found}

    def put_beside(self, path: str, name: str, raw: bytes, replacing: str | None) -> Fault | None:
        """Write ``name``, a sidecar of the text at ``path``, as ``put`` writes a text. Raises OSError."""
        if len(raw) > MAX_BESIDE:
            return Fault.LARGE
        with self._lock:
            if path not in self._found():
                return Fault.GONE
            if name not in names_beside(path) or not self._is_place(name):
                return Fault.NAME
            return self._write(name, raw, self.beside(path).get(name), replacing)

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
        with self._lock:
            if not self._is_place(path):
                return Fault.NAME
            return self._write(path, raw, self.read(path), replacing)

    def remove(self, path: str, taker: Taker | None = None) -> RemovedText | Fault:
        """Move the file, and those beside it that describe no other, to the removed texts: copied first, so that no
        kill loses any. Raises OSError when the disk does."""
        with self._lock:
            found = self._found()
            if path not in found or not self._is_place(path):
                return Fault.GONE
            others = found.keys() - {path}
            beside = [name for name in self.beside(path) if self._is_place(name) and not is_sidecar(name, others)]
            files = {name: on_disk(self.folder, name) for name in (path, *beside)}
            removed = self.removed.keep(path, files, taker or Taker())
            for file in files.values():
                file.unlink(missing_ok=True)
            to_disk(files[path].parent)
            return removed

    def put_back(self, removed: RemovedText) -> Fault | None:
        """Put a removed text back where it was, with what was beside it; never over another file.

        Raises OSError when the disk does; what is back then stays, and the next try goes on from there.
        """
        with self._lock:
            if self.folder.exists() and not self.folder.is_dir():
                return Fault.NO_FOLDER
            waiting = {}
            for path, copy in self.removed.copies(removed).items():
                if not self._is_place(path):
                    return Fault.NAME
                target = on_disk(self.folder, path)
                if not os.path.lexists(target):
                    waiting[copy] = target
                elif target.is_symlink() or copy.is_symlink() or not cmp(copy, target, shallow=False):
                    return Fault.TAKEN  # the same content is that of a try that failed
            for copy in reversed(waiting):  # the text last: without its sidecar it might be read wrongly
                waiting[copy].parent.mkdir(parents=True, exist_ok=True)
                copy_file(copy, waiting[copy])
                to_disk(waiting[copy].parent)
        self.removed.discard(removed)
        return None

    def _write(self, path: str, raw: bytes, now: bytes | Skipped | None, replacing: str | None) -> Fault | None:
        """Write the file, whose content is ``now``, if that has the digest ``replacing``."""
        target = on_disk(self.folder, path)
        if isinstance(now, Skipped) or (now is None and os.path.lexists(target)):
            return Fault.CHANGED
        if (None if now is None else digest(now)) != replacing:
            return Fault.CHANGED
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, raw)
        to_disk(target.parent)
        return None

    def _found(self) -> dict[str, Found]:
        listed = self.listing().found
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
