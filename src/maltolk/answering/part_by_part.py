"""Questions that are answered part by part: each side of a comparison, each thing that an overview tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from maltolk.answering.deciding.decide import Decision, decide, is_sure_of_side
from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.finding.comparison import Comparison, Side, agreed_on, asked_alone, side_by_side
from maltolk.answering.finding.findings import Finding, Outcome
from maltolk.answering.finding.overview_parts import GOALS, VISION, asks_overview, goals_beside, overview_of, together
from maltolk.answering.finding.proposals import Kind
from maltolk.answering.finding.proposing.whole_texts import propose_whole_text
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.visions import means_vision
from maltolk.answering.tracing import DecidedSide
from maltolk.answering.understanding.tokens import tokens_of

_TOLD_BY_FORM = frozenset({Kind.LIST, Kind.ITEM, Kind.LABELLED, Kind.VISION})
"""Kinds of answers that the form of a text gives, whatever the others say."""

Alone = Callable[[Request, Thresholds], Decision]
"""Decides on a question to the texts by itself."""


@dataclass(frozen=True, slots=True)
class Decided:
    """``decision``: that on the first part that is shown, else on what stands beside the texts. ``sides``: what was
    decided on each part, none for a question that has none."""

    decision: Decision
    finding: Finding
    sides: tuple[DecidedSide, ...] = ()


def compare(comparison: Comparison, beside: Decision, limits: Thresholds, alone: Alone, language: str) -> Decided:
    """Each side decided on; those named, in the light of what they agree about or of the surest one.
    ``beside``: why the question was not answered without the texts; ``language``: of the fixed words."""
    if comparison.of_all:
        return _overviews(comparison, beside, limits, alone, language)
    sides = _sides(comparison, limits, alone)
    shown = [_shown(each.decision, limits, comparison.among_all) for each in sides]
    finding = side_by_side(comparison, shown, language)
    return Decided(_first(sides, shown, beside), finding, sides)


def is_overview(request: Request, limits: Thresholds) -> bool:
    """Whether no one thing is asked about, and no text is that could tell its parts itself."""
    return asks_overview(request, limits.overview) and decide(propose_whole_text(request), limits).chosen is None


def overview(
    request: Request,
    beside: Decision,
    limits: Thresholds,
    alone: Alone,
    by_itself: Callable[[], Decided],
) -> Decided:
    """What a question for no one thing is answered with: the parts of an overview, or ``by_itself``, like any other
    question. Where only the question as a whole sounds like one for an overview, what the form of a text tells by
    itself goes before, and so does anything that is found, unless the goals are told."""
    if request.question.asks("wants.overview"):
        return _in_parts(request, beside, limits, alone) or by_itself()
    itself = by_itself()
    if itself.decision.chosen is not None and itself.decision.chosen.kind in _TOLD_BY_FORM:
        return itself
    parts = _in_parts(request, beside, limits, alone)
    if parts is None or (itself.finding.outcome is Outcome.FOUND and not _tells_goals(parts, limits)):
        return itself
    return parts


def _tells_goals(parts: Decided, limits: Thresholds) -> bool:
    return any(each.side.name == GOALS and _shown(each.decision, limits, among_all=True) for each in parts.sides)


def _in_parts(request: Request, beside: Decision, limits: Thresholds, alone: Alone) -> Decided | None:
    """What of an overview the texts surely answer; None where that is nothing."""
    decided = [DecidedSide(side, alone(side.request, limits)) for side in overview_of(request)]
    shown = {each.side.name: _shown(each.decision, limits, among_all=True) for each in decided}
    shown |= {each.side.name: None for each in decided if each.side.name == VISION and not _tells_vision(each.decision)}
    vision = shown.get(VISION)
    goals = None if vision is None else goals_beside(vision, shown[GOALS], request)
    if goals is not None:
        shown[GOALS] = goals.finding
        decided = [
            replace(each, decision=replace(each.decision, chosen=goals, between=(), probability=None))
            if each.side.name == GOALS
            else each
            for each in decided
        ]
    if not any(shown.values()):
        return None
    first = _first(decided, list(shown.values()), beside)
    return Decided(first, together(shown, request.language), tuple(decided))


def _tells_vision(decision: Decision) -> bool:
    """Whether what is found is known for a vision by its form or says that it is one: the reader alone may take goals
    for it."""
    if decision.finding is None or decision.chosen is None or decision.chosen.kind is not Kind.SENTENCES:
        return True
    lines = [line for section in decision.finding.sections for line in section.lines]
    told = [line.span.of(line.document.text) for line in lines if line.span is not None and line.document is not None]
    return any(means_vision(token.folded) for words in told for token in tokens_of(words))


def _overviews(comparison: Comparison, beside: Decision, limits: Thresholds, alone: Alone, language: str) -> Decided:
    """What each municipality wants, side by side: like with like, where no one thing is asked about."""
    parts = [_in_parts(side.request, beside, limits, alone) for side in comparison.sides]
    shown = [None if part is None else part.finding for part in parts]
    told = [(side.name, part) for side, part in zip(comparison.sides, parts, strict=True) if part is not None]
    sides = tuple(
        replace(each, side=replace(each.side, name=f"{name}: {each.side.name}"))
        for name, part in told
        for each in part.sides
    )
    decision = told[0][1].decision if told else beside
    return Decided(decision, side_by_side(comparison, shown, language), sides)


def _sides(comparison: Comparison, limits: Thresholds, alone: Alone) -> tuple[DecidedSide, ...]:
    if comparison.among_all:
        return tuple(DecidedSide(side, alone(side.request, limits)) for side in comparison.sides)
    sides = _together(comparison.sides, limits, alone)
    if any(each.decision.finding for each in sides):
        return tuple(each if each.decision.finding else _by_structure(each, limits, alone) for each in sides)
    return _together([asked_alone(side) for side in comparison.sides], limits, alone)


def _by_structure(silent: DecidedSide, limits: Thresholds, alone: Alone) -> DecidedSide:
    """A side that says nothing beside the others, asked alone once more: for what the text's own form tells."""
    side = asked_alone(silent.side)
    decision = alone(side.request, replace(limits, read=limits.read_side))
    told = decision.chosen is not None and decision.chosen.kind in _TOLD_BY_FORM
    return DecidedSide(side, decision) if told else silent


def _together(asked: Sequence[Side], limits: Thresholds, alone: Alone) -> tuple[DecidedSide, ...]:
    """Each side decided on; those that are not answered, or by what was read, in the light of the surest."""
    first = replace(limits, read=limits.read_side)
    then = replace(limits, read=limits.read_beside)
    sides = tuple(DecidedSide(side, alone(side.request, first)) for side in asked)
    if all(each.decision.chosen is None or each.decision.chosen.kind is Kind.SENTENCES for each in sides):
        return _agreeing(sides, first, then, alone) or sides
    hint = _quote_of_surest(sides)
    if not hint:
        return sides
    hinted = (replace(each.side, request=each.side.request.hinted(hint)) for each in sides)
    return tuple(
        each if each.decision.finding else DecidedSide(side, alone(side.request, then))
        for each, side in zip(sides, hinted, strict=True)
    )


def _agreeing(
    sides: Sequence[DecidedSide], first: Thresholds, then: Thresholds, alone: Alone
) -> tuple[DecidedSide, ...] | None:
    """The sides with what they agree about; None where that is not sure."""
    found = agreed_on([each.side for each in sides])
    if found is None:
        return None
    lead, agreed = found
    leading = DecidedSide(lead, alone(lead.request, first))
    if leading.decision.finding is None:
        return None
    words = agreed.units[0].cut.units[agreed.units[0].number].span.of(agreed.units[0].cut.document.text)
    others = [replace(each.side, request=each.side.request.hinted(words, agreed.vector)) for each in sides]
    return tuple(
        leading if number == agreed.side else DecidedSide(side, alone(side.request, then))
        for number, side in enumerate(others)
    )


def _shown(decision: Decision, limits: Thresholds, among_all: bool) -> Finding | None:
    """What a part says, None where nothing in the texts is sure enough."""
    side = None if decision.between else decision.finding
    if side is None or side.outcome is not Outcome.FOUND:
        return None
    return side if not among_all or is_sure_of_side(decision, limits) else None


def _first(sides: Sequence[DecidedSide], shown: Sequence[Finding | None], beside: Decision) -> Decision:
    """The decision on the first part that is shown, with the probability of the least likely one."""
    decisions = [each.decision for each, finding in zip(sides, shown, strict=True) if finding is not None]
    likely = [each.probability for each in decisions if each.probability is not None]
    return replace(decisions[0] if decisions else beside, probability=min(likely, default=None))


def _quote_of_surest(sides: Sequence[DecidedSide]) -> str:
    """The first quote of the likeliest answer that has one, "" for none."""
    found = [
        (each.decision.probability or 0.0, each.decision.finding.focus.quotes, each.side.request.index)
        for each in sides
        if each.decision.finding and each.decision.finding.focus.quotes
    ]
    if not found:
        return ""
    _, quotes, index = max(found, key=lambda one: one[:2])
    return quotes[0][1].of(index.document(quotes[0][0]).text)
