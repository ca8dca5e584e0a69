"""Texts that were taken out of the collection, kept outside of it until they are put back or removed for good.

index/removed/
  000012/          one removal: number
    about.json     what it was, when and by whom; written last, so a folder without it is the rest of a failed removal
    0, 1, …        the text's file and those beside it, in the order of ``files``
"""

import errno
import json
import logging
import os
import shutil
import stat
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import to_disk

FOLDER = "removed"
_ABOUT = "about.json"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RemovedText:
    """A removal. ``number``: identifies it. ``path``: where the text was in the collection; ``files``: the paths of all
    that was taken, the text's first. ``when``: ISO 8601, with the offset from UTC. ``who``: a name, "" where only the
    common password is known. ``digest``: sha256 of the indexed text at that time, None for one that was not indexed;
    ``generation``: the current one then, "" for none.
    """

    number: str
    path: str
    files: tuple[str, ...]
    when: str
    who: str
    municipality: str
    title: str
    digest: str | None
    generation: str

    @property
    def day(self) -> str:
        """Day and time for people, as they were where the server is."""
        return self.when[:16].replace("T", " ")


@dataclass(frozen=True, slots=True)
class Taker:
    """Who removes what: all that ``RemovedText`` notes besides the files."""

    who: str = ""
    municipality: str = ""
    title: str = ""
    digest: str | None = None
    generation: str = ""


class RemovedTexts:
    """The removed texts in ``folder``. Safe to use from several threads of one process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def keep(self, path: str, files: Mapping[str, Path], taker: Taker) -> RemovedText:
        """Keep copies of ``files`` (path -> where it is, the text's at ``path`` first), complete on disk before it
        returns. Raises OSError; nothing is kept then.
        """
        with self._lock:
            number = self._next()
            place = self.folder / number
            place.mkdir(parents=True)
        removed = RemovedText(
            number,
            path,
            tuple(files),
            datetime.now().astimezone().isoformat(timespec="seconds"),
            taker.who,
            taker.municipality,
            taker.title,
            taker.digest,
            taker.generation,
        )
        try:
            for name, file in enumerate(files.values()):
                copy_file(file, place / str(name))
            fields = {key: value for key, value in asdict(removed).items() if key != "number"}
            replace_file(place / _ABOUT, json.dumps(fields, ensure_ascii=False).encode())
            to_disk(place)
            to_disk(self.folder)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return removed

    def all(self) -> tuple[RemovedText, ...]:
        """All that can be put back, the latest first."""
        found = (self.get(place.name) for place in self._places())
        return tuple(sorted((each for each in found if each), key=lambda each: int(each.number), reverse=True))

    def get(self, number: str) -> RemovedText | None:
        """The removal of that number; None when there is none, or its note is damaged. Any string may be asked for."""
        if not _is_number(number):
            return None
        try:
            fields: dict[str, Any] = json.loads((self.folder / number / _ABOUT).read_bytes())
            fields["files"] = tuple(map(str, fields["files"]))
            return RemovedText(number=number, **fields)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            _log.error("removed text %s cannot be read: %s", number, type(error).__name__)
            return None

    def copies(self, removed: RemovedText) -> dict[str, Path]:
        """Its files, in order: path in the collection -> where the copy is."""
        place = self.folder / removed.number
        return {path: place / str(name) for name, path in enumerate(removed.files)}

    def discard(self, removed: RemovedText) -> None:
        """Remove the copies; the note first, so that half of one is never listed. Raises OSError."""
        place = self.folder / removed.number
        (place / _ABOUT).unlink(missing_ok=True)
        shutil.rmtree(place)
        to_disk(self.folder)

    def _places(self) -> list[Path]:
        return [place for place in self.folder.iterdir() if _is_number(place.name)] if self.folder.is_dir() else []

    def _next(self) -> str:
        return f"{max((int(place.name) for place in self._places()), default=0) + 1:06d}"


def copy_file(source: Path, target: Path) -> None:
    """Copy a file, or a link as a link, complete on disk; through ``.NAME.new`` beside it. Raises OSError, also for
    anything else than these, and when ``target`` is there."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    if not stat.S_ISREG(source.lstat().st_mode):
        raise OSError(errno.EINVAL, "not a file", str(source))
    fresh = target.with_name(f".{target.name}.new")
    try:
        with source.open("rb") as told, fresh.open("wb") as written:
            shutil.copyfileobj(told, written)
            written.flush()
            os.fsync(written.fileno())
        fresh.rename(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) >= 6
