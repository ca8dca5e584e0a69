"""Rows and quotes as callers of the service get them, made of what an index holds."""

import re

from maltolk.indexing.index import Index
from maltolk.model import Document, Passage, Quote, Span
from maltolk.privacy.withheld_index import WithheldIndex
from maltolk.reading.facts.sections import period_at
from maltolk.reading.reasons import in_swedish
from maltolk.results import DocumentRow, LeftOutRow, QuoteInContext, SearchHit, Version

_CONTEXT = 400
"""Characters of a text shown on each side of a quote, at most."""
_FIRST_WORD, _LAST_WORD = re.compile(r"\A\S+(?=\s)"), re.compile(r"(?<=\s)\S+\Z")
"""What of a word may be left where a text is cut."""


def document_rows(index: Index) -> tuple[DocumentRow, ...]:
    """Every document, by municipality and path; none whose path names somebody who must not be shown."""
    unlisted = index.named if isinstance(index, WithheldIndex) else frozenset()
    return tuple(
        DocumentRow(
            *(c.path, c.municipality, c.title, c.date, c.url, c.licence, c.language, c.digest, facts),
            left_out=tuple(LeftOutRow(e.page, e.reason, in_swedish(e.reason)) for e in pages.left_out),
            from_image=pages.from_image,
        )
        for c, facts, pages in zip(index.documents, index.facts(), index.page_facts(), strict=True)
        if c.number not in unlisted
    )


def hit(document: Document, passage: Passage, score: float) -> SearchHit:
    """A passage found, with its score."""
    quote = Quote(document.digest, passage.span, passage.span.of(document.text))
    return SearchHit(quote, document.path, document.title, document.municipality, score)


def in_context(version: Version, span: Span) -> QuoteInContext:
    """The words at ``span`` between those before and after them."""
    document = version.document
    before = document.text[max(0, span.start - _CONTEXT) : span.start]
    after = document.text[span.end : span.end + _CONTEXT]
    page = document.page_of(span.start)
    return QuoteInContext(
        quote=Quote(document.digest, span, span.of(document.text)),
        before=before if len(before) == span.start else _FIRST_WORD.sub("", before),
        after=after if span.end + len(after) == len(document.text) else _LAST_WORD.sub("", after),
        document=document.path,
        title=document.title,
        municipality=document.municipality,
        date=document.date,
        url=document.url,
        page=page,
        page_name=document.page_name(page),
        read_from_image=document.is_from_image(span),
        period=period_at(document, span.start),
        is_current=version.is_current,
        newest=version.newest,
    )
