"""What a text says as a whole: "Vad handlar klimatplanen om?", "Vad beslutade nämnden i oktober?"."""

from collections.abc import Callable, Iterator

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import SCREENFUL, Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, IntentSigns, Kind, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.enumerations import Enumeration
from maltolk.answering.finding.structure.list_lines import item_names
from maltolk.answering.finding.structure.main_parts import are_matters, told_below
from maltolk.answering.finding.structure.outlines import Page
from maltolk.answering.finding.structure.text_names import named_by_kind, named_wholly
from maltolk.answering.retrieval.intent import Intent
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.whole_matters import asks_of_text
from maltolk.model import CardField, CardValue

_ROOM = 1100
"""Characters of parts, and of what stands below them, up to which both are shown."""


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
    yield Absence(Kind.WHOLE_TEXT, "names no text")


def _meant(request: Request, named: Callable[[Question, Page], float | None]) -> Page | None:
    """The text that is named most fully, the later one of two; None where none is."""
    weighed = [(named(request.question, page), page) for page in request.looked_at()]
    fitting = [(value, page) for value, page in weighed if value is not None]
    best = max(fitting, key=lambda one: (one[0], one[1].document.date or "", -one[1].number), default=None)
    return None if best is None else best[1]


def parts_finding(page: Page, parts: Enumeration, language: str, *, named_only: bool = False) -> Finding:
    """The parts by their names, with what stands below them where all of that is not too much, unless ``named_only``.
    ``language``: of the fixed words above them."""
    document = page.document
    title, date = (CardValue(document.key, field) for field in (CardField.TITLE, CardField.DATE))
    is_dated = document.date is not None and are_matters(document, parts)
    values = {"title": title, "date": date} if is_dated else {"title": title}
    lead = Line(None, None, say("whole_meeting" if is_dated else "whole_text", language, **values))
    names = {item: list(item_names(document, item)) for item in parts.items}
    below = {item: [Line(document, span) for span in told_below(document, item)] for item in parts.items}
    fully = [lead, *(line for item in parts.items for line in (*names[item], *below[item]))]
    characters = sum(line.span.end - line.span.start for line in fully if line.span is not None)
    much = characters > _ROOM or len(fully) > SCREENFUL
    lines = [lead, *(line for item in parts.items for line in names[item])] if named_only or much else fully
    focus = Focus((page.number,), items=tuple((page.number, item) for item in parts.items))
    return Finding(Outcome.FOUND, (Section(tuple(lines)),), score=1.0, focus=focus)
