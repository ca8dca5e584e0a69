"""Draws PDFs for tests."""

import io
from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from maltolk.reading.formats import Extracted, Unreadable, extract

Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, **options: object) -> bytes:
    """A PDF with a page for each of these."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=1, **options)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(raw: bytes) -> Extracted:
    """What such a PDF says."""
    found = extract(".pdf", raw)
    assert isinstance(found, Extracted), found
    return found


def reason(raw: bytes) -> str:
    """Why it says nothing."""
    found = extract(".pdf", raw)
    assert isinstance(found, Unreadable), found
    return found.reason


def lines(*words: str, x: float = 60, top: float = 700, step: float = 13) -> Draw:
    """Lines below each other."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(words):
            canvas.drawString(x, top - step * number, line)

    return draw


def both(*draws: Draw) -> Draw:
    """All of these on one page."""

    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def typed(words: str, x: float, y: float, size: float = 10, font: str = "Helvetica") -> Draw:
    """Words in a type of their own."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, words)
        canvas.setFont("Helvetica", 10)

    return draw


def row(*parts: tuple[str, float, float], x: float = 60, y: float = 740) -> Draw:
    """Parts after each other on one line: words, type size, points above the baseline."""

    def draw(canvas: Canvas) -> None:
        at = x
        for words, size, rise in parts:
            canvas.setFont("Helvetica", size)
            canvas.drawString(at, y + rise, words)
            at += canvas.stringWidth(words, "Helvetica", size)
        canvas.setFont("Helvetica", 10)

    return draw
