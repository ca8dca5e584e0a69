"""The public API: an index opened, kept up to date, and queried; everything returned is a value."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Self

from maltolk.answering.answer import Answerer
from maltolk.answering.people.contact_rows import contact_row
from maltolk.answering.people.directory import Directory
from maltolk.answering.reader.preparing import open_reader
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.retrieval.hybrid import retrieve
from maltolk.errors import MaltolkError, UsageError
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.model_folder import model_folder, verify_folder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.indexing.index import verify as index_faults
from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import EncoderEntry, read_manifest
from maltolk.model import Answer, Document, Passage, Quote
from maltolk.reading.reasons import in_swedish
from maltolk.results import ContactRow, Coverage, DocumentRow, LeftOutRow, SearchHit, Version
from maltolk.settings import Settings
from maltolk.swedish.collation import swedish_order

_WARM_UP = "Vad finns det för mål?"
"""Asked of a generation before users ask it, to create what is created at the first question."""

_log = logging.getLogger(__name__)


class Service:
    """Answers from the newest generation of one index: when a build has swapped in another, the next call uses it.
    A call in progress keeps the one it has, and if the new one does not open, the previous one stays in use.

    Nothing is opened until it is needed: the index by the first call, the encoder by the first that compares meanings.
    So any call may raise IndexMissing, IndexStale or IndexDamaged, and those that ask or search ModelError, as long as
    no generation has been opened. Safe to use from several threads; keeps no conversation and no question.
    """

    def __init__(self, settings: Settings, note: Callable[[str], None] = _log.info) -> None:
        """``note`` gets messages about what takes long: preparing an encoder for the first time."""
        self.settings = settings
        self._note = note
        self._generations = Generations(settings.index)
        self._archive = Archive(settings.index)
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._encoder: Encoder | None = None
        self._reader: Reader | None = None

    @classmethod
    def open(cls, index: str | Path | None = None) -> Self:
        """The index in that folder, or else the environment's; all other settings from the environment.

        Raises IndexMissing, IndexStale or IndexDamaged at once.
        """
        settings = Settings.from_environment()
        service = cls(settings if index is None else replace(settings, index=Path(index)))
        service._newest()
        return service

    def warm_up(self) -> None:
        """Open everything in advance, so that nobody waits for it; later generations are then opened that way too."""
        self._newest().warm_up()

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        municipality: str | None = None,
        language: str | None = None,
        *,
        trace: bool = False,
    ) -> Answer:
        """The answer to ``question`` after the earlier questions ``history`` (oldest first).

        ``municipality``: limits it to texts of that one, capitals aside. ``language``: of the fixed words, "sv" or
        "en"; None takes the question's own. ``trace``: whether the answer carries how it came about.
        Raises UsageError for a municipality that no text is from.
        """
        opened = self._newest()
        opened.check(municipality)
        return opened.answerer.ask(question, history, municipality, language, trace=trace)

    def examples(self, language: str, municipality: str | None = None) -> tuple[str, ...]:
        """Questions to begin with, in ``language`` ("sv", else English), each with a sure answer; made on first use,
        which takes up to a second. Raises UsageError as ``ask``."""
        opened = self._newest()
        opened.check(municipality)
        return opened.answerer.examples(language, municipality)

    def follow_ups(
        self,
        question: str,
        history: Sequence[str],
        answer: Answer,
        municipality: str | None = None,
        language: str | None = None,
    ) -> tuple[str, ...]:
        """A few questions to continue with after ``answer``, which was given to the other arguments; each has a sure
        answer. Asks up to eight questions to find them."""
        return self._newest().answerer.follow_ups(question, history, answer, municipality, language)

    def search(self, query: str, k: int = 10, municipality: str | None = None) -> tuple[SearchHit, ...]:
        """The ``k`` best passages for ``query``, best first, of one municipality alone when given.

        Raises UsageError as ``ask``, and for a ``k`` below 1.
        """
        if k < 1:
            raise UsageError(f"{k} passages cannot be searched for; -k takes a number from 1")
        opened = self._newest()
        opened.check(municipality)
        index, encoder = opened.index, opened.answerer.encoder
        scope = None
        if municipality is not None:
            name = municipality.casefold()
            scope = frozenset(card.number for card in index.documents if card.municipality.casefold() == name)
        found = retrieve(index, query, encoder.embed_queries([query])[0], k, scope)
        return tuple(_hit(index.document(each.passage.document), each.passage, each.score) for each in found)

    def contacts(self, query: str = "", municipality: str | None = None) -> tuple[ContactRow, ...]:
        """Contacts for a query of a few words, best first; all of them, in the order of the texts, without one.

        Raises UsageError as ``ask``.
        """
        opened = self._newest()
        opened.check(municipality)
        return tuple(map(contact_row, opened.directory.search(query, municipality)))

    def documents(self) -> tuple[DocumentRow, ...]:
        """Everything that is indexed, by municipality and path, with what is known of each."""
        index = self.index
        return tuple(
            DocumentRow(
                *(c.path, c.municipality, c.title, c.date, c.url, c.licence, c.language, c.digest, facts),
                left_out=tuple(LeftOutRow(e.page, e.reason, in_swedish(e.reason)) for e in pages.left_out),
                from_image=pages.from_image,
            )
            for c, facts, pages in zip(index.documents, index.facts(), index.page_facts(), strict=True)
        )

    def coverage(self) -> Coverage:
        """What the index covers."""
        return self._newest().coverage

    def version(self, digest: str) -> Version | None:
        """The text with this sha256, current or older, or None when it was never here (or has been removed for good).

        Raises IndexDamaged when an older text has been altered.
        """
        index = self.index
        document = index.document_by_digest(digest)
        if document is not None:
            return Version(document, digest)
        older = self._archive.document(digest)
        if older is None:
            return None
        newest = index.card_of(older.document.municipality, older.document.path)
        return Version(older.document, None if newest is None else newest.digest, older.last_generation)

    def passages(self, digest: str) -> tuple[Passage, ...]:
        """The passages of the current text with this sha256, in order; none of any other."""
        return tuple(self.index.passages_by_digest(digest))

    @property
    def index(self) -> Index:
        """The newest generation, for callers that need more than the methods give."""
        return self._newest().index

    @property
    def directory(self) -> Directory:
        """The contacts of the newest generation with all their places; made once for a generation."""
        return self._newest().directory

    def verify(self) -> tuple[str, ...]:
        """Re-check every byte of the current generation, its encoder and the archive; what is wrong with the index.

        Raises ModelError when the encoder is damaged, and IndexMissing, IndexStale or IndexDamaged if the generation
        cannot even be opened.
        """
        faults = tuple(index_faults(self.settings.index))
        if not faults:
            made_by = read_manifest(self._generations.current()).encoder
            encoder = model_folder(made_by.name, self.settings.models)
            if encoder.is_dir():
                verify_folder(encoder)
        return faults

    def rollback(self) -> str:
        """Make the previous generation current again, and use it; returns its name.

        Raises UsageError when there is none, BuildRunning, and IndexDamaged or IndexStale when it could not be read.
        Works even if the current generation does not open.
        """
        name = self._generations.rollback()
        if self._opened is not None:
            self._newest()
        return name

    def _newest(self) -> "_Opened":
        """The generation that is current now; the previous one if the new one does not open."""
        if self._opened is None:
            with self._lock:
                if self._opened is None:
                    self._opened = self._open()
                return self._opened
        try:
            current = self._generations.current().name
            if current != self._opened.index.generation:
                with self._lock:
                    if current != self._opened.index.generation:
                        self._opened = self._open(self._opened)
        except MaltolkError as error:
            _log.error("still answering from generation %s: %s", self._opened.index.generation, error)
        return self._opened

    def _open(self, before: "_Opened | None" = None) -> "_Opened":
        opened = _Opened(Index.open(self.settings.index, None), self._encoder_of, self._reader_beside)
        if before is not None and before.is_warm:
            opened.warm_up()
        return opened

    def _encoder_of(self, made_by: EncoderEntry) -> Encoder:
        if self._encoder is None or self._encoder.fingerprint != made_by.fingerprint:
            self._encoder = open_encoder(replace(self.settings, model=made_by.name), self._note)
        return self._encoder

    def _reader_beside(self, made_by: EncoderEntry) -> Reader:
        if self._reader is None:
            self._reader = open_reader(made_by.name, self.settings.models, self._note)
        return self._reader


class _Opened:
    """One generation, with what is derived from it on first use."""

    def __init__(
        self,
        index: Index,
        encoder_of: Callable[[EncoderEntry], Encoder],
        reader_beside: Callable[[EncoderEntry], Reader],
    ) -> None:
        self.index = index
        self._encoder_of = encoder_of
        self._reader_beside = reader_beside
        self._lock = threading.Lock()
        self._answerer: Answerer | None = None

    @property
    def answerer(self) -> Answerer:
        """Answers from it. Raises ModelError, or IndexStale when the encoder is no longer the one that built it."""
        with self._lock:
            if self._answerer is None:
                encoder = self._encoder_of(self.index.manifest.encoder)
                self.index.manifest.check_encoder(encoder)
                self._answerer = Answerer(self.index, encoder, self._reader_beside(self.index.manifest.encoder))
            return self._answerer

    @cached_property
    def directory(self) -> Directory:
        """Its contacts."""
        return Directory(self.index)

    @cached_property
    def coverage(self) -> Coverage:
        """What it covers."""
        documents = self.index.documents
        years = sorted(card.date[:4] for card in documents if card.date)
        return Coverage(
            generation=self.index.generation,
            municipalities=tuple(sorted({card.municipality for card in documents}, key=swedish_order)),
            documents=len(documents),
            first=years[0] if years else None,
            last=years[-1] if years else None,
            undated=len(documents) - len(years),
        )

    @property
    def is_warm(self) -> bool:
        """Whether its encoder is open."""
        return self._answerer is not None

    def warm_up(self) -> None:
        """Create what is created at the first question."""
        self.answerer.ask(_WARM_UP)

    def check(self, municipality: str | None) -> None:
        """Raise UsageError when a limit is set to a municipality that no text is from."""
        if municipality is None:
            return
        known = self.coverage.municipalities
        if municipality.casefold() not in (name.casefold() for name in known):
            raise UsageError(f"no texts from {municipality}; indexed are {', '.join(known) or 'none'}")


def _hit(document: Document, passage: Passage, score: float) -> SearchHit:
    quote = Quote(document.digest, passage.span, passage.span.of(document.text))
    return SearchHit(quote, document.path, document.title, document.municipality, score)
