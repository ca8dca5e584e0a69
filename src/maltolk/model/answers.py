"""Answers: what is shown, and where every word of it comes from.

The text of an answer is never trusted: it is what its parts give, each a place in a document or words of the
catalogue, and ``answering.composing.gate`` turns the one into the other and compares them again.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from maltolk.model.documents import DocumentKey, Span
from maltolk.model.trace import Trace


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words of a document, by place rather than as text."""

    document: DocumentKey
    span: Span


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """The number in front of the list item or heading that ``item`` quotes, as the document's structure has it."""

    item: QuotedSpan


class CardField(StrEnum):
    """Which part of a document's metadata is shown; YEAR is that of its date."""

    TITLE = "title"
    DATE = "date"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class CardValue:
    """Metadata of a document in the index."""

    document: DocumentKey
    field: CardField


@dataclass(frozen=True, slots=True)
class PlaceName:
    """The name of a municipality that the index or the gazetteer knows."""

    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many ``things`` there are: a number that comes with what was counted."""

    things: tuple[QuotedSpan | DocumentKey, ...]


class Joint(StrEnum):
    """What separates the parts of a series. AND: commas, and the language's word for "and" before the last."""

    AND = "and"
    COMMA = ", "
    SEMICOLON = "; "
    SLASH = " / "


@dataclass(frozen=True, slots=True)
class Series:
    """Several parts after one another."""

    parts: tuple["Part", ...]
    joint: Joint


@dataclass(frozen=True, slots=True)
class FixedWords:
    """A sentence of the catalogue by its key, and what fills its {gaps}. ``language``: "sv", else English."""

    key: str
    language: str
    values: tuple[tuple[str, "Part"], ...] = ()


Part: TypeAlias = QuotedSpan | ItemNumber | CardValue | PlaceName | Count | Series | FixedWords
"""What a line can be made of; never free text."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim span of a document: the only thing an answer may base a claim on."""

    digest: str
    span: Span
    text: str

    @property
    def link(self) -> str:
        """Path of the source page that shows the quote in its place."""
        return link_to(self.digest, self.span)


def link_to(digest: str, span: Span | None = None) -> str:
    """Path of the source page of the text with that digest, which shows the place in it."""
    return f"/kalla/{digest}" if span is None else f"/kalla/{digest}/{span.start}-{span.end}"


class Status(StrEnum):
    """The outcome of a question. Anything but ANSWERED counts as not answered."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    NEEDS_CLARIFICATION = "needs_clarification"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered marker in an answer that points at a quote.

    ``page``: from 1, by its place in the file, None where a text has no pages; ``page_name``: what it is called, None
    for one without a name. ``read_from_image``: whether any of it was recognised in a picture. ``period``: when the
    text is valid, as ``Fact`` has it, None where it does not say. ``earlier``: title of the edition before this text,
    None where there is none.
    """

    marker: int
    quote: Quote
    document: str
    title: str
    municipality: str
    date: str | None
    url: str | None
    page: int | None = None
    period: str | None = None
    earlier: str | None = None
    page_name: str | None = None
    read_from_image: bool = False

    @property
    def link(self) -> str:
        """Path of the source page that shows the quote in its place."""
        return self.quote.link

    @property
    def quoted(self) -> QuotedSpan:
        """The quote by place."""
        return QuotedSpan(DocumentKey(self.municipality, self.document, self.quote.digest), self.quote.span)


@dataclass(frozen=True, slots=True)
class QuotedContact:
    """A contact by the place of each field in ``document``. ``span`` covers all of them."""

    document: DocumentKey
    span: Span
    name: Span | None = None
    role: Span | None = None
    party: Span | None = None
    phone: Span | None = None
    email: Span | None = None
    other_phones: tuple[Span, ...] = ()

    @property
    def whole(self) -> QuotedSpan:
        """All of the contact's lines, as they are cited."""
        return QuotedSpan(self.document, self.span)


@dataclass(frozen=True, slots=True)
class CitedContact:
    """A contact as an answer shows it: the written words, and the marker of the citation that contains them.

    ``also``: markers of citations of the same contact in other places. ``other_phones``: further numbers, as written.
    ``phone_e164``: ``phone`` in +46 form. ``address``: the e-mail address that ``email`` means, where it is written
    "anna.ek (at) ale.se". ``quoted``: where each field is.
    """

    name: str | None
    role: str | None
    party: str | None
    phone: str | None
    email: str | None
    municipality: str
    document: str
    date: str | None
    citation: int | None = None
    phone_e164: str | None = None
    also: tuple[int, ...] = ()
    other_phones: tuple[str, ...] = ()
    address: str | None = None
    quoted: QuotedContact | None = None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line of an answer: a quote as it is shown, or fixed words alone, then without a marker.

    ``bullet``: whether it is an item of a list. ``contact``: whether it repeats one of ``Answer.contacts``, for
    callers that show those separately. ``parts``: what ``text`` is made of, separated by spaces.
    """

    text: str
    marker: int | None = None
    bullet: bool = False
    contact: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def written(self) -> str:
        """The line as plain text."""
        return f"{'• ' if self.bullet else ''}{self.text}{'' if self.marker is None else f' [{self.marker}]'}"


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """Lines that belong together. ``title``: whose they are, "" when that is obvious."""

    lines: tuple[AnswerLine, ...]
    title: str = ""

    @property
    def written(self) -> str:
        """The section as plain text."""
        lines = "\n".join(line.written for line in self.lines)
        if not self.title:
            return lines
        return f"{self.title}:{' ' if len(self.lines) == 1 else chr(10)}{lines}"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question: the same for the same question and generation on the same day, except ``latency_ms``
    and the times in ``trace``.

    ``probability``: that it is right, 0 to 1, None where that was not estimated. ``trace``: only where asked
    for. A comparison has one titled section for each municipality.
    """

    status: Status
    sections: tuple[AnswerSection, ...]
    citations: tuple[Citation, ...] = ()
    contacts: tuple[CitedContact, ...] = ()
    suggestions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    probability: float | None = None
    generation: str = ""
    latency_ms: float = 0.0
    trace: Trace | None = None

    @property
    def text(self) -> str:
        """The answer as plain text with [1] markers."""
        return "\n".join(section.written for section in self.sections)
