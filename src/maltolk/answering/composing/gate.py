"""The last gate: nothing leaves that is not in the stored text at its offsets."""

import re
from collections.abc import Callable
from dataclasses import replace

from maltolk.answering.composing.compose import fixed_words
from maltolk.model import Answer, AnswerLine, Citation, Status

_MARKER = re.compile(r"\[(\d+)\]")


def verify(answer: Answer, stored: Callable[[str], str | None], not_found: Callable[[], str]) -> Answer:
    """``answer`` without every line whose citation does not stand in the stored text.

    ``stored``: digest -> text of that document, None when there is none. An answer that had citations and is left with
    none becomes "not found" with the words that ``not_found`` gives.
    """
    good = {c.marker for c in answer.citations if _stands(c, stored)}
    if len(good) == len(answer.citations) and all(
        _rests_on(line, good) for section in answer.sections for line in section.lines
    ):
        return answer
    citations = tuple(c for c in answer.citations if c.marker in good)
    if not citations:
        return replace(
            answer,
            status=Status.NOT_FOUND,
            sections=(fixed_words(not_found()),),
            citations=(),
            contacts=(),
            municipalities=(),
            notices=(),
        )
    kept = (
        replace(section, lines=tuple(line for line in section.lines if _rests_on(line, good)))
        for section in answer.sections
    )
    return replace(
        answer,
        sections=tuple(section for section in kept if section.lines),
        citations=citations,
        contacts=tuple(c for c in answer.contacts if c.citation in good),
    )


def _rests_on(line: AnswerLine, good: set[int]) -> bool:
    """Whether all that the line points at is good: its marker, and what else reads as one."""
    return {int(n) for n in _MARKER.findall(line.written)} <= good


def _stands(citation: Citation, stored: Callable[[str], str | None]) -> bool:
    text = stored(citation.quote.digest)
    span = citation.quote.span
    return (
        text is not None
        and 0 <= span.start < span.end <= len(text)
        and text[span.start : span.end] == citation.quote.text
    )
