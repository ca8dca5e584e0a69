"""Pieces -> blocks: the tree of headings, lists, items, quotations and contact blocks of one document."""

from dataclasses import dataclass, field, replace

from maltolk.model import Block, BlockKind, Contact, Span
from maltolk.reading.contacts.contact_blocks import contact_lines
from maltolk.reading.contacts.contact_tables import find_tables
from maltolk.reading.contacts.of_others import without_others
from maltolk.reading.contacts.people_in_prose import people_in_prose, told_once
from maltolk.reading.lines.furniture import furniture
from maltolk.reading.lines.heading_levels import Heading
from maltolk.reading.lines.headings import find_headings, heading_like
from maltolk.reading.lines.letterhead import letterhead
from maltolk.reading.lines.listing import list_lines
from maltolk.reading.lines.notes import without_notes
from maltolk.reading.lines.phrases import phrases, plain
from maltolk.reading.lines.pieces import Mark, Piece, split_pieces
from maltolk.reading.lines.quotations import Said, quotations
from maltolk.reading.lines.sentences import sentences
from maltolk.reading.lines.wrapping import join_wrapped
from maltolk.reading.tables.flattened_tables import join_rows
from maltolk.reading.tables.goal_tables import HEAD, goal_rows
from maltolk.swedish.language import text_language

_COUNTED_SIGNS = ("1.", "1.1", "a)", "i.", "I.")
"""How numbers are written in front of items; anything else beside a number is a label's word ("mål")."""
_ITEMS = (Mark.BULLET, Mark.NUMBER, Mark.DASH)


@dataclass(frozen=True, slots=True)
class Structure:
    """``blocks`` in order of ``span.start``; ``contacts`` in order of ``span.start``."""

    blocks: tuple[Block, ...]
    contacts: tuple[Contact, ...]


def find_structure(text: str) -> Structure:
    """The blocks and contacts of ``text``; every span is within it."""
    tables = find_tables(text, split_pieces(text))
    pieces = join_rows(text, goal_rows(text, without_notes(text, join_wrapped(text, tables.pieces))))
    swedish = text_language(text) == "sv"
    groups = contact_lines(text, pieces, tables.rows)
    in_group = {index for group in groups for index in group.pieces}
    waste = (furniture(text, pieces, swedish) | _head_rows(text, pieces, in_group)) - in_group
    owners = letterhead(text, pieces, waste) - in_group
    waste |= owners
    said = quotations(text, pieces, waste | in_group)
    pieces = list_lines(text, pieces, waste | in_group | set(said))
    headings = find_headings(text, pieces, waste, in_group, owners)
    waste |= _hollow(text, pieces, waste, headings)
    headings = {index: heading for index, heading in headings.items() if index not in waste}
    tree = _Tree(text, pieces, headings, waste, said)
    starts = {group.pieces[0]: group for group in groups}
    for index in range(len(pieces)):
        if index in starts:
            # Whole lines, even where words lead in to the fields. A role named once over several people is outside
            # the lines of all but the first.
            ends = [contact.span.end for contact in starts[index].contacts]
            tree.add_contact(Span(pieces[index].start, max(ends, default=pieces[index].end)))
        elif index not in in_group:
            tree.add(index)
    blocks = tree.finish()
    contacts = [contact for group in groups for contact in group.contacts]
    contacts = told_once([*contacts, *people_in_prose(text, blocks)])
    contacts = without_others(text, blocks, contacts)
    contacts.sort(key=lambda contact: (contact.span.start, contact.span.end))
    return Structure(tuple(blocks), tuple(contacts))


def _head_rows(text: str, pieces: list[Piece], in_group: set[int]) -> set[int]:
    """Header rows of tables of contacts and of goals: they name columns, not people or goals."""
    goals = {index for index, piece in enumerate(pieces) if piece.sign == HEAD}
    return goals | {
        index
        for index in range(len(pieces) - 1)
        if pieces[index].mark is Mark.TABLE and index not in in_group and index + 1 in in_group
    }


def _hollow(text: str, pieces: list[Piece], waste: set[int], headings: dict[int, Heading]) -> set[int]:
    """Menu words: "Kontakt" over nothing, and short leftover lines at the end of the page."""
    found: set[int] = set()
    live = [index for index in range(len(pieces)) if index not in waste]
    content = [i for i in live if i not in headings and not heading_like(text, pieces[i])]
    for place, index in enumerate(live):
        after = live[place + 1] if place + 1 < len(live) else None
        empty = (
            after is None
            or after in headings
            or (waste and after != index + 1 and not content_between(pieces, index, after, waste))
        )
        if empty and plain(text[pieces[index].start : pieces[index].end]) in phrases().empty_headings:
            found.add(index)
    if not content:
        return found
    for index in reversed(live):
        words = text[pieces[index].start : pieces[index].end]
        if index in found:
            continue
        if (
            pieces[index].mark is Mark.NONE
            and not pieces[index].indent
            and heading_like(text, pieces[index])
            and len(words.split()) <= 4
            and words[-1] not in "!?"
        ):
            found.add(index)
        else:
            break
    return found


def content_between(pieces: list[Piece], index: int, after: int, waste: set[int]) -> bool:
    """Whether there is anything but furniture from ``index`` to ``after``."""
    return any(place not in waste for place in range(index + 1, after)) or not pieces[after].gap


@dataclass(slots=True)
class _OpenList:
    """A list being filled. ``block``, ``item``: indices of the list's and its last item's blocks."""

    block: int
    item: int
    indent: int
    sign: str
    number: int | None
    outer: "_OpenList | None" = None
    depth: int = 1


@dataclass(slots=True)
class _Tree:
    """Builds the blocks in reading order."""

    text: str
    pieces: list[Piece]
    headings: dict[int, Heading]
    waste: set[int]
    said: dict[int, Said]
    blocks: list[Block] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)
    open: _OpenList | None = None
    bodies: int = 0  # paragraphs under the current item
    usual: int = 0  # the most paragraphs that an earlier item of the running count had
    counted: int | None = None  # the last number, kept across headings

    @property
    def heading(self) -> int | None:
        return self.stack[-1] if self.stack else None

    def add(self, index: int) -> None:
        """Append the block of one piece."""
        piece = self.pieces[index]
        span = Span(piece.start, piece.end)
        if index in self.waste:
            self.blocks.append(Block(BlockKind.FURNITURE, span, parent=self.heading))
        elif index in self.headings:
            self._add_heading(span, self.headings[index])
        elif index in self.said:
            self._add_body(index, Block(BlockKind.QUOTATION, self.said[index].span, speaker=self.said[index].speaker))
        elif piece.mark in _ITEMS:
            self._add_item(index, span)
        else:
            self._add_body(index, Block(BlockKind.PARAGRAPH, span))

    def add_contact(self, span: Span) -> None:
        """Append a contact block; it ends a list."""
        self.open = None
        self.blocks.append(Block(BlockKind.CONTACT, span, parent=self.heading))

    def finish(self) -> list[Block]:
        """The blocks, each list reaching to its last item's (or that item's last body's) end."""
        for index in range(len(self.blocks) - 1, -1, -1):
            parent = self.blocks[index].parent
            while parent is not None and self.blocks[parent].kind is not BlockKind.HEADING:
                if (
                    self.blocks[parent].kind is BlockKind.LIST
                    and self.blocks[parent].span.end < self.blocks[index].span.end
                ):
                    start = self.blocks[parent].span.start
                    self.blocks[parent] = replace(self.blocks[parent], span=Span(start, self.blocks[index].span.end))
                parent = self.blocks[parent].parent
        return self.blocks

    def _add_heading(self, span: Span, heading: Heading) -> None:
        while self.stack and self.blocks[self.stack[-1]].level >= heading.level:
            self.stack.pop()
        self.blocks.append(Block(BlockKind.HEADING, span, heading.level, heading.number, self.heading))
        self.stack.append(len(self.blocks) - 1)
        self.open = None

    def _add_body(self, index: int, block: Block) -> None:
        """A paragraph or quotation: under the open item when it explains it, else under the heading."""
        if self.open is not None and self._explains(index):
            self.bodies += 1
            self.blocks.append(replace(block, parent=self.open.item))
            return
        self.open = None
        self.blocks.append(replace(block, parent=self.heading))

    def _explains(self, index: int) -> bool:
        current = self.open
        assert current is not None
        piece = self.pieces[index]
        if piece.indent >= current.indent + 2 and piece.mark is Mark.NONE and piece.indent > 0 and not piece.solid:
            return True
        if self._next_number(index, current):
            return True
        labelled = current.number is not None and current.sign not in _COUNTED_SIGNS
        if labelled and not self.bodies and not piece.gap:
            return True
        if current.sign == "1." or labelled:
            return self.bodies < self.usual
        return self._next_single(index, current) or self.bodies < self.usual

    def _next_number(self, index: int, current: _OpenList) -> bool:
        """The list's next number comes later under the same heading."""
        if current.number is None:
            return False
        for later in range(index + 1, len(self.pieces)):
            if later in self.headings:
                return False
            piece = self.pieces[later]
            if piece.mark is Mark.NUMBER and piece.sign == current.sign:
                return piece.number == current.number + 1
        return False

    def _next_single(self, index: int, current: _OpenList) -> bool:
        """Bullets that each have their own paragraph: one bullet, running text, the next bullet."""
        if self.text[self.pieces[index].end - 1] == ":" or (self._items_in(current) > 1 and not self.usual):
            return False
        for later in range(index + 1, min(index + 3, len(self.pieces))):
            if later in self.headings or later in self.waste:
                return False
            piece = self.pieces[later]
            if piece.mark in _ITEMS:
                beyond = later + 1
                alone = beyond == len(self.pieces) or self.pieces[beyond].mark not in _ITEMS
                return piece.sign == current.sign and piece.indent == current.indent and alone
            if self.text[piece.end - 1] == ":":
                return False
        return False

    def _items_in(self, current: _OpenList) -> int:
        return sum(block.parent == current.block for block in self.blocks[current.block :])

    def _add_item(self, index: int, span: Span) -> None:
        piece = self.pieces[index]
        while self.open is not None and self.open.outer is not None and not self._nests(index, self.open):
            if piece.indent >= self.open.indent and piece.sign == self.open.sign:
                break
            self.open = self.open.outer
        current = self.open
        if current is None or not self._same_list(piece, current):
            nests = current is not None and self._nests(index, current)
            parent = current.item if current is not None and nests else self.heading
            depth = current.depth + 1 if current is not None and nests else 1
            lead = None if nests else self._lead(index)
            self.blocks.append(Block(BlockKind.LIST, span, depth, parent=parent, lead=lead))
            goes_on = piece.number is not None and self.counted is not None and piece.number == self.counted + 1
            if not goes_on:
                self.usual = 0
            current = _OpenList(
                len(self.blocks) - 1, 0, piece.indent, piece.sign, None, current if nests else None, depth
            )
        else:
            self.usual = max(self.usual, self.bodies)
        self.usual = max(self.usual, self.bodies)
        self.bodies = 0
        self.blocks.append(Block(BlockKind.LIST_ITEM, span, current.depth, piece.number, current.block))
        current.item = len(self.blocks) - 1
        current.number = piece.number
        self.counted = piece.number if piece.number is not None else self.counted
        self.open = current

    def _same_list(self, piece: Piece, current: _OpenList) -> bool:
        if piece.indent > current.indent + 1:
            return False
        if piece.sign != current.sign:
            return False
        return piece.number is None or current.number is None or piece.number > current.number

    def _nests(self, index: int, current: _OpenList) -> bool:
        """Deeper in, or bullets between two numbers."""
        piece = self.pieces[index]
        if piece.indent > current.indent + 1:
            return True
        return piece.sign != current.sign and piece.mark is Mark.BULLET and self._next_number(index, current)

    def _lead(self, index: int) -> Span | None:
        """The sentence right before the list, when there is a paragraph there."""
        before = next((b for b in reversed(self.blocks) if b.kind is not BlockKind.FURNITURE), None)
        if before is None or before.kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTATION):
            return None
        found = sentences(self.text, before.span)
        return found[-1] if found else None
