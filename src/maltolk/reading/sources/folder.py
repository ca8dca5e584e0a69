"""A folder of files, or a zip of them -> documents, and for every file left out one clear reason."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from maltolk.errors import UsageError
from maltolk.machine import cores
from maltolk.model import Document
from maltolk.reading.document import SUFFIXES, Skipped
from maltolk.reading.formats.recognition.engine import engine
from maltolk.reading.sandbox.worker import Limits, Worker
from maltolk.reading.sources.files import Found, list_folder
from maltolk.reading.sources.fingerprint import source_digest
from maltolk.reading.sources.sidecars import described, is_sidecar, names_beside
from maltolk.reading.sources.websites import without_looks
from maltolk.reading.sources.zipped import list_zip, open_zip

_LOOK_UP_SECONDS = 0.5
_FILES_PER_WORKER = 32
"""Fewer files are read faster by the existing workers than by one more, which takes a third of a second to start."""
_MAX_WORKERS = 4
_OLD = frozenset({".doc", ".ppt", ".xls"})
"""Of office programs before 2007. Only LibreOffice converts them well, and it cannot run where files are read: it
writes files of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder held: both in order of path. ``sources``: path of each document -> ``source_digest``."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    sources: Mapping[str, str] = field(default_factory=dict)


def read_folder(
    root: Path,
    limits: Limits | None = None,
    known: Callable[[str, str], Document | None] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Reading:
    """All texts under ``root``, a folder or a zip. Raises UsageError when there is no such thing.

    Every file is parsed in a worker process within ``limits``; nothing in a file can stop the reading of the others.
    ``known``: returns the known document for a path and the digest of its source; called from several threads.
    ``progress``: called with the number of files done, and of all.
    """
    engine.cache_clear()  # it may have been installed since
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
            elif reason := unread(file.path):
                skipped.append(Skipped(file.path, reason))
            else:
                wanted.append(file)
        results = _read(wanted, sidecars, limits, known, progress)
    read = [(result, source) for result, source in results if isinstance(result, Document)]
    skipped += [result for result, _ in results if isinstance(result, Skipped)]
    return Reading(
        tuple(document for document, _ in read),
        tuple(sorted(skipped, key=lambda item: item.path)),
        {document.path: source for document, source in read},
    )


def unread(path: str) -> str | None:
    """Why a file is left out by its name alone."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".zip":
        return "a zip within the texts is not opened; unpack it, or index it by itself"
    if suffix in _OLD:
        new = suffix + "x"
        return (
            f"old {suffix} files are not read; save it as {new}, or run: soffice --convert-to {new[1:]} (LibreOffice)"
        )
    if suffix not in SUFFIXES:
        return f"files {suffix or 'without a suffix'} are not read; save the text as .txt, .docx or .pdf"
    return None


def _beside(path: str, sidecars: Mapping[str, Found]) -> dict[str, bytes] | Skipped:
    """The sidecars of the file at ``path``: path -> bytes."""
    said: dict[str, bytes] = {}
    for name in names_beside(path):
        if name in sidecars:
            raw = sidecars[name].read()
            if isinstance(raw, Skipped):
                return Skipped(path, f"{PurePosixPath(name).name} beside it cannot be read: {raw.reason}")
            said[name] = raw
    return said


def _read(
    files: Sequence[Found],
    sidecars: Mapping[str, Found],
    limits: Limits | None,
    known: Callable[[str, str], Document | None] | None,
    progress: Callable[[int, int], None],
) -> list[tuple[Document | Skipped, str]]:
    """Each file's content and the digest of its source, in the same order; read by as many workers as the machine can
    run."""
    if not files:
        return []
    own = threading.local()
    workers: list[Worker] = []

    def read(file: Found) -> tuple[Document | Skipped, str]:
        raw = file.read()
        if isinstance(raw, Skipped):
            return raw, ""
        said = _beside(file.path, sidecars)
        source = "" if isinstance(said, Skipped) else source_digest(file.path, raw, said)
        if known is not None and source and (document := known(file.path, source)) is not None:
            return document, source
        if not hasattr(own, "worker"):
            own.worker = Worker(limits)
            workers.append(own.worker)
        worker: Worker = own.worker
        result = worker.read(file.path, raw)
        if isinstance(result, Document) and said:
            result = said if isinstance(said, Skipped) else described(result, said)
        return result, source

    number = min(_MAX_WORKERS, cores(), 1 + len(files) // _FILES_PER_WORKER)
    pool = ThreadPoolExecutor(number)
    try:
        results = []
        for future in [pool.submit(read, file) for file in files]:
            while not future.done():  # a wait without end may miss Ctrl-C
                wait([future], timeout=_LOOK_UP_SECONDS)
            results.append(future.result())
            progress(len(results), len(files))
        return results
    except BaseException:  # Ctrl-C: wait for nothing
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()
        raise
    finally:
        pool.shutdown()
        for worker in workers:
            worker.close()
