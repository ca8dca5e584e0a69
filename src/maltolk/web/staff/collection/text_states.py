"""Every file of the collection, and whether what is answered from is what it says now."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from maltolk.indexing.index import Index
from maltolk.indexing.storage.kept_reports import KeptReports
from maltolk.indexing.storage.known_files import known_sources
from maltolk.indexing.storage.manifest import MANIFEST_FILE
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import UNKNOWN_MUNICIPALITY
from maltolk.reading.document import Skipped
from maltolk.reading.sources.files import Found, on_disk
from maltolk.reading.sources.fingerprint import source_digest
from maltolk.reading.sources.folder import unread
from maltolk.reading.sources.sidecars import is_sidecar, names_beside
from maltolk.reading.sources.websites import without_looks
from maltolk.web.staff.folder.corpus import Corpus

_Signature = tuple[tuple[str, int, int, int], ...]
"""Of a file and of each beside it: path, times of its content and of its entry in nanoseconds, size."""


class TextState(StrEnum):
    """How a file and the current generation differ; each is the key of a sentence."""

    INDEXED = "texts_indexed"
    CHANGED = "texts_changed"
    NEW = "texts_new"
    UNREADABLE = "texts_unreadable"
    REMOVED = "texts_removed"


@dataclass(frozen=True, slots=True)
class TextRow:
    """A file. ``card``: of its document in the current generation; ``reason``: one English line, why an UNREADABLE file
    is left out."""

    path: str
    state: TextState
    card: DocumentCard | None = None
    reason: str = ""

    @property
    def municipality(self) -> str:
        """Whose it is, "" where that is unknown."""
        return "" if self.card is None or self.card.municipality == UNKNOWN_MUNICIPALITY else self.card.municipality

    @property
    def title(self) -> str:
        """Its title, "" where that is unknown."""
        return "" if self.card is None else self.card.title

    @property
    def date(self) -> str:
        """ISO 8601, "" where that is unknown."""
        return (self.card.date if self.card is not None else None) or ""


class TextStates:
    """Compares the collection with the current generation. Safe to use from several threads.

    What a file was read from is known by a digest of its bytes; that is remembered for as long as the file's size and
    times stay, so only the first look reads the whole collection.
    """

    def __init__(self, corpus: Corpus, index: Callable[[], Index], folder: Path) -> None:
        """``index``: the current generation; ``folder``: the folder of the generations."""
        self._corpus = corpus
        self._index = index
        self._folder = folder
        self._lock = threading.Lock()
        self._digests: dict[str, tuple[_Signature, str]] = {}

    def rows(self) -> tuple[TextRow, ...]:
        """Every file, and every document whose file is gone, by path."""
        index = self._index()
        listing = self._corpus.listing()
        files, _ = without_looks(listing.found)
        found = {file.path: file for file in files}
        cards = {card.path: card for card in index.documents}
        compared = _Compared(index, self._folder)
        rows = [TextRow(each.path, TextState.UNREADABLE, reason=each.reason) for each in listing.skipped]
        for path, file in found.items():
            if is_sidecar(path, found.keys()):
                continue
            if reason := unread(path):
                rows.append(TextRow(path, TextState.UNREADABLE, reason=reason))
            else:
                rows.append(self._row(file, found, cards.get(path), compared))
        gone = TextState.INDEXED if self._corpus.folder.is_file() else TextState.REMOVED  # in a zip nothing can be told
        rows += [TextRow(path, gone, card) for path, card in cards.items() if path not in found]
        with self._lock:
            self._digests = {path: known for path, known in self._digests.items() if path in found}
        return tuple(sorted(rows, key=lambda row: row.path))

    def row(self, path: str) -> TextRow | None:
        """The one at ``path``; None when there is neither such a file nor such a document."""
        return next((row for row in self.rows() if row.path == path), None)

    def _row(
        self, file: Found, found: Mapping[str, Found], card: DocumentCard | None, compared: "_Compared"
    ) -> TextRow:
        sidecars = [name for name in names_beside(file.path) if name in found]
        signature = self._signature(file.path, sidecars)
        if card is None:
            reason = compared.skipped.get(file.path)
            if reason is not None and _touched(signature) < compared.reported:
                return TextRow(file.path, TextState.UNREADABLE, reason=reason)
            return TextRow(file.path, TextState.NEW)
        if (known := compared.sources.get(file.path)) is None:
            is_same = max((each[1] for each in signature), default=0) / 1e9 <= compared.built
            return TextRow(file.path, TextState.INDEXED if is_same else TextState.CHANGED, card)
        source, record = known
        is_same = record == compared.records.get(file.path) and (
            # After an upgrade every digest differs, as files may be read in another way.
            _touched(signature) <= compared.built or source == self._source(file, sidecars, found, signature)
        )
        return TextRow(file.path, TextState.INDEXED if is_same else TextState.CHANGED, card)

    def _signature(self, path: str, sidecars: list[str]) -> _Signature:
        told = []
        for name in (path, *sidecars):
            try:
                status = on_disk(self._corpus.folder, name).stat()
            except (OSError, ValueError):
                told.append((name, 0, 0, 0))
            else:
                told.append((name, status.st_mtime_ns, status.st_ctime_ns, status.st_size))
        return tuple(told)

    def _source(self, file: Found, sidecars: list[str], found: Mapping[str, Found], signature: _Signature) -> str:
        with self._lock:
            if (known := self._digests.get(file.path)) is not None and known[0] == signature:
                return known[1]
        raw = file.read()
        beside = {name: found[name].read() for name in sidecars}
        said = {name: each for name, each in beside.items() if not isinstance(each, Skipped)}
        if isinstance(raw, Skipped) or len(said) < len(beside):
            return ""
        source = source_digest(file.path, raw, said)
        with self._lock:
            self._digests[file.path] = signature, source
        return source


def _touched(signature: _Signature) -> float:
    """When a file or one beside it was last written, or put there; seconds since 1970."""
    return max((max(modified, moved) for _, modified, moved, _ in signature), default=0) / 1e9


class _Compared:
    """What the current generation was made of. Times in seconds since 1970."""

    def __init__(self, index: Index, folder: Path) -> None:
        self.sources = known_sources(folder)
        self.records = {entry.path: entry.record for entry in index.manifest.documents}
        self.built = (index.folder / MANIFEST_FILE).stat().st_mtime
        latest = KeptReports(folder).latest()
        self.reported = 0.0 if latest is None else latest.finished.timestamp()
        skipped = [] if latest is None else latest.report.get("skipped", [])
        self.skipped = {str(each["path"]): str(each["reason"]) for each in skipped}
