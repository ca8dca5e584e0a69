"""Bytes of a page, a PDF or a word processor's file -> plain text that ``reading.structure`` understands.

Heavy parsers are imported when the first file of their kind is read.
"""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from maltolk.reading.formats.extracted import Extracted, Pictured, Unreadable

__all__ = ["FORMATS", "PICTURED", "PICTURES", "Extracted", "Pictured", "Unreadable", "extract", "extract_quickly"]

FORMATS = {
    ".docx": "office.docx",
    ".epub": "office.epub",
    ".htm": "html.page",
    ".html": "html.page",
    ".jpeg": "pictures",
    ".jpg": "pictures",
    ".odp": "office.odp",
    ".ods": "office.ods",
    ".odt": "office.odt",
    ".pdf": "pdf.pdf_pages",
    ".png": "pictures",
    ".pptx": "office.pptx",
    ".rtf": "office.rtf",
    ".tif": "pictures",
    ".tiff": "pictures",
    ".xhtml": "html.page",
    ".xlsx": "office.xlsx",
}
"""Suffix, in lower case -> the module here that reads such files."""


PICTURES = frozenset(suffix for suffix, module in FORMATS.items() if module == "pictures")
"""Suffixes of files that are pictures."""
PICTURED = PICTURES | {".pdf"}
"""Suffixes of files that may hold pictures of text, which are read where a program is installed that recognises it."""


def extract(suffix: str, raw: bytes) -> Extracted | Unreadable:
    """What the file holds, or why it cannot be read; where words in pictures have to be recognised, it takes minutes.
    ``suffix``: one of FORMATS. Raises KeyError for any other."""
    found = extract_quickly(suffix, raw)
    if isinstance(found, Pictured):
        recognise: Callable[..., Extracted | Unreadable] = _module(suffix).read
        return recognise(raw, recognise=True)
    return found


def extract_quickly(suffix: str, raw: bytes) -> Extracted | Unreadable | Pictured:
    """The same, except where words in pictures have to be recognised first."""
    read: Callable[[bytes], Extracted | Unreadable | Pictured] = _module(suffix).read
    return read(raw)


def _module(suffix: str) -> ModuleType:
    return import_module(f"{__name__}.{FORMATS[suffix]}")
