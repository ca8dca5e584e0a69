"""What municipalities say of a theme."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maltolk.answering.composing.display import displayed
from maltolk.model import UNKNOWN_MUNICIPALITY, link_to
from maltolk.web.public.consulted import Consultation, QuotedLine
from maltolk.web.themes import Theme

PAGE = 20
"""Municipalities on a page of a theme: each may cost two questions."""
PATIENCE = 2.0
"""Seconds after which no further municipality of a page is asked, so that others get their turn; the page fetches the
rest by itself, and opening it again goes on from there."""
MAX_LINES = 3
"""Lines of a municipality."""


@dataclass(frozen=True, slots=True)
class CitedText:
    """A text that lines are from."""

    title: str
    link: str
    date: str | None
    period: str | None


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """What one municipality says. ``lines``: none where no answer is sure; then ``is_mentioned`` tells whether its
    texts have a word of the theme, and ``mentions`` where. ``is_pending``: nobody has been asked yet. ``number``: of
    the first line on its page."""

    name: str
    slug: str
    lines: tuple[QuotedLine, ...]
    texts: tuple[CitedText, ...]
    is_mentioned: bool
    number: int
    is_pending: bool = False
    mentions: tuple[QuotedLine, ...] = ()


def with_texts(names: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Slug and name of the municipalities that can be asked about."""
    return [(slug, name) for slug, name in names.items() if name != UNKNOWN_MUNICIPALITY]


def page_of(place: int) -> int:
    """The page, from 1, of the municipality at ``place``, from 0."""
    return place // PAGE + 1


def rows(asked: Consultation, theme: Theme, shown: Sequence[tuple[str, str]], patience: float) -> tuple[ThemeRow, ...]:
    """What each of the municipalities ``shown`` (slug and name) says about ``theme``: what is remembered, and as much
    more as can be asked in ``patience`` seconds."""
    mentioned = asked.mentioned(theme.words)
    until = time.monotonic() + patience
    is_late = False
    made: list[ThemeRow] = []
    number = 1
    for slug, name in shown:
        lines = () if is_late else _lines(asked, theme, name)
        said = lines or (() if is_late or name not in mentioned else asked.mentions(theme.words, name))
        there = () if lines else said
        made.append(ThemeRow(name, slug, lines, _texts(said), name in mentioned, number, is_late, there))
        number += len(said)
        is_late = is_late or time.monotonic() >= until
    return tuple(made)


def _lines(asked: Consultation, theme: Theme, name: str) -> tuple[QuotedLine, ...]:
    for words in theme.ask:
        lines = asked.quotes(f"Vad säger {name} om {words}?", name)
        if lines:
            return lines[:MAX_LINES]
    return ()


def _texts(lines: Sequence[QuotedLine]) -> tuple[CitedText, ...]:
    cited = {line.citation.quote.digest: line.citation for line in lines}
    return tuple(CitedText(displayed(c.title), link_to(digest), c.date, c.period) for digest, c in cited.items())
