"""A page of a PDF -> its lines as people see them."""

from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.reading.formats.pdf.pdf_lines import PdfLine, lines_of
from maltolk.reading.formats.pdf.pdf_signs import frame_of, placed, read_signs

_FEW = 20
"""A page with fewer letters is mostly pictures."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page from top to bottom. ``height``, ``width``: in points.

    ``pictured``: whether it is hardly more than pictures.
    """

    lines: tuple[PdfLine, ...]
    width: float
    height: float
    pictured: bool = False


def page_lines(page: pypdfium2.PdfPage, number: int) -> PageLines:
    """The page's lines; text that is askew, at right angles to the rest or not to be seen is left out."""
    textpage = page.get_textpage()
    try:
        signs = read_signs(textpage.raw)
    finally:
        textpage.close()
    frame = frame_of(signs, page.get_bbox())
    upright = placed(signs, frame)
    few = sum(sign.text.isalpha() for sign in upright) < _FEW
    pictured = few and next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None
    return PageLines(tuple(lines_of(upright, number)), frame.width, frame.height, pictured)
