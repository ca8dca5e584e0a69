"""The choice: the first proposal that is good enough, and what was refused on the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.deciding.verdicts import verdict_on
from maltolk.answering.finding.findings import Finding
from maltolk.answering.finding.proposals import Absence, Kind, Proposal


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of answer that was refused, and why, in English."""

    kind: Kind
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """``chosen``: the proposal that answers, None when none does. ``refused``: in the order of their kinds, the last
    reason for each. ``between``: municipalities to ask back about, where the chosen proposal could mean several."""

    chosen: Proposal | None
    refused: tuple[Refusal, ...]
    between: tuple[str, ...] = ()

    @property
    def finding(self) -> Finding | None:
        """What the chosen proposal says."""
        return None if self.chosen is None else self.chosen.finding

    @property
    def reason(self) -> str:
        """What answered, or why nothing did; in English, for debugging."""
        if self.between:
            return f"{Kind.LIST}: several municipalities fit equally well"
        if self.chosen is not None:
            return f"{self.chosen.kind}: {self.chosen.finding.reason or self.chosen.finding.outcome}"
        return "; ".join(f"{refusal.kind}: {refusal.reason}" for refusal in self.refused)


def decide(proposals: Iterable[Proposal | Absence], limits: Thresholds) -> Decision:
    """The first of ``proposals`` that is good enough. They are taken lazily, so later ones cost nothing."""
    refused: dict[Kind, str] = {}
    ended: set[Kind] = set()
    for proposal in proposals:
        if proposal.kind in ended:
            continue
        if isinstance(proposal, Absence):
            refused.setdefault(proposal.kind, proposal.reason)
            continue
        verdict = verdict_on(proposal, limits)
        if not verdict.against or verdict.between:
            return Decision(proposal, _listed(refused), verdict.between)
        refused[proposal.kind] = verdict.against
        if verdict.ends_kind:
            ended.add(proposal.kind)
    return Decision(None, _listed(refused))


def is_sure_of_side(finding: Finding, limits: Thresholds) -> bool:
    """Whether to show one side of a comparison that may be true of no municipality."""
    return finding.score >= limits.side_score


def _listed(refused: dict[Kind, str]) -> tuple[Refusal, ...]:
    return tuple(Refusal(kind, reason) for kind, reason in refused.items())
