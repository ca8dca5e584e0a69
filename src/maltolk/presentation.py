"""Answers as JSON, as CONTRACT.md has them, and as plain text."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from maltolk.model import Answer


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as scripts read it."""
    return {
        "status": answer.status.value,
        "answer": answer.text,
        "citations": [
            {
                "marker": c.marker,
                "document": c.document,
                "title": c.title,
                "municipality": c.municipality,
                "date": c.date,
                "url": c.url,
                "page": c.page,
                "period": c.period,
                "digest": c.quote.digest,
                "start": c.quote.span.start,
                "end": c.quote.span.end,
                "quote": c.quote.text,
                "link": c.link,
            }
            for c in answer.citations
        ],
        "contacts": [asdict(contact) for contact in answer.contacts],
        "suggestions": list(answer.suggestions),
        "municipalities": list(answer.municipalities),
        "notices": list(answer.notices),
        "generation": answer.generation,
        "latency_ms": answer.latency_ms,
    }


def as_lines(answer: Answer) -> Iterator[str]:
    """The answer as people read it at a terminal: text, sources, notices, suggestions."""
    yield answer.text
    if answer.citations:
        yield ""
    for c in answer.citations:
        date = f", {c.date}" if c.date else ""
        date += f", s. {c.page}" if c.page else ""
        yield f"[{c.marker}] {c.municipality}, {c.title}{date} – {c.link}"
    for notice in answer.notices:
        yield f"({notice})"
    for suggestion in answer.suggestions:
        yield f"→ {suggestion}"
