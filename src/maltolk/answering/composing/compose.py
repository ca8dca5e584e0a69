"""From findings to an answer: fixed words, verbatim quotes and numbered markers."""

import re
from collections.abc import Iterator, Sequence

from maltolk.answering.catalogue import say, say_period
from maltolk.answering.finding.findings import Finding, Line, Outcome, Section
from maltolk.answering.people.merging import Merged, merge
from maltolk.model import Answer, AnswerLine, AnswerSection, Citation, CitedContact, Document, Quote, Span, Status
from maltolk.reading.contacts.fields import plain_address

MOST_LINES = 14
"""Lines of a list that an answer shows: a screenful."""
MOST_PLACES = 3
"""Further places of one contact that an answer cites, and differences that it tells."""

_STATUS = {
    Outcome.FOUND: Status.ANSWERED,
    Outcome.DECLINED: Status.DECLINED,
    Outcome.UNCLEAR: Status.NEEDS_CLARIFICATION,
}


_EMPHASIS = re.compile(r"(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")
_FOOTNOTE = re.compile(r"\[(\d+)\]")


class _Markers:
    """Numbers quotes in the order of their first use."""

    def __init__(self) -> None:
        self.citations: dict[tuple[str, Span], Citation] = {}

    def of(self, document: Document, span: Span) -> int:
        key = (document.digest, span)
        if key not in self.citations:
            self.citations[key] = Citation(
                marker=len(self.citations) + 1,
                quote=Quote(document.digest, span, span.of(document.text)),
                document=document.path,
                title=document.title,
                municipality=document.municipality,
                date=document.date,
                url=document.url,
                page=document.page_of(span.start),
                period=document.period,
            )
        return self.citations[key].marker


def shown(text: str) -> str:
    """A quote on one line: white space folded, soft hyphens and Markdown's marks out, "[7]" as "(7)" lest it read as a
    marker."""
    plain = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text.replace("\u00ad", "")))
    return _FOOTNOTE.sub(r"(\1)", re.sub(r"\s+", " ", plain)).strip()


def compose(finding: Finding, language: str, generation: str) -> Answer:
    """The answer that says ``finding``; quotes are not checked here but in verification."""
    markers = _Markers()
    sections = [fixed_words(finding.message)] if finding.message else []
    sections.extend(_section(section, markers, language) for section in finding.sections)
    merged = merge(finding.people)
    contacts = tuple(_cited(each, markers) for each in merged)
    if contacts:
        lines = [
            line
            for contact, each in zip(contacts, merged, strict=True)
            for line in (_contact_line(contact), *_differing(each, markers, language))
        ]
        sections.append(AnswerSection(tuple(lines)))
    citations = tuple(markers.citations.values())
    return Answer(
        status=_STATUS.get(finding.outcome, Status.NOT_FOUND),
        sections=tuple(sections),
        citations=citations,
        contacts=contacts,
        suggestions=finding.suggestions,
        municipalities=tuple(dict.fromkeys(c.municipality for c in citations)),
        notices=_notices(citations, language, nearest=finding.nearest),
        generation=generation,
    )


def fixed_words(message: str) -> AnswerSection:
    """A section that only says something of its own accord."""
    return AnswerSection((AnswerLine(message),))


def _section(section: Section, markers: _Markers, language: str) -> AnswerSection:
    lines = [_line(line, markers) for line in section.lines[:MOST_LINES]]
    if len(section.lines) > MOST_LINES:
        lines.append(AnswerLine(say("more_items", language, n=len(section.lines) - MOST_LINES)))
    return AnswerSection(tuple(lines), section.title)


def _line(line: Line, markers: _Markers) -> AnswerLine:
    if line.document is None or line.span is None:
        return AnswerLine(line.before, bullet=line.bullet)
    before = line.before + " " if line.before else ""
    text = before + shown(line.span.of(line.document.text))
    return AnswerLine(text, markers.of(line.document, line.span), line.bullet)


def _cited(merged: Merged, markers: _Markers) -> CitedContact:
    person, contact = merged.shown, merged.shown.contact
    email = person.field("email")
    return CitedContact(
        name=person.field("name"),
        role=person.field("role"),
        party=person.field("party"),
        phone=person.field("phone"),
        email=email,
        municipality=person.document.municipality,
        document=person.document.path,
        date=person.document.date,
        citation=markers.of(person.document, contact.span),
        phone_e164=contact.phone_e164,
        also=tuple(markers.of(other.document, other.contact.span) for other in merged.also[:MOST_PLACES]),
        other_phones=tuple(phone.span.of(person.document.text) for phone in contact.other_phones),
        address=plain_address(email) if email else None,
    )


def _differing(merged: Merged, markers: _Markers, language: str) -> Iterator[AnswerLine]:
    """A line for what another text says of a contact besides."""
    for difference in merged.differences[:MOST_PLACES]:
        other = difference.person.document
        key = "contact_undated" if other.date is None else "contact_dated"
        key = "contact_same_text" if other.digest == merged.shown.document.digest else key
        text = say(key, language, date=other.date, value=shown(difference.value))
        yield AnswerLine(text, markers.of(other, difference.person.contact.span))


def _contact_line(contact: CitedContact) -> AnswerLine:
    name = f"{contact.name} ({contact.party})" if contact.name and contact.party else contact.name
    fields = [shown(f) for f in (name, contact.role, contact.phone, *contact.other_phones, contact.email) if f]
    return AnswerLine(", ".join(fields), contact.citation, contact=True)


def _notices(citations: Sequence[Citation], language: str, *, nearest: bool) -> tuple[str, ...]:
    years = sorted({c.date[:4] for c in citations if c.date})
    notices = [say("old_text", language, year=year) for year in years]
    # The period alone, without whether it is over: an answer is the same on every day that it is asked for.
    periods = sorted({c.period for c in citations if c.period})
    notices += [say("valid_text", language, period=say_period(period, language)) for period in periods]
    if nearest:
        notices.append(say("only_nearest", language))
    if citations and language != "sv":
        notices.append(say("swedish_quotes", language))
    return tuple(notices)
