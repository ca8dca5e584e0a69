"""A page of a PDF -> pieces of lines, each with its place and type size. The only module that talks to PDFium."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

_BREAK = 1.0
"""Ems between two characters that make them separate pieces: columns, cells."""
_JOIN = 0.6
"""Two pieces of one line with fewer ems between them are one, however the file is written."""
_SPACE = 0.17
"""Ems between two characters that make a space."""
_FEW = 20
"""A page with fewer letters is mostly pictures."""
_NOT_TEXT = {0, 0xFFFE, 0xFFFF, 0xFDD0}
_LINE_END_HYPHEN = 0x02


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


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page from top to bottom. ``height``, ``width``: in points.

    ``pictured``: whether it is hardly more than pictures.
    """

    lines: tuple[PdfLine, ...]
    width: float
    height: float
    pictured: bool = False


class _Type(NamedTuple):
    """What the characters of a text object share. ``turn``: quarter turns from upright. ``y``: of their baseline."""

    size: float
    bold: bool
    turn: int
    y: float


class _Sign(NamedTuple):
    """One character: left and right edge, baseline. A tuple, since a page has thousands."""

    text: str
    x0: float
    x1: float
    y: float
    type: _Type


def page_lines(page: pypdfium2.PdfPage, number: int) -> PageLines:
    """The page's lines; text that is askew or at right angles to the rest is left out."""
    left, bottom, right, top = page.get_bbox()
    textpage = page.get_textpage()
    try:
        signs = _signs(textpage.raw)
    finally:
        textpage.close()
    turns = Counter(sign.type.turn for sign in signs)
    turn = turns.most_common(1)[0][0] if turns else 0
    # The page's edges along the lines and, growing downwards, across them.
    edges = (
        ((left, right), (-top, -bottom)),
        ((bottom, top), (left, right)),
        ((-right, -left), (bottom, top)),
        ((-top, -bottom), (-right, -left)),
    )
    along, across = edges[turn]
    width, height = along[1] - along[0], across[1] - across[0]
    placed = [
        _Sign(text, x0 - along[0], x1 - along[0], y - across[0], kind)
        for text, x0, x1, y, kind in signs
        if kind.turn == turn and along[0] - 5 <= x0 <= along[1] + 5 and across[0] - 5 <= y <= across[1] + 5
    ]
    few = sum(sign.text.isalpha() for sign in placed) < _FEW
    pictured = few and next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None
    return PageLines(tuple(_merged(list(_pieces(placed, number)))), width, height, pictured)


def _signs(textpage: "ctypes._Pointer[ctypes.c_void_p]") -> list[_Sign]:
    """All characters with their places along their own direction and, growing downwards, across it."""
    # Runs for every character of a document: as few and as simple calls as possible.
    unicode_of, object_of, box_of = (
        pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetLooseCharBox
    )  # fmt: skip
    address = ctypes.addressof
    box = pdfium.FS_RECTF()
    types: dict[int, _Type] = {}
    signs: list[_Sign] = []
    for index in range(pdfium.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        # Spaces and line ends added by PDFium; we go by the gaps.
        if code in _NOT_TEXT or (code <= 32 and pdfium.FPDFText_IsGenerated(textpage, index) == 1):
            continue
        held = object_of(textpage, index)
        if not held:
            continue
        key = address(held.contents)
        kind = types.get(key)
        if kind is None:
            kind = types[key] = _type(textpage, index)
        # The loose box is as wide as the advance; the tight one would separate "1" from its neighbours.
        if not box_of(textpage, index, box):
            continue
        sign = (
            "-" if code == _LINE_END_HYPHEN else chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else ""
        )
        if kind.turn == 0:
            signs.append(_Sign(sign, box.left, box.right, kind.y, kind))
        elif kind.turn == 1:
            signs.append(_Sign(sign, box.bottom, box.top, kind.y, kind))
        elif kind.turn == 3:
            signs.append(_Sign(sign, -box.top, -box.bottom, kind.y, kind))
        else:
            signs.append(_Sign(sign, -box.right, -box.left, kind.y, kind))
    return signs


def _type(textpage: "ctypes._Pointer[ctypes.c_void_p]", index: int) -> _Type:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    size = pdfium.FPDFText_GetFontSize(textpage, index)
    turn = 0
    if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        size *= math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
        turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    # What is across grows downwards: upright down the page, turned left (1) to the right, and so on.
    across = (-y.value, x.value, y.value, -x.value)[turn]
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), None)
    said = name.value.lower()
    heavy = any(word in said for word in (b"bold", b"black", b"heavy", b"semibd", b"-bd", b"demi"))
    bold = heavy or pdfium.FPDFText_GetFontWeight(textpage, index) >= 600
    return _Type(max(1.0, size), bold, turn, across)


def _pieces(signs: list[_Sign], page: int) -> Iterator[PdfLine]:
    """Runs of characters on one line without a wide gap, in the file's order."""
    run: list[_Sign] = []
    seen: dict[tuple[str, int, int], int] = {}
    spaced = False
    for index, sign in enumerate(signs):
        if not sign.text.strip():
            spaced = True
            continue
        x, y = round(sign.x0 * 2), round(sign.y * 2)
        # Text printed twice with a small shift is only meant to look bold; the two characters of a ligature come in the
        # same place.
        before = max(seen.get((sign.text, x + shift, y), -1) for shift in (-1, 0, 1))
        if 0 <= before < index - 2:
            continue
        seen[sign.text, x, y] = index
        if run and not _goes_on(run, sign):
            yield _line(run, page)
            run = []
        elif run and spaced:
            sign = sign._replace(text=f" {sign.text}")
        run.append(sign)
        spaced = False
    if run:
        yield _line(run, page)


def _goes_on(run: list[_Sign], sign: _Sign) -> bool:
    last, size = run[-1], max(run[-1].type.size, sign.type.size)
    return abs(sign.y - last.y) < 0.45 * size and -0.5 * size < sign.x0 - last.x1 < _BREAK * size


def _line(run: list[_Sign], page: int) -> PdfLine:
    words = run[0].text
    for before, sign in pairwise(run):
        apart = sign.x0 - before.x1 > _SPACE * max(before.type.size, sign.type.size)
        words += f" {sign.text}" if apart and sign.text[0] != " " else sign.text
    sizes = Counter(round(sign.type.size * 2) / 2 for sign in run)
    size = sizes.most_common(1)[0][0]
    base = Counter(round(sign.y, 1) for sign in run).most_common(1)[0][0]
    return PdfLine(run[0].x0, run[-1].x1, base, size, all(sign.type.bold for sign in run), words, page)


def _merged(lines: list[PdfLine]) -> list[PdfLine]:
    """Joins pieces close together on one line, whatever their order in the file."""
    result: list[PdfLine] = []
    for row in rows(lines):
        open_ = row[0]
        for piece in row[1:]:
            gap = piece.x0 - open_.x1
            size = max(piece.size, open_.size)
            mark = len(open_.text) <= 3 and not open_.text[-1:].isalpha() and gap < 3 * size
            if gap < _JOIN * size or mark:
                close = "" if gap < _SPACE * size else " "
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


def rows(lines: list[PdfLine]) -> list[list[PdfLine]]:
    """The lines by baseline from top to bottom, each row from left to right."""
    found: list[list[PdfLine]] = []
    for line in sorted(lines, key=lambda line: (line.y, line.x0)):
        near = found and line.y - found[-1][0].y < 0.4 * min(line.size, found[-1][0].size)
        if near:
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in found]
