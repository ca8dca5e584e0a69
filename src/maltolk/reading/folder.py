"""A folder of files, or a zip of them -> documents, and for every file left out one clear reason."""

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from maltolk.errors import UsageError
from maltolk.model import Document
from maltolk.reading.document import SUFFIXES, Skipped
from maltolk.reading.files import Found, list_folder
from maltolk.reading.sidecars import described, is_sidecar, names_beside
from maltolk.reading.websites import without_looks
from maltolk.reading.worker import Limits, Worker
from maltolk.reading.zipped import list_zip, open_zip

_FILES_PER_WORKER = 32
"""Fewer are read sooner by the workers at hand than by one more, which needs a third of a second to start."""
_MOST_WORKERS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder held: both in order of path."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def read_folder(root: Path, limits: Limits | None = None) -> Reading:
    """All texts under ``root``, a folder or a zip. Raises UsageError when there is no such thing.

    Every file is parsed in a worker process, which may take what ``limits`` say; nothing that a file holds can end
    the reading of the others.
    """
    with ExitStack() as stack:
        if root.is_dir():
            listing = list_folder(root)
        elif root.suffix.lower() == ".zip" and root.exists():
            listing = list_zip(stack.enter_context(open_zip(root)))
        else:
            cure = "name a folder of texts, or a .zip of them"
            raise UsageError(f"{root} is a file; {cure}" if root.exists() else f"there is no folder {root}; {cure}")
        files, looks = without_looks(listing.found)
        skipped = [*listing.skipped, *looks]
        paths = {file.path for file in files}
        wanted: list[Found] = []
        sidecars: dict[str, Found] = {}
        for file in sorted(files, key=lambda file: file.path):
            if is_sidecar(file.path, paths):
                sidecars[file.path] = file
            elif reason := _unread(file.path):
                skipped.append(Skipped(file.path, reason))
            else:
                wanted.append(file)
        results = [_with_sidecars(result, sidecars) for result in _read(wanted, limits)]
    documents = tuple(result for result in results if isinstance(result, Document))
    skipped += [result for result in results if isinstance(result, Skipped)]
    return Reading(documents, tuple(sorted(skipped, key=lambda item: item.path)))


def _unread(path: str) -> str | None:
    """Why a file is left out for its name alone."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".zip":
        return "a zip within the texts is not opened; unpack it, or index it by itself"
    if suffix not in SUFFIXES:
        return f"files {suffix or 'without a suffix'} are not read; save the text as .txt, .docx or .pdf"
    return None


def _with_sidecars(result: Document | Skipped, sidecars: Mapping[str, Found]) -> Document | Skipped:
    """The document with what lies beside it and speaks of it."""
    if isinstance(result, Skipped):
        return result
    said: dict[str, bytes] = {}
    for path in names_beside(result.path):
        if path in sidecars:
            raw = sidecars[path].read()
            if isinstance(raw, Skipped):
                return Skipped(result.path, f"{PurePosixPath(path).name} beside it cannot be read: {raw.reason}")
            said[path] = raw
    return described(result, said) if said else result


def _read(files: Sequence[Found], limits: Limits | None) -> list[Document | Skipped]:
    """What each file holds, in the same order; read by as many workers as the machine can run."""
    if not files:
        return []
    own = threading.local()
    workers: list[Worker] = []

    def read(file: Found) -> Document | Skipped:
        if not hasattr(own, "worker"):
            own.worker = Worker(limits)
            workers.append(own.worker)
        raw = file.read()
        worker: Worker = own.worker
        return raw if isinstance(raw, Skipped) else worker.read(file.path, raw)

    number = min(_MOST_WORKERS, len(os.sched_getaffinity(0)), 1 + len(files) // _FILES_PER_WORKER)
    pool = ThreadPoolExecutor(number)
    try:
        return list(pool.map(read, files))
    except BaseException:  # Ctrl-C: nothing is waited for
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()
        raise
    finally:
        pool.shutdown()
        for worker in workers:
            worker.close()
