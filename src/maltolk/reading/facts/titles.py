"""Title of a document, from its blocks."""

import re

from maltolk.model import Block, BlockKind, Span
from maltolk.reading.lines.sentences import sentences

_MAX_TITLE = 120
_TOP = 600  # characters in which a document says what it is
_LABELLED = re.compile(r"[^\W\d_][\w -]{0,30}:\s")
_KIND = re.compile(
    r"^(?=.{6,100}$)(?!.*:\s)\S.*?(?:plan|program|strategi|budget|vision|policy|riktlinjer|protokoll)(?:en|et|s)?\b.*",
    re.IGNORECASE | re.MULTILINE,
)


def title_span(text: str, blocks: tuple[Block, ...]) -> Span | None:
    """The first heading; without one the first sentence, cut at a word when long. None for a text without words.

    A field of a form ("Dokumenttyp: Plan") gives way to a line at the top that names a plan, even one in a page's head.
    """
    found = _first(text, blocks)
    if found is not None and _LABELLED.match(text, found.start, found.end):
        named = _KIND.search(text[:_TOP])
        if named is not None:
            return Span(*named.span())
    return found


def _first(text: str, blocks: tuple[Block, ...]) -> Span | None:
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
