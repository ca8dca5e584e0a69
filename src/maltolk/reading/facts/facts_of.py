"""What is known of a document and how surely. A head takes precedence, then the text, then the file's metadata."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from maltolk.model import Block, BlockKind, Confidence, Document, DocumentKind, Fact, FoundIn, Subject
from maltolk.reading.facts.decided import decided
from maltolk.reading.facts.document_kinds import is_yearly, kind_at_top, kind_of_title
from maltolk.reading.facts.periods import find_period, read_period
from maltolk.reading.facts.senders import whose
from maltolk.reading.facts.titles import can_be_title, title_span
from maltolk.reading.formats.extracted import Extracted
from maltolk.reading.formats.frontmatter import FrontMatter
from maltolk.swedish.dates import document_date, find_date
from maltolk.swedish.gazetteer import Gazetteer

_MARKED = re.compile(r"#{1,6}[ \t]+\Z")
_NEWS = frozenset({"ny", "nya", "nytt", "nu", "så", "snart"})


def title(path: str, text: str, blocks: Sequence[Block], head: FrontMatter, extracted: Extracted) -> Fact:
    """The title, which is never unknown: by default it is the file's name."""
    if head.title:
        return _stated(Subject.TITLE, head.title)
    span = title_span(text, tuple(blocks))
    found = " ".join(span.of(text).split()) if span else None
    is_headed = any(block.kind is BlockKind.HEADING for block in blocks)
    if found and is_headed and (can_be_title(found) or not extracted.title):
        assert span is not None
        marked = _MARKED.search(text, max(0, span.start - 8), span.start) is not None
        return Fact(Subject.TITLE, found, Confidence.STATED if marked else Confidence.INFERRED, FoundIn.TEXT, span)
    if extracted.title:
        return Fact(Subject.TITLE, extracted.title, Confidence.STATED, FoundIn.FILE)
    if found:
        return Fact(Subject.TITLE, found, Confidence.GUESSED, FoundIn.TEXT, span)
    return Fact(Subject.TITLE, PurePosixPath(path).stem, Confidence.GUESSED, FoundIn.PATH)


def date(text: str, title: str, head: FrontMatter, extracted: Extracted) -> Fact:
    """The day of the last change, else of the decision or publication; a guess where only the file has one."""
    if head.date:
        return _stated(Subject.DATE, head.date)
    found = find_date(text)
    own = decided(text, title)
    if found is None or (own is not None and (not found.labelled or own.day > found.day)):
        found = own
    if found:
        sure = Confidence.STATED if found.labelled else Confidence.INFERRED
        return Fact(Subject.DATE, found.day, sure, FoundIn.TEXT, found.span)
    if around := document_date(extracted.about):
        return Fact(Subject.DATE, around, Confidence.STATED, FoundIn.FILE)
    if extracted.date:
        return Fact(Subject.DATE, extracted.date, Confidence.INFERRED, FoundIn.FILE)
    if extracted.saved:
        return Fact(Subject.DATE, extracted.saved, Confidence.GUESSED, FoundIn.FILE)
    return Fact(Subject.DATE, None, Confidence.UNKNOWN)


def municipality(document: Document, head: FrontMatter, extracted: Extracted, gazetteer: Gazetteer) -> Fact:
    """Whose the document is. ``document``: complete but for this, title included."""
    if head.municipality is not None:
        return _stated(Subject.MUNICIPALITY, gazetteer.canonical(head.municipality) or head.municipality)
    found = whose(document, gazetteer)
    if found is None or not found.plainly or found.by_places:
        # Page headers, the site's name and the author are outside the text.
        around = replace(document, text=extracted.about, title="", blocks=(), contacts=())
        named = whose(around, gazetteer) if extracted.about else None
        if named is not None and (found is None or named.plainly):
            return Fact(Subject.MUNICIPALITY, named.municipality, Confidence.INFERRED, FoundIn.FILE)
    if found is None:
        return Fact(Subject.MUNICIPALITY, None, Confidence.UNKNOWN)
    if found.span is None:
        return Fact(Subject.MUNICIPALITY, found.municipality, Confidence.GUESSED, FoundIn.PATH)
    sure = Confidence.INFERRED if found.plainly else Confidence.GUESSED
    return Fact(Subject.MUNICIPALITY, found.municipality, sure, FoundIn.GAZETTEER, found.span)


def period(text: str, title: Fact, kind: Fact, head: FrontMatter) -> Fact:
    """When the text is valid."""
    if head.period and (value := read_period(head.period)):
        return _stated(Subject.PERIOD, value)
    yearly = is_yearly(str(title.value), kind.value)
    if found := find_period(text, title.span, yearly, str(title.value)):
        return Fact(Subject.PERIOD, found.value, found.confidence, FoundIn.TEXT, found.span)
    said = read_period(str(title.value)) if title.span is None and yearly else None
    if said:
        return Fact(Subject.PERIOD, said, Confidence.INFERRED, title.found_in)
    return Fact(Subject.PERIOD, None, Confidence.UNKNOWN)


def kind(path: str, text: str, title: str, head: FrontMatter) -> Fact:
    """What kind of document it is."""
    if head.kind and (named := kind_of_title(head.kind)):
        return _stated(Subject.KIND, named.value)
    if told := kind_of_title(title):
        # "Ny plan för boende antagen" may be news of one.
        sure = Confidence.GUESSED if title.split()[0].casefold() in _NEWS else Confidence.INFERRED
        return Fact(Subject.KIND, told.value, sure, FoundIn.TEXT)
    if top := kind_at_top(text):
        return Fact(Subject.KIND, top[0].value, Confidence.GUESSED, FoundIn.TEXT, top[1])
    if PurePosixPath(path).suffix.lower() in (".html", ".htm"):
        return Fact(Subject.KIND, DocumentKind.PAGE.value, Confidence.GUESSED, FoundIn.PATH)
    return Fact(Subject.KIND, None, Confidence.UNKNOWN)


def restated(facts: tuple[Fact, ...], said: FrontMatter, gazetteer: Gazetteer) -> tuple[Fact, ...]:
    """``facts`` with those that a file beside the text states instead."""
    named = said.municipality
    kind_said = kind_of_title(said.kind) if said.kind else None
    values: dict[Subject, str | None] = {
        Subject.TITLE: said.title,
        Subject.MUNICIPALITY: (gazetteer.canonical(named) or named) if named else None,
        Subject.DATE: said.date,
        Subject.PERIOD: read_period(said.period) if said.period else None,
        Subject.KIND: kind_said.value if kind_said else None,
    }
    return tuple(_stated(fact.subject, value) if (value := values[fact.subject]) else fact for fact in facts)


def _stated(subject: Subject, value: str) -> Fact:
    return Fact(subject, value, Confidence.STATED, FoundIn.HEAD)
