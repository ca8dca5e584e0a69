"""Bytes of a page, a PDF or a word processor's file -> plain text that ``reading.structure`` understands.

Heavy parsers are imported when the first file of their kind is read.
"""

from collections.abc import Callable
from importlib import import_module

from maltolk.reading.formats.extracted import Extracted, Unreadable

__all__ = ["FORMATS", "Extracted", "Unreadable", "extract"]

FORMATS = {
    ".docx": "office.docx",
    ".epub": "office.epub",
    ".htm": "html.page",
    ".html": "html.page",
    ".odp": "office.odp",
    ".ods": "office.ods",
    ".odt": "office.odt",
    ".pdf": "pdf.pdf_pages",
    ".pptx": "office.pptx",
    ".rtf": "office.rtf",
    ".xhtml": "html.page",
    ".xlsx": "office.xlsx",
}
"""Suffix, in lower case -> the module here that reads such files."""


def extract(suffix: str, raw: bytes) -> Extracted | Unreadable:
    """What the file holds, or why it cannot be read. ``suffix``: one of FORMATS. Raises KeyError for any other."""
    module = import_module(f"{__name__}.{FORMATS[suffix]}")
    read: Callable[[bytes], Extracted | Unreadable] = module.read
    return read(raw)
