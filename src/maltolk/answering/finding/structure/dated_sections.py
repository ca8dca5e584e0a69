"""Sections of a text that differ in their years alone: which of them a question about another time means."""

from collections.abc import Iterator, Sequence

from maltolk.answering.understanding.editions import When, years_of
from maltolk.model import Span
from maltolk.reading.facts.sections import Section


def besides(groups: Sequence[Sequence[Section]], when: When) -> Iterator[Span]:
    """The sections that are not meant. ``groups``: those that differ in their years alone, earliest first.

    Meant are those that cover a year which the question names, else those that are not over; where what was earlier is
    asked for, the one before the one that applies. Where none of this tells them apart, all are.
    """
    for group in groups:
        meant = _meant(group, when)
        yield from (section.span for section in group if section not in meant)


def _meant(group: Sequence[Section], when: When) -> Sequence[Section]:
    over = [section for section in group if years_of(section.period)[1] < when.now]
    if when.earlier:
        return over[-1:] or group
    if covering := [section for section in group if any(_covers(section, year) for year in when.years)]:
        return covering
    applies = any(_covers(section, when.now) for section in group)
    return [section for section in group if section not in over] if applies and not when.years else group


def _covers(section: Section, year: int) -> bool:
    first, last = years_of(section.period)
    return first <= year <= last
