"""Characters of a page -> pieces of lines, each with its place and type size."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from maltolk.reading.formats.pdf.pdf_justified import word_gaps
from maltolk.reading.formats.pdf.pdf_marks import marks_in_place
from maltolk.reading.formats.pdf.pdf_signs import Box, Sign
from maltolk.reading.formats.pdf.pdf_symbols import STRUCK
from maltolk.reading.formats.raised import raised

_BREAK = 1.0
"""Ems between two characters that make them separate pieces: columns, cells."""
_JOIN = 0.6
"""Two pieces of one line with fewer ems between them are one, however the file is written."""
_SPACE = 0.17
"""Ems between two characters that make a space."""
_TRACKED = 0.1
"""Ems between most letters of a line that is spaced out."""
_FEWEST_TRACKED = 4
"""Letters, of which it takes some to see that."""
_DROP_CAP = 1.8
"""How many times larger than the words beside it the first letter of a text is."""
_ACROSS = 1.8
"""How many times larger a word over other words is that they are printed on."""
_WALL = 4.0
"""Points: shorter upright rules are signs."""
_AHEAD = 6
"""Characters after raised ones that show what these mean."""
_ONE_LETTER = {"I", "Å", "Ö"}
"""Words of one letter that begin a sentence."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """Words on one line without a wide gap. Places in points from the page's upper left, ``y`` of the baseline.

    ``size``: of most characters, in points. ``bold``: all of it. ``page``: from 0.
    """

    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    text: str
    page: int


class Walls:
    """The upright rules of a page, which part what is on either side."""

    def __init__(self, rules: Iterable[Box]) -> None:
        self._rules = sorted(rule for rule in rules if rule.y1 - rule.y0 > max(_WALL, rule.x1 - rule.x0))

    def part(self, left: float, right: float, y: float) -> bool:
        """Whether one is between two characters at ``left`` and ``right`` on the baseline ``y``."""
        start = bisect_left(self._rules, (left - 1.0,))
        for rule in self._rules[start:]:
            if rule.x0 > right + 1.0:
                return False
            if rule.y0 - 2 <= y <= rule.y1 + 2:
                return True
        return False


def lines_of(signs: Sequence[Sign], page: int, rules: Iterable[Box] = ()) -> list[PdfLine]:
    """The lines of a page from top to bottom. ``signs``: in the file's order. ``rules``: upright ones part lines."""
    walls = Walls(rules)
    pieces = [piece for piece in _pieces(marks_in_place(signs), page, walls) if piece.text]
    return _merged(_with_drop_caps(_without_stamps(pieces)), walls)


def _pieces(signs: Sequence[Sign], page: int, walls: Walls) -> Iterator[PdfLine]:
    """Runs of characters on one line without a wide gap, in the file's order."""
    run: list[Sign] = []
    drawn_out = word_gaps(signs)
    seen: dict[tuple[str, int, int], int] = {}
    spaced = False
    for index, sign in enumerate(signs):
        if not sign.text.strip():
            spaced = True
            continue
        x, y = round(sign.x0 * 2), round(sign.y * 2)
        # Text printed twice with a small shift is only meant to look bold; the two characters of a ligature come in the
        # same place.
        text = sign.text
        before = max(seen.get((text, x, y), -1), seen.get((text, x - 1, y), -1), seen.get((text, x + 1, y), -1))
        if 0 <= before < index - 2:
            continue
        seen[text, x, y] = index
        if run and (
            not (index in drawn_out or _goes_on(run, sign))
            or ((spaced or sign.x0 - run[-1].x1 > 0.5) and walls.part(run[-1].x1, sign.x0, sign.y))
        ):
            yield _line(run, page)
            run = []
        elif run and spaced:
            sign = sign._replace(text=f" {sign.text}")
        run.append(sign)
        spaced = False
    if run:
        yield _line(run, page)


def _goes_on(run: list[Sign], sign: Sign) -> bool:
    last, size = run[-1], max(run[-1].type.size, sign.type.size)
    gap = sign.x0 - last.x1
    if abs(sign.y - last.y) >= 0.45 * size or gap <= -0.5 * size:
        return False
    if size > _DROP_CAP * min(last.type.size, sign.type.size):
        return False
    if gap < _BREAK * size or gap < _BREAK * size + 2 * _tracking(run):
        return True
    return gap < 3 * _BREAK * size and _spaces_between_letters(run) > 0


def _line(run: list[Sign], page: int) -> PdfLine:
    sizes = Counter(round(sign.type.size * 2) / 2 for sign in run)
    size = sizes.most_common(1)[0][0]
    base = Counter(round(sign.y, 1) for sign in run).most_common(1)[0][0]
    return PdfLine(run[0].x0, run[-1].x1, base, size, all(sign.type.bold for sign in run), _words(run), page)


def _words(run: list[Sign]) -> str:
    """The characters with spaces where the gaps are wider than between letters, and raised ones as what they mean."""
    tracking = _tracking(run)
    typed = _spaces_between_letters(run)
    words, above = "", ""
    last: Sign | None = None
    for place, sign in enumerate(run):
        text = sign.text
        if last is not None:
            size = max(last.type.size, sign.type.size)
            limit = typed if typed else tracking + _SPACE * size
            if sign.x0 - last.x1 > limit and last.text[-1] != " ":
                text = f" {text.lstrip()}"
            elif typed or last.text[-1] == " ":
                text = text.lstrip()
        if sign.raised:
            above += text
        else:
            if above:
                rest = "".join(later.text for later in run[place + 1 : place + _AHEAD] if not later.raised)
                words, above = _with_raised(words, above, text + rest), ""
            words += text
        last = sign
    return re.sub(rf" *{STRUCK}+", "", _with_raised(words, above, "")).strip()


def _with_raised(words: str, above: str, after: str) -> str:
    """The words with what is raised behind them; the mark of a note parts them from what comes ``after``."""
    if not above:
        return words
    meant = raised(words, above, after)
    parted = not meant and words[-1:].isalnum() and after[:1].isalnum()
    return words + meant + " " * parted


def _tracking(run: list[Sign]) -> float:
    """The points that letters stand apart where they are spaced out; 0.0 in usual words."""
    gaps = [
        (after.x0 - before.x1) / max(before.type.size, after.type.size)
        for before, after in pairwise(run)
        if before.text[-1].isalpha() and after.text[0].isalpha()
    ]
    usual = median(gaps) if len(gaps) >= _FEWEST_TRACKED - 1 else 0.0
    return usual * run[-1].type.size if usual > _TRACKED else 0.0


def _spaces_between_letters(run: list[Sign]) -> float:
    """The points of a gap between words where a space was typed after every letter; 0.0 elsewhere."""
    if len(run) <= _FEWEST_TRACKED or not all(len(s.text.strip()) == 1 and s.text.strip().isupper() for s in run):
        return 0.0
    spaced = [after.x0 - before.x1 for before, after in pairwise(run) if after.text[0] == " "]
    return 1.6 * median(spaced) if len(spaced) >= 0.8 * (len(run) - 1) else 0.0


def _without_stamps(pieces: list[PdfLine]) -> list[PdfLine]:
    """Without the large words that others are printed on: watermarks that stand upright."""
    small = sorted(pieces, key=lambda piece: piece.size)
    usual = small[len(small) // 2].size if small else 0.0
    large = [piece for piece in pieces if piece.size > _ACROSS * usual and len(piece.text) > 1]
    out = {piece for piece in large if any(_is_across(piece, other) for other in pieces)}
    return [piece for piece in pieces if piece not in out]


def _is_across(large: PdfLine, other: PdfLine) -> bool:
    over = min(large.x1, other.x1) - max(large.x0, other.x0)
    within = large.y - 0.7 * large.size < other.y - 0.3 * other.size < large.y
    return large.size > _ACROSS * other.size and within and over > other.size


def _with_drop_caps(pieces: list[PdfLine]) -> list[PdfLine]:
    """The first letter of a text, as high as several lines, joined to its word."""
    caps = [piece for piece in pieces if len(piece.text) == 1 and piece.text.isupper()]
    for cap in caps:
        beside = [piece for piece in pieces if _is_beside(cap, piece)]
        first = min(beside, key=lambda piece: piece.y, default=None)
        if first is None or not first.text[0].isalpha() or first.y > cap.y - 0.3 * cap.size:
            continue
        said = {word for piece in pieces if piece is not first for word in piece.text.split()}
        apart = cap.text in _ONE_LETTER and (first.text[0].isupper() or first.text.split()[0] in said)
        joined = replace(first, x0=cap.x0, text=cap.text + " " * apart + first.text)
        moved = {piece: replace(piece, x0=cap.x0) for piece in beside} | {first: joined}
        pieces = [moved.get(piece, piece) for piece in pieces if piece is not cap]
    return pieces


def _is_beside(cap: PdfLine, piece: PdfLine) -> bool:
    near = -0.1 * cap.size < piece.x0 - cap.x1 < max(0.5 * cap.size, piece.size)
    return near and cap.size > _DROP_CAP * piece.size and cap.y - cap.size < piece.y < cap.y + 0.3 * piece.size


def _merged(lines: list[PdfLine], walls: Walls) -> list[PdfLine]:
    """Joins pieces close together on one line, whatever their order in the file."""
    result: list[PdfLine] = []
    for row in rows(lines):
        open_ = row[0]
        for piece in row[1:]:
            gap = piece.x0 - open_.x1
            size = max(piece.size, open_.size)
            mark = len(open_.text) <= 3 and not open_.text[-1:].isalpha() and gap < 3 * size
            if (gap < _JOIN * size or mark) and not walls.part(open_.x1, piece.x0, piece.y):
                close = "" if gap < _SPACE * min(piece.size, open_.size) else " "
                longer = max(open_, piece, key=lambda line: len(line.text))
                open_ = PdfLine(
                    open_.x0, max(open_.x1, piece.x1), longer.y, longer.size,
                    open_.bold and piece.bold, open_.text + close + piece.text, open_.page,
                )  # fmt: skip
            else:
                result.append(open_)
                open_ = piece
        result.append(open_)
    return result


def rows(lines: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """The lines by baseline from top to bottom, each row from left to right."""
    found: list[list[PdfLine]] = []
    for line in sorted(lines, key=lambda line: (line.y, line.x0)):
        near = found and line.y - found[-1][0].y < 0.4 * min(line.size, found[-1][0].size)
        if near:
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in found]
