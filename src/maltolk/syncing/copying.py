"""A folder on this machine, or mounted over WebDAV or SMB -> a copy in the corpus; or in place, and only checked."""

from collections.abc import Collection
from pathlib import Path, PurePosixPath

from maltolk.reading.document import SUFFIXES, Skipped
from maltolk.reading.sources.files import Listing, list_folder
from maltolk.reading.sources.sidecars import is_sidecar
from maltolk.syncing.outcome import Failure, Fault, SourceOutcome
from maltolk.syncing.placing import Shelf, digest_of
from maltolk.syncing.remembered import Known, Memory
from maltolk.syncing.removing import may_go, remove_missing
from maltolk.syncing.sources_file import Folder


def copy_folder(folder: Folder, shelf: Shelf, memory: Memory) -> SourceOutcome:
    """Copy what is new or changed: texts and their sidecars, nothing else. Files are compared by their bytes."""
    if not _is_there(folder.path):
        return SourceOutcome(folder.name, failures=(Failure(str(folder.path), Fault.FOLDER),))
    listing = list_folder(folder.path)
    known = memory.of(folder.name)
    created: list[str] = []
    changed: list[str] = []
    unchanged = 0
    failures = _unopened(listing)
    wanted = _texts(listing)
    for file in listing.found:
        if file.path not in wanted:
            continue
        raw = file.read()
        if isinstance(raw, Skipped):
            failures.append(Failure(file.path, Fault.FILE, raw.reason))
            continue
        digest = digest_of(raw)
        try:
            if shelf.digest(file.path) == digest:
                unchanged += 1
            else:
                shelf.put(file.path, raw)
                (changed if file.path in known else created).append(shelf.path(file.path))
        except OSError as error:
            failures.append(Failure(file.path, Fault.DISK, error.strerror or str(error)))
            continue
        known[file.path] = Known(file.path, digest)
        memory.save_now_and_then()
    gone = [] if listing.skipped else [path for path in known if path not in wanted]
    removal = remove_missing(gone, known, shelf, folder.share)
    told = (*failures, *removal.failures)
    return SourceOutcome(folder.name, tuple(created), tuple(changed), unchanged, removal.missing, removal.removed, told)


def check_in_place(folder: Folder, corpus: Path, memory: Memory) -> SourceOutcome:
    """Whether a folder inside the corpus has what it had, so that a mount that is not there empties no index."""
    path = folder.path
    if not path.resolve().is_relative_to(corpus.resolve()):
        return SourceOutcome(folder.name, failures=(Failure(str(path), Fault.OUTSIDE),), held=True)
    if not _is_there(path):
        return SourceOutcome(folder.name, failures=(Failure(str(path), Fault.FOLDER),), held=True)
    listing = list_folder(path)
    inside = path.resolve().relative_to(corpus.resolve()).as_posix()
    known, now = memory.of(folder.name), {f"{inside}/{name}" for name in _texts(listing)}
    gone = known.keys() - now
    failures = _unopened(listing)
    if failures or not may_go(len(gone), len(known), folder.share):
        failures.append(Failure(folder.name, Fault.SHARE, f"{len(gone)}/{len(known)}"))
        return SourceOutcome(folder.name, unchanged=len(now), failures=tuple(failures), held=True)
    created = sorted(now - known.keys()) if known else []
    memory.sources[folder.name] = {name: Known(name) for name in sorted(now)}
    unchanged = len(now) - len(created)
    return SourceOutcome(folder.name, tuple(created), unchanged=unchanged, removed=tuple(sorted(gone)))


def _is_there(path: Path) -> bool:
    try:
        return path.is_dir() and any(True for _ in path.iterdir())
    except OSError:
        return False


def _texts(listing: Listing) -> set[str]:
    """Paths of texts and of what is said beside them."""
    paths = {file.path for file in listing.found}
    return {path for path in paths if _is_text(path, paths)}


def _is_text(path: str, paths: Collection[str]) -> bool:
    return PurePosixPath(path).suffix.lower() in SUFFIXES or is_sidecar(path, paths)


def _unopened(listing: Listing) -> list[Failure]:
    """Folders within it that could not be opened, and links."""
    return [Failure(skipped.path, Fault.FILE, skipped.reason) for skipped in listing.skipped]
