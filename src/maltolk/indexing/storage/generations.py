"""Where generations are, which one is current, and how that changes: atomically, for all readers.

index/
  archive/             documents that are no longer current (see archive.py)
  current              the current generation's name and a newline
  journal              vectors of a build that did not finish (see journal.py)
  trial                name of a generation that is complete, newer than the current one, and not answered from
  audit.jsonl          what the staff did, unless set elsewhere (see docs/staff-users.md)
  lock                 held by a process that builds or rolls back
  generations/
    000007-1a2b3c4d/   one build: number, digest of what went in
    .building-…/       a build in progress, or the remains of one that was killed
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from maltolk.errors import BuildRunning, IndexDamaged, IndexMissing, IndexStale, UsageError
from maltolk.indexing.storage.archive import Archive, departing
from maltolk.indexing.storage.disk import replace_file
from maltolk.indexing.storage.manifest import read_manifest
from maltolk.machine import WINDOWS, locked, to_disk
from maltolk.settings import KEPT

_NAME = re.compile(r"(\d{6,})-[0-9a-f]{8}")
_BUILDING = ".building-"


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations below ``index``."""

    index: Path

    @property
    def folder(self) -> Path:
        """Where the generations are."""
        return self.index / "generations"

    @property
    def pointer(self) -> Path:
        """The file that names the current generation."""
        return self.index / "current"

    @property
    def trial_pointer(self) -> Path:
        """The file that names the generation on trial."""
        return self.index / "trial"

    def trial(self) -> Path | None:
        """Folder of the generation on trial: built, and neither published nor discarded yet; None when there is none.

        The next build, trial or not, and going back discard it.
        """
        try:
            name = self.trial_pointer.read_text("ascii").removesuffix("\n")
        except (OSError, ValueError):
            return None
        folder = self.folder / name
        found = _NAME.fullmatch(name) and folder.is_dir() and self.pointed() != f"{name}\n".encode("ascii")
        return folder if found else None

    def pointed(self) -> bytes | None:
        """The pointer's content, valid or not; None if there is none. Shows whether it has moved meanwhile."""
        try:
            return self.pointer.read_bytes()
        except OSError:
            return None

    def current(self) -> Path:
        """Folder of the current generation. Raises IndexMissing or IndexDamaged."""
        try:
            written = self.pointer.read_text("ascii")
        except FileNotFoundError:
            raise IndexMissing(f"there is no index in {self.index}; run 'maltolk index CORPUS_DIR'") from None
        except (OSError, ValueError):
            raise IndexDamaged(f"{self.pointer} cannot be read; run 'maltolk index'") from None
        name = written.removesuffix("\n")
        if name == written or not _NAME.fullmatch(name) or not (self.folder / name).is_dir():
            raise IndexDamaged(f"{self.pointer} names no generation ({name[:40]!r}); run 'maltolk index'")
        return self.folder / name

    def all(self) -> list[Path]:
        """Folders of all complete generations, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted((path for path in self.folder.iterdir() if _NAME.fullmatch(path.name)), key=_number)

    def next_name(self, content: str) -> str:
        """Name of a generation made of ``content`` (sha256), numbered after all that are there."""
        number = max((_number(path) for path in self.all()), default=0) + 1
        return f"{number:06d}-{content[:8]}"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only process that changes the index. The system frees the lock when the process ends, however it ends.

        Raises BuildRunning when another has it, and UsageError when the folder cannot be written now or later.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.index / "lock", wait=False) as held:
                if not held:
                    raise BuildRunning(f"another process is building {self.index}; wait for it to end")
                yield
        except BrokenPipeError:  # nobody reads the progress any more
            raise
        except (OSError, sqlite3.Error) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise UsageError(
                f"{self.index} cannot be written ({why or 'the disk may be full'}), and what is current stays so; make "
                "room, or let this user write there, and run the command again"
            ) from error

    def start(self) -> Path:
        """A fresh folder to build in; removes what killed builds left behind. Only for the holder of the lock."""
        self._drop_rests()
        building = self.folder / f"{_BUILDING}{os.getpid()}"
        building.mkdir()
        return building

    def archive(self, staying: Collection[str]) -> None:
        """Archive what is about to stop being current: all but the texts with the digests ``staying``.

        Done before the pointer moves, so that a link finds its text at any moment. If there is no archive yet (the
        index was made before there were any), or it is unknown what was current, all generations are archived, except
        what is current and stays. Otherwise those that are merely on disk are not: what an operator deleted from the
        archive would come back from them. Only for the holder of the lock. Raises UsageError when it cannot write.
        """
        archive = Archive(self.index)
        leaving, current = [path for path in self.all() if path != self.trial()], None
        with suppress(IndexMissing, IndexDamaged):
            current = self.current()
        if current is None:
            staying = ()
        elif archive.folder.is_dir():
            leaving = [current]
        else:
            staying = _digests(current) & set(staying)
        archive.keep(departing(leaving, staying))

    def finish(self, building: Path, name: str) -> None:
        """Rename a built folder and make it current."""
        self._name(building, name)
        self.point_at(name)

    def set_aside(self, building: Path, name: str) -> None:
        """Rename a built folder and put it on trial. Only for the holder of the lock."""
        self._name(building, name)
        replace_file(self.trial_pointer, f"{name}\n".encode("ascii"))
        to_disk(self.index)

    def publish(self, expected: str, keep: int = KEPT) -> None:
        """Make the generation on trial current, and keep as many as after a build.

        Raises UsageError when it is not ``expected`` that is on trial, and IndexDamaged or IndexStale when it could not
        be read.
        """
        with self.locked():
            trial = self._expected(expected)
            manifest = read_manifest(trial)
            if faults := manifest.faults(trial):
                raise IndexDamaged(f"the generation on trial is damaged ({faults[0]}); build it again")
            self.archive({entry.digest for entry in manifest.documents})
            self.point_at(trial.name)
            self.prune(keep)

    def discard(self, expected: str) -> None:
        """Remove the generation on trial. Raises UsageError when it is not ``expected``."""
        with self.locked():
            trial = self._expected(expected)
            self.trial_pointer.unlink()
            self._drop(trial)

    def _expected(self, name: str) -> Path:
        trial = self.trial()
        if trial is None or trial.name != name:
            raise UsageError(f"generation {name[:40]} is no longer on trial; reload the page")
        return trial

    def _name(self, building: Path, name: str) -> None:
        """Rename a built folder.

        Everything is on disk before it is named, and named before it is pointed at: a reader, or a power cut, finds
        either the old generation or the new one, complete.
        """
        for folder, _, files in os.walk(building):
            for file in files:
                to_disk(Path(folder) / file)
            to_disk(Path(folder))
        target = self.folder / name
        building.rename(target)
        to_disk(self.folder)

    def point_at(self, name: str) -> None:
        """Make ``name`` the current generation, atomically."""
        replace_file(self.pointer, f"{name}\n".encode("ascii"))
        to_disk(self.index)

    def drop_after(self, current: Path) -> None:
        """Remove what is newer than ``current``: on trial, rolled back from, or made by a build killed before it could
        point."""
        self.trial_pointer.unlink(missing_ok=True)
        for path in self.all():
            if _number(path) > _number(current):
                self._drop(path)

    def prune(self, keep: int = KEPT) -> None:
        """Remove all but the current generation and the ``keep`` - 1 before it, and what killed builds left behind.

        A reader with a removed one open keeps what it has mapped. Only for the holder of the lock.
        """
        self._drop_rests()
        self.drop_after(self.current())
        for path in self.all()[:-keep]:
            self._drop(path)

    def drop_with(self, digests: Collection[str]) -> tuple[str, ...]:
        """Remove the generations besides the current one that have a text with one of ``digests``, or whose texts are
        unknown, so that no rollback brings it back; returns their names. Only for the holder of the lock."""
        current = self.current()
        doomed = [path for path in self.all() if path != current and _may_have(path, digests)]
        for path in doomed:
            self._drop(path)
        return tuple(path.name for path in doomed)

    def _drop(self, generation: Path) -> None:
        """Remove a generation; renamed first, so that a kill never leaves half of one."""
        rest = self.folder / f"{_BUILDING}{generation.name}"
        try:
            generation.rename(rest)
        except PermissionError:
            if not WINDOWS:
                raise
            return  # a reader has it open and Windows refuses; the next build tries again
        shutil.rmtree(rest)

    def _drop_rests(self) -> None:
        for path in self.folder.glob(f"{_BUILDING}*"):
            shutil.rmtree(path)

    def rollback(self) -> str:
        """Point at the generation before the current one; returns its name.

        Raises UsageError when there is none, and IndexDamaged or IndexStale when that one could not be read.
        """
        with self.locked():
            current = self.current()
            before = [path for path in self.all() if _number(path) < _number(current)]
            if not before:
                raise UsageError(f"there is no generation before {current.name}; run 'maltolk index' to make a new one")
            manifest = read_manifest(before[-1])
            if faults := manifest.faults(before[-1]):
                raise IndexDamaged(
                    f"generation {before[-1].name} is damaged ({faults[0]}), so {current.name} stays current; run "
                    "'maltolk index' to build on that"
                )
            self.archive({entry.digest for entry in manifest.documents})
            self.point_at(before[-1].name)
            if (trial := self.trial()) is not None:
                self.trial_pointer.unlink()
                self._drop(trial)
            return before[-1].name


def _number(path: Path) -> int:
    return int(path.name.split("-")[0])


def _digests(generation: Path) -> set[str]:
    """The digests of its texts; none when unknown, as archiving more than necessary does no harm."""
    try:
        return {entry.digest for entry in read_manifest(generation).documents}
    except (IndexStale, IndexDamaged):
        return set()


def _may_have(generation: Path, digests: Collection[str]) -> bool:
    return bool((known := _digests(generation)) & set(digests)) or not known
