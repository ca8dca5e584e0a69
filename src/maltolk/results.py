"""The service's results besides answers: frozen values independent of an index."""

from dataclasses import dataclass
from datetime import datetime

from maltolk.model import Document, Fact, Quote, Span


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage that a search found. ``quote``: its words and where they are; ``document``: path of its text.

    ``score``: more is better, in standard deviations above the mean cosine between passages.
    """

    quote: Quote
    document: str
    title: str
    municipality: str
    score: float


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact's words as written, None for what the text does not give, and where they are.

    ``document``: path of the text, ``date`` its day, ``digest`` its sha256; ``span``: the contact's lines in it.
    """

    name: str | None
    role: str | None
    party: str | None
    phone: str | None
    email: str | None
    municipality: str
    document: str
    date: str | None
    digest: str
    span: Span


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A page whose words are not in the text, as ``LeftOut`` has it, with the reason in Swedish too."""

    page: int
    reason: str
    reason_sv: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of the index without its text; the fields are those of ``Document``."""

    path: str
    municipality: str
    title: str
    date: str | None
    url: str | None
    licence: str | None
    language: str
    digest: str
    facts: tuple[Fact, ...]
    left_out: tuple[LeftOutRow, ...] = ()
    from_image: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a generation covers. ``municipalities``: in Swedish order. ``documents``: how many; ``undated``: those
    without a date. ``first`` and ``last``: years of the oldest and the newest dated text."""

    generation: str
    municipalities: tuple[str, ...]
    documents: int
    first: str | None
    last: str | None
    undated: int


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a link names. ``newest``: digest of the document's current text, None when the document is no longer
    in the collection. ``last_generation``: the last one that an older text was current in, None for the current one.
    """

    document: Document
    newest: str | None
    last_generation: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether this is the text that questions are answered from."""
        return self.last_generation is None


@dataclass(frozen=True, slots=True)
class QuoteInContext:
    """Words of a text in their place. ``before`` and ``after``: the text on either side, a few sentences of it.

    The fields from ``document`` to ``period`` are those of ``Citation``. ``is_current`` and ``newest``: those of
    ``Version``.
    """

    quote: Quote
    before: str
    after: str
    document: str
    title: str
    municipality: str
    date: str | None
    url: str | None
    page: int | None
    page_name: str | None
    read_from_image: bool
    period: str | None
    is_current: bool
    newest: str | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """What answers now. ``built``: when its generation was made. ``oldest`` and ``newest``: days of the dated texts.

    ``encoder``: its name. ``behind``: a newer generation that does not open, None when there is none.
    """

    generation: str
    built: datetime
    documents: int
    oldest: str | None
    newest: str | None
    encoder: str
    behind: str | None
