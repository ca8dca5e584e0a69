"""What is at the top and foot of every page of a PDF: running heads, page numbers, references."""

import re
from collections import Counter

from maltolk.reading.formats.pdf.pdf_lines import PageLines, PdfLine, rows

_ZONE = 0.14
"""Share of the page's height, at the top and bottom, for heads and feet."""
_EDGE, _SMALL = 0.07, 0.9
_FIGURES = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:(?:sid(?:a|an|nr|or)?|page|s)\.?:?\s*)?\d{1,4}\s*(?:(?:av|of|/)\s*\d{1,4}|\(\s*\d{1,4}\s*\))?[-–—|\s]*",
    re.IGNORECASE,
)

_NAMED_PAGE = re.compile(r"(?:sid(?:a|an|nr)?|page)\.?:?\s*\d{1,4}.{0,8}|\d{1,4}\s*\(\d{1,4}\)", re.IGNORECASE)
"""An unmistakable page number; what shares its line is furniture, too."""


def without_margins(pages: list[PageLines]) -> tuple[list[list[PdfLine]], str]:
    """The lines of each page without heads, feet and page numbers, and the words of these, each once on a line."""
    sizes = Counter(line.size for page in pages for line in page.lines for _ in line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    zones = [_zone(page) for page in pages]
    seen = Counter(key for zone in zones for key in {_key(row) for row in zone})
    wanted = 2 if len(pages) <= 4 else max(3, len(pages) // 5)
    kept: list[list[PdfLine]] = []
    said: dict[str, None] = {}
    for page, zone in zip(pages, zones, strict=True):
        out: set[PdfLine] = set()
        for row in zone:
            words = _words(row)
            repeated = seen[_key(row)] >= wanted and len(pages) > 1
            numbered = any(_NAMED_PAGE.fullmatch(line.text) for line in row) or _PAGE_NUMBER.fullmatch(words)
            if repeated or numbered or _is_small_print(row, page, body):
                said |= dict.fromkeys(line.text for line in row)
                out |= set(row)
        kept.append([line for line in page.lines if line not in out])
    return kept, "\n".join(said)


def _is_small_print(row: list[PdfLine], page: PageLines, body: float) -> bool:
    """Small type at the very edge, beyond where notes to the text would be; it may occur only once."""
    edge = _EDGE * page.height
    outer = row[0].y < edge or row[0].y > page.height - edge
    return outer and all(line.size <= _SMALL * body for line in row)


def _zone(page: PageLines) -> list[list[PdfLine]]:
    edge = _ZONE * page.height
    return [row for row in rows(list(page.lines)) if row[0].y < edge or row[0].y > page.height - edge]


def _key(row: list[PdfLine]) -> tuple[str, int]:
    """The words with all digits alike, and about how high they are."""
    return _FIGURES.sub("0", _words(row)).casefold(), round(row[0].y / 4)


def _words(row: list[PdfLine]) -> str:
    return " ".join(line.text for line in row)
