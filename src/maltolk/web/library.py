"""What the pages answer from: the current generation, taken up anew when a build has swapped in another."""

import logging
import threading
from dataclasses import dataclass, replace

from maltolk.answering.answer import Answerer
from maltolk.errors import MaltolkError
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.onnx_encoder import open_encoder
from maltolk.indexing.index import Index
from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import read_manifest
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import Document
from maltolk.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a link names. ``newest``: the document's current text, None when it is no longer in the collection.

    ``last_generation``: the last one that an older version was current in, None for the current text.
    """

    document: Document
    newest: DocumentCard | None
    last_generation: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether this is the text that questions are answered from."""
        return self.last_generation is None


class Library:
    """Gives each request the newest answerer. Who has one keeps it: a rebuild interrupts nobody.

    Safe to use from several threads.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the current generation and its encoder. Raises IndexMissing, IndexStale, IndexDamaged or ModelError."""
        self.settings = settings
        self._generations = Generations(settings.index)
        self._archive = Archive(settings.index)
        self._lock = threading.Lock()
        self._answerer = self._open(None)

    @property
    def answerer(self) -> Answerer:
        """Of the generation that is current now; the one before, should the new one not open."""
        try:
            current = self._generations.current().name
            if current != self._answerer.index.generation:
                with self._lock:
                    if current != self._answerer.index.generation:
                        self._answerer = self._open(self._answerer)
        except MaltolkError as error:
            _log.error("still answering from generation %s: %s", self._answerer.index.generation, error)
        return self._answerer

    @property
    def index(self) -> Index:
        """The index of ``answerer``."""
        return self.answerer.index

    def version(self, digest: str) -> Version | None:
        """The text with this sha256, current or older, or None when it was never here (or has been removed for good).

        Raises IndexDamaged when an older text is not what it was.
        """
        index = self.index
        document = index.document_by_digest(digest)
        if document is not None:
            return Version(document, index.card_of(document.municipality, document.path))
        older = self._archive.document(digest)
        if older is None:
            return None
        newest = index.card_of(older.document.municipality, older.document.path)
        return Version(older.document, newest, older.last_generation)

    def _open(self, before: Answerer | None) -> Answerer:
        made_by = read_manifest(self._generations.current()).encoder
        encoder: Encoder
        if before is not None and before.encoder.fingerprint == made_by.fingerprint:
            encoder = before.encoder
        else:
            encoder = open_encoder(replace(self.settings, model=made_by.name), _log.info)
        answerer = Answerer(Index.open(self.settings.index, encoder), encoder)
        answerer.ask("Vad finns det för mål?")  # makes what is made at the first question, so that no person waits
        return answerer
