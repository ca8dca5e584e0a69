"""A document's blocks -> a tree of page elements showing every visible character of its text once and in order."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from maltolk.model import Block, BlockKind, Document, Span
from maltolk.web.marking import Highlight, cut

_BULLET = re.compile("[•●○▪■□◦‣∙⁃·*+o>–—-]?")
"""Marks in front of an item that the page's own bullet replaces. Others, such as ✓, mean more and are kept."""
_HASHES = re.compile("#{1,6}")
_TOP_RANK = 2
"""Level of the text's outermost headings: the page's own heading is above them."""
_LOWEST_RANK = 6
_DEEPEST = 8
"""Nested lists; anything deeper is shown on the last level."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are shown alike.

    ``marked``: they are part of the quote; ``first``: the quote begins here. ``sign``: they are markup around the
    words (``**``). ``page``: what the page that begins here is called, else None.
    """

    text: str
    marked: bool = False
    first: bool = False
    sign: bool = False
    page: str | None = None


@dataclass(slots=True)
class Element:
    """What becomes one HTML element.

    ``form``: "body", "ordered" or "unordered" (lists), "other" (lines that belong to no block), or the value of the
    block's kind. ``level``: of a heading, 2 to 6. ``number``: what an ordered list's item is drawn with. ``bare``: an
    item whose own mark is written out, so that none is drawn.
    """

    form: str
    level: int = 0
    number: int | None = None
    bare: bool = False
    runs: list[Run] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Body:
    """The tree, and whether any character of the quote is visible in it."""

    root: Element
    has_mark: bool


def body_of(document: Document, quote: Span | None = None) -> Body:
    """The text of ``document`` with ``quote`` and page numbers, if any, marked.

    Only the marks that the elements replace are left out: bullets, the "3." of ordered items, headings' "#".
    """
    builder = _Builder(document, quote)
    for index, block in enumerate(document.blocks):
        builder.add(index, block)
    builder.finish()
    return Body(builder.root, builder.has_mark)


class _Builder:
    """Goes through the text once; ``at`` is the current offset."""

    def __init__(self, document: Document, quote: Span | None) -> None:
        self.root = Element("body")
        self.has_mark = False
        self._text = document.text
        self._blocks = document.blocks
        self._ranks: dict[int, int] = {}
        self._quote = quote
        self._pages = document.pages
        self._page_name = document.page_name
        self._page = 0  # the last page that was announced
        self._at = 0
        self._last: Element | None = None  # the element with the words before ``at``
        self._open: list[tuple[int, Element]] = []  # lists and items, outermost first, with their blocks' indices

    def add(self, index: int, block: Block) -> None:
        """Show ``block`` and what precedes it."""
        if block.kind is BlockKind.LIST or block.span.end <= self._at:
            return  # a list is created with its first item
        chain = self._chain(block)
        while self._open and self._open[-1][0] not in chain:
            self._open.pop()
        prefix = self._between(max(block.span.start, self._at))
        element = self._item(index, block, chain, prefix) if block.kind is BlockKind.LIST_ITEM else Element(block.kind)
        if block.kind is BlockKind.HEADING:
            above = self._ranks.get(block.parent, _TOP_RANK - 1) if block.parent is not None else _TOP_RANK - 1
            self._ranks[index] = above + 1
            element.level = min(above + 1, _LOWEST_RANK)
            hashes = _HASHES.match(self._text, prefix.start, prefix.end)
            prefix = self._trimmed(Span(hashes.end() if hashes else prefix.start, prefix.end))
        if block.kind is not BlockKind.LIST_ITEM:
            self._holder.children.append(element)
        elif not element.bare:
            prefix = Span(prefix.end, prefix.end)  # drawn by the browser
        start = max(block.span.start, self._at)
        element.runs += self._runs(Span(prefix.start, start), sign=True)
        element.runs += self._runs(Span(start, block.span.end))
        self._at, self._last = block.span.end, element

    def finish(self) -> None:
        """Show what follows the last block."""
        self._open.clear()
        rest = self._between(len(self._text))
        if rest.start < rest.end:
            self._other(rest)

    def _chain(self, block: Block) -> list[int]:
        """Indices of the lists and items around ``block``, outermost first, as deep as elements are made."""
        chain: list[int] = []
        parent = block.parent
        while parent is not None and self._blocks[parent].kind is not BlockKind.HEADING:
            chain.append(parent)
            parent = self._blocks[parent].parent
        return chain[::-1][: 2 * _DEEPEST - 1]

    @property
    def _holder(self) -> Element:
        """The parent for an element that is not an item."""
        if not self._open:
            return self.root
        element = self._open[-1][1]
        return element if element.form == BlockKind.LIST_ITEM else element.children[-1]

    def _item(self, index: int, block: Block, chain: Sequence[int], prefix: Span) -> Element:
        """An item in its list, which is opened if necessary."""
        sign = prefix.of(self._text)
        drawn = sign == f"{block.number}." if block.number is not None else _BULLET.fullmatch(sign) is not None
        if not self._open or self._open[-1][0] != chain[-1]:
            made = Element("ordered" if drawn and block.number is not None else "unordered")
            self._holder.children.append(made)
            self._open.append((chain[-1], made))
        holder = self._open[-1][1]
        drawn = drawn and (block.number is not None) == (holder.form == "ordered")
        element = Element(BlockKind.LIST_ITEM, number=block.number if drawn else None, bare=not drawn)
        holder.children.append(element)
        self._open.append((index, element))
        return element

    def _between(self, end: int) -> Span:
        """Show what is between ``at`` and the line that continues to ``end``; returns the start of that line.

        The rest of the line that ``at`` is in belongs to the element before.
        """
        first, last = self._text.find("\n", self._at, end), self._text.rfind("\n", self._at, end)
        if first < 0:
            return self._trimmed(Span(self._at, end))
        if self._last is not None:
            self._last.runs += self._runs(Span(self._at, first), sign=True)
            self._at = first
        for lines in re.finditer(r"\S(?:.|\n(?!\s*\n))*", self._text[self._at : last]):
            self._other(self._trimmed(Span(self._at + lines.start(), self._at + lines.end())))
        return self._trimmed(Span(last, end))

    def _other(self, span: Span) -> None:
        self._holder.children.append(Element("other", runs=self._runs(span, sign=True)))

    def _trimmed(self, span: Span) -> Span:
        words = span.of(self._text)
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, max(start, span.start + len(words.rstrip())))

    def _runs(self, span: Span, *, sign: bool = False) -> list[Run]:
        """The characters of ``span``, cut where the quote or a page begins or ends."""
        if not span.of(self._text).strip():
            return []
        marks = [] if self._quote is None else [Highlight(self._quote)]
        earliest = max(bisect_right(self._pages, span.start) - 1, 0)
        latest = bisect_right(self._pages, span.end - 1)
        pages = [Highlight(Span(self._pages[i], len(self._text) + 1), str(i + 1)) for i in range(earliest, latest)]
        runs = []
        for piece in cut(self._text, span, [*marks, *pages]):
            shows = bool(piece.text.strip())
            marked = shows and any(not mark.label for mark in piece.marks)
            page = max((int(mark.label) for mark in piece.marks if mark.label), default=0) if shows else 0
            runs.append(
                Run(
                    piece.text,
                    marked,
                    first=marked and not self.has_mark,
                    sign=sign and not any(c.isalnum() for c in piece.text),
                    page=self._page_name(page) if page > self._page else None,
                )
            )
            self._page = max(self._page, page)
            self.has_mark = self.has_mark or marked
        return runs
