"""How an answer came about, prepared for a template: what was read, what was given, what was not sure enough."""

from dataclasses import dataclass

from maltolk.indexing.index import Index
from maltolk.model import Span, Trace, Weighed, link_to

_MOST = 5
"""Places read and kinds of answers that are shown, likeliest first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text that was read. ``link``: its path, None where several texts have that name. ``percent``: how
    likely it is to answer."""

    title: str
    link: str | None
    percent: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of answer that was weighed. ``key``: of its name in the texts; ``whose``: the municipality of a
    comparison, else ""; ``percent``: how likely it is to be right, None where that follows from structure."""

    key: str
    whose: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """``question``: as it was understood; ``municipalities``: of which; ``given`` and ``refused``: what answers and
    what was not sure enough to; ``milliseconds``: all of it."""

    question: str
    municipalities: tuple[str, ...]
    read: tuple[Place, ...]
    given: tuple[Choice, ...]
    refused: tuple[Choice, ...]
    milliseconds: int


def way_of(trace: Trace, index: Index) -> Way:
    """The way that ``trace`` tells, through the texts of ``index``."""
    read = sorted(trace.read, key=lambda place: -place.probability)[:_MOST]
    refused = [each for each in trace.weighed if each.refused and each.probability is not None]
    return Way(
        question=trace.question,
        municipalities=trace.municipalities,
        read=tuple(_place(index, each.document, Span(each.start, each.end), each.probability) for each in read),
        given=tuple(_choice(each) for each in trace.weighed if not each.refused),
        refused=tuple(_choice(each) for each in sorted(refused, key=lambda each: -(each.probability or 0))[:_MOST]),
        milliseconds=round(sum(step.milliseconds for step in trace.steps)),
    )


def _place(index: Index, path: str, span: Span, probability: float) -> Place:
    named = [card for card in index.documents if card.path == path]
    title = named[0].title if named else path
    return Place(title, link_to(named[0].digest, span) if len(named) == 1 else None, round(100 * probability))


def _choice(weighed: Weighed) -> Choice:
    whose, _, kind = weighed.kind.rpartition(": ")
    percent = None if weighed.probability is None else round(100 * weighed.probability)
    return Choice(f"way_{kind.replace(' ', '_')}", whose, percent)
