"""A question for what a municipality wants in general: what is asked instead, one thing after the other."""

from collections.abc import Mapping
from dataclasses import replace

from maltolk.answering.finding.comparison import Side
from maltolk.answering.finding.findings import Finding, Focus, Outcome, Section
from maltolk.answering.finding.request import Request
from maltolk.answering.retrieval.intent import Intent

_PARTS = {"vision": "Vad är visionen för {}?", "goals": "Vilka mål har {}?"}
"""In Swedish, as the texts are."""


def asks_overview(request: Request, likely: float) -> bool:
    """Whether no one thing is asked about. ``likely``: probability of that from which it is."""
    question = request.question
    if question.is_exact or question.is_about_aims or question.numbers.item is not None:
        return False
    told = question.asks("wants.overview") and not question.heavy
    return told or request.intents[Intent.OVERVIEW] >= likely


def overview_of(request: Request) -> tuple[Side, ...]:
    """What is asked instead of an overview; nothing where more than one municipality may be meant."""
    question, cards = request.question, request.index.documents
    scope = range(len(cards)) if request.scope is None else request.scope
    names = {cards[number].municipality for number in scope}
    if len(names) != 1:
        return ()
    (name,) = names
    sides = []
    for part, words in _PARTS.items():
        text = words.format(name)
        asked = replace(request.understand(text), documents=request.scope, superseded=question.superseded)
        side = replace(request.limited(asked), read_as=text, focus=Focus(), is_follow_up=False)
        sides.append(Side(part, side.aimed(text, request.embed(text))))
    return tuple(sides)


def together(findings: Mapping[str, Finding]) -> Finding:
    """What was found, in one section. ``findings``: by part, at least one."""
    lines = {line: None for finding in findings.values() for section in finding.sections for line in section.lines}
    documents = dict.fromkeys(number for finding in findings.values() for number in finding.focus.documents)
    items = tuple(item for finding in findings.values() for item in finding.focus.items)
    score = min(finding.score for finding in findings.values())
    return Finding(Outcome.FOUND, (Section(tuple(lines)),), score=score, focus=Focus(tuple(documents), items=items))
