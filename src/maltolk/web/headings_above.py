"""The headings that quotes stand under in their texts; each is a quote itself, with a link to its place."""

from bisect import bisect_right
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
    number = block_around(document, quote)
    path = () if number is None else document.heading_path(number)
    if not path:
        return None
    block = document.blocks[path[-1]]
    words = displayed(block.span.of(document.text))
    if block.span in shown or document.hides(block.span) or _is_title(block, words, document):
        return None
    return Heading(words, f"{link_to(document.digest, block.span)}#citat")


def block_around(document: Document, place: Span) -> int | None:
    """Number of the innermost block that ``place`` lies in, None for none."""
    begun = bisect_right(document.blocks, place.start, key=lambda block: block.span.start)
    return next((number for number in range(begun - 1, -1, -1) if place.end <= document.blocks[number].span.end), None)


def _is_title(block: Block, words: str, document: Document) -> bool:
    return block.kind is BlockKind.HEADING and words.casefold() == displayed(document.title).casefold()
