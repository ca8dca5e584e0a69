"""From which files the current documents were read, so that a build reads only what is new or changed.

index/sources.json   one line of JSON: format, rows of [path, digest of its source, digest of the document's record],
                     and a checksum

Kept beside the generations rather than in them: it says nothing about their content, and any fault in it only means
that files are read again.
"""

import hashlib
import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from maltolk.errors import MaltolkError
from maltolk.indexing.storage.disk import replace_file
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import DocumentEntry, file_entry, read_manifest
from maltolk.indexing.storage.store import STORE_FILE, Store
from maltolk.model import Document

SOURCES_FILE = "sources.json"
FORMAT = 1

_log = logging.getLogger(__name__)


class KnownDocuments:
    """The current generation's documents by what they were read from; none if anything is wrong.

    A context manager. Safe to use from several threads.
    """

    def __init__(self, index: Path) -> None:
        self._store: Store | None = None
        self._numbers: dict[tuple[str, str], int] = {}
        try:
            folder = Generations(index).current()
            manifest = read_manifest(folder)
            if file_entry(folder / STORE_FILE) != manifest.files[STORE_FILE]:
                return
            numbers = {entry.record: number for number, entry in enumerate(manifest.documents)}
            for path, source, record in _read(index / SOURCES_FILE):
                if record in numbers:
                    self._numbers[path, source] = numbers[record]
            self._store = Store(folder / STORE_FILE)
        except (MaltolkError, OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
            _log.debug("every file is read: %s", error)
            self._numbers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._store is not None:
            self._store.close()

    def __call__(self, path: str, source: str) -> Document | None:
        """The document that the file at ``path`` gave when its source had this digest, or None."""
        number = self._numbers.get((path, source))
        if number is None or self._store is None:
            return None
        document = self._store.document(number)
        return document if document.path == path else None


def known_sources(index: Path) -> Mapping[str, tuple[str, str]]:
    """path -> digest of what its document was read from, and that of the document's record; empty if anything is
    wrong."""
    try:
        return {path: (source, record) for path, source, record in _read(index / SOURCES_FILE)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.debug("it is unknown what was read: %s", error)
        return {}


def write_sources(index: Path, entries: Sequence[DocumentEntry], sources: Mapping[str, str]) -> None:
    """Keep ``sources`` (path -> digest of what the document was read from). Only for the holder of the build lock."""
    rows = [[entry.path, sources[entry.path], entry.record] for entry in entries if entry.path in sources]
    if rows:
        replace_file(index / SOURCES_FILE, _sealed({"format": FORMAT, "documents": rows}))
    else:
        (index / SOURCES_FILE).unlink(missing_ok=True)


def _read(file: Path) -> list[list[str]]:
    """The rows that ``write_sources`` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    raw = file.read_bytes()
    fields = dict(json.loads(raw))
    fields.pop("checksum")
    if fields["format"] != FORMAT or raw != _sealed(fields):
        raise ValueError(f"{file.name} is damaged, or of another format")
    rows: list[list[str]] = fields["documents"]
    return rows


def _sealed(fields: dict[str, Any]) -> bytes:
    return _line(fields | {"checksum": hashlib.sha256(_line(fields)).hexdigest()})


def _line(fields: dict[str, Any]) -> bytes:
    return (json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()
