"""One file's bytes -> a document, or one clear reason why there is none."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from maltolk.model import UNKNOWN_MUNICIPALITY, Document
from maltolk.reading.dates import document_date
from maltolk.reading.encodings import decode, is_binary
from maltolk.reading.frontmatter import Broken, split_front_matter
from maltolk.reading.gazetteer import Gazetteer
from maltolk.reading.language import text_language
from maltolk.reading.metadata import title_span
from maltolk.reading.places import municipality_of, places_of
from maltolk.reading.structure import find_structure

MAX_BYTES = 20 * 1024 * 1024
"""A larger text file is not a page or a plan; reading it would only cost memory."""
SUFFIXES = frozenset({".txt", ".md"})


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that became no document. ``path``: relative to the folder, with ``/``. ``reason``: one line for people."""

    path: str
    reason: str


def read_document(path: str, raw: bytes) -> Document | Skipped:
    """The document that a file's bytes hold, or why there is none. ``path``: relative, with ``/``."""
    if not raw.strip(b" \t\r\n\0"):
        return Skipped(path, "the file is empty")
    if len(raw) > MAX_BYTES:
        return Skipped(path, too_large(len(raw)))
    if is_binary(raw):
        return Skipped(path, "the file is not text; save it as .txt or .md")
    decoded = decode(raw)
    if decoded is None:
        return Skipped(path, "the file's encoding cannot be told; save it as UTF-8")
    head, text = split_front_matter(decoded.text)
    if isinstance(head, Broken):
        return Skipped(path, head.reason)
    if not any(sign.isalnum() for sign in text):
        return Skipped(path, "the file holds no words")
    structure = find_structure(text)
    title = title_span(text, structure.blocks)
    document = Document(
        path=path,
        municipality=head.municipality or UNKNOWN_MUNICIPALITY,
        title=head.title or (" ".join(title.of(text).split()) if title else PurePosixPath(path).stem),
        text=text,
        digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        url=head.url,
        date=head.date or document_date(text),
        licence=head.licence,
        language=head.language or text_language(text),
        places=head.places,
        blocks=structure.blocks,
        contacts=structure.contacts,
    )
    gazetteer = Gazetteer.default()
    if head.municipality is None:
        document = replace(document, municipality=municipality_of(document, gazetteer) or UNKNOWN_MUNICIPALITY)
    else:
        document = replace(document, municipality=gazetteer.canonical(head.municipality) or head.municipality)
    return document if head.places else replace(document, places=places_of(document, gazetteer))


def too_large(size: int) -> str:
    """Why a file of ``size`` bytes is not read."""
    return f"the file is {size / 1024 / 1024:.0f} MB, and {MAX_BYTES // 1024 // 1024} MB is the most; split it"
