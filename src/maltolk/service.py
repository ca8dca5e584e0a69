"""The public API: an index opened, kept up to date, and queried; everything returned is a value."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Self

from maltolk.answering.offering.near_questions import near_question
from maltolk.answering.people.contact_rows import contact_row
from maltolk.answering.people.directory import Directory
from maltolk.answering.reader.preparing import open_reader
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.retrieval.hybrid import retrieve
from maltolk.answering.retrieval.intent import FOR_TEXTS
from maltolk.errors import MaltolkError, UsageError
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.encoders.model_folder import model_folder, verify_folder
from maltolk.indexing.encoders.opening import open_encoder
from maltolk.indexing.index import Index
from maltolk.indexing.index import verify as index_faults
from maltolk.indexing.storage.archive import Archive
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import EncoderEntry, read_manifest
from maltolk.model import Answer, Passage, Span, Status
from maltolk.opened import Opened
from maltolk.privacy.hiding import Hiding
from maltolk.privacy.suppressed import Suppressed, SuppressionList
from maltolk.privacy.unanswered import Unanswered
from maltolk.privacy.withheld_index import texts_naming
from maltolk.results import (
    ContactRow,
    Coverage,
    DocumentRow,
    QuoteInContext,
    Readiness,
    SearchHit,
    Version,
)
from maltolk.settings import Settings
from maltolk.shown import document_rows, hit, in_context

_log = logging.getLogger(__name__)


class Service:
    """Answers from the newest generation of one index: when a build has swapped in another, the next call uses it.
    A call in progress keeps the one it has, and if the new one does not open, the previous one stays in use.

    Whoever is on the list of people who must not be shown is in nothing that this gives, from the next call on; the
    list is read again whenever it changes. As long as it cannot be read at all, every call raises UsageError.

    Nothing is opened until it is needed: the index by the first call, the encoder by the first that compares meanings.
    So any call may raise IndexMissing, IndexStale or IndexDamaged, and those that ask or search ModelError, as long as
    no generation has been opened. Safe to use from several threads; keeps no conversation, and no question unless
    the operator has turned that on (``unanswered``: what is kept then, else None).
    """

    def __init__(
        self,
        settings: Settings,
        note: Callable[[str], None] = _log.info,
        observe: Callable[[Answer], None] | None = None,
    ) -> None:
        """``note`` gets messages about what takes long: preparing an encoder for the first time. ``observe`` gets every
        answer that ``ask`` returns, with its trace."""
        self.settings = settings
        self._note = note
        self._observe = observe
        self._generations = Generations(settings.index)
        self._archive = Archive(settings.index)
        self._suppressed = SuppressionList(settings.suppressed)
        kept = settings.privacy
        self.unanswered = None if kept.unanswered is None else Unanswered(kept.unanswered, kept.days)
        self._lock = threading.Lock()
        self._opened: Opened | None = None
        self._on_trial: Opened | None = None
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
        visitor: str | None = None,
    ) -> Answer:
        """The answer to ``question`` after the earlier questions ``history`` (oldest first).

        ``municipality``: limits it to texts of that one, capitals aside. ``language``: of the fixed words, "sv" or
        "en"; None takes the question's own. ``trace``: whether the answer carries how it came about. ``visitor``:
        language of a page that tells its visitors what is kept of questions without an answer; only those that are
        asked there are kept, and only where that is turned on.
        Raises UsageError for a municipality that no text is from.
        """
        opened = self._newest()
        opened.check(municipality)
        traced = trace or visitor is not None or self._observe is not None
        answer = opened.answerer.ask(question, history, municipality, language, trace=traced)
        if self._observe is not None:
            self._observe(answer)
        if self.unanswered is not None and visitor is not None and _may_be_kept(answer):
            self.unanswered.add(question, municipality, visitor)
        return answer if trace else replace(answer, trace=None)

    def consult(self, question: str, municipality: str | None, history: Sequence[str] = ()) -> Answer:
        """The answer, in Swedish, to what a page asks by itself, as ``ask`` has it: neither observed nor kept, since
        nobody has asked. Raises UsageError as ``ask``."""
        opened = self._newest()
        opened.check(municipality)
        return opened.answerer.after(history, municipality, "sv")(question)

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

    def near_question(self, question: str, *, with_words: bool) -> str:
        """``question`` with words that no text has replaced by near names and, where ``with_words``, near words."""
        names = self._newest().coverage.municipalities
        return near_question(question, names, self.index.vocabulary, with_words=with_words)

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
        return tuple(hit(index.document(each.passage.document), each.passage, each.score) for each in found)

    def contacts(self, query: str = "", municipality: str | None = None) -> tuple[ContactRow, ...]:
        """Contacts for a query of a few words, best first; all of them, in the order of the texts, without one.

        Raises UsageError as ``ask``.
        """
        opened = self._newest()
        opened.check(municipality)
        return tuple(map(contact_row, opened.directory.search(query, municipality)))

    def documents(self) -> tuple[DocumentRow, ...]:
        """Everything that is indexed, by municipality and path, with what is known of each."""
        return document_rows(self.index)

    def coverage(self) -> Coverage:
        """What the index covers."""
        return self._newest().coverage

    def readiness(self) -> Readiness:
        """What answers now; cheap, and reads from the disk. Raises IndexMissing, IndexStale, IndexDamaged or ModelError
        when nothing can be answered."""
        opened = self._newest()
        if opened.index.documents:
            opened.index.passages_of(0)
        encoder = opened.answerer.encoder
        pointed = (self._generations.pointed() or b"").decode("ascii", "replace").strip()
        dates = sorted(card.date for card in opened.index.documents if card.date)
        return Readiness(
            generation=opened.index.generation,
            built=opened.built,
            documents=len(opened.index.documents),
            oldest=dates[0] if dates else None,
            newest=dates[-1] if dates else None,
            encoder=encoder.name,
            behind=None if pointed == opened.index.generation else pointed,
        )

    def version(self, digest: str) -> Version | None:
        """The text with this sha256, current or older, or None when it was never here (or has been removed for good).

        Raises IndexDamaged when an older text has been altered.
        """
        opened = self._newest()
        index = opened.index
        document = index.document_by_digest(digest)
        if document is not None:
            return Version(document, digest)
        older = self._archive.document(digest)
        if older is None:
            return None
        newest = index.card_of(older.document.municipality, older.document.path)
        shown = opened.hiding.document(older.document)
        return Version(shown, None if newest is None else newest.digest, older.last_generation)

    def digests(self) -> frozenset[str]:
        """The sha256 of every text that ``version`` gives, current or older."""
        return frozenset(card.digest for card in self.index.documents) | frozenset(self._archive.digests())

    def quote(self, digest: str, span: Span) -> QuoteInContext | None:
        """The words at that place of the text with this sha256, or None when there is no such text or place.

        Raises IndexDamaged as ``version``.
        """
        version = self.version(digest)
        if version is None or not 0 <= span.start < span.end <= len(version.document.text):
            return None
        return in_context(version, span)

    def passages(self, digest: str) -> tuple[Passage, ...]:
        """The passages of the current text with this sha256, in order; none of any other."""
        return tuple(self.index.passages_by_digest(digest))

    @property
    def index(self) -> Index:
        """The newest generation without those who must not be shown, for callers that need more than the methods
        give."""
        return self._newest().index

    @property
    def hiding(self) -> Hiding:
        """Hides those who must not be shown, in texts that are not from the index."""
        return self._newest().hiding

    @property
    def directory(self) -> Directory:
        """The contacts of the newest generation with all their places; made once for a generation."""
        return self._newest().directory

    def texts_with(self, someone: Suppressed) -> int:
        """How many current texts name or reach somebody: whether an entry is spelt as they have it."""
        return texts_naming(self._newest().whole, someone)

    @property
    def edition(self) -> str:
        """Names what is given now: another one once a build or the list of people who must not be shown has changed
        anything."""
        hidden = ",".join(each.key for each in self._suppressed.current())
        generation = self.index.generation
        return f"{generation}-{sha256(hidden.encode()).hexdigest()[:8]}" if hidden else generation

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

    def on_trial(self) -> Opened | None:
        """The generation on trial, without those who must not be shown; None when there is none. Raises IndexStale or
        IndexDamaged."""
        folder, entries = self._generations.trial(), self._suppressed.current()
        with self._lock:
            held = self._on_trial
            if folder is None:
                self._on_trial = None
            elif held is None or held.index.generation != folder.name or held.entries is not entries:
                self._on_trial = Opened(Index.at(folder, None), entries, self._encoder_of, self._reader_beside)
            return self._on_trial

    def _newest(self) -> Opened:
        """The generation that is current now, the previous one if the new one does not open; without those on the list
        as it is now."""
        entries = self._suppressed.current()
        opened = self._opened
        if opened is None:
            with self._lock:
                if self._opened is None:
                    self._opened = self._open(entries)
                opened = self._opened
        if entries is not opened.entries:
            with self._lock:
                if self._opened is None or self._opened.entries is not entries:
                    self._opened = self._open(entries, opened, whole=opened.whole)
                opened = self._opened
        try:
            current = self._generations.current().name
            if current != opened.index.generation:
                with self._lock:
                    if self._opened is None or current != self._opened.index.generation:
                        self._opened = self._open(entries, opened)
                    opened = self._opened
        except MaltolkError as error:
            _log.error("still answering from generation %s: %s", opened.index.generation, error)
        return opened

    def _open(
        self, entries: tuple[Suppressed, ...], before: Opened | None = None, whole: Index | None = None
    ) -> Opened:
        whole = whole or Index.open(self.settings.index, None)
        opened = Opened(whole, entries, self._encoder_of, self._reader_beside)
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


def _may_be_kept(answer: Answer) -> bool:
    """Whether a question with this answer says something about the texts, and nothing of who asks: no answer was found,
    and it is likeliest meant for the texts, not an errand, a private matter or a cry for help."""
    intent = None if answer.trace is None else answer.trace.intent
    return answer.status is Status.NOT_FOUND and intent in FOR_TEXTS
