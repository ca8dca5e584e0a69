"""What a municipality wants, in short: "Berätta om Lund"."""

from collections.abc import Iterator

from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, Kind, OverviewSigns, Proposal
from maltolk.answering.finding.proposing.whole_lists import list_finding, nearest_list_to
from maltolk.answering.finding.request import Request
from maltolk.answering.retrieval.evidence import Evidence, is_text


def propose_overviews(request: Request) -> Iterator[Proposal | Absence]:
    """What the texts call the vision, and the list nearest to goals; both, then one alone."""
    question = request.question
    if question.untranslated or question.heavy or question.documents is None or question.is_exact:
        yield Absence(Kind.OVERVIEW, "no municipality alone")
        return
    vision, goals = (request.aimed(t, v) for t, v in zip(*request.index.probes("overview"), strict=True))
    nearest = nearest_list_to(goals)
    visions = [e for e in vision.evidence if is_text(e)]
    if nearest is not None:
        listed = list_finding(request, nearest.candidate)
        for sentence in (*visions, None):
            like = None if sentence is None else sentence.dense
            yield _proposal(request, sentence, listed, OverviewSigns(like, nearest.cosine, nearest.top))
    for sentence in visions:
        yield _proposal(request, sentence, None, OverviewSigns(sentence.dense, None, 0.0))
    yield Absence(Kind.OVERVIEW, "nothing on goals in scope")


def _proposal(request: Request, vision: Evidence | None, goals: Finding | None, signs: OverviewSigns) -> Proposal:
    lines: tuple[Line, ...] = () if vision is None else (Line(vision.document, vision.span),)
    items: tuple[tuple[int, int], ...] = ()
    if goals is not None:
        lines += goals.sections[0].lines
        items = goals.focus.items
    focus = Focus(tuple(sorted(request.question.documents or ())), items=items)
    return Proposal(Kind.OVERVIEW, Finding(Outcome.FOUND, (Section(lines),), score=0.6, focus=focus), signs)
