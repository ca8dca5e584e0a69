"""A zip of files -> its files. Nothing is unpacked to disk, and none of the zip's own claims is trusted."""

import stat
import threading
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from maltolk.errors import UsageError
from maltolk.reading.document import Skipped, most_bytes, too_large
from maltolk.reading.sources.files import Found, Listing, Names

MAX_FILES = 65_535
"""Entries; a zip of more needs the 64-bit form."""
MAX_DIRECTORY = 32 * 1024 * 1024
"""Bytes of the list of entries, which is read whole before the first entry can be examined."""
MAX_TOTAL = 1024 * 1024 * 1024
"""Bytes of all entries together, unpacked."""
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES, _END_64_BYTES, _MAX_COMMENT = 22, 20, 65_535
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The usual ones, and the only ones that can be unpacked incrementally within a limit."""


def open_zip(file: Path) -> zipfile.ZipFile:
    """The archive in ``file``. Raises UsageError when it is not one, or too large."""
    try:
        _check_end(file)
        archive = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        why = getattr(error, "strerror", None) or "it is damaged or no zip"
        raise UsageError(f"{file} cannot be read ({why}); pack the texts again, or name their folder") from error
    if len(archive.filelist) > MAX_FILES:
        archive.close()
        raise _too_much(file)
    return archive


def list_zip(archive: zipfile.ZipFile) -> Listing:
    """Every file in the archive that is not hidden; the archive must stay open while they are read."""
    names, lock = Names(), threading.Lock()
    found: list[Found] = []
    skipped: list[Skipped] = []
    seen: set[bytes] = set()
    total = 0
    for entry in archive.filelist:
        raw = _raw_name(entry)
        parts = PurePosixPath(raw.decode("latin-1")).parts
        hidden = any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)
        if hidden or raw.endswith(b"/"):
            continue
        twice, path = raw in seen, names.path("", raw)
        seen.add(raw)
        if reason := _refused(entry, raw, twice):
            skipped.append(Skipped(path, reason))
            continue
        total += min(entry.file_size, most_bytes(path))
        if total > MAX_TOTAL:
            skipped.append(Skipped(path, f"the zip holds more than {MAX_TOTAL >> 20} MB; put the file into another"))
            continue
        found.append(_found(path, archive, entry, lock))
    return Listing(tuple(found), tuple(skipped))


def _check_end(file: Path) -> None:
    """Check the sizes declared at the archive's end before reading anything that large."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(0, size - _END_BYTES - _MAX_COMMENT - _END_64_BYTES))
        tail = opened.read(_END_BYTES + _MAX_COMMENT + _END_64_BYTES)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        raise zipfile.BadZipFile
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    if directory > MAX_DIRECTORY or _END_64 in tail[max(0, end - _END_64_BYTES) : end]:
        raise _too_much(file)


def _too_much(file: Path) -> UsageError:
    return UsageError(f"{file} holds more than {MAX_FILES} files or 4 GB; unpack it and name the folder")


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    """The name's bytes as the archive has them: zipfile assumes CP437 for all that is not marked as UTF-8."""
    name = entry.orig_filename
    raw = name.encode("utf-8", "surrogatepass") if entry.flag_bits & _UTF8_FLAG else name.encode("cp437")
    # Some Windows programs write backslashes.
    return raw if b"/" in raw else raw.replace(b"\\", b"/")


def _refused(entry: zipfile.ZipInfo, raw: bytes, twice: bool) -> str | None:
    """Why an entry is left out by its metadata in the archive."""
    parts = raw.split(b"/")
    if b".." in parts or parts[0] == b"" or parts[0].endswith(b":") or b"\0" in raw:
        return "its name leads out of the zip; pack the texts again"
    if twice:
        return "the zip holds two files of this name; pack the texts again"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a link in a zip is not followed; pack the file itself"
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return "the file is encrypted; pack it without a password"
    if entry.compress_type not in _METHODS:
        return "the file is packed in a way that is not read; pack the texts again as an ordinary zip"
    return None


def _found(path: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, lock: threading.Lock) -> Found:
    def read() -> bytes | Skipped:
        if entry.file_size > most_bytes(path):
            return Skipped(path, too_large(entry.file_size, most_bytes(path)))
        try:
            # zipfile returns no more than the size that the entry claims, and checks the checksum at its end.
            with lock, archive.open(entry) as opened:
                return opened.read()
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            return Skipped(path, "the file is damaged within the zip; pack it again")

    return Found(path, read)
