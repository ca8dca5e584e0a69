"""PDF: text in reading order with its pages, by PDFium."""

import re
from contextlib import suppress

import pypdfium2
from pypdfium2 import raw as pdfium

from maltolk.model import LeftOut
from maltolk.reading.formats.extracted import Extracted, Unreadable, finished, one_line
from maltolk.reading.formats.pdf.pdf_margins import printed_numbers, without_margins
from maltolk.reading.formats.pdf.pdf_page import PageLines, page_lines
from maltolk.reading.formats.pdf.pdf_page_names import page_names
from maltolk.reading.formats.pdf.pdf_regions import page_regions
from maltolk.reading.formats.pdf.pdf_text import write_pages
from maltolk.reading.formats.pdf.pdf_trust import trusted

MAX_PAGES = 3000
_PASSWORD = 4
"""PDFium's error for a missing or wrong password."""
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_PROGRAM_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel)|\.(?:docx?|pptx?|indd|xlsx?|pdf|odt)$|^untitled", re.IGNORECASE
)
_MAX_ABOUT = 1000
_DAMAGED = "the page is damaged and cannot be read; save the PDF anew"


def read(raw: bytes) -> Extracted | Unreadable:
    """The document's words, or why there are none."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            return Unreadable("the PDF has a password; save it without one")
        return Unreadable("the file is no PDF, or a damaged one; save it anew")
    try:
        return _read(document)
    finally:
        document.close()


def _open_forms(document: pypdfium2.PdfDocument) -> None:
    """Makes values of fields readable, before any page is opened; a broken form leaves the words beside it."""
    if document.get_formtype() == pdfium.FORMTYPE_ACRO_FORM:
        with suppress(pypdfium2.PdfiumError):
            document.init_forms()


def _read(document: pypdfium2.PdfDocument) -> Extracted | Unreadable:
    _open_forms(document)
    count = len(document)
    if count > MAX_PAGES:
        return Unreadable(f"the PDF has {count:,} pages, and {MAX_PAGES:,} is the most; split it")
    pages: list[PageLines] = []
    damaged: list[LeftOut] = []
    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            pages.append(PageLines((), 0.0, 0.0))
            damaged.append(LeftOut(number + 1, _DAMAGED))
            continue
        try:
            pages.append(page_lines(page, number))
        finally:
            page.close()
    told = trusted(pages)
    if isinstance(told, Unreadable):
        return told
    sound, untold = told
    bodies, about = without_margins(sound)
    of_pages = [page_regions(body, page, number) for number, (body, page) in enumerate(zip(bodies, sound, strict=True))]
    text, starts = finished(write_pages(of_pages))
    if 2 * sum(page.pictured for page in pages) > count or not any(sign.isalnum() for sign in text):
        if any(page.pictured for page in pages):
            return Unreadable("the PDF holds pictures of text only; run it through OCR first")
        return Unreadable("the PDF holds no text; if it shows drawn letters, run it through OCR first")
    said = document.get_metadata_dict(skip_empty=True)
    title = one_line(said.get("Title", ""))
    when = _DATE.match(said.get("ModDate", "")) or _DATE.match(said.get("CreationDate", ""))
    about = "\n".join(filter(None, [about, said.get("Author"), said.get("Subject"), said.get("Keywords")]))
    return Extracted(
        text,
        title=None if not title or _PROGRAM_TITLE.search(title) else title,
        saved="-".join(when.groups()) if when else None,
        about=about[:_MAX_ABOUT],
        pages=starts,
        page_names=page_names(document, printed_numbers(sound)),
        left_out=tuple(sorted([*damaged, *untold], key=lambda each: each.page)),
    )
