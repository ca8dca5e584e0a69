"""Documents, their structure, and what is known of them."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words at that place."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a block is in the structure of its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    LIST_ITEM = "list_item"
    CONTACT = "contact"
    QUOTATION = "quotation"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's structure.

    ``span`` leaves out bullets, numbers, ``#`` marks and white space around the words, so that it can be quoted.
    ``level``: 1 (title) to 6 for a heading, else nesting depth for a list item, from 1.
    ``number``: the number written in front of a heading or list item ("5. …", "Fokusområde 2: …"), else None.
    ``parent``: index in ``Document.blocks`` of the block that this one belongs to, else None. A heading's parent is the
    heading above it; a list's, paragraph's and contact block's parent is the heading that it is under; a list
    item's parent is its list; a paragraph that explains a list item has that item as its parent, and so has a list
    nested in an item. A LIST spans its first item's start to its last item's (or its last item's body's) end.
    ``lead``: for a list, the sentence that introduces it ("Landskrona stad har fem politiskt prioriterade områden:").
    ``speaker``: for a quotation, where its speaker's name is.
    FURNITURE ("Skriv ut", "Kommentera", picture captions and credits, forms) is kept in the text, never in a passage.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    number: int | None = None
    parent: int | None = None
    lead: Span | None = None
    speaker: Span | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """The place of a phone number, and ``e164`` in +46 form."""

    span: Span
    e164: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or function as found in one document; every field is a span of that document's text.

    ``phone_e164`` is the ``phone`` field in +46 form. ``other_phones``: further numbers of the same person, in text
    order. ``span`` covers all the fields' lines.
    """

    span: Span
    name: Span | None = None
    role: Span | None = None
    party: Span | None = None
    phone: Span | None = None
    email: Span | None = None
    phone_e164: str | None = None
    other_phones: tuple[Phone, ...] = ()


UNKNOWN_MUNICIPALITY = "okänd"

HIDDEN = "█"
"""What stands in place of each letter that must not be shown."""


class Subject(StrEnum):
    """Which property of a document a fact is about."""

    TITLE = "title"
    MUNICIPALITY = "municipality"
    DATE = "date"
    PERIOD = "period"
    KIND = "kind"


class Confidence(StrEnum):
    """How surely a fact is known. STATED: written explicitly. INFERRED: follows from what is written.
    GUESSED: a hint of it, and no more. UNKNOWN: no evidence."""

    STATED = "stated"
    INFERRED = "inferred"
    GUESSED = "guessed"
    UNKNOWN = "unknown"


class FoundIn(StrEnum):
    """Where a fact was found. HEAD: a front matter, or a file beside the text. FILE: the format's metadata, or what
    the file has outside its text. GAZETTEER: names of places in the text, weighed."""

    TEXT = "text"
    HEAD = "head"
    FILE = "file"
    PATH = "path"
    GAZETTEER = "gazetteer"


class DocumentKind(StrEnum):
    """What kind of document a text is, as the value of a fact about its KIND."""

    MINUTES = "minutes"
    ANNUAL_REPORT = "annual_report"
    BUDGET = "budget"
    COMPREHENSIVE_PLAN = "comprehensive_plan"
    VISION = "vision"
    POLICY = "policy"
    GUIDELINES = "guidelines"
    STRATEGY = "strategy"
    PROGRAMME = "programme"
    PLAN = "plan"
    NEWS = "news"
    PAGE = "page"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a document, where it was found and how surely.

    ``value``: as the document has it; of a DATE an ISO 8601 day, of a PERIOD an ISO 8601 interval of years or days with
    ".." for an open end ("2019/2021", "2022-01-01/.."), of a KIND a DocumentKind; None when UNKNOWN. ``span``: where it
    is, for facts from the text.
    """

    subject: Subject
    value: str | None
    confidence: Confidence
    found_in: FoundIn | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A page of which the words are not in the text. ``page``: from 1, its place in the file. ``reason``: one English
    line for people, with the cure."""

    page: int
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """Which document, and which text of it: municipality + path identify it, ``digest`` its content."""

    municipality: str
    path: str
    digest: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its metadata, as stored.

    ``path``: relative to the corpus folder, with ``/``; municipality + path identify a document.
    ``digest``: sha256 in hexadecimal of ``text`` in UTF-8. ``text``: decoded, NFC, ``\\n`` newlines, no front matter.
    ``date``: ISO 8601 day the text was published or last updated. ``language``: ISO 639-1, "sv" unless said otherwise.
    ``blocks``: in order of ``span.start`` (a list before its items).
    ``places``: other names the text is about that lie in the municipality ("Hallunda", "Norsborg").
    ``pages``: where each page begins, characters into ``text``, from page 1 on; empty for formats without pages.
    ``facts``: one for each Subject, in that order, of a document that was read from a file; empty for others.
    ``hidden``: places whose letters are HIDDEN in ``text``, in order; never quoted. ``digest``: as without that.
    ``page_names``: what each page is called ("iv", "12"), "" for none; empty where they are called by their place.
    ``left_out``: pages whose words could not be read, in order. ``from_image``: pages, from 1, in order, whose words
    were recognised in a picture of them.
    """

    path: str
    municipality: str
    title: str
    text: str
    digest: str
    url: str | None = None
    date: str | None = None
    licence: str | None = None
    language: str = "sv"
    places: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    contacts: tuple[Contact, ...] = ()
    pages: tuple[int, ...] = ()
    facts: tuple[Fact, ...] = ()
    hidden: tuple[Span, ...] = ()
    page_names: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    from_image: tuple[int, ...] = ()

    @property
    def key(self) -> DocumentKey:
        """What identifies the document."""
        return DocumentKey(self.municipality, self.path, self.digest)

    def fact(self, subject: Subject) -> Fact:
        """What is known of ``subject``; an UNKNOWN one when nothing was noted."""
        return next((fact for fact in self.facts if fact.subject == subject), Fact(subject, None, Confidence.UNKNOWN))

    @property
    def period(self) -> str | None:
        """When the text is valid, as ``Fact`` has it, if that is more than a guess."""
        fact = self.fact(Subject.PERIOD)
        return fact.value if fact.confidence in (Confidence.STATED, Confidence.INFERRED) else None

    def hides(self, span: Span) -> bool:
        """Whether any letter in ``span`` is hidden."""
        return any(span.start < place.end and place.start < span.end for place in self.hidden)

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, of the character at ``offset``; None for a document without pages."""
        return bisect_right(self.pages, offset) or None

    def page_name(self, page: int | None) -> str | None:
        """What the page, from 1, is called; None for one without a name."""
        if page is None:
            return None
        return (self.page_names[page - 1] if page <= len(self.page_names) else str(page)) or None

    def is_from_image(self, span: Span) -> bool:
        """Whether any of these words was recognised in a picture."""
        if not self.from_image:
            return False
        first, last = self.page_of(span.start) or 1, self.page_of(max(span.start, span.end - 1)) or 1
        return any(first <= page <= last for page in self.from_image)

    def heading_path(self, index: int) -> tuple[int, ...]:
        """Indices of the headings above block ``index``, outermost first, without itself."""
        path: list[int] = []
        parent = self.blocks[index].parent
        while parent is not None:
            if self.blocks[parent].kind is BlockKind.HEADING:
                path.append(parent)
            parent = self.blocks[parent].parent
        return tuple(reversed(path))


@dataclass(frozen=True, slots=True)
class Passage:
    """What is embedded and searched: one or more neighbouring blocks, or part of a long one.

    ``id``: place in the generation, from 0, also its row in the vector index. ``document``: place of its document in
    the generation, from 0. ``block``: index in ``Document.blocks`` of its first block; ``span`` covers the words.
    ``context``: document title and heading path, joined, put in front of the words when they are embedded and indexed.
    ``sentences``: its sentences (or items or fields), in order, each of them quotable; each has a vector of its own.
    ``first_sentence``: row of its first sentence in the generation's sentence vectors.
    """

    id: int
    document: int
    block: int
    kind: BlockKind
    span: Span
    context: str
    sentences: tuple[Span, ...]
    first_sentence: int
