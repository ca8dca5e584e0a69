"""A question for what a municipality wants in general: what is asked instead, one thing after the other."""

from collections.abc import Mapping
from dataclasses import replace

from maltolk.answering.catalogue import say
from maltolk.answering.finding.comparison import Side
from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Kind, Proposal
from maltolk.answering.finding.proposing.whole_texts import parts_finding
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.main_parts import are_aims
from maltolk.answering.retrieval.intent import Intent
from maltolk.answering.understanding.whole_matters import asks_of_municipality
from maltolk.model import FixedWords

VISION, GOALS = "vision", "goals"
"""The parts that tell those."""
_PARTS = {VISION: "Vad är visionen för {}?", GOALS: "Vilka mål har {}?"}
"""In Swedish, as the texts are."""


def asks_overview(request: Request, likely: float) -> bool:
    """Whether no one thing is asked about. ``likely``: probability of that from which it is."""
    question = request.question
    if question.is_exact or question.is_about_aims or question.numbers.item is not None:
        return False
    follows = request.is_follow_up or bool(request.also)  # "Vad gör Ale?" may be asked of what was spoken of
    told = asks_of_municipality(question) and (question.asks("wants.overview") or not follows)
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


def goals_beside(vision: Finding, goals: Finding | None, request: Request) -> Proposal | None:
    """The goals of the text that tells the vision, where ``goals`` are not of that text already; None where it has
    none."""
    own = vision.focus.documents[:1]
    if not own or (goals is not None and own == goals.focus.documents[:1]):
        return None
    page = request.pages.of(own[0])
    if page.main_parts is None or not are_aims(page.document, page.main_parts):
        return None
    return Proposal(Kind.WHOLE_TEXT, parts_finding(page, page.main_parts, request.language, named_only=True))


def together(findings: Mapping[str, Finding | None], language: str) -> Finding:
    """What was found, in one section, each part under its name; of a part without a sure answer, that there is none.
    ``findings``: by part, one of them at least found. ``language``: of the names."""
    lines: dict[Line, None] = {}
    for part, finding in findings.items():
        own = [] if finding is None else [line for section in finding.sections for line in section.lines]
        if own and lines.keys() >= set(own):
            continue  # told by the part before
        lines[Line(None, None, say(f"part_{part}" if finding else f"part_{part}_silent", language))] = None
        lines |= dict.fromkeys(own)
    found = [finding for finding in findings.values() if finding is not None]
    documents = dict.fromkeys(number for finding in found for number in finding.focus.documents)
    items = tuple(item for finding in found for item in finding.focus.items)
    score = min(finding.score for finding in found)
    return Finding(Outcome.FOUND, (Section(tuple(lines)),), score=score, focus=Focus(tuple(documents), items=items))


def part_told(words: FixedWords) -> tuple[str, bool] | None:
    """The part that fixed words begin, and whether they say that it has no sure answer; None for any other words."""
    told = {f"part_{part}{end}": (part, bool(end)) for part in _PARTS for end in ("", "_silent")}
    return told.get(words.key)
