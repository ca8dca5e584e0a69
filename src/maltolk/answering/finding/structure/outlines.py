"""Documents with what is derived from their structure once and used for question after question."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from maltolk.answering.finding.structure.enumerations import Enumeration, EnumerationKind, enumerations_of, series_of
from maltolk.answering.finding.structure.main_parts import main_parts
from maltolk.indexing.index import Index
from maltolk.model import BlockKind, Document, Span
from maltolk.reading.facts.sections import Section as DatedSection
from maltolk.reading.facts.sections import alike, sections_of
from maltolk.swedish.words import stem, surfaces

_KEPT = 512
"""Pages kept; the least recently used goes first."""


@dataclass(frozen=True)
class Page:
    """A document and its number; not slotted, since its views are made on first use. ``besides``: parts of it that are
    not looked at."""

    number: int
    document: Document
    besides: tuple[Span, ...] = ()

    @cached_property
    def enumerations(self) -> tuple[Enumeration, ...]:
        """Everything the document enumerates."""
        blocks = self.document.blocks
        return tuple(
            each
            for each in enumerations_of(self.document)
            if not any(part.start <= blocks[item].span.start < part.end for part in self.besides for item in each.items)
        )

    @cached_property
    def main_parts(self) -> Enumeration | None:
        """What the document as a whole is made of."""
        return main_parts(self.document, self.enumerations)

    @cached_property
    def dated(self) -> tuple[tuple[DatedSection, ...], ...]:
        """The sections that differ in their years alone, together, earliest first."""
        return tuple(alike(sections_of(self.document)))

    @cached_property
    def series(self) -> dict[Span, str]:
        """Span of a heading -> the name of its series, "" for none."""
        return {b.span: series_of(self.document, b) for b in self.document.blocks if b.kind is BlockKind.HEADING}

    @cached_property
    def explained_items(self) -> tuple[tuple[str, int], ...]:
        """The words and the block of every item or numbered heading that has text below it."""
        document = self.document
        explained = {b.parent for b in document.blocks if b.kind is BlockKind.PARAGRAPH}
        items = [
            item
            for each in self.enumerations
            if each.kind is not EnumerationKind.HEADINGS or document.blocks[each.items[0]].number is not None
            for item in each.items
        ]
        return tuple((document.blocks[item].span.of(document.text), item) for item in items if item in explained)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every word of the document, case-folded, and every stem."""
        written = set(surfaces(self.document.text))
        return frozenset(written | {stem(word) for word in written})


class Pages:
    """The pages of one index; the most recently used are kept."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: OrderedDict[int, Page] = OrderedDict()

    def of(self, number: int) -> Page:
        """The page of document ``number``."""
        page = self._kept.pop(number, None) or Page(number, self._index.document(number))
        self._kept[number] = page
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return page
