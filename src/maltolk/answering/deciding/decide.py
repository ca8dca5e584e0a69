"""The choice: the first proposal that is good enough, and what was refused on the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.deciding.verdicts import verdict_on
from maltolk.answering.finding.findings import Finding
from maltolk.answering.finding.proposals import Absence, Kind, Proposal


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of answer that was refused, and why, in English. ``probability``: that it is right, where estimated."""

    kind: Kind
    reason: str
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """``chosen``: the proposal that answers, None when none does. ``refused``: in the order of their kinds, the last
    reason for each. ``between``: municipalities to ask back about, where the chosen proposal could mean several.
    ``probability``: that the chosen proposal is right, where estimated."""

    chosen: Proposal | None
    refused: tuple[Refusal, ...]
    between: tuple[str, ...] = ()
    probability: float | None = None

    @property
    def finding(self) -> Finding | None:
        """What the chosen proposal says."""
        return None if self.chosen is None else self.chosen.finding


def decide(proposals: Iterable[Proposal | Absence], limits: Thresholds) -> Decision:
    """The first of ``proposals`` that is good enough. They are taken lazily, so later ones cost nothing."""
    refused: dict[Kind, Refusal] = {}
    ended: set[Kind] = set()
    for proposal in proposals:
        if proposal.kind in ended:
            continue
        if isinstance(proposal, Absence):
            refused.setdefault(proposal.kind, Refusal(proposal.kind, proposal.reason))
            continue
        verdict = verdict_on(proposal, limits)
        if not verdict.against or verdict.between:
            return Decision(proposal, tuple(refused.values()), verdict.between, verdict.probability)
        refused[proposal.kind] = Refusal(proposal.kind, verdict.against, verdict.probability)
        if verdict.ends_kind:
            ended.add(proposal.kind)
    return Decision(None, tuple(refused.values()))


def is_sure_of_side(decision: Decision, limits: Thresholds) -> bool:
    """Whether to show one side of a comparison that may be true of no municipality."""
    return decision.probability is None or decision.probability >= limits.read_among
