"""The headings that quotes stand under in their texts; each is a quote itself, with a link to its place."""

from collections.abc import Collection
from dataclasses import dataclass

from maltolk.answering.composing.display import displayed
from maltolk.model import Block, BlockKind, Document, Span, link_to


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above quotes, itself one. ``link``: path of its place."""

    text: str
    link: str


def heading_above(document: Document, quote: Span, shown: Collection[Span]) -> Heading | None:
    """The nearest heading above ``quote``, unless it is the text's title, hidden, or ``shown`` already."""
    inside = [
        number
        for number, block in enumerate(document.blocks)
        if block.span.start <= quote.start and quote.end <= block.span.end
    ]
    if not inside:
        return None
    path = document.heading_path(inside[-1])
    if not path:
        return None
    block = document.blocks[path[-1]]
    words = displayed(block.span.of(document.text))
    if block.span in shown or document.hides(block.span) or _is_title(block, words, document):
        return None
    return Heading(words, f"{link_to(document.digest, block.span)}#citat")


def _is_title(block: Block, words: str, document: Document) -> bool:
    return block.kind is BlockKind.HEADING and words.casefold() == displayed(document.title).casefold()
