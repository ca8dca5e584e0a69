"""An answer prepared for a template: its sections, and for each cited document its quotes in their passages."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from maltolk.answering.composing.notices import is_on_language
from maltolk.model import Answer, Citation, CitedContact, Document, Passage, Span
from maltolk.presentation import as_lines, as_markdown, references
from maltolk.service import Service
from maltolk.web.did_you_mean import meant_instead
from maltolk.web.marking import Fragment, Highlight, cut
from maltolk.web.shown_sections import ShownLine, ShownSection, outlined, shown_sections
from maltolk.web.side_by_side import Table, compared
from maltolk.web.themes import themes_above, themes_in
from maltolk.web.value_tables import with_tables
from maltolk.web.way import Way, way_of
from maltolk.web.whom_to_ask import Municipality, whom_to_ask

_REACH = 260
"""Characters of a passage that are shown before and after a quote."""
_LONGEST_NUMBER = 12
_IN_FRONT = re.compile(r"(?:^|\n)[ \t]*(\d+[.)][ \t]+)\Z")


@dataclass(frozen=True, slots=True)
class ShownContact:
    """A contact and its source."""

    contact: CitedContact
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage with its quotes. ``citations``: the quotes in it; ``heading``: the heading above it.

    ``cut_before`` and ``cut_after``: whether the passage goes on there.
    """

    citations: tuple[Citation, ...]
    heading: str
    pieces: tuple[Fragment, ...]
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A document that the answer cites, with what it cites of it."""

    first: Citation
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What a template shows of a question and its answer. ``table``: those of its sections that are set side by side,
    ``sections``: all others; ``written`` and ``markdown``: all of it with its sources, ``references``: the sources
    alone, for copying. ``way``: how it came about, where the answer carries that. ``meant``: what may have been meant
    instead, where the texts answer that; ``whom``: whom to ask instead, None where nobody else is needed."""

    question: str
    answer: Answer
    sections: tuple[ShownSection, ...]
    table: Table | None
    contacts: tuple[ShownContact, ...]
    sources: tuple[Source, ...]
    written: str
    markdown: str
    references: str
    way: Way | None
    meant: str | None
    whom: tuple[Municipality, ...] | None

    @property
    def notices(self) -> tuple[str, ...]:
        """What is noted below the answer."""
        return tuple(notice for notice in self.answer.notices if not is_on_language(notice))

    @property
    def notices_ahead(self) -> tuple[str, ...]:
        """What is noted above it, since otherwise nobody knows why it is in another language."""
        return tuple(notice for notice in self.answer.notices if is_on_language(notice))

    @property
    def first_line(self) -> str:
        """What a long answer is announced by."""
        return self.answer.text.split("\n", 1)[0]

    @property
    def further_lines(self) -> int:
        """Lines after the first one."""
        return self.answer.text.count("\n")


def show(
    question: str, answer: Answer, service: Service, limit: str | None = None, history: Sequence[str] = ()
) -> ShownAnswer:
    """``answer``, given by ``service`` after the earlier questions ``history``, ready for display. ``limit``: the
    municipality that the question was limited to."""
    by_marker = {c.marker: c for c in answer.citations}

    @cache
    def document(digest: str) -> Document | None:
        version = service.version(digest)  # by digest, a text is found even if it is no longer current
        return None if version is None else version.document

    sections = [with_tables(section, document) for section in shown_sections(answer.sections, by_marker)]
    table = compared(sections, lambda line: _themes_of(line, document))
    return ShownAnswer(
        question=question,
        answer=answer,
        sections=tuple(outlined(section, document) for section in sections if table is None or not section.title),
        table=table,
        contacts=tuple(ShownContact(c, by_marker.get(c.citation or 0)) for c in answer.contacts),
        sources=tuple(_sources(answer.citations, document, service.passages)),
        written="\n".join([question, *as_lines(answer)]),
        markdown=as_markdown(question, answer),
        references=references(answer),
        way=None if answer.trace is None else way_of(answer.trace),
        meant=meant_instead(question, history, limit, answer, service),
        whom=whom_to_ask(answer, limit, service),
    )


def _themes_of(line: ShownLine, documents: Callable[[str], Document | None]) -> Sequence[str]:
    """The themes that a line's own words name, else those of the headings that it stands under."""
    found = themes_in(line.text)
    if found or line.citation is None:
        return found
    document = documents(line.citation.quote.digest)
    return () if document is None else themes_above(document, line.citation.quote.span)


def _sources(
    citations: Sequence[Citation],
    documents: Callable[[str], Document | None],
    passages: Callable[[str], Sequence[Passage]],
) -> Iterable[Source]:
    by_document: dict[str, list[Citation]] = {}
    for citation in citations:
        by_document.setdefault(citation.quote.digest, []).append(citation)
    for digest, cited in by_document.items():
        document = documents(digest)
        if document is not None:
            yield Source(cited[0], tuple(_excerpts(cited, document, passages(digest))))


def _excerpts(cited: Sequence[Citation], document: Document, passages: Sequence[Passage]) -> Iterable[Excerpt]:
    """The passages containing the quotes, in marker order, each once; the quote alone where there is none."""
    held: dict[Span, tuple[list[Citation], int | None]] = {}
    for citation in cited:
        quote = citation.quote.span
        home = next((p for p in passages if p.span.start <= quote.start and quote.end <= p.span.end), None)
        span, block = (quote, None) if home is None else (home.span, home.block)
        held.setdefault(span, ([], block))[0].append(citation)
    for span, (inside, block) in held.items():
        yield _excerpt(inside, span, block, document)


def _excerpt(inside: Sequence[Citation], span: Span, block: int | None, document: Document) -> Excerpt:
    start = max(span.start, _word_start(document.text, min(c.quote.span.start for c in inside) - _REACH))
    is_cut = start > span.start
    if not is_cut:
        start = _with_number(document.text, start)
    end = min(span.end, _word_end(document.text, max(c.quote.span.end for c in inside) + _REACH))
    path = () if block is None else document.heading_path(block)
    heading = " ".join(document.blocks[path[-1]].span.of(document.text).split()) if path else ""
    marks = [Highlight(c.quote.span, str(c.marker)) for c in inside]
    pieces = cut(document.text, Span(start, end), marks)
    return Excerpt(tuple(inside), heading, pieces, is_cut, end < span.end)


def _with_number(text: str, at: int) -> int:
    """Where the number in front of an item begins that ``at`` is the beginning of; else ``at``."""
    number = _IN_FRONT.search(text, max(0, at - _LONGEST_NUMBER), at)
    return at if number is None else number.start(1)


def _word_start(text: str, at: int) -> int:
    """The nearest place at or after ``at`` where a word begins."""
    at = max(at, 0)
    while 0 < at < len(text) and not text[at - 1].isspace():
        at += 1
    return at


def _word_end(text: str, at: int) -> int:
    """The nearest place at or before ``at`` where a word ends."""
    at = min(at, len(text))
    while 0 < at < len(text) and not text[at].isspace():
        at -= 1
    return at
