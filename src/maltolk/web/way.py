"""How an answer came about, prepared for a template: what was read, what was given, what was not sure enough."""

from dataclasses import dataclass

from maltolk.model import ReadPlace, Span, Trace, Weighed, link_to

_MOST = 5
"""Places read and kinds of answers that are shown, likeliest first."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a text that was read. ``link``: its path; ``percent``: how likely it is to answer."""

    title: str
    link: str
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


def way_of(trace: Trace) -> Way:
    """The way that ``trace`` tells."""
    read = sorted(trace.read, key=lambda place: -place.probability)[:_MOST]
    refused = [each for each in trace.weighed if each.refused and each.probability is not None]
    return Way(
        question=trace.question,
        municipalities=trace.municipalities,
        read=tuple(_place(each) for each in read),
        given=tuple(_choice(each) for each in trace.weighed if not each.refused),
        refused=tuple(_choice(each) for each in sorted(refused, key=lambda each: -(each.probability or 0))[:_MOST]),
        milliseconds=round(sum(step.milliseconds for step in trace.steps)),
    )


def _place(read: ReadPlace) -> Place:
    return Place(read.title, link_to(read.digest, Span(read.start, read.end)), round(100 * read.probability))


def _choice(weighed: Weighed) -> Choice:
    whose, _, kind = weighed.kind.rpartition(": ")
    percent = None if weighed.probability is None else round(100 * weighed.probability)
    return Choice(f"way_{kind.replace(' ', '_')}", whose, percent)
