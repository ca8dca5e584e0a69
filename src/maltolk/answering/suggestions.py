"""What else could be asked: never a claim, always something that the texts have."""

from maltolk.answering.request import Request
from maltolk.model import BlockKind

MOST = 3


def suggestions_for(request: Request) -> tuple[str, ...]:
    """The places nearest to the question, named by municipality and heading."""
    found: dict[str, None] = {}
    for candidate in request.candidates:
        if candidate.passage.kind is BlockKind.CONTACT:
            continue
        document = request.index.document(candidate.passage.document)
        path = document.heading_path(candidate.passage.block)
        heading = document.blocks[path[-1]].span.of(document.text) if path else document.title
        found.setdefault(f"{document.municipality}: {' '.join(heading.split())}")
        if len(found) == MOST:
            break
    return tuple(found)
