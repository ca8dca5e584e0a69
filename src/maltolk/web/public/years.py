"""The years ahead that a municipality's texts name, each with its sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maltolk.answering.composing.display import displayed
from maltolk.model import BlockKind, Document, Span, link_to
from maltolk.service import Service

MOST = 40
"""Sentences shown."""
MAX_TEXTS = 60
"""Texts that are looked through, the newest."""

_YEAR = re.compile(r"(?<![\w:./-])20\d\d(?![\w:/]|-\d|\.\d)")
"""Not in a day, the number of a law or of a case."""
_LENGTHS = range(5, 61)
"""Words of what is shown: fewer are no sentence, more are no target."""


@dataclass(frozen=True, slots=True)
class DatedQuote:
    """A sentence that names a year. ``link``: path of its place; ``title`` and ``date``: those of its text."""

    year: int
    text: str
    link: str
    title: str
    date: str | None


def years_ahead(service: Service, digests: Sequence[str], today: int) -> tuple[DatedQuote, ...]:
    """Sentences that name a year after their text's own, by that year, then in the order of the texts.

    ``digests``: of the texts, newest first. ``today``: the year now, which stands in for that of a text without a date:
    only the year after it and later ones are surely ahead.
    """
    found: list[DatedQuote] = []
    for digest in digests[:MAX_TEXTS]:
        version = service.version(digest)
        if version is not None:
            found += _in_text(service, version.document, today)
    return tuple(sorted(found, key=lambda quote: quote.year))[:MOST]


def _in_text(service: Service, document: Document, today: int) -> Iterator[DatedQuote]:
    own = int(document.date[:4]) if document.date else today
    seen: set[Span] = set()
    for passage in service.passages(document.digest):
        if passage.kind in (BlockKind.CONTACT, BlockKind.HEADING):
            continue
        for span in passage.sentences:
            words = displayed(span.of(document.text))
            ahead = [year for year in map(int, _YEAR.findall(words)) if year > own]
            if ahead and len(words.split()) in _LENGTHS and span not in seen and not document.hides(span):
                seen.add(span)
                link = f"{link_to(document.digest, span)}#citat"
                yield DatedQuote(ahead[0], words, link, displayed(document.title), document.date)
