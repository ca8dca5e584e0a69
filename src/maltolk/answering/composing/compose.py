"""From findings to a draft: which quotes and which fixed words an answer shows. The gate puts them into words."""

from collections.abc import Iterator

from maltolk.answering.catalogue import say
from maltolk.answering.composing.draft import Draft, DraftContact, DraftLine, DraftSection
from maltolk.answering.composing.rendering import quoted_contact
from maltolk.answering.finding.findings import SCREENFUL, Finding, Line, Outcome, Section
from maltolk.answering.people.merging import Merged, merge
from maltolk.answering.people.people_lookup import Person
from maltolk.model import CardField, CardValue, Count, ItemNumber, PlaceName, QuotedSpan, Status

MAX_PLACES = 3
"""Further places of one contact cited in an answer, and differences shown."""

_STATUS = {
    Outcome.FOUND: Status.ANSWERED,
    Outcome.DECLINED: Status.DECLINED,
    Outcome.UNCLEAR: Status.NEEDS_CLARIFICATION,
}


def compose(finding: Finding, language: str, generation: str, misspelt: frozenset[str] = frozenset()) -> Draft:
    """The draft of an answer that states ``finding``. ``misspelt``: municipalities named by another name."""
    said = tuple(words for words in (finding.message, finding.contact_way) if words is not None)
    sections = [DraftSection((DraftLine(said),))] if said else []
    sections.extend(_section(section, language) for section in finding.sections)
    return Draft(
        status=_STATUS.get(finding.outcome, Status.NOT_FOUND),
        sections=tuple(sections),
        contacts=tuple(_contact(each, language) for each in merge(finding.people)),
        suggestions=finding.suggestions,
        language=language,
        generation=generation,
        misspelt=misspelt,
    )


def _section(section: Section, language: str) -> DraftSection:
    lines = [_line(line) for line in section.lines[:SCREENFUL]]
    left = section.lines[SCREENFUL:]
    if left:
        quoted = [QuotedSpan(line.document.key, line.span) for line in left if line.document and line.span]
        lines.append(DraftLine((say("more_items", language, n=Count(tuple(dict.fromkeys(quoted)))),)))
    return DraftSection(tuple(lines), PlaceName(section.title) if section.title else None)


def _line(line: Line) -> DraftLine:
    if line.document is None or line.span is None:
        return DraftLine(() if line.words is None else (line.words,), bullet=line.bullet)
    quoted = QuotedSpan(line.document.key, line.span)
    return DraftLine((ItemNumber(quoted), quoted) if line.numbered else (quoted,), quoted, line.bullet)


def _contact(merged: Merged, language: str) -> DraftContact:
    return DraftContact(
        quoted=quoted_contact(merged.shown.document.key, merged.shown.contact),
        also=tuple(_whole(other) for other in merged.also[:MAX_PLACES]),
        differing=tuple(_differing(merged, language)),
    )


def _whole(person: Person) -> QuotedSpan:
    return QuotedSpan(person.document.key, person.contact.span)


def _differing(merged: Merged, language: str) -> Iterator[DraftLine]:
    """A line for what another text adds about a contact."""
    for difference in merged.differences[:MAX_PLACES]:
        other = difference.person.document
        value = QuotedSpan(other.key, difference.span)
        if other.digest == merged.shown.document.digest:
            words = say("contact_same_text", language, value=value)
        elif other.date is None:
            words = say("contact_undated", language, value=value)
        else:
            words = say("contact_dated", language, date=CardValue(other.key, CardField.DATE), value=value)
        yield DraftLine((words,), _whole(difference.person))
