"""Sections of a text that apply to a time of their own: "Mål 2024" and "Mål 2026" in one text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from maltolk.model import BlockKind, Document, Span, Subject
from maltolk.reading.facts.periods import heading_period

_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a period and what stands below it. ``period``: as ``Fact`` has it. ``called``: the heading without
    its years, and the block that it is under: alike for sections that differ in their years alone."""

    span: Span
    period: str
    called: tuple[int | None, str]


def sections_of(document: Document) -> tuple[Section, ...]:
    """The sections with a period of their own, in order, those within others too."""
    blocks, text = document.blocks, document.text
    title = document.fact(Subject.TITLE).span
    headings = [
        index
        for index, block in enumerate(blocks)
        if block.kind is BlockKind.HEADING and (title is None or block.span.start != title.start)
    ]
    called = {index: (blocks[index].parent, _without_years(blocks[index].span.of(text))) for index in headings}
    alike = Counter(called.values())
    found: list[Section] = []
    for index in headings:
        several = alike[called[index]] > 1
        if period := heading_period(blocks[index].span.of(text), beside_others=several):
            found.append(Section(Span(blocks[index].span.start, _end(document, index)), period, called[index]))
    return tuple(found)


def period_at(document: Document, offset: int) -> str | None:
    """When what stands at ``offset`` is valid, as ``Fact`` has it: the period of the innermost section that has one,
    else the document's own."""
    around = [section for section in sections_of(document) if section.span.start <= offset < section.span.end]
    return around[-1].period if around else document.period


def alike(sections: tuple[Section, ...]) -> Iterator[tuple[Section, ...]]:
    """The sections that differ in their years alone, together, earliest first; none that is the only one."""
    together: dict[tuple[int | None, str], list[Section]] = {}
    for section in sections:
        together.setdefault(section.called, []).append(section)
    for group in together.values():
        if len({section.period for section in group}) > 1:
            yield tuple(sorted(group, key=lambda section: section.period))


def _end(document: Document, index: int) -> int:
    """Where the section of the heading at ``index`` ends: at the next heading that is no deeper."""
    level = document.blocks[index].level
    after = (b for b in document.blocks[index + 1 :] if b.kind is BlockKind.HEADING and b.level <= level)
    return next((block.span.start for block in after), len(document.text))


def _without_years(heading: str) -> str:
    return _SIGNS.sub(" ", _YEARS.sub(" ", heading)).strip().casefold()
