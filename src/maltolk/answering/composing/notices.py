"""Notices on an answer: how old its texts are, when they are valid."""

from collections.abc import Iterator, Sequence

from maltolk.answering.catalogue import say_period, sentence
from maltolk.model import Citation

_LANGUAGES = ("sv", "en")


def notices_of(citations: Sequence[Citation], language: str) -> tuple[str, ...]:
    """The notices on an answer with these citations."""
    return tuple(_notices(citations, language))


def possible_notices(citations: Sequence[Citation]) -> frozenset[str]:
    """Every notice that an answer with these citations can have, in any language."""
    return frozenset(words for language in _LANGUAGES for words in _notices(citations, language))


def _notices(citations: Sequence[Citation], language: str) -> Iterator[str]:
    for year in sorted({c.date[:4] for c in citations if c.date}):
        yield sentence("old_text", language, year=year)
    # Only the period, not whether it is over: an answer must not depend on the day it is asked for.
    for period in sorted({c.period for c in citations if c.period}):
        yield sentence("valid_text", language, period=say_period(period, language))
    if citations and language != "sv":
        yield sentence("swedish_quotes", language)
