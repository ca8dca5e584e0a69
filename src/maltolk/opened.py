"""One generation of an index, open, with what is derived from it on first use."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from maltolk.answering.answer import Answerer
from maltolk.answering.people.directory import Directory
from maltolk.answering.reader.reading_model import Reader
from maltolk.errors import UsageError
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.indexing.storage.manifest import MANIFEST_FILE, EncoderEntry
from maltolk.privacy.hiding import Hiding
from maltolk.privacy.suppressed import Suppressed
from maltolk.privacy.withheld_index import WithheldIndex
from maltolk.results import Coverage
from maltolk.swedish.collation import swedish_order

_WARM_UP = "Vad finns det för mål?"
"""Asked of a generation before users ask it, to create what is created at the first question."""


class Opened:
    """One generation without some people, with what is derived from it on first use. ``whole``: with them."""

    def __init__(
        self,
        whole: Index,
        entries: tuple[Suppressed, ...],
        encoder_of: Callable[[EncoderEntry], Encoder],
        reader_beside: Callable[[EncoderEntry], Reader],
    ) -> None:
        self.whole = whole
        self.entries = entries
        self.hiding = Hiding(entries)
        self.index = WithheldIndex(whole, self.hiding) if entries else whole
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
    def built(self) -> datetime:
        """When it was made."""
        return datetime.fromtimestamp((self.index.folder / MANIFEST_FILE).stat().st_mtime, UTC)

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
