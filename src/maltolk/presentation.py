"""The service's results as JSON, the same for every interface, as tables and as plain text."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from maltolk.model import Answer, Citation, CitedContact, Fact, Span, Trace, link_to
from maltolk.results import ContactRow, DocumentRow, QuoteInContext, SearchHit

CONTACT_FIELDS = ("name", "role", "party", "phone", "email", "municipality", "document", "date")
"""The fields of a contact, in the order of a table's columns."""

_FORMULA = re.compile(r"\s*[=+@＝＋－＠-]|[\t\r\n]")
"""What makes a spreadsheet take a cell for a formula, including full-width characters and leading white space."""
_TELEPHONE = re.compile(r"\+[\d \xa0]{1,30}")
"""A formula that only adds; with a sign in front of it nobody could call the number."""
_MARKS = re.compile(r"[\\`*_\[\]<>#|~]|^(?:[-+]|\d+(?=[.)]))")
"""What Markdown gives a meaning; at the beginning of a line those of lists too."""


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as scripts read it; with its trace where it has one."""
    trace = {} if answer.trace is None else {"trace": {**asdict(answer.trace), "outcome": answer.trace.outcome}}
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
                "page_name": c.page_name,
                "read_from_image": c.read_from_image,
                "period": c.period,
                "earlier": c.earlier,
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
        "probability": answer.probability,
        **trace,
        "generation": answer.generation,
        "latency_ms": answer.latency_ms,
    }


def trace_lines(trace: Trace) -> Iterator[str]:
    """A trace as people read it."""
    yield f"asked: {trace.question} ({trace.language}; {', '.join(trace.municipalities) or 'all municipalities'})"
    yield f"for: {trace.intent} ({trace.intent_probability:.2f})"
    yield f"searched: {trace.searched}"
    yield from (f"read: {each.document} {each.start}-{each.end} ({each.probability:.2f})" for each in trace.read)
    for each in trace.weighed:
        likely = "" if each.probability is None else f" ({each.probability:.2f})"
        yield f"{each.kind}{likely}: {each.refused or 'given'}"
    yield ", ".join(f"{step.name} {step.milliseconds:.0f} ms" for step in trace.steps)


def hit_as_json(hit: SearchHit) -> dict[str, Any]:
    """A passage found as scripts read it."""
    return {
        "document": hit.document,
        "title": hit.title,
        "municipality": hit.municipality,
        "digest": hit.quote.digest,
        "start": hit.quote.span.start,
        "end": hit.quote.span.end,
        "text": hit.quote.text,
        "score": round(hit.score, 4),
        "link": hit.quote.link,
    }


def contact_as_json(row: ContactRow) -> dict[str, str | None]:
    """A contact as scripts read it, with the link to its place."""
    return {**{name: getattr(row, name) for name in CONTACT_FIELDS}, "link": link_to(row.digest, row.span)}


def contacts_as_csv(rows: Iterable[ContactRow]) -> str:
    """Contacts as a table with commas, a line of CONTACT_FIELDS first; lines end with CR LF, as RFC 4180 has it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(CONTACT_FIELDS)
    writer.writerows([harmless(getattr(row, name)) for name in CONTACT_FIELDS] for row in rows)
    return written.getvalue()


def harmless(cell: str | None) -> str:
    """The cell, changed so that no spreadsheet takes it for a formula; "" for None."""
    if not cell or not _FORMULA.match(cell) or _TELEPHONE.fullmatch(cell):
        return cell or ""
    return f"'{cell}"


def document_as_json(row: DocumentRow) -> dict[str, Any]:
    """A document of the index as scripts read it."""
    return {
        "document": row.path,
        "municipality": row.municipality,
        "title": row.title,
        "date": row.date,
        "url": row.url,
        "digest": row.digest,
        "link": link_to(row.digest),
        "facts": {fact.subject.value: _fact_as_json(fact) for fact in row.facts},
        "left_out": [asdict(each) for each in row.left_out],
        "read_from_image": list(row.from_image),
    }


def quote_as_json(found: QuoteInContext) -> dict[str, Any]:
    """A quote in its context as scripts read it; ``newest`` is the link to the text that has replaced an older one."""
    return {
        "document": found.document,
        "title": found.title,
        "municipality": found.municipality,
        "date": found.date,
        "url": found.url,
        "page": found.page,
        "page_name": found.page_name,
        "read_from_image": found.read_from_image,
        "period": found.period,
        "digest": found.quote.digest,
        "start": found.quote.span.start,
        "end": found.quote.span.end,
        "before": found.before,
        "quote": found.quote.text,
        "after": found.after,
        "current": found.is_current,
        "newest": None if found.is_current or found.newest is None else link_to(found.newest),
        "link": found.quote.link,
    }


def _fact_as_json(fact: Fact) -> dict[str, Any]:
    return {
        "value": fact.value,
        "confidence": fact.confidence.value,
        "sureness": fact.confidence.value,  # what "confidence" was called before, for scripts that read it
        "found_in": None if fact.found_in is None else fact.found_in.value,
        "span": None if fact.span is None else [fact.span.start, fact.span.end],
    }


def _contact(contact: CitedContact) -> dict[str, Any]:
    """A contact; ``digest`` and ``fields`` say where each of its words is."""
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


def as_lines(answer: Answer, site: str = "") -> Iterator[str]:
    """The answer as people read it at a terminal: text, sources, notices, suggestions.

    ``site``: what the links of sources begin with, "https://…" of the pages, or "" for their paths alone.
    """
    yield answer.text
    if answer.citations:
        yield ""
    for c in answer.citations:
        yield f"[{c.marker}] {reference(c)} – {site}{c.link}"
    for notice in answer.notices:
        yield f"({notice})"
    for suggestion in answer.suggestions:
        yield f"→ {suggestion}"


def as_markdown(question: str, answer: Answer, site: str = "") -> str:
    """Question, answer and sources in Markdown, each marker a link. ``site``: as for ``as_lines``."""
    links = {c.marker: f"{site}{c.link}" for c in answer.citations}
    written = [f"**{_unmarked(question)}**"]
    for section in answer.sections:
        written += ["", f"**{_unmarked(section.title)}**"] if section.title else [""]
        for line in section.lines:
            cited = "" if line.marker not in links else f" [\\[{line.marker}\\]]({links[line.marker]})"
            written.append(f"{'- ' if line.bullet else ''}{_unmarked(line.text)}{cited}{'' if line.bullet else '  '}")
    written += ["", *(f"- \\[{c.marker}\\] [{_unmarked(reference(c))}]({links[c.marker]})" for c in answer.citations)]
    written += ["", *(f"*{_unmarked(notice)}*  " for notice in answer.notices)]
    return "\n".join(written).strip() + "\n"


def references(answer: Answer, site: str = "") -> str:
    """The sources alone, a line for each text cited, in the order of the answer. ``site``: as for ``as_lines``."""
    first: dict[str, Citation] = {}
    for c in answer.citations:
        first.setdefault(c.quote.digest, c)
    return "\n".join(f"{reference(c)} – {site}{link_to(c.quote.digest)}" for c in first.values())


def reference(citation: Citation) -> str:
    """Whose text it is, its title, date and page."""
    page = f", s. {citation.page_name}" if citation.page_name else ""
    date = f", {citation.date}" if citation.date else ""
    return f"{citation.municipality}, {' '.join(citation.title.split())}{date}{page}"


def _unmarked(text: str) -> str:
    """The text with what Markdown takes for a mark escaped, on one line."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
