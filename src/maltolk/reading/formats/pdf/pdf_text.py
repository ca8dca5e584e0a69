"""Regions of all pages -> headings by type size, paragraphs, lists and tables, with a mark where each page begins."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import median_low
from types import MappingProxyType

from maltolk.reading.formats.extracted import PAGE
from maltolk.reading.formats.markup import Markup
from maltolk.reading.formats.pdf.pdf_headings import NamedHeading, Outline, named_headings
from maltolk.reading.formats.pdf.pdf_hyphens import Hyphens
from maltolk.reading.formats.pdf.pdf_layout import Flow, Table
from maltolk.reading.formats.pdf.pdf_lines import PdfLine
from maltolk.reading.formats.pdf.pdf_trust import certain_parts, is_known, without_unknown

_LARGER = 1.08
"""How much larger than body type a heading is."""
_MAX_HEADING_LENGTH = 160
"""Characters; longer text in large type is a preamble."""
_APART = 1.3
"""Times the usual line distance at which a paragraph ends."""
_BULLET = re.compile(r"(?:[•●○▪■□◦‣∙⁃·*✓✔➢➔►→❍◆❖\ufffd]|[§–-](?!\s+\d)|o(?= ))\s+(?=\S)")
"""Before a figure, "§" is the paragraph's sign and "–" may be a minus."""
_DASH = re.compile(r"([–-])\s+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\(\d{1,2}\)|[a-zåäö]\))\s+(?=\S)")
_STARTS = re.compile(r"§ ?\d+ ?\w? (?=[A-ZÅÄÖ])")
"""A paragraph of a law or of minutes."""
_MINUS = re.compile(r"[–-] ?\d")
_BOX = re.compile(r"[☐☒☑]\s*(?=\S)")
"""Ticked or not: the sign is part of what the item says."""
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d{0,4}$|…{2,}\s*\d{0,4}$")
_ALIKE = 4.0
"""Points between the columns of a table and of its rest on the next page."""
_ROOM = 10_000.0
"""Points on the right of lines that all end on purpose."""
_SHORT = 0.15
"""Share of the column's width left free by a line that was ended on purpose."""


class _Kind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class _Block:
    """One block. ``words``: joined lines; a newline where a line ended before it was full. ``x``: of its first line.
    ``opens``: whether it is the first of its region. ``edges``, ``headed``: of a table. ``named``: of a heading in the
    file's outline."""

    kind: _Kind
    words: str
    page: int
    size: float
    bold: bool = False
    x: float = 0.0
    number: str | None = None
    opens: bool = False
    cells: tuple[tuple[str, ...], ...] = ()
    edges: tuple[float, ...] = ()
    headed: bool = False
    named: NamedHeading | None = None

    @property
    def pages(self) -> int:
        """How many begin within."""
        return self.words.count(PAGE) + sum(row[0].count(PAGE) for row in self.cells)


@dataclass(frozen=True, slots=True)
class _Type:
    """The body's type: ``size`` in points, ``pitch`` from line to line as a multiple of the size."""

    size: float
    pitch: float


def write_pages(
    pages: Sequence[Sequence[Flow | Table]], outline: Outline = MappingProxyType({})
) -> tuple[str, frozenset[int]]:
    """The text, with a PAGE mark where each page begins, even for pages without text, and the pages from 0 of which
    parts with unknown letters are left out. ``outline``: the headings that the file names."""
    lines = [line for page in pages for region in page if isinstance(region, Flow) for line in region.lines]
    body = _body(lines)
    hyphens = Hyphens(line.text for line in lines)
    named = named_headings(pages, outline) if outline else {}
    blocks = [
        block
        for number, page in enumerate(pages)
        for region in page
        for block in _region_blocks(region, number, body, hyphens, named)
    ]
    joined = _joined_over_edges(blocks, hyphens)
    known = [part for block in joined for part in _known(block)]
    return _written(known, body, len(pages)), frozenset(block.page for block in joined if not _is_known(block))


def _known(block: _Block) -> Iterator[_Block]:
    """The block, unless a letter in it is unknown; the rows of a table and the sentences of a paragraph where all are
    known."""
    if block.kind is _Kind.TABLE:
        rows = (row for row in block.cells if all(map(is_known, row)))
        yield replace(block, cells=tuple(tuple(map(without_unknown, row)) for row in rows))
    elif is_known(block.words):
        yield replace(block, words=without_unknown(block.words))
    elif block.kind is _Kind.PARAGRAPH:
        for start, part in certain_parts(block.words):
            yield replace(block, words=part, page=block.page + block.words.count(PAGE, 0, start))


def _is_known(block: _Block) -> bool:
    return all(map(is_known, (block.words, *(cell for row in block.cells for cell in row))))


def _body(lines: Sequence[PdfLine]) -> _Type:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 10.0
    gaps = Counter(
        round((after.y - before.y) / size, 1)
        for before, after in pairwise(lines)
        if before.page == after.page and before.size == after.size == size and 0.8 < (after.y - before.y) / size < 2.5
    )
    return _Type(size, gaps.most_common(1)[0][0] if gaps else 1.3)


def _region_blocks(
    region: Flow | Table, page: int, body: _Type, hyphens: Hyphens, named: Mapping[PdfLine, NamedHeading]
) -> list[_Block]:
    if isinstance(region, Table):
        return [_Block(_Kind.TABLE, "", page, 0.0, cells=region.cells, edges=region.edges, headed=region.headed)]
    lines = [line for line in region.lines if not _LEADER.search(line.text)]
    right = max((line.x1 for line in lines), default=0.0) + _ROOM * region.apart
    blocks: list[_Block] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        mark = _BULLET.match(line.text) or _BOX.match(line.text) or _dash(lines, index)
        number = None if mark else _NUMBER.match(line.text)
        name = named.get(line)
        heading = name is not None or _is_heading(lines, index, body)
        follows = blocks and before is not None and not mark and not number and not _STARTS.match(line.text)
        same = not blocks or (name is not None and name == blocks[-1].named) or (name is None and not blocks[-1].named)
        if follows and same and before is not None and _goes_on(blocks[-1], before, line, body, right, heading):
            blocks[-1] = _longer(blocks[-1], before, line, right, hyphens)
        elif heading:
            blocks.append(_Block(_Kind.HEADING, line.text, line.page, line.size, line.bold, line.x0, named=name))
        elif mark or number:
            found = mark or number
            assert found is not None
            sign = number.group().strip() if number else None
            words = line.text if found.re is _BOX else line.text[found.end() :]
            blocks.append(_Block(_Kind.ITEM, words, line.page, line.size, line.bold, line.x0, sign))
        else:
            blocks.append(_Block(_Kind.PARAGRAPH, line.text, line.page, line.size, line.bold, line.x0))
    return [replace(block, opens=not index) for index, block in enumerate(blocks)]


def _dash(lines: Sequence[PdfLine], index: int) -> re.Match[str] | None:
    """The dash of an item that begins with a figure, which items beside it show to be no minus."""
    found = _DASH.match(lines[index].text)
    beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return found if found and any(_BULLET.match(line.text) and line.text[0] == found[1] for line in beside) else None


def _is_heading(lines: Sequence[PdfLine], index: int, body: _Type) -> bool:
    line = lines[index]
    words = line.text
    if not any(sign.isalpha() for sign in words) or len(words) > _MAX_HEADING_LENGTH or "\t" in words:
        return False
    if line.size > _LARGER * body.size:
        return not _BULLET.match(words)
    after = lines[index + 1] if index + 1 < len(lines) else None
    leads = after is None or not after.bold or after.size != line.size
    follows = index > 0 and lines[index - 1].bold and lines[index - 1].size == line.size
    short = len(words) <= 100 and words[-1] not in ".,;:" and "@" not in words and not _BULLET.match(words)
    return line.bold and line.size >= 0.95 * body.size and short and leads and not follows and after is not None


def _goes_on(block: _Block, before: PdfLine, line: PdfLine, body: _Type, right: float, heading: bool) -> bool:
    """Whether ``line`` belongs to the block that ``before`` ends. ``right``: where the column's longest line ends."""
    if abs(line.size - before.size) > 0.6 or (block.kind is _Kind.HEADING) != heading:
        return False
    distance = (line.y - before.y) / line.size
    if block.kind is _Kind.HEADING:
        return 0 < distance < 1.6 and line.bold == before.bold
    if not 0 < distance <= _APART * max(body.pitch, 1.0):
        return False
    if block.kind is _Kind.ITEM:
        hangs = line.x0 > block.x + 0.3 * line.size
        return hangs or (line.x0 > block.x - 1 and not _has_room(before, line, right))
    if line.bold != before.bold and line.bold:
        return False
    indented = line.x0 > before.x0 + 0.8 * line.size and before.text[-1] in ".!?:"
    # The first line of a paragraph may be indented; so is the end of an item from the previous column.
    begins = block.words == before.text and block.words[0].isupper()
    outdented = line.x0 < before.x0 - 0.8 * line.size and not begins
    return not indented and not outdented


def _has_room(before: PdfLine, line: PdfLine, right: float) -> bool:
    """Whether the first word of ``line`` would have fitted on the line before, so that it was ended on purpose."""
    first = line.text.split()[0]
    width = (line.x1 - line.x0) / len(line.text) * (len(first) + 1)
    return right - before.x1 > max(1.3 * width, _SHORT * (right - before.x0))


def _longer(block: _Block, before: PdfLine, line: PdfLine, right: float, hyphens: Hyphens) -> _Block:
    begins = line.text[0].isupper() or line.text[0].isdigit() or "@" in line.text.split()[0]
    begins = begins or _MINUS.match(line.text) is not None
    if block.kind is _Kind.PARAGRAPH and begins and _has_room(before, line, right):
        return replace(block, words=f"{block.words}\n{line.text}")
    return replace(block, words=hyphens.joined(block.words, line.text), bold=block.bold and line.bold)


def _joined_over_edges(blocks: list[_Block], hyphens: Hyphens) -> list[_Block]:
    """Joins a paragraph, item or table continued in the next column or page; a PAGE mark stays within."""
    result: list[_Block] = []
    for block in blocks:
        last = result[-1] if result else None
        if last is not None and block.opens and _goes_on_beyond(last, block):
            joined = hyphens.joined(last.words, block.words)
            at = len(joined) - len(block.words)
            turned = block.page - last.page - last.words.count(PAGE)
            result[-1] = replace(last, words=joined[:at] + PAGE * turned + joined[at:])
        elif last is not None and _is_rest_of(last, block):
            (first, *cells), *rest = block.cells
            result[-1] = replace(last, cells=(*last.cells, (PAGE + first, *cells), *rest))
        else:
            result.append(block)
    return result


def _is_rest_of(table: _Block, block: _Block) -> bool:
    """Whether ``block`` goes on with the drawn columns of ``table`` at the top of the next page."""
    alike = len(table.edges) == len(block.edges) > 0 and not block.headed and block.cells[0] != table.cells[0]
    return (
        alike
        and block.page - table.page - table.pages == 1
        and all(abs(one - other) < _ALIKE for one, other in zip(table.edges, block.edges, strict=True))
    )


def _goes_on_beyond(last: _Block, block: _Block) -> bool:
    return (
        0 <= block.page - last.page - last.words.count(PAGE) <= 1
        and block.kind is _Kind.PARAGRAPH
        and last.kind in (_Kind.PARAGRAPH, _Kind.ITEM)
        and block.size == last.size
        and last.words[-1] not in '.!?:;”"'
        and (block.words[0].islower() or last.words[-1] in "-\u2010,")
    )


def _levels(headings: Sequence[_Block], body: _Type) -> dict[_Block, int]:
    """The level of each heading: by the outline; of those that it does not name as of named ones in the same type, else
    below those in larger type."""
    sizes = sorted({each.size for each in headings if each.size > _LARGER * body.size}, reverse=True)

    def rank(each: _Block) -> int:
        return sizes.index(each.size) if each.size in sizes else len(sizes)

    named: dict[int, list[int]] = defaultdict(list)
    for each in headings:
        if each.named is not None:
            named[rank(each)].append(each.named.level)
    above = min(named, default=0)  # larger type than any that is named: the title
    by_rank: dict[int, int] = {}
    for place in range(len(sizes) + 1):
        before = by_rank.get(place - 1, 0)
        by_rank[place] = median_low(named[place]) + above if place in named else before + 1
    return {each: by_rank[rank(each)] if each.named is None else each.named.level + above for each in headings}


def _written(blocks: list[_Block], body: _Type, pages: int) -> str:
    markup = Markup()
    levels = _levels([block for block in blocks if block.kind is _Kind.HEADING], body)
    begun = 0
    depths: list[float] = []
    for block in blocks:
        while begun <= block.page:
            markup.page()
            begun += 1
        begun += block.pages
        if block.kind is not _Kind.ITEM:
            depths = []
        if block.kind is _Kind.HEADING:
            markup.heading(levels[block], block.words)
        elif block.kind is _Kind.ITEM:
            while depths and block.x < depths[-1] - 3:
                depths.pop()
            if not depths or block.x > depths[-1] + 3:
                depths.append(block.x)
            markup.item(block.words, len(depths), block.number)
        elif block.kind is _Kind.TABLE:
            markup.table(block.cells)
        else:
            markup.paragraph(block.words)
    return markup.text + PAGE * (pages - begun)
