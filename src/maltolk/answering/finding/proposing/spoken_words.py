"""What somebody is quoted with: "Vad säger …?"."""

import re
from collections.abc import Iterator

from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, Kind, Proposal
from maltolk.answering.finding.request import Request
from maltolk.model import Block, BlockKind, Document

_WHOLE_NAME = 2  # words


def propose_spoken_words(request: Request) -> Iterator[Proposal | Absence]:
    """The quotation of the person named that is most like the question."""
    question = request.question
    if not question.asks("wants.quotation"):
        yield Absence(Kind.QUOTATION, "asks for nobody's words")
        return
    names = {p.field("name") for p in request.people() if any(t.surface in p.names for t in question.words)}
    best: tuple[float, int, Document, Block] | None = None
    for page in request.looked_at():
        number, document = page.number, page.document
        for place, block in enumerate(document.blocks):
            if block.kind is not BlockKind.QUOTATION or block.speaker is None:
                continue
            speaker = block.speaker.of(document.text)
            named = sum(t.surface in speaker.casefold() for t in question.words) + (speaker in names)
            if named:
                same = (e.score for e in request.evidence if e.document is document and e.passage.block == place)
                like = max(same, default=0.0)
                if best is None or named + like > best[0]:
                    best = (named + like, number, document, block)
    if best is None and _is_silent(request):
        yield Proposal(Kind.QUOTATION, Finding(Outcome.NOT_FOUND, reason="no text tells what who is named says"))
        return
    if best is None:
        yield Absence(Kind.QUOTATION, "nobody of that name is quoted")
        return
    _, number, document, block = best
    lines = (Line(document, block.span),)
    yield Proposal(Kind.QUOTATION, Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=Focus((number,))))


def _is_silent(request: Request) -> bool:
    """Whether somebody is named by a first name and a surname that stands nowhere but in contacts: what others say is
    no answer."""
    names = [word.surface for word in request.question.words if word.surface in request.question.names]
    if len(names) < _WHOLE_NAME:
        return False
    surname = re.compile(rf"\b{re.escape(names[-1])}", re.IGNORECASE)
    return not any(
        block.kind is not BlockKind.CONTACT and surname.search(page.document.text, block.span.start, block.span.end)
        for page in request.looked_at()
        for block in page.document.blocks
    )
