"""What a text says as a whole: "Vad handlar klimatplanen om?", "Vad beslutade nämnden i oktober?"."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import SCREENFUL, Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, IntentSigns, Kind, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.enumerations import Enumeration
from maltolk.answering.finding.structure.list_lines import item_names
from maltolk.answering.finding.structure.main_parts import are_matters, is_formal, told_below
from maltolk.answering.finding.structure.outlines import Page
from maltolk.answering.finding.structure.text_names import named_but_for_day, named_by_kind, named_wholly, names_body
from maltolk.answering.retrieval.intent import Intent
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.whole_matters import asks_of_meeting, asks_of_text
from maltolk.model import CardField, CardValue

_ROOM = 1100
"""Characters of parts, and of what stands below them, up to which both are shown."""
_TELLING = 5
"""Words from which a decision tells by itself what it is about."""


def propose_whole_text(request: Request) -> Iterator[Proposal | Absence]:
    """The parts of the text that a question is about as a whole: that it names and asks nothing else about, or that it
    names where it surely asks about no one thing."""
    question = request.question
    one_thing = question.is_exact or question.asks("wants.reason", "wants.comparison")
    if one_thing or question.numbers.item is not None:
        yield Absence(Kind.WHOLE_TEXT, "asks for one thing")
        return
    likeliest = max(request.intents, key=request.intents.__getitem__)
    if likeliest is Intent.VISION:
        yield Absence(Kind.WHOLE_TEXT, "asks for a vision")
        return
    page = _meant(request, named_wholly) if asks_of_text(question) else None
    if page is not None and page.main_parts is not None:
        yield Proposal(Kind.WHOLE_TEXT, parts_finding(page, page.main_parts, request.language))
    page = _meant(request, named_by_kind) if likeliest is Intent.OVERVIEW else None
    if page is not None and page.main_parts is not None:
        finding = parts_finding(page, page.main_parts, request.language)
        yield Proposal(Kind.WHOLE_TEXT, finding, IntentSigns(request.intents[Intent.OVERVIEW]))
    if page is None and asks_of_meeting(question) and _is_missing(request):
        yield Proposal(Kind.WHOLE_TEXT, Finding(Outcome.NOT_FOUND, reason="there are minutes, but none of that day"))
    yield Absence(Kind.WHOLE_TEXT, "names no text")


def _meant(request: Request, named: Callable[[Question, Page], float | None]) -> Page | None:
    """The text that is named most fully, the later one of two; minutes where it is asked what was decided. None where
    none is."""
    of_meeting, has_body = asks_of_meeting(request.question), names_body(request.question)
    # What a board decided about a plan is in its minutes, not in the plan.
    pages = [page for page in request.looked_at() if _is_of_meeting(page) or not (of_meeting and has_body)]
    weighed = [(named(request.question, page), page) for page in pages]
    fitting = [(of_meeting and _is_of_meeting(page), value, page) for value, page in weighed if value is not None]
    best = max(fitting, key=lambda one: (*one[:2], one[2].document.date or "", -one[2].number), default=None)
    return None if best is None else best[2]


def _is_missing(request: Request) -> bool:
    """Whether there are minutes of the meetings that are meant, but of other days than the one meant."""
    return any(_is_of_meeting(page) and named_but_for_day(request.question, page) for page in request.looked_at())


def _is_of_meeting(page: Page) -> bool:
    return page.main_parts is not None and are_matters(page.document, page.main_parts)


def parts_finding(page: Page, parts: Enumeration, language: str, *, named_only: bool = False) -> Finding:
    """The parts by their names, with what stands below them where all of that is not too much, unless ``named_only``.
    ``language``: of the fixed words above them."""
    document = page.document
    title, date = (CardValue(document.key, field) for field in (CardField.TITLE, CardField.DATE))
    of_meeting = are_matters(document, parts)
    is_dated = document.date is not None and of_meeting
    values = {"title": title, "date": date} if is_dated else {"title": title}
    lead = Line(None, None, say("whole_meeting" if is_dated else "whole_text", language, **values))
    own = [item for item in parts.items if named_only or not (of_meeting and is_formal(document, item))]
    names = {item: tuple(item_names(document, item)) for item in parts.items}
    below = {item: tuple(Line(document, span) for span in told_below(document, item)) for item in own}
    shortly = {item: _shortly(names[item], below[item]) if of_meeting else names[item] for item in own}
    fully = {item: (*names[item], *below[item]) for item in own}
    shown = names if named_only else fully if _fits(fully) else shortly
    lines = (lead, *(line for each in shown.values() for line in each))
    focus = Focus((page.number,), items=tuple((page.number, item) for item in parts.items))
    return Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=focus)


def _shortly(names: tuple[Line, ...], below: tuple[Line, ...]) -> tuple[Line, ...]:
    """What was decided on a matter where that says what it is about, else its name."""
    decided = below[-1] if below else None
    if decided is None or decided.document is None or decided.span is None:
        return names
    told = len(decided.span.of(decided.document.text).split()) >= _TELLING
    return (replace(decided, bullet=True),) if told else names


def _fits(shown: Mapping[int, tuple[Line, ...]]) -> bool:
    """Whether that is a screenful below its lead, and no more to read than one would."""
    lines = [line for each in shown.values() for line in each]
    characters = sum(line.span.end - line.span.start for line in lines if line.span is not None)
    return characters <= _ROOM and len(lines) < SCREENFUL
