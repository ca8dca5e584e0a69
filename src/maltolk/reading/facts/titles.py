"""Title of a document, from its blocks."""

from maltolk.model import Block, BlockKind, Span
from maltolk.reading.lines.sentences import sentences

_MAX_TITLE = 120


def title_span(text: str, blocks: tuple[Block, ...]) -> Span | None:
    """The first heading; without one the first sentence, cut at a word when long. None for a text without words."""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            return block.span
    for block in sorted(blocks, key=lambda block: block.kind is BlockKind.FURNITURE):
        first = sentences(text, block.span)
        if first:
            span = first[0]
            if span.end - span.start <= _MAX_TITLE:
                return span
            cut = text.rfind(" ", span.start, span.start + _MAX_TITLE)
            return Span(span.start, cut if cut > span.start else span.start + _MAX_TITLE)
    return None
