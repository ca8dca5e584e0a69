"""The gate: the last step between what was found and the reader. Nothing passes that the stored texts do not say.

``render`` puts a draft into words; ``check`` takes a finished answer, whoever made it, and compares every word with
what its parts give. Both drop what does not hold, and both apply the same rules to a line:

- it shows exactly what its parts give, separated by spaces;
- a quote is all of what its marker points at, and the number in front of it is that item's; words of a document inside
  a fixed sentence lie within what the marker points at, and so does anything said about the document;
- without a marker a line shows fixed words, and of a document no more than a contact's number or address;
- in a section that names a municipality, every quote is from that municipality;
- a contact's line belongs to that contact and is dropped with it, as are the lines that add to it.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from maltolk.answering.composing.draft import Draft, DraftLine, DraftSection, contact_parts
from maltolk.answering.composing.notices import notices_of, possible_notices
from maltolk.answering.composing.rendering import Rendering, cards_shown, spans_shown
from maltolk.answering.composing.stored import Stored
from maltolk.model import (
    Answer,
    AnswerLine,
    AnswerSection,
    Citation,
    CitedContact,
    FixedWords,
    ItemNumber,
    Part,
    PlaceName,
    QuotedSpan,
    Status,
)

NotFound = Callable[[], FixedWords]


def render(draft: Draft, stored: Stored, not_found: NotFound) -> Answer:
    """Put ``draft`` into words, without what does not hold.

    An answer that was meant to quote something and has nothing left to quote becomes "not found", in the words that
    ``not_found`` gives.
    """
    rendering = Rendering(stored)
    markers = _Markers(rendering)
    sections = [_rendered(section, rendering, markers) for section in draft.sections]
    shown = []
    for each in draft.contacts:
        contact = rendering.contact(each.quoted)
        if contact is not None:
            citation = markers.of(each.quoted.whole)
            also = tuple(marker for place in each.also if (marker := markers.of(place)))
            shown.append((each, replace(contact, citation=citation, also=also)))
    lines: list[AnswerLine] = []
    for each, contact in shown:
        parts = contact_parts(each.quoted)
        text = rendering.line(parts)
        if text is not None:
            lines.append(AnswerLine(text, contact.citation, contact=True, parts=parts))
            lines.extend(_rendered_lines(each.differing, rendering, markers))
    citations = tuple(markers.citations.values())
    answer = Answer(
        status=draft.status,
        sections=(*(section for section in sections if section is not None), AnswerSection(tuple(lines))),
        citations=citations,
        contacts=tuple(contact for _, contact in shown),
        suggestions=draft.suggestions,
        municipalities=_municipalities(citations),
        notices=notices_of(citations, draft.language, draft.misspelt),
        generation=draft.generation,
    )
    claims = bool(draft.contacts) or any(line.cited for section in draft.sections for line in section.lines)
    return _settled(answer, rendering, not_found, claims=claims)


def check(answer: Answer, stored: Stored, not_found: NotFound) -> Answer:
    """``answer`` without what does not hold; the same answer when all of it does.

    Trusts nothing in it: not the text, the offsets or what is said about a document. Only suggestions are left alone:
    they are questions and claim nothing.
    """
    rendering = Rendering(stored)
    good = _good_citations(answer.citations, rendering)
    contacts = tuple(contact for each in answer.contacts if (contact := _checked_contact(each, good, rendering)))
    sections = tuple(
        section for each in answer.sections if (section := _checked_section(each, good, contacts, rendering))
    )
    used = {line.marker for section in sections for line in section.lines}
    used |= {marker for contact in contacts for marker in (contact.citation, *contact.also)}
    citations = tuple(c for c in answer.citations if c.marker in used and c.marker in good)
    notices = possible_notices(citations)
    checked = replace(
        answer,
        sections=sections,
        citations=citations,
        contacts=contacts,
        municipalities=_municipalities(citations),
        notices=tuple(notice for notice in answer.notices if notice in notices),
    )
    claims = bool(answer.citations or answer.contacts) or any(_claims(section.lines) for section in answer.sections)
    return _settled(checked, rendering, not_found, claims=claims)


class _Markers:
    """Numbers quotes in order of first use; only those that hold."""

    def __init__(self, rendering: Rendering) -> None:
        self._rendering = rendering
        self.citations: dict[QuotedSpan, Citation] = {}

    def of(self, quoted: QuotedSpan) -> int | None:
        if quoted not in self.citations:
            citation = self._rendering.citation(len(self.citations) + 1, quoted)
            if citation is None:
                return None
            self.citations[quoted] = citation
        return self.citations[quoted].marker


def _rendered(section: DraftSection, rendering: Rendering, markers: _Markers) -> AnswerSection | None:
    title = "" if section.title is None else rendering.text(section.title)
    if title is None:
        return None
    lines = [line for line in section.lines if line.cited is None or _is_of(title, line.cited, rendering)]
    shown = tuple(_rendered_lines(lines, rendering, markers))
    if not shown or (any(line.cited for line in section.lines) and not _claims(shown)):
        return None
    return AnswerSection(shown, title)


def _rendered_lines(lines: Sequence[DraftLine], rendering: Rendering, markers: _Markers) -> Iterator[AnswerLine]:
    for line in lines:
        text = rendering.line(line.parts) if _is_backed(line.parts, line.cited, rendering) else None
        if text is not None:
            marker = None if line.cited is None else markers.of(line.cited)
            yield AnswerLine(text, marker, line.bullet, parts=line.parts)


def _good_citations(citations: Sequence[Citation], rendering: Rendering) -> dict[int, Citation]:
    """The citations that say what the stored documents say, by marker; none whose marker is given twice."""
    times = Counter(c.marker for c in citations)
    return {c.marker: c for c in citations if times[c.marker] == 1 and rendering.citation(c.marker, c.quoted) == c}


def _checked_contact(contact: CitedContact, good: dict[int, Citation], rendering: Rendering) -> CitedContact | None:
    cited = good.get(contact.citation) if contact.citation is not None else None
    if contact.quoted is None or cited is None or cited.quoted != contact.quoted.whole:
        return None
    if rendering.contact(contact.quoted) != replace(contact, citation=None, also=()):
        return None
    return replace(contact, also=tuple(marker for marker in contact.also if marker in good))


def _checked_section(
    section: AnswerSection, good: dict[int, Citation], contacts: Sequence[CitedContact], rendering: Rendering
) -> AnswerSection | None:
    if section.title and rendering.text(PlaceName(section.title)) != section.title:
        return None
    kept: list[AnswerLine] = []
    contact_gone = False
    for line in section.lines:
        stands = _stands(line, section.title, good, contacts, rendering)
        if line.contact:
            contact_gone = not stands
        if stands and not (contact_gone and _adds_to_a_contact(line)):
            kept.append(line)
    if not kept or (_claims(section.lines) and not _claims(kept)):
        return None
    return replace(section, lines=tuple(kept))


def _stands(
    line: AnswerLine,
    title: str,
    good: dict[int, Citation],
    contacts: Sequence[CitedContact],
    rendering: Rendering,
) -> bool:
    if rendering.line(line.parts) != line.text or (line.marker is not None and line.marker not in good):
        return False
    if line.contact:
        of_marker = (c.quoted for c in contacts if c.citation == line.marker and c.quoted is not None)
        return any(contact_parts(quoted) == line.parts for quoted in of_marker)
    cited = None if line.marker is None else good[line.marker].quoted
    return _is_backed(line.parts, cited, rendering) and (cited is None or _is_of(title, cited, rendering))


def _adds_to_a_contact(line: AnswerLine) -> bool:
    """Whether it adds to the contact above it: a fixed sentence about another place."""
    return line.marker is not None and all(isinstance(part, FixedWords) for part in line.parts)


def _is_backed(parts: Sequence[Part], cited: QuotedSpan | None, rendering: Rendering) -> bool:
    """Whether what a line shows of documents is what its marker points at."""
    shown = [span for part in parts for span in spans_shown(part)]
    bare = [part for part in parts if not isinstance(part, FixedWords)]
    if cited is None:
        return not bare and all(rendering.reaches_somebody(span) for span in shown)
    if rendering.words(cited) is None or not shown:
        return False
    if any(part not in (cited, ItemNumber(cited)) for part in bare):
        return False
    cards = [key for part in parts for key in cards_shown(part)]
    return all(_lies_in(span, cited) for span in shown) and all(key == cited.document for key in cards)


def _lies_in(inner: QuotedSpan, outer: QuotedSpan) -> bool:
    within = outer.span.start <= inner.span.start and inner.span.end <= outer.span.end
    return inner.document == outer.document and within


def _is_of(title: str, cited: QuotedSpan, rendering: Rendering) -> bool:
    return not title or rendering.text(PlaceName(cited.document.municipality)) == title


def _claims(lines: Sequence[AnswerLine]) -> bool:
    return any(line.marker is not None for line in lines)


def _municipalities(citations: Sequence[Citation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.municipality for c in citations))


def _settled(answer: Answer, rendering: Rendering, not_found: NotFound, *, claims: bool) -> Answer:
    """The answer, or "not found" when nothing is left of it. ``claims``: whether it was meant to quote anything."""
    sections = tuple(section for section in answer.sections if section.lines)
    left = answer.contacts or any(_claims(section.lines) for section in sections)
    if sections and (left or not claims):
        return replace(answer, sections=sections)
    words = not_found()
    text = rendering.line((words,))
    return replace(
        answer,
        status=Status.NOT_FOUND,
        sections=() if text is None else (AnswerSection((AnswerLine(text, parts=(words,)),)),),
        citations=(),
        contacts=(),
        municipalities=(),
        notices=(),
    )
