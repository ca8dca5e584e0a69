"""Answers as JSON, as CONTRACT.md has them, and as plain text."""

from collections.abc import Iterator
from typing import Any

from maltolk.model import Answer, CitedContact, Span


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
        "contacts": [_contact(contact) for contact in answer.contacts],
        "suggestions": list(answer.suggestions),
        "municipalities": list(answer.municipalities),
        "notices": list(answer.notices),
        "generation": answer.generation,
        "latency_ms": answer.latency_ms,
    }


def _contact(contact: CitedContact) -> dict[str, Any]:
    """A contact; ``digest`` and ``fields`` tell where each of its words stands."""
    found: dict[str, Any] = {
        "name": contact.name,
        "role": contact.role,
        "party": contact.party,
        "phone": contact.phone,
        "email": contact.email,
        "municipality": contact.municipality,
        "document": contact.document,
        "date": contact.date,
        "citation": contact.citation,
        "phone_e164": contact.phone_e164,
        "also": list(contact.also),
        "other_phones": list(contact.other_phones),
        "address": contact.address,
    }
    quoted = contact.quoted
    if quoted is not None:
        fields = {name: getattr(quoted, name) for name in ("name", "role", "party", "phone", "email")}
        found["digest"] = quoted.document.digest
        found["fields"] = {name: _place(span) for name, span in fields.items() if span is not None}
        found["fields"]["other_phones"] = [_place(span) for span in quoted.other_phones]
    return found


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


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
