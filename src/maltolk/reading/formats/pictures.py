"""Pictures of scanned pages: their words, where a program is installed that recognises them."""

import struct

from maltolk.model import LeftOut
from maltolk.reading.formats.extracted import Extracted, Pictured, Unreadable, finished
from maltolk.reading.formats.pdf.pdf_margins import without_margins
from maltolk.reading.formats.pdf.pdf_page import PageLines
from maltolk.reading.formats.pdf.pdf_regions import page_regions
from maltolk.reading.formats.pdf.pdf_scans import MOST, UNCLEAR, levelled, sheet_lines
from maltolk.reading.formats.pdf.pdf_text import write_pages
from maltolk.reading.formats.recognition.engine import Unrecognised, engine, recognised
from maltolk.reading.formats.recognition.hocr import Sheet, sheets

_PNG, _JPEG, _TIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"II*\0", b"MM\0*")
_LONGER = 842.0
"""Points of the longer side of an A4 page, which the picture is taken for."""
_FEW = 40
"""Letters of which a photograph, a map or an emblem shows fewer."""
_UNREAD = "parts of the scan are too unclear to be read with certainty; scan the page anew at 300 dots per inch"
_WORDLESS = "the picture shows hardly any words; if it is a page, scan it anew at 300 dots per inch"


def read(raw: bytes, *, recognise: bool = False) -> Extracted | Unreadable | Pictured:
    """The picture's words, or why there are none. ``recognise``: whether they are recognised, which takes its time;
    else where that could be done, the answer is that there are some."""
    if not raw.startswith((_PNG, _JPEG, *_TIFF)):
        return Unreadable("the file is no picture in spite of its name; save it anew as .png")
    if missing := engine().missing:
        return Unreadable(f"the file is a picture; if it shows text, install {missing}, or save its text as .txt")
    pages = _pages(raw)
    if pages > MOST:
        return Unreadable(f"the picture has more pages than the {MOST} that are read; split it")
    if not recognise:
        return Pictured(pages)
    try:
        found = sheets(recognised(raw, pages=pages))
    except Unrecognised as error:
        return Unreadable(str(error))
    except ValueError:
        return Unreadable("tesseract cannot read the picture; save it anew as .png, or its text as .txt")
    return _written(found)


def _written(found: list[Sheet]) -> Extracted | Unreadable:
    """The pages' text, as far as it is certain."""
    left_out = [LeftOut(number, UNCLEAR) for number, sheet in enumerate(found, 1) if not sheet.certain]
    empty = [PageLines((), 0.0, 0.0) for _ in found]
    read_pages = levelled({n: _page(sheet, n) for n, sheet in enumerate(found) if sheet.certain}, empty)
    pages = [read_pages.get(number, page) for number, page in enumerate(empty)]
    bodies, about = without_margins(pages)
    of_pages = [page_regions(body, page, number) for number, (body, page) in enumerate(zip(bodies, pages, strict=True))]
    written, unsure = write_pages(of_pages)
    text, starts = finished(written)
    if sum(map(str.isalpha, text)) < _FEW:
        return Unreadable(UNCLEAR if left_out or unsure else _WORDLESS)
    left_out += [LeftOut(number + 1, _UNREAD) for number in sorted(unsure)]
    return Extracted(
        text,
        about=about,
        pages=starts,
        left_out=tuple(sorted(left_out, key=lambda each: each.page)),
        from_image=tuple(number for number, page in enumerate(pages, 1) if page.lines),
    )


def _page(sheet: Sheet, number: int) -> PageLines:
    scale = max(sheet.width, sheet.height, 1.0) / _LONGER
    lines = tuple(sheet_lines(sheet, scale, number))
    return PageLines(lines, sheet.width / scale, sheet.height / scale, from_image=True)


def _pages(raw: bytes) -> int:
    """How many the picture has: more than one only in TIFF, where each names the place of the next."""
    if not raw.startswith(_TIFF):
        return 1
    order = "<" if raw.startswith(b"II") else ">"
    count, seen = 0, set[int]()
    try:
        (at,) = struct.unpack_from(f"{order}I", raw, 4)
        while at and at not in seen and count <= MOST:
            seen.add(at)
            count += 1
            (entries,) = struct.unpack_from(f"{order}H", raw, at)
            (at,) = struct.unpack_from(f"{order}I", raw, at + 2 + 12 * entries)
    except struct.error:  # cut short; the program says what it makes of it
        pass
    return max(1, count)
