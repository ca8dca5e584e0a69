"""A page of a PDF -> its characters with their places, by PDFium."""

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_symbols import UNKNOWN, lowered, meant, symbols_of

ASKEW = math.radians(3)
"""Text that leans more is a stamp or a watermark; the text of a scanned page may lean a little."""
_NOT_TEXT = {0, 0xFFFE, 0xFFFF, 0xFDD0}
_LINE_END_HYPHEN = 0x02
_TINY = 1.0
"""Type of fewer points is not to be seen."""
_FAINT = 13
"""Of 255: less opaque type is not to be seen."""
_HEAVY = (b"bold", b"black", b"heavy", b"semibd", b"-bd", b"demi")
_UNPAINTED = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_OUTLINED = {pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP}

Handle: TypeAlias = "ctypes._Pointer[ctypes.c_void_p]"
"""What PDFium's calls take."""
Colour = tuple[int, int, int]


class Type(NamedTuple):
    """What the characters of a text object share. ``size``: in points. ``turn``: quarter turns from upright; None for
    text that is askew. ``y``: of their baseline. ``colour``: red, green and blue of 255. ``opaque``: of 255.
    ``unpainted``: drawn in no colour, as the text behind a scanned page is. ``held``: tells the text object.
    ``symbols``: of a symbol font.
    """

    size: float
    bold: bool
    turn: int | None
    y: float
    colour: Colour
    opaque: int
    unpainted: bool
    held: int
    symbols: dict[int, str] | None


class Sign(NamedTuple):
    """One character: left and right edge, baseline. A tuple, since a page has thousands. ``raised``: above the line."""

    text: str
    x0: float
    x1: float
    y: float
    type: Type
    raised: bool = False


class Box(NamedTuple):
    """A place on the page, in points: from the left, and downwards from the top."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether the point is within, or at most ``slack`` points beside."""
        return self.x0 - slack <= x <= self.x1 + slack and self.y0 - slack <= y <= self.y1 + slack


@dataclass(frozen=True, slots=True)
class Frame:
    """How people hold the page: ``turn`` quarter turns from upright, with ``x`` and ``y`` at its upper left."""

    turn: int
    x: float
    y: float
    width: float
    height: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A place as PDFium gives it, from the upper left of the page as it is read."""
        x0, y0, x1, y1 = (
            (left, -top, right, -bottom),
            (bottom, left, top, right),
            (-right, bottom, -left, top),
            (-top, -right, -bottom, -left),
        )[self.turn]
        return Box(x0 - self.x, y0 - self.y, x1 - self.x, y1 - self.y)

    def back(self, place: Box) -> tuple[float, float, float, float]:
        """A place here as PDFium has it: left, bottom, right, top."""
        x0, y0, x1, y1 = place.x0 + self.x, place.y0 + self.y, place.x1 + self.x, place.y1 + self.y
        return (
            (x0, -y1, x1, -y0),
            (y0, x0, y1, x1),
            (-x1, y0, -x0, y1),
            (-y1, -x1, -y0, -x0),
        )[self.turn]


def frame_of(signs: list[Sign], edges: tuple[float, float, float, float], turn: int = 0) -> Frame:
    """The page turned so that most of its characters stand upright; without any, by ``turn``. ``edges``: left, bottom,
    right, top."""
    turns = Counter(sign.type.turn for sign in signs if sign.type.turn is not None)
    page = Frame(turns.most_common(1)[0][0] if turns else turn, 0.0, 0.0, 0.0, 0.0)
    whole = page.box(*edges)
    return Frame(page.turn, whole.x0, whole.y0, whole.x1 - whole.x0, whole.y1 - whole.y0)


def placed(signs: list[Sign], frame: Frame) -> list[Sign]:
    """The characters upright on the page, with places from its upper left; what is askew or beyond its edges is
    left out."""
    turn, left, top = frame.turn, frame.x, frame.y
    return [
        Sign(text, x0 - left, x1 - left, y - top, kind, raised)
        for text, x0, x1, y, kind, raised in signs
        if kind.turn == turn
        and 0 <= (x0 + x1) / 2 - left <= frame.width
        and 0 <= y - 0.3 * kind.size - top <= frame.height
    ]


def read_signs(textpage: Handle) -> list[Sign]:
    """All characters with their places along their own direction and, growing downwards, across it. ``textpage``: as
    PDFium's calls take it. Characters of which the file does not tell what they are, are UNKNOWN."""
    # Runs for every character of a document: as few and as simple calls as possible.
    unicode_of, object_of, box_of, unsure = (
        pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_HasUnicodeMapError,
    )  # fmt: skip
    address = ctypes.addressof
    box = pdfium.FS_RECTF()
    types: dict[int, Type] = {}
    letters: dict[int, tuple[str, bool]] = {}
    signs: list[Sign] = []
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
            kind = types[key] = _type(textpage, index, held, key)
        # The loose box is as wide as the advance; the tight one would separate "1" from its neighbours.
        if kind.size < _TINY or kind.opaque < _FAINT or not box_of(textpage, index, box):
            continue
        if unsure(textpage, index) == 1 and (kind.symbols is None or code < 32):
            sign, raised = UNKNOWN, False
        elif kind.symbols is None:
            known = letters.get(code)
            if known is None:
                known = letters[code] = _letter(code)
            sign, raised = known
        else:
            sign, raised = meant(code, kind.symbols), False
        if kind.turn == 0:
            x0, x1 = box.left, box.right
        elif kind.turn == 1:
            x0, x1 = box.bottom, box.top
        elif kind.turn == 3:
            x0, x1 = -box.top, -box.bottom
        else:
            x0, x1 = -box.right, -box.left
        signs.append(Sign(sign, x0, x1, kind.y, kind, raised))
    return signs


def _letter(code: int) -> tuple[str, bool]:
    """The character for a code in a font of letters, and whether it is a raised digit."""
    if code == _LINE_END_HYPHEN:
        return "-", False
    sign = meant(code, None)
    digit = lowered(sign)
    return digit or sign, digit is not None


def _type(textpage: Handle, index: int, held: Handle, key: int) -> Type:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    size = pdfium.FPDFText_GetFontSize(textpage, index)
    turn: int | None = 0
    if pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        size *= math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        turn = _turn(math.atan2(matrix.b, matrix.a))
    if size < _TINY:
        size = _drawn_size(textpage, index)
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    # What is across grows downwards: upright down the page, turned left (1) to the right, and so on.
    across = (-y.value, x.value, y.value, -x.value)[turn or 0]
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(textpage, index, name, len(name), None)
    said = name.value.lower()
    mode = pdfium.FPDFTextObj_GetTextRenderMode(held)
    colour, opaque = _colour(textpage, index, outlined=mode in _OUTLINED)
    bold = any(word in said for word in _HEAVY) or pdfium.FPDFText_GetFontWeight(textpage, index) >= 600
    return Type(size, bold, turn, across, colour, opaque, mode in _UNPAINTED, key, symbols_of(said))


def _drawn_size(textpage: Handle, index: int) -> float:
    """By the height of the drawn character: fonts of pictures (Type 3) may be scaled by themselves."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
    return abs(top.value - bottom.value) / 0.7


def _turn(angle: float) -> int | None:
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) * (math.pi / 2) <= ASKEW else None


def _colour(textpage: Handle, index: int, *, outlined: bool) -> tuple[Colour, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    read = pdfium.FPDFText_GetStrokeColor if outlined else pdfium.FPDFText_GetFillColor
    if not read(textpage, index, *parts):
        return (0, 0, 0), 255
    red, green, blue, opaque = (part.value for part in parts)
    return (red, green, blue), opaque
