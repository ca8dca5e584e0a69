"""Uploaded files on their way into the collection: kept separately, and shown as reading understands them."""

import logging
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from maltolk.indexing.changes import DocumentChange, document_change
from maltolk.indexing.passages import cut
from maltolk.indexing.rules import RULE
from maltolk.model import BlockKind, Document, Passage, Span
from maltolk.reading.document import MAX_BYTES, Skipped, too_large
from maltolk.reading.sandbox.worker import Worker
from maltolk.swedish.dates import document_date
from maltolk.web.staff.folder.corpus import Corpus, Fault, digest

_log = logging.getLogger(__name__)

MAX_FILES = 200
"""Most files waiting for one user."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as reading understands it. ``name``: as uploaded; ``path``: where it would go.

    ``fault``: why it has no place in the collection. ``reason``: why reading skips it. Without either there is a
    ``document``, with its ``passages``. ``replaces``: whether there is a file at ``path`` now; ``change``: how that
    one's document differs, None when nothing differs or it could not be read. ``date_in_text``: the date was found in
    the text, not given by the file itself.
    """

    name: str
    path: str
    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    fault: Fault | None = None
    reason: str = ""
    replaces: bool = False
    change: DocumentChange | None = None
    date_in_text: bool = False

    @property
    def usable(self) -> bool:
        """Whether it can be added."""
        return self.document is not None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, in order."""
        if self.document is None:
            return ()
        blocks = (block for block in self.document.blocks if block.kind is BlockKind.HEADING)
        return tuple(words(self.document, block.span) or "" for block in blocks)

    @property
    def contacts(self) -> tuple[tuple[str, ...], ...]:
        """The contacts, each by those of name, role, party, phone and e-mail that it has."""
        if self.document is None:
            return ()
        document = self.document
        return tuple(
            tuple(filter(None, (words(document, span) for span in (c.name, c.role, c.party, c.phone, c.email))))
            for c in document.contacts
        )

    @property
    def passage_texts(self) -> tuple[tuple[str, str], ...]:
        """Context and words of each passage."""
        if self.document is None:
            return ()
        return tuple((passage.context, words(self.document, passage.span) or "") for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Staged:
    """A waiting file. ``file``: its bytes; ``replacing``: digest of the file now at its path, None for none."""

    file: Path
    preview: Preview
    replacing: str | None


@dataclass(frozen=True, slots=True)
class Added:
    """The outcome for the waiting files: new paths, replaced paths, and names with the reason why not."""

    created: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    refused: tuple[tuple[str, Fault], ...] = ()


class Staging:
    """Each session's uploads that are not yet added, in a folder that only this process's user can open.

    Safe to use from several threads.
    """

    def __init__(
        self,
        corpus: Corpus,
        live: Callable[[], Collection[str]],
        hide: Callable[[Document], Document] = lambda document: document,
    ) -> None:
        """``live``: the valid sessions; files left by others are removed. ``hide``: takes out of a document whom no
        preview may show."""
        self._corpus = corpus
        self._live = live
        self._hide = hide
        self.folder = Path(tempfile.mkdtemp(prefix="maltolk-staff-"))
        weakref.finalize(self, shutil.rmtree, self.folder, True)
        self._waiting: dict[str, dict[str, Staged]] = {}
        self._number = 0
        self._lock = threading.Lock()

    def take(self, session: str, uploaded: Iterable[Path]) -> tuple[Preview, ...]:
        """Move the uploaded files here, read them, and return what is waiting now."""
        moved = [(path.name, self._moved(path)) for path in uploaded]
        with self._lock, Worker() as worker:
            self._sweep()
            waiting = self._waiting.setdefault(session, {})
            for name, file in moved:
                staged = self._read(name, file, worker)
                before = waiting.pop(staged.preview.path, None)
                if before is not None:
                    before.file.unlink(missing_ok=True)
                if len(waiting) < MAX_FILES:
                    waiting[staged.preview.path] = staged
                else:
                    file.unlink()
        return self.previews(session)

    def previews(self, session: str) -> tuple[Preview, ...]:
        """The waiting files, in order of arrival."""
        return tuple(staged.preview for staged in self._waiting.get(session, {}).values())

    def add(self, session: str) -> Added:
        """Put readable files into the collection, each atomically; refused ones are discarded with the rest."""
        created: list[str] = []
        replaced: list[str] = []
        refused: list[tuple[str, Fault]] = []
        with self._lock:
            for staged in self._waiting.get(session, {}).values():
                preview = staged.preview
                if not preview.usable:
                    continue
                try:
                    fault = self._corpus.put(preview.path, staged.file.read_bytes(), staged.replacing)
                except OSError as error:  # the others may still fit
                    _log.error("cannot write %s: %s", preview.path, error)
                    fault = Fault.DISK
                if fault is not None:
                    refused.append((preview.name, fault))
                else:
                    (replaced if preview.replaces else created).append(preview.path)
            self._drop(session)
        return Added(tuple(created), tuple(replaced), tuple(refused))

    def discard(self, session: str) -> None:
        """Remove the waiting files."""
        with self._lock:
            self._drop(session)

    def _moved(self, path: Path) -> Path:
        with self._lock:
            self._number += 1
            target = self.folder / f"{self._number:06d}"
        shutil.move(path, target)
        target.chmod(0o600)
        return target

    def _read(self, name: str, file: Path, worker: Worker) -> Staged:
        place = self._corpus.place(name)
        if isinstance(place, Fault):
            return Staged(file, Preview(name, name, fault=place), None)
        if (size := file.stat().st_size) > MAX_BYTES:
            return Staged(file, Preview(name, place, reason=too_large(size)), None)
        read = worker.read(place, file.read_bytes())
        if isinstance(read, Skipped):
            return Staged(file, Preview(name, place, reason=read.reason), None)
        read = self._hide(read)
        there = self._corpus.read(place)
        before = None if there is None else worker.read(place, there)
        before = self._hide(before) if isinstance(before, Document) else before
        change = document_change(before, read) if isinstance(before, Document) and before != read else None
        preview = Preview(
            name,
            place,
            read,
            tuple(cut(read, 0, 0, 0, RULE.passages)),
            replaces=there is not None,
            change=change,
            date_in_text=read.date is not None and document_date(read.text) == read.date,
        )
        return Staged(file, preview, None if there is None else digest(there))

    def _sweep(self) -> None:
        for session in self._waiting.keys() - set(self._live()):
            self._drop(session)

    def _drop(self, session: str) -> None:
        for staged in self._waiting.pop(session, {}).values():
            staged.file.unlink(missing_ok=True)


def words(document: Document, span: Span | None) -> str | None:
    """The words of the span, white space folded."""
    return None if span is None else " ".join(span.of(document.text).split())
