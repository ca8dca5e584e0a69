"""Pages of a PDF that are pictures of text: which these are, and their lines as recognised."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

import pypdfium2

from maltolk.model import LeftOut
from maltolk.reading.formats.pdf.pdf_lines import PdfLine
from maltolk.reading.formats.pdf.pdf_page import PageLines
from maltolk.reading.formats.pdf.pdf_symbols import UNKNOWN
from maltolk.reading.formats.recognition.engine import Unrecognised, engine, recognised
from maltolk.reading.formats.recognition.hocr import Line, Sheet, Word, sheets

MOST = 100
"""Scanned pages of a file that are read: ten minutes."""
_RESOLUTION = 300
"""Dots per inch."""
_INCH = 72
"""Points."""
_MOST_PIXELS = 40_000_000
"""An A2 page."""
_BREAK = 1.2
"""Ems between two words that make them separate pieces: columns, cells."""
_LARGER = 1.25
"""How much larger than most type a heading is; heights of recognised lines vary."""
_LARGE, _HEADING_LINES = 1.75, 2
"""What is less large and has more lines after each other is running text."""
_MORE, _FEW = 2, 20
"""How many times the letters of the words beside a picture, and how many more, it has to show."""
_NO_ENGINE = "the page is a picture; if it shows text, install {missing}, or run the PDF through OCR"
UNCLEAR = "the scan is too unclear to be read with certainty; scan the page anew at 300 dots per inch"
_TOO_MANY = f"the PDF has more scanned pages than the {MOST} that are read; split it"


@dataclass(frozen=True, slots=True)
class Scans:
    """All pages, the scanned ones as recognised, and which of these are left out."""

    pages: tuple[PageLines, ...]
    left_out: tuple[LeftOut, ...]


def without_engine(pages: Sequence[PageLines], numbers: Sequence[int]) -> Scans:
    """The pages where no program is there to recognise anything. ``numbers``: of pictures, from 0."""
    reason = _NO_ENGINE.format(missing=engine().missing)
    return Scans(tuple(pages), tuple(LeftOut(number + 1, reason) for number in numbers))


def read_scans(
    document: pypdfium2.PdfDocument, pages: Sequence[PageLines], numbers: Sequence[int], untold: Collection[int]
) -> Scans:
    """The pages with the words of those ``numbers``, from 0, recognised, as far as they are certain. ``untold``: those
    whose fonts do not tell their letters."""
    result, left_out = list(pages), [LeftOut(number + 1, _TOO_MANY) for number in numbers[MOST:]]
    found: dict[int, PageLines] = {}
    for number in numbers[:MOST]:
        page = document[number]
        try:
            sheet, scale = _sheet(page)
        except Unrecognised as error:
            left_out.append(LeftOut(number + 1, str(error)))
            continue
        finally:
            page.close()
        if not sheet.certain:
            left_out.append(LeftOut(number + 1, UNCLEAR))
            continue
        lines = tuple(sheet_lines(sheet, scale, number))
        before = _letters(pages[number].lines)
        if number in untold or _letters(lines) > _MORE * before + (_FEW if before else 0):
            found[number] = PageLines(lines, sheet.width / scale, sheet.height / scale, from_image=True)
        else:
            result[number] = replace(pages[number], pictured=False)  # it shows no text besides its own
    for number, page_lines in levelled(found, pages).items():
        result[number] = page_lines
    return Scans(tuple(result), tuple(left_out))


def _sheet(page: pypdfium2.PdfPage) -> tuple[Sheet, float]:
    """What the page shows, and how many of its pixels are a point. Raises Unrecognised."""
    width, height = page.get_size()
    scale = min(_RESOLUTION / _INCH, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    try:
        found = sheets(recognised(_drawn(page, scale), max(70, round(scale * _INCH))))
    except ValueError:
        found = []
    except pypdfium2.PdfiumError:
        raise Unrecognised("the page is damaged and cannot be read; save the PDF anew") from None
    if len(found) != 1:
        raise Unrecognised("tesseract cannot read the picture; save it anew as .png, or its text as .txt")
    return found[0], scale


def _drawn(page: pypdfium2.PdfPage, scale: float) -> bytes:
    """The page in shades of grey, as PGM."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = memoryview(bitmap.buffer)
        width, stride = bitmap.width, bitmap.stride
        shades = b"".join(rows[y * stride : y * stride + width] for y in range(bitmap.height))
        return b"P5\n%d %d\n255\n" % (width, bitmap.height) + shades
    finally:
        bitmap.close()


def sheet_lines(sheet: Sheet, scale: float, page: int) -> Iterator[PdfLine]:
    """The lines of a picture. ``scale``: its pixels in a point. ``page``: from 0."""
    for line in sheet.lines:
        for words in _pieces(line):
            text = " ".join(word.text if word.certain else 2 * UNKNOWN for word in words)
            yield PdfLine(
                words[0].x0 / scale, words[-1].x1 / scale, line.y / scale, line.size / scale, False, text, page
            )  # fmt: skip


def _pieces(line: Line) -> Iterator[tuple[Word, ...]]:
    """The words of a line, parted where gaps are wide."""
    begun = 0
    for place, (before, word) in enumerate(pairwise(line.words), 1):
        if word.x0 - before.x1 > _BREAK * line.size and before.text != "•":
            yield line.words[begun:place]
            begun = place
    yield line.words[begun:]


def levelled(found: dict[int, PageLines], pages: Sequence[PageLines]) -> dict[int, PageLines]:
    """The recognised pages with the type of all lines that are about alike as large as most, and as that of the other
    ``pages`` where these are about alike: the height of a line is uncertain."""
    usual = _usual(found.values())
    beside = _usual(page for number, page in enumerate(pages) if number not in found)
    body = beside if 1 / _LARGER < beside / (usual or 1.0) < _LARGER else usual

    def steps(line: PdfLine) -> float:
        found = round(4 * line.size / usual) / 4 if usual else 1.0
        return found if found >= _LARGER or found <= 1 / _LARGER else 1.0

    def level(lines: Sequence[PdfLine]) -> Iterator[PdfLine]:
        for times, together in groupby(lines, key=steps):
            run = list(together)
            running = len(run) > _HEADING_LINES and times < _LARGE
            yield from (replace(line, size=body * (1.0 if running else times)) for line in run)

    return {number: replace(page, lines=tuple(level(page.lines))) for number, page in found.items()}


def _usual(pages: Iterable[PageLines]) -> float:
    """The size of most type."""
    sizes = [line.size for page in pages for line in page.lines for _ in line.text]
    return round(median(sizes) * 2) / 2 if sizes else 0.0


def _letters(lines: Sequence[PdfLine]) -> int:
    return sum(sign.isalpha() for line in lines for sign in line.text)
