"""What else to ask: never a claim, always something in the texts that is found when asked for."""

from maltolk.answering.finding.proposing.suggested_places import place_name, what_stands
from maltolk.answering.finding.request import Request
from maltolk.model import BlockKind

MAX_SUGGESTIONS = 3


def suggestions_for(request: Request) -> tuple[str, ...]:
    """The places nearest to the question, named by municipality and heading."""
    found: dict[str, None] = {}
    for candidate in request.candidates:
        if candidate.passage.kind is BlockKind.CONTACT:
            continue
        document = request.index.document(candidate.passage.document)
        path = document.heading_path(candidate.passage.block)
        heading = path[-1] if path else None
        if place_name(document, heading) not in found and what_stands(document, heading):
            found[place_name(document, heading)] = None
        if len(found) == MAX_SUGGESTIONS:
            break
    return tuple(found)
