"""PDF: text in reading order with its pages, by PDFium."""

import re
from collections.abc import Sequence
from contextlib import suppress

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.model import LeftOut
from maltolk.reading.formats.extracted import Extracted, Pictured, Unreadable, finished, one_line
from maltolk.reading.formats.pdf.pdf_headings import outline_of, with_tagged
from maltolk.reading.formats.pdf.pdf_layers import has_layered_forms
from maltolk.reading.formats.pdf.pdf_margins import printed_numbers, without_margins
from maltolk.reading.formats.pdf.pdf_page import PageLines, page_lines
from maltolk.reading.formats.pdf.pdf_page_names import page_names
from maltolk.reading.formats.pdf.pdf_regions import page_regions
from maltolk.reading.formats.pdf.pdf_scans import MOST, UNCLEAR, Scans, read_scans, without_engine
from maltolk.reading.formats.pdf.pdf_text import write_pages
from maltolk.reading.formats.pdf.pdf_trust import is_hurt, parts_left_out, trusted
from maltolk.reading.formats.recognition.engine import engine

MAX_PAGES = 3000
_PASSWORD = 4
"""PDFium's error for a missing or wrong password."""
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_PROGRAM_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)|\.(?:docx?|pptx?|indd|xlsx?|pdf|odt)$|^untitled", re.IGNORECASE
)
_MAX_ABOUT = 1000
_DAMAGED = "the page is damaged and cannot be read; save the PDF anew"


def read(raw: bytes, *, recognise: bool = False) -> Extracted | Unreadable | Pictured:
    """The document's words, or why there are none. ``recognise``: whether those of pictures are recognised, which takes
    its time; else where that could be done, the answer is that there are some."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            return Unreadable("the PDF has a password; save it without one")
        return Unreadable("the file is no PDF, or a damaged one; save it anew")
    try:
        return _read(document, recognise=recognise, layered_forms=has_layered_forms(raw))
    finally:
        document.close()


def _open_forms(document: pypdfium2.PdfDocument) -> None:
    """Makes values of fields readable, before any page is opened; a broken form leaves the words beside it."""
    if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
        with suppress(pypdfium2.PdfiumError):
            document.init_forms()


def _read(
    document: pypdfium2.PdfDocument, *, recognise: bool, layered_forms: bool
) -> Extracted | Unreadable | Pictured:
    _open_forms(document)
    count = len(document)
    if count > MAX_PAGES:
        return Unreadable(f"the PDF has {count:,} pages, and {MAX_PAGES:,} is the most; split it")
    pages, damaged = _pages(document, layered_forms=layered_forms)
    untold = {number for number, page in enumerate(pages) if is_hurt(page)}
    pictures = [number for number, page in enumerate(pages) if page.scanned or number in untold]
    if engine().missing:
        scans = without_engine(pages, [number for number in pictures if number not in untold])
    elif pictures and not recognise:
        return Pictured(min(len(pictures), MOST))
    else:
        scans = read_scans(document, pages, pictures, untold)
    told = trusted(scans.pages)
    if isinstance(told, Unreadable):
        return told
    sound, hurt = told
    bodies, about = without_margins(sound)
    of_pages = [page_regions(body, page, number) for number, (body, page) in enumerate(zip(bodies, sound, strict=True))]
    written, unsure = write_pages(of_pages, with_tagged(outline_of(document), [page.tagged for page in sound]))
    text, starts = finished(written)
    if 2 * sum(page.pictured for page in sound) > count or not any(sign.isalnum() for sign in text):
        return Unreadable(_wordless(sound, scans))
    said = document.get_metadata_dict(skip_empty=True)
    title = one_line(said.get("Title", ""))
    when = _DATE.match(said.get("ModDate", "")) or _DATE.match(said.get("CreationDate", ""))
    about = "\n".join(filter(None, [about, said.get("Author"), said.get("Subject"), said.get("Keywords")]))
    left_out = [*damaged, *scans.left_out, *hurt, *parts_left_out(sound, unsure)]
    return Extracted(
        text,
        title=None if not title or _PROGRAM_TITLE.search(title) else title,
        saved="-".join(when.groups()) if when else None,
        about=about[:_MAX_ABOUT],
        pages=starts,
        page_names=page_names(document, printed_numbers(sound)),
        left_out=tuple(sorted(left_out, key=lambda each: each.page)),
        from_image=tuple(number for number, page in enumerate(sound, 1) if page.from_image and page.lines),
    )


def _pages(document: pypdfium2.PdfDocument, *, layered_forms: bool) -> tuple[list[PageLines], list[LeftOut]]:
    """The pages, and which of them cannot be opened."""
    pages: list[PageLines] = []
    damaged: list[LeftOut] = []
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            pages.append(PageLines((), 0.0, 0.0))
            damaged.append(LeftOut(number + 1, _DAMAGED))
            continue
        try:
            pages.append(page_lines(page, number, layered_forms=layered_forms))
        finally:
            page.close()
    return pages, damaged


def _wordless(pages: Sequence[PageLines], scans: Scans) -> str:
    """Why there are no words, or hardly any beside pictures."""
    if any(page.from_image and page.lines for page in pages):
        return UNCLEAR
    if not any(page.pictured for page in pages):
        if any(page.scanned for page in pages):
            return "the PDF holds pictures without words"
        return "the PDF holds no text; if it shows drawn letters, run it through OCR first"
    if missing := engine().missing:
        return f"the PDF holds pictures of text only; install {missing} to read scans, or run it through OCR first"
    reasons = [each.reason for each in scans.left_out]
    return reasons[0] if reasons else "the PDF holds pictures of text only; run it through OCR first"
