"""The last gate: nothing leaves that is not in the stored text at its offsets."""

import re
from collections.abc import Callable
from dataclasses import replace

from maltolk.model import Answer, Citation, Status

_MARKER = re.compile(r"\[(\d+)\]")


def verify(answer: Answer, stored: Callable[[str], str | None], not_found: Callable[[], str]) -> Answer:
    """``answer`` without every line whose citation does not stand in the stored text.

    ``stored``: digest -> text of that document, None when there is none. An answer that had citations and is left with
    none becomes "not found" with the words that ``not_found`` gives.
    """
    good = {c.marker for c in answer.citations if _stands(c, stored)}
    used = {int(n) for n in _MARKER.findall(answer.text)}
    if used <= good and len(good) == len(answer.citations):
        return answer
    lines = [line for line in answer.text.split("\n") if {int(n) for n in _MARKER.findall(line)} <= good]
    citations = tuple(c for c in answer.citations if c.marker in good)
    if not citations:
        return replace(
            answer, status=Status.NOT_FOUND, text=not_found(), citations=(), contacts=(), municipalities=(), notices=()
        )
    return replace(
        answer,
        text="\n".join(lines),
        citations=citations,
        contacts=tuple(c for c in answer.contacts if c.citation in good),
    )


def _stands(citation: Citation, stored: Callable[[str], str | None]) -> bool:
    text = stored(citation.quote.digest)
    span = citation.quote.span
    return (
        text is not None
        and 0 <= span.start < span.end <= len(text)
        and text[span.start : span.end] == citation.quote.text
    )
