"""A question about a place whose own texts have nothing, put to the texts of its region."""

from dataclasses import replace

from maltolk.answering.finding.findings import Finding
from maltolk.answering.understanding.question import Beyond, Question
from maltolk.swedish.words import fold

_NEAR = 600
"""Characters on either side of a quote in which its text speaks of the place."""


def put_to_region(question: Question, beyond: Beyond) -> Question:
    """The question to those texts of the region that speak of its places."""
    own = replace(question, municipalities=(), foreign=(), documents=beyond.documents)
    return replace(own, owner=beyond.region, beyond=None)


def speaks_of(finding: Finding, places: tuple[str, ...]) -> bool:
    """Whether what was found stands near the names of all the places."""
    lines = [line for section in finding.sections for line in section.lines]
    near = [
        fold(line.document.text[max(0, line.span.start - _NEAR) : line.span.end + _NEAR].casefold())
        for line in lines
        if line.document is not None and line.span is not None
    ]
    return bool(near) and all(any(fold(place.casefold()) in words for words in near) for place in places)
