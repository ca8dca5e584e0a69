"""Quotes set out as their texts are: below the text, the heading and the sentence that they stand under."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from maltolk.answering.composing.display import displayed
from maltolk.model import link_to
from maltolk.service import Service
from maltolk.web.headings_above import Heading, heading_above
from maltolk.web.public.consulted import QuotedLine


@dataclass(frozen=True, slots=True)
class Run:
    """Quotes that follow each other: of a list ("list", "numbered") or not ("lines")."""

    form: str
    lines: tuple[QuotedLine, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands below one heading. ``heading``: None where there is none but the text's title."""

    heading: Heading | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class OutlinedText:
    """What is quoted of one text. ``date``: its day, ``period``: when it is valid, None where it does not say."""

    title: str
    link: str
    date: str | None
    period: str | None
    branches: tuple[Branch, ...]


def outline(quotes: Sequence[QuotedLine], service: Service) -> tuple[OutlinedText, ...]:
    """``quotes`` by the texts that they are from, in their order."""
    by_text: dict[str, list[QuotedLine]] = {}
    for line in quotes:
        by_text.setdefault(line.citation.quote.digest, []).append(line)
    return tuple(_outlined(lines, service) for lines in by_text.values())


def _outlined(lines: Sequence[QuotedLine], service: Service) -> OutlinedText:
    cited = lines[0].citation
    version = service.version(cited.quote.digest)
    document = None if version is None else version.document
    shown = {line.citation.quote.span for line in lines}

    def heading(line: QuotedLine) -> Heading | None:
        return None if document is None else heading_above(document, line.citation.quote.span, shown)

    return OutlinedText(
        displayed(cited.title),
        link_to(cited.quote.digest),
        cited.date,
        cited.period,
        tuple(Branch(above, _runs(list(below))) for above, below in groupby(lines, key=heading)),
    )


def _runs(lines: Sequence[QuotedLine]) -> tuple[Run, ...]:
    return tuple(_run(is_item, tuple(run)) for is_item, run in groupby(lines, key=lambda line: line.is_item))


def _run(is_item: bool, lines: tuple[QuotedLine, ...]) -> Run:
    if not is_item:
        return Run("lines", lines)
    return Run("numbered" if all(line.number is not None for line in lines) else "list", lines)
