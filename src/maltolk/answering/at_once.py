"""Questions that are answered as a whole."""

from collections.abc import Iterable, Sequence

from maltolk.answering.catalogue import say
from maltolk.answering.deciding.decide import Decision, decide
from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.finding.findings import Finding, Outcome
from maltolk.answering.finding.proposals import Absence, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.part_by_part import Decided
from maltolk.swedish.collation import swedish_order


def at_once(proposals: Iterable[Proposal | Absence], request: Request, limits: Thresholds) -> Decided:
    """The decision on a question that has no parts, and what is found by it; a question back where municipalities fit
    equally well."""
    decision = decide(proposals, limits)
    return Decided(decision, _finding_of(decision, request))


def _finding_of(decision: Decision, request: Request) -> Finding:
    if decision.between:
        return _ask_back(request, decision.between)
    return decision.finding or Finding(Outcome.NOT_FOUND)


def _ask_back(request: Request, between: Sequence[str]) -> Finding:
    """Ask which municipality is meant, where several have what was asked for."""
    names = sorted(between, key=swedish_order)
    return Finding(
        Outcome.UNCLEAR,
        message=say("which_municipality", request.language, indexed=request.indexed_names()),
        suggestions=tuple(f"{request.question.asked.rstrip(' ?')} – {name}?" for name in names[:4]),
    )
