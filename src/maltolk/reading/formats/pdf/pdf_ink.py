"""Whether a page shows print on paper beside its own words: a scan with a stamp or a signature's line upon it."""

from collections import Counter
from collections.abc import Sequence

import pypdfium2

from maltolk.reading.formats.pdf.pdf_lines import PdfLine

_SCALE = 0.5
"""Pixels for each point: enough to tell print from paper."""
_PAPER, _EVEN = 160, 24
"""Of 255: the shade of paper at least, and by how much its shades differ."""
_MOSTLY = 0.6
"""Share of a page that is bare paper."""
_DARKER = 60
"""Of 255: by how much ink is darker than its paper."""
_PRINT = 0.002
"""Share of a page that the ink of some lines covers."""


def is_print(page: pypdfium2.PdfPage, lines: Sequence[PdfLine]) -> bool:
    """Whether there is print on the page beside ``lines``; a photo or a coloured ground is none."""
    bitmap = page.render(scale=_SCALE, grayscale=True)
    try:
        held, width, stride = bytes(bitmap.buffer), bitmap.width, bitmap.stride
        rows = [bytearray(held[y * stride : y * stride + width]) for y in range(bitmap.height)]
    finally:
        bitmap.close()
    shades: Counter[int] = Counter()
    for row in rows:
        shades.update(row)
    paper = shades.most_common(1)[0][0]
    bare = sum(count for shade, count in shades.items() if abs(shade - paper) <= _EVEN)
    if paper < _PAPER or bare < _MOSTLY * width * len(rows):
        return False
    for line in lines:
        left, right = (max(0, min(width, round(x * _SCALE))) for x in (line.x0 - 1, line.x1 + 1))
        top, bottom = (max(0, round(y * _SCALE)) for y in (line.y - line.size, line.y + line.size / 2))
        for row in rows[top:bottom]:
            row[left:right] = bytes([paper]) * (right - left)
    ink = sum(count for row in rows for shade, count in Counter(row).items() if shade < paper - _DARKER)
    return bool(ink >= _PRINT * width * len(rows))
