"""Notices on an answer: whose name was read out of a misspelt one, how old its texts are, when they are valid."""

from collections.abc import Collection, Iterator, Sequence

from maltolk.answering.catalogue import say_period, sentence
from maltolk.model import Citation

_LANGUAGES = ("sv", "en")


def notices_of(citations: Sequence[Citation], language: str, misspelt: Collection[str] = ()) -> tuple[str, ...]:
    """The notices on an answer with these citations. ``misspelt``: municipalities named by another name in the
    question."""
    return tuple(_notices(citations, language, misspelt))


def is_on_language(notice: str) -> bool:
    """Whether it says which language the quotes are in."""
    return notice in {sentence("swedish_quotes", language) for language in _LANGUAGES}


def possible_notices(citations: Sequence[Citation]) -> frozenset[str]:
    """Every notice that an answer with these citations can have, in any language."""
    names = {citation.municipality for citation in citations}
    return frozenset(words for language in _LANGUAGES for words in _notices(citations, language, names))


def _notices(citations: Sequence[Citation], language: str, misspelt: Collection[str]) -> Iterator[str]:
    for name in sorted({c.municipality for c in citations if c.municipality in misspelt}):
        yield sentence("read_name", language, name=name)
    for year in sorted({c.date[:4] for c in citations if c.date}):
        yield sentence("old_text", language, year=year)
    # Only the period, not whether it is over: an answer must not depend on the day it is asked for.
    for period in sorted({c.period for c in citations if c.period}):
        yield sentence("valid_text", language, period=say_period(period, language))
    if any(c.read_from_image for c in citations):
        yield sentence("image_text", language)
    shown = {c.title for c in citations}
    for title in sorted({c.earlier for c in citations if c.earlier} - shown):
        yield sentence("earlier_text", language, title=title)
    if citations and language != "sv":
        yield sentence("swedish_quotes", language)
