"""What is at the top and foot of every page of a PDF: running heads, page numbers, references."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from maltolk.reading.formats.pdf.pdf_lattice import Lattice
from maltolk.reading.formats.pdf.pdf_lines import PdfLine, rows
from maltolk.reading.formats.pdf.pdf_page import PageLines

_ZONE = 0.14
"""Share of the page's height, at the top and bottom, for heads and feet."""
_EDGE, _SMALL = 0.07, 0.9
_SMALLER, _LARGER = 0.95, 1.08
"""How much smaller than body type heads and feet often are, and how much larger a heading is."""
_APART = 1.6
"""Ems to the text beside at which a head or foot stands by itself."""
_FAR = 2.5
"""Ems at which even words with a number of their own are no heading of what follows."""
_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"[-–—|\s]*\d{1,3}[-–—|\s]*")
_OF = r"(?:(?:av|of|sur|von|/)\s*\d{1,4}|\(\s*\d{1,4}\s*\))"
_PAGE = rf"(?:(?:sid(?:a|an|nr|or)?|page|s)\.?:?\s*\d{{1,4}}\s*{_OF}?|\d{{1,4}}\s*{_OF})"
_NAMED_PAGE = re.compile(rf"[-–—|\s]*{_PAGE}[-–—|\s]*", re.IGNORECASE)
"""A page number; where it is unmistakable, what shares its line is furniture, too."""
_BARE_PAGE = re.compile(r"[-–—|\s]*(\d{1,4})\s*(?:/\s*(\d{1,4})|\(\s*(\d{1,4})\s*\))[-–—|\s]*")
"""May be a date or a count, too: "15/3", "8 (12)"."""
_NEAR = 2
"""How far a page's number of all pages may be from its place among these, for a cover or an annex."""
_BEHIND, _AHEAD = 12, 2
"""By how much the number of a page may be lower or higher than its place, where it is not set apart from words."""
_ENDS_IN_PAGE = re.compile(rf"(?<!\w){_PAGE}\Z|\A\d{{1,4}}\s*[|•·–—]|[|•·–—]\s*\d{{1,4}}\Z", re.IGNORECASE)
_ENDS = (".", "!", "?")
_NOTE = re.compile(r"(?:\d{1,2}|[*†‡])\)?\s*[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row at the top or foot of a page. ``gap``: ems to the row beside it, towards the page's middle. ``alike``:
    whether that is of the same type. ``at_edge``: whether it is beyond where most text ends."""

    page: int
    lines: tuple[PdfLine, ...]
    gap: float
    alike: bool
    at_edge: bool

    @property
    def words(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)

    @property
    def place(self) -> tuple[int, int]:
        """About how high, and in which type."""
        return round(self.lines[0].y / 4), round(self.size)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def without_margins(pages: Sequence[PageLines]) -> tuple[list[list[PdfLine]], str]:
    """The lines of each page without heads, feet and page numbers, and the words of these, each once on a line."""
    sizes = Counter(line.size for page in pages for line in page.lines for _ in line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    sides = [side for number, page in enumerate(pages) for side in _sides(page, number)]
    furniture = _Furniture([row for side in sides for row in side], len(pages), body)
    out: set[PdfLine] = set()
    said: dict[str, None] = {}
    for side in sides:
        outermost = True
        for row in side:
            if furniture.holds(row, outermost=outermost) or _is_small_print(row, pages[row.page], body):
                said |= dict.fromkeys(line.text for line in row.lines)
                out |= set(row.lines)
            else:
                outermost = False
    kept = [[line for line in page.lines if line not in out] for page in pages]
    for row in furniture.headings(kept):
        out -= set(row.lines)
    return [[line for line in page.lines if line not in out] for page in pages], "\n".join(said)


def printed_numbers(pages: Sequence[PageLines]) -> list[frozenset[int]]:
    """The numbers at the head and foot of each page that may be the page's own."""
    return [
        frozenset(number for side in _sides(page, place) for row in side for number in _numbers(row))
        for place, page in enumerate(pages)
    ]


def _numbers(row: _Row) -> Iterator[int]:
    for words in (*(line.text for line in row.lines), row.words):
        alone = _NUMBER.fullmatch(words) or _NAMED_PAGE.fullmatch(words) or _ENDS_IN_PAGE.search(words)
        if alone is not None:
            yield int(_FIGURES.findall(alone.group())[0])


class _Furniture:
    """Tells heads and feet by the rows of all pages."""

    def __init__(self, found: list[_Row], pages: int, body: float) -> None:
        self._pages, self._body = pages, body
        self._same: dict[tuple[str, tuple[int, int]], list[_Row]] = defaultdict(list)
        alike: dict[tuple[str, tuple[int, int]], list[_Row]] = defaultdict(list)
        self._pieces: Counter[tuple[str, int, int]] = Counter()
        for row in found:
            self._same[row.words.casefold(), row.place].append(row)
            alike[_FIGURES.sub("0", row.words).casefold(), row.place].append(row)
            if len(row.lines) > 1:
                self._pieces.update({_piece_key(line) for line in row.lines})
        offsets = ((group, _counts_pages(group)) for group in alike.values())
        self._counted = {row: offset for group, offset in offsets if offset is not None for row in group}
        self._bare = {
            (row.page, round(line.x0 / 4), round(line.y / 4), *_bare(line))
            for row in found
            for line in row.lines
            if _BARE_PAGE.fullmatch(line.text)
        }

    def holds(self, row: _Row, *, outermost: bool) -> bool:
        """Whether the row is a head or foot. ``outermost``: whether only such are between it and the page's edge."""
        if any(self._is_page(line, row) for line in row.lines) or (outermost and _NUMBER.fullmatch(row.words)):
            return True
        if row in self._counted and (_ENDS_IN_PAGE.search(row.words) or (outermost and self._is_beside_text(row))):
            return True
        often = self._same[row.words.casefold(), row.place]
        shared = max(self._pieces[_piece_key(line)] for line in row.lines)
        sentence = row.words.endswith(_ENDS) and row.words.count(" ") > 2 and row.size >= _SMALLER * self._body
        if self._pages < 2 or sentence or not self._stands_alone(row, often):
            return False
        usual = 2 * max(len(often), shared) >= self._pages and max(len(often), shared) > 2
        if usual and (outermost or row.size < _SMALLER * self._body):
            return True
        return outermost and len(often) >= (2 if self._pages <= 20 else 3)

    def headings(self, kept: Sequence[Sequence[PdfLine]]) -> Iterator[_Row]:
        """Running heads that are the only heading of their section: the first of each, to be kept."""
        said = {line.text.casefold() for page in kept for line in page}
        for (words, _), often in self._same.items():
            first = often[0]
            heaviest = max(((line.size, line.bold) for line in kept[first.page]), default=(0.0, False))
            heading = first.size > _LARGER * self._body or first.bold
            alone = len(first.lines) == 1 and (first.size, first.bold) > heaviest
            if len(often) > 1 and heading and alone and words not in said and any(sign.isalpha() for sign in words):
                yield first

    def _is_beside_text(self, row: _Row) -> bool:
        """Whether a row with a number that counts the pages is no heading ("Mål 1", "Mål 2") of the text below."""
        if row.size > _LARGER * self._body or row.bold:
            return False
        if row.size < _SMALLER * self._body:
            return True
        likely = -_BEHIND <= self._counted[row] <= _AHEAD
        if len(row.lines) > 1 and any(_NUMBER.fullmatch(line.text) for line in row.lines):
            return likely or row.at_edge
        return likely and row.at_edge and (row.gap > _FAR or len(row.lines) > 1)

    def _is_page(self, line: PdfLine, row: _Row) -> bool:
        """Whether a piece of the row is a page number without doubt."""
        if not _NAMED_PAGE.fullmatch(line.text):
            return False
        if not _BARE_PAGE.fullmatch(line.text) or len(row.lines) == 1 or row in self._counted:
            return True
        number, of = _bare(line)
        place = round(line.x0 / 4), round(line.y / 4)
        if any((row.page + step, *place, number + step, of) in self._bare for step in (-1, 1)):
            return True
        return number <= of and abs(number - row.page - 1) <= _NEAR and abs(of - self._pages) <= _NEAR <= of

    @staticmethod
    def _stands_alone(row: _Row, often: Sequence[_Row]) -> bool:
        """Whether the row, wherever else it is, is apart from what is beside it, or of another type."""
        return all(not each.alike or each.gap > _APART for each in often or [row])


def _counts_pages(group: Sequence[_Row]) -> int | None:
    """How much higher than the page's place (from 1) the number is with which rows alike but for their numbers count
    pages; None where none does so, or where others change."""
    if len(group) < 2:
        return None
    numbers = [[int(number) for number in _FIGURES.findall(row.words)[:20]] for row in group]
    offsets: list[int] = []
    for place in range(len(numbers[0])):
        steps = {
            (later[place] - earlier[place], after.page - before.page)
            for (before, earlier), (after, later) in pairwise(zip(group, numbers, strict=True))
        }
        if all(step == pages for step, pages in steps):
            offsets.append(numbers[0][place] - group[0].page - 1)
        elif any(step for step, _ in steps):
            return None
    return min(offsets, key=abs, default=None)


def _bare(line: PdfLine) -> tuple[int, int]:
    """The number of a page and of all pages."""
    found = _BARE_PAGE.fullmatch(line.text)
    assert found is not None
    return int(found[1]), int(found[2] or found[3])


def _sides(page: PageLines, number: int) -> Iterator[list[_Row]]:
    """The rows at the top and at the foot, each from the page's edge inwards."""
    edge = _ZONE * page.height
    level = rows(page.lines)
    for side, top in ((level, True), (level[::-1], False)):
        found = []
        for place, row in enumerate(side):
            y = row[0].y
            inner = (y >= edge) if top else (y <= page.height - edge)
            if inner or any(_reaches_in(lattice, y, page.height, edge) for lattice in page.drawn):
                break
            at_edge = y < _EDGE * page.height or y > (1 - _EDGE) * page.height
            found.append(_row(number, row, side[place + 1] if place + 1 < len(side) else None, at_edge=at_edge))
        yield found


def _reaches_in(table: Lattice, y: float, height: float, edge: float) -> bool:
    """Whether the table is there at ``y`` and is none of the page's head or foot alone."""
    return table.place.y0 < y < table.place.y1 and table.place.y1 > edge and table.place.y0 < height - edge


def _row(page: int, row: Sequence[PdfLine], beside: Sequence[PdfLine] | None, *, at_edge: bool) -> _Row:
    if beside is None:
        return _Row(page, tuple(row), float("inf"), alike=False, at_edge=at_edge)
    alike = abs(row[0].size - beside[0].size) <= 0.6 and row[0].bold == beside[0].bold
    gap = abs(beside[0].y - row[0].y) / max(row[0].size, 1.0)
    return _Row(page, tuple(row), gap, alike=alike, at_edge=at_edge)


def _piece_key(line: PdfLine) -> tuple[str, int, int]:
    return line.text.casefold(), round(line.x0 / 4), round(line.y / 4)


def _is_small_print(row: _Row, page: PageLines, body: float) -> bool:
    """Small type at the very edge, beyond where notes to the text would be; it may occur only once."""
    edge = _EDGE * page.height
    y = row.lines[0].y
    if edge <= y <= page.height - edge or any(line.size > _SMALL * body for line in row.lines):
        return False
    return not _is_note(row, page, edge)


def _is_note(row: _Row, page: PageLines, edge: float) -> bool:
    """Whether the row is one of a block of the same type that begins with the mark of a note, or further in."""
    first = row.lines[0]
    block = first
    for line in sorted(page.lines, key=lambda line: -line.y):
        if line.y < block.y and line.size == first.size and block.y - line.y < 1.6 * first.size:
            block = line
    return first.y > edge and (block.y < page.height - edge or _NOTE.match(block.text) is not None)
