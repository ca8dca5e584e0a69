"""One text of the collection: its file, the one beside it, and how they are read now."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from maltolk.model import Document
from maltolk.reading.decoding.encodings import decode
from maltolk.reading.document import Skipped
from maltolk.reading.formats.frontmatter import Broken, FrontMatter, read_head
from maltolk.reading.sandbox.worker import Worker
from maltolk.reading.sources.amending import Amendments, amended
from maltolk.reading.sources.sidecars import MAX_BYTES, described, names_beside
from maltolk.service import Service
from maltolk.web.staff.collection.text_form import Known, known_of
from maltolk.web.staff.collection.text_states import TextRow, TextState
from maltolk.web.staff.folder.corpus import Corpus, Fault, digest

_REMEMBERED = 32
"""Texts whose latest reading is kept, since reading a long one takes seconds."""


@dataclass(frozen=True, slots=True)
class OneText:
    """A text. ``version``: changes when its file, or one beside it, does; "" where the file cannot be read.
    ``sidecar``: path of the file beside it that is corrected, whether it is there (``said``: its bytes) or not.
    ``document``: how all that is read now; None where it cannot be, ``reason`` then says why, in English.
    ``broken``: why the sidecar cannot be read, in English, "" where it can.
    """

    row: TextRow
    version: str
    sidecar: str
    said: bytes | None
    document: Document | None
    reason: str
    known: tuple[Known, ...]
    broken: str = ""


class TextShelf:
    """Reads and corrects texts. Safe to use from several threads."""

    def __init__(self, service: Service, corpus: Corpus) -> None:
        self._service = service
        self._corpus = corpus
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[str, str], Document | Skipped] = OrderedDict()

    def text(self, row: TextRow) -> OneText:
        """The text of that row. Raises MaltolkError when no process can be started to read it."""
        path = row.path
        raw, beside = self._corpus.read(path), self._corpus.beside(path)
        sidecar = next((name for name in beside if not name.endswith(".url")), names_beside(path)[0])
        said = beside.get(sidecar)
        broken = said.reason if isinstance(said, Skipped) else ""
        head = FrontMatter() if said is None or isinstance(said, Skipped) else _head(said)
        if isinstance(head, Broken):
            broken, head = head.reason, FrontMatter()
        read: Document | Skipped
        if raw is None:
            version, read = "", Skipped(path, row.reason)
        else:
            version = _version(raw, beside)
            read = self._reading(row, raw, beside, version)
        document = None
        if isinstance(read, Document):
            document = self._service.hiding.document(read)
        reason = "" if document is not None else read.reason if isinstance(read, Skipped) else ""
        content = None if isinstance(said, Skipped) else said
        return OneText(row, version, sidecar, content, document, reason, known_of(document, head), broken)

    def correct(self, text: OneText, changes: Amendments) -> Fault | str | None:
        """Write the changes into the sidecar, if both files are still as ``text`` has them; else why not: a Fault, or
        what is wrong with the sidecar, in English. Raises OSError when the disk does."""
        decoded = decode(text.said) if text.said else None
        if text.said and decoded is None:
            return text.broken
        written = amended(decoded.text if decoded else "", changes)
        if isinstance(written, Broken):
            return written.reason
        return self.replace(text, written.encode())

    def replace(self, text: OneText, raw: bytes) -> Fault | str | None:
        """Write ``raw`` as the sidecar, as ``correct`` does."""
        if len(raw) > MAX_BYTES:
            return Fault.LARGE
        head = _head(raw)
        if isinstance(head, Broken):
            return head.reason
        now = None if text.said is None else digest(text.said)
        return self._corpus.put_beside(text.row.path, text.sidecar, raw, now)

    def _reading(
        self, row: TextRow, raw: bytes, beside: Mapping[str, bytes | Skipped], version: str
    ) -> Document | Skipped:
        if row.state is TextState.INDEXED and row.card is not None:
            return self._service.index.document(row.card.number)
        for name, said in beside.items():
            if isinstance(said, Skipped):
                return Skipped(row.path, f"{PurePosixPath(name).name} beside it cannot be read: {said.reason}")
        with self._lock:
            if (known := self._read.get((row.path, version))) is not None:
                return known
            with Worker() as worker:
                read = worker.read(row.path, raw)
            if isinstance(read, Document):
                read = described(read, {name: said for name, said in beside.items() if isinstance(said, bytes)})
            self._read[row.path, version] = read
            if len(self._read) > _REMEMBERED:
                self._read.popitem(last=False)
            return read


def _head(raw: bytes) -> FrontMatter | Broken:
    decoded = decode(raw) if raw else None
    if decoded is None:
        return Broken("the file's encoding cannot be told; save it as UTF-8") if raw else FrontMatter()
    return read_head(decoded.text)


def _version(raw: bytes, beside: Mapping[str, bytes | Skipped]) -> str:
    told = [digest(raw), *(f"{name}:{digest(said)}" for name, said in beside.items() if isinstance(said, bytes))]
    return digest("\n".join(told).encode())
