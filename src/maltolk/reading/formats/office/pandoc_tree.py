"""Pandoc's tree of a text -> light Markdown: headings, lists, tables with spans, notes at the end."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from maltolk.reading.formats.addresses import address_behind
from maltolk.reading.formats.extracted import one_line
from maltolk.reading.formats.grid import Cell, grid
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.office.counting import counted
from maltolk.reading.formats.office.docx_body import is_short_line
from maltolk.reading.formats.office.pandoc import Tree
from maltolk.reading.formats.office.rtf_seen import DOWN, RIGHT, SIGN
from maltolk.reading.formats.raised import spoken

_Node = dict[str, Any]
_DELIMITED = {"OneParen": "{})", "TwoParens": "({})"}
_QUOTES = {"DoubleQuote": "”{}”", "SingleQuote": "’{}’"}
_FORMS = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
_BULLET = "•"
_NUMBERED = re.compile(rf"\s*{SIGN}([^{SIGN}\n]{{0,40}}){SIGN}")
_MANY_SPACES = re.compile(r" {2,}")


def write_tree(markup: Markup, tree: Tree) -> None:
    """The whole text, then its notes. Raises RecursionError for one that is nested too deeply."""
    writer = _Writer(markup)
    writer.write(tree["blocks"])
    for note in writer.notes:
        markup.gap()
        markup.paragraph(writer.words_in(note))


def said_of(tree: Tree, key: str) -> str:
    """What the file's own metadata says under a key; several values with commas between them."""
    return _meta(tree.get("meta", {}).get(key))


class _Writer:
    """Writes blocks. ``notes``: the blocks of those met so far, in order."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self.notes: list[list[_Node]] = []
        self._tables: list[_Node] = []

    def write(self, blocks: Sequence[_Node], depth: int = 0) -> None:
        """``depth``: how many lists they are in."""
        for block in blocks:
            kind, content = _taken_apart(block)
            if kind in ("Para", "Plain"):
                self._paragraph(content, depth)
            elif kind == "Header":
                self._markup.heading(content[0], _with_number(self._words(content[2])))
            elif kind in ("BulletList", "OrderedList"):
                self._list(block, depth + 1)
            elif kind == "Table":
                self._table(content)
            elif kind == "LineBlock":
                self._markup.paragraph("\n".join(self._words(line) for line in content))
            elif kind == "CodeBlock":
                self._markup.paragraph(content[1])
            elif kind == "DefinitionList":
                for term, meanings in content:
                    self._paragraph(term, depth)
                    for meaning in meanings:
                        self.write(meaning, depth)
            elif kind == "HorizontalRule":
                self._markup.gap()
            else:
                self.write(_within(block), depth)

    def words_in(self, blocks: Sequence[_Node]) -> str:
        """The words of blocks on one line."""
        said: list[str] = []
        for block in blocks:
            kind, content = _taken_apart(block)
            if kind in ("Para", "Plain"):
                said.append(_with_number(self._words(content)))
            elif kind == "Header":
                said.append(_with_number(self._words(content[2])))
            elif kind == "CodeBlock":
                said.append(content[1])
            elif kind == "LineBlock":
                said += [self._words(line) for line in content]
            elif kind in ("BulletList", "OrderedList"):
                said.append(self._items_in(block))
            elif kind == "DefinitionList":
                for term, meanings in content:
                    said += [self._words(term), *map(self.words_in, meanings)]
            elif kind == "Table":
                said += [cell.words for row in self._rows(content) for cell in row]
            else:
                said.append(self.words_in(_within(block)))
        return one_line(" ".join(said))

    def _items_in(self, block: _Node) -> str:
        """A list's items on one line, each with its number or bullet where there are several."""
        said: list[str] = []
        kind, content = _taken_apart(block)
        items = content if kind == "BulletList" else content[1]
        for place, item in enumerate(items):
            words = self.words_in(item)
            own = _BULLET if kind == "BulletList" else _sign(content[0], place)
            said.append(words if SIGN in words or not words or len(items) == 1 else f"{own} {words}")
        return one_line(" ".join(said)).replace(SIGN, "")

    def _paragraph(self, inlines: list[_Node], depth: int) -> None:
        words = self._words(inlines)
        self._write_above()
        spoken = [inline for inline in inlines if inline["t"] not in ("Space", "SoftBreak")]
        if words.strip() in (DOWN, RIGHT):  # of a table that pandoc does not see
            return
        sign, said = _numbered(words)
        if sign is not None and not depth:
            self._markup.item(said, 1, sign or None)
        elif depth:
            self._markup.body(_with_number(words), depth)
        elif spoken and all(inline["t"] == "Strong" for inline in spoken) and is_short_line(words):
            self._markup.paragraph(f"**{one_line(words)}**")
        else:
            self._markup.paragraph(words)

    def _write_above(self) -> None:
        """Tables that pandoc took into a note of the paragraph right below them, where they are in RTF."""
        above, self._tables = self._tables, []
        for table in above:
            self._table(table["c"])

    def _list(self, block: _Node, depth: int) -> None:
        numbered = block["t"] == "OrderedList"
        items = block["c"][1] if numbered else block["c"]
        if depth == 1:
            self._markup.gap()
        for place, item in enumerate(items):
            first, rest = (item[0], item[1:]) if item else (None, [])
            if first is not None and first["t"] in ("Para", "Plain"):
                given, words = _numbered(self._words(first["c"]))
                own = _sign(block["c"][0], place) if numbered else None
                self._markup.item(words, depth, own if given is None else given or None)
                self.write(rest, depth)
            else:
                self.write(item, depth)

    def _table(self, content: list[Any]) -> None:
        caption = self.words_in(content[1][1])
        if caption:
            self._markup.paragraph(caption)
        rows = self._rows(content)
        if all(len(row) < 2 for row in rows):
            for row in _tree_rows(content):
                for cell in row[1]:
                    self.write(cell[4])
            return
        self._markup.table(grid(rows))

    def _rows(self, content: list[Any]) -> list[list[Cell]]:
        heads = len(content[3][1])
        return _merged(
            [Cell(self.words_in(cell[4]), max(1, cell[3]), max(1, cell[2]), number < heads) for cell in row[1]]
            for number, row in enumerate(_tree_rows(content))
        )

    def _words(self, inlines: Sequence[_Node]) -> str:
        return _MANY_SPACES.sub(" ", spoken(self._pieces(inlines, up=False)))

    def _pieces(self, inlines: Sequence[_Node], up: bool) -> Iterator[tuple[str, bool]]:
        """Words, and whether they are raised; struck ones are left out."""
        for inline in inlines:
            kind, content = _taken_apart(inline)
            if kind == "Str":
                yield content, up
            elif kind in ("Space", "SoftBreak"):
                yield " ", up
            elif kind == "LineBreak":
                yield "\n", up
            elif kind in ("Emph", "Underline", "Strong", "SmallCaps", "Subscript", "Superscript"):
                yield from self._pieces(content, up or kind == "Superscript")
            elif kind in ("Span", "Cite"):
                yield from self._pieces(content[1], up)
            elif kind == "Quoted":
                yield _QUOTES[content[0]["t"]].format(self._words(content[1])), up
            elif kind in ("Code", "Math"):
                yield content[1], up
            elif kind == "Link":
                words = self._words(content[1])
                address = address_behind(content[2][0], words)
                yield from self._pieces(content[1], up)
                if address:
                    yield f" {address}", False
            elif kind == "Note":
                tables = list(takewhile(lambda block: block["t"] == "Table", content))
                self._tables += tables
                self.notes.append(content[len(tables) :])


def _within(block: _Node) -> list[_Node]:
    """The blocks in a block that only surrounds others."""
    kind, content = _taken_apart(block)
    if kind == "BlockQuote":
        return list(content)
    if kind == "Div":
        return [] if "notes" in content[0][1] else list(content[1])
    return list(content[2]) + list(content[1][1]) if kind == "Figure" else []


def _taken_apart(node: _Node) -> tuple[str, Any]:
    """A node's kind and content."""
    return node["t"], node.get("c")


def _tree_rows(table: list[Any]) -> list[Any]:
    bodies = [row for body in table[4] for row in [*body[2], *body[3]]]
    return [*table[3][1], *bodies, *table[5][1]]


def _merged(rows: Iterable[list[Cell]]) -> list[list[Cell]]:
    """Rows without the cells that are parts of others, as ``keep_seen`` marks them in RTF."""
    above: list[Cell] = []  # the cell that each place of the last row belongs to
    reach: dict[int, tuple[int, int]] = {}  # the cell's id -> columns and rows
    written: list[list[Cell]] = []
    for row in rows:
        here: list[Cell] = []
        own: list[Cell] = []
        for place, cell in enumerate(row):
            if cell.words == DOWN and place < len(above):
                if not here or here[-1] is not above[place]:
                    columns, down = reach[id(above[place])]
                    reach[id(above[place])] = columns, down + 1
                here.append(above[place])
            elif cell.words == RIGHT and here:
                columns, down = reach[id(here[-1])]
                reach[id(here[-1])] = columns + (down == 1), down
                here.append(here[-1])
            else:
                own.append(replace(cell, words="") if cell.words in (DOWN, RIGHT) else cell)
                here.append(own[-1])
                reach[id(own[-1])] = cell.columns, cell.rows
        above = here
        written.append(own)
    return [[replace(cell, columns=reach[id(cell)][0], rows=reach[id(cell)][1]) for cell in own] for own in written]


def _numbered(words: str) -> tuple[str | None, str]:
    """The number that RTF gives an item, "" for a bullet and None without one, and its words."""
    found = _NUMBERED.match(words)
    if found is None:
        return None, words
    sign = one_line(found[1])
    return sign if any(map(str.isalnum, sign)) else "", words[found.end() :].lstrip()


def _with_number(words: str) -> str:
    sign, said = _numbered(words)
    return f"{sign} {said}" if sign else said


def _sign(attributes: list[Any], place: int) -> str:
    """The number of an item as it is shown."""
    start, style, delimiter = attributes
    number = start + place
    said = counted(_FORMS.get(style["t"], "1"), number)
    return _DELIMITED.get(delimiter["t"], "{}.").format(said)


def _meta(value: _Node | None) -> str:
    if value is None:
        return ""
    kind, content = _taken_apart(value)
    if kind == "MetaString":
        return one_line(str(content))
    if kind == "MetaList":
        return ", ".join(filter(None, map(_meta, content)))
    if kind == "MetaInlines":
        return one_line(_Writer(Markup())._words(content))
    return ""
