"""One file's bytes -> a document, or one clear reason why there is none."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from maltolk.model import UNKNOWN_MUNICIPALITY, Confidence, Document
from maltolk.reading.decoding.encodings import decode, is_binary
from maltolk.reading.facts import facts_of as facts
from maltolk.reading.facts.senders import places_of
from maltolk.reading.formats import FORMATS, Extracted, Pictured, Unreadable, extract, extract_quickly
from maltolk.reading.formats.frontmatter import Broken, FrontMatter, split_front_matter
from maltolk.reading.formats.markdown import plain_markdown
from maltolk.reading.structure import find_structure
from maltolk.swedish.gazetteer import Gazetteer
from maltolk.swedish.language import swedish_words, text_language

MAX_BYTES = 20 * 1024 * 1024
"""A larger text file is not a page or a plan; reading it would only cost memory."""
MAX_PACKED_BYTES = 100 * 1024 * 1024
"""Of formats that carry pictures beside their words."""
MAX_CHARACTERS = 3_000_000
"""A thousand pages. Finding the structure of more exceeds a file's time limit."""
SUFFIXES = frozenset({".txt", ".md", *FORMATS})
"""In lower case."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that became no document. ``path``: relative to the folder, with ``/``. ``reason``: one line for people."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ToRecognise:
    """A file with pictures of text that ``read_document`` would take its time to recognise. ``pictures``: how many."""

    path: str
    pictures: int


def read_document(path: str, raw: bytes) -> Document | Skipped:
    """The document in a file's bytes, or why there is none. ``path``: relative, with ``/``; its suffix gives the
    format."""
    read = read_quickly(path, raw)
    if not isinstance(read, ToRecognise):
        return read
    extracted = extract(PurePosixPath(path).suffix.lower(), raw)
    if isinstance(extracted, Unreadable):
        return Skipped(path, extracted.reason)
    return _document(path, FrontMatter(), extracted)


def read_quickly(path: str, raw: bytes) -> Document | Skipped | ToRecognise:
    """The same, except where words in pictures have to be recognised first."""
    if not raw.strip(b" \t\r\n\0"):
        return Skipped(path, "the file is empty")
    suffix = PurePosixPath(path).suffix.lower()
    if len(raw) > most_bytes(path):
        return Skipped(path, too_large(len(raw), most_bytes(path)))
    if suffix in FORMATS:
        extracted = extract_quickly(suffix, raw)
        if isinstance(extracted, Pictured):
            return ToRecognise(path, extracted.pictures)
        if isinstance(extracted, Unreadable):
            return Skipped(path, extracted.reason)
        return _document(path, FrontMatter(), extracted)
    if is_binary(raw):
        return Skipped(path, "the file is not text; save it as .txt or .md")
    decoded = decode(raw)
    if decoded is None:
        return Skipped(path, "the file's encoding cannot be told; save it as UTF-8")
    head, text = split_front_matter(decoded.text)
    if isinstance(head, Broken):
        return Skipped(path, head.reason)
    if suffix == ".md":
        text = plain_markdown(text)
    if not any(sign.isalnum() for sign in text):
        return Skipped(path, "the file holds no words")
    return _document(path, head, Extracted(text))


def _document(path: str, head: FrontMatter, extracted: Extracted) -> Document | Skipped:
    """The head takes precedence, then the text, then the file's own metadata."""
    text = extracted.text
    if len(text) > MAX_CHARACTERS:
        millions = f"{len(text) / 1e6:.1f} million characters, and {MAX_CHARACTERS / 1e6:.0f} million is the most"
        return Skipped(path, f"the text has {millions}; split it")
    structure = find_structure(text)
    gazetteer = Gazetteer.default()
    title = facts.title(path, text, structure.blocks, head, extracted)
    date = facts.date(text, str(title.value), head, extracted)
    kind = facts.kind(path, text, str(title.value), head)
    document = Document(
        path=path,
        municipality=UNKNOWN_MUNICIPALITY,
        title=str(title.value),
        text=text,
        digest=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        url=head.url or extracted.url,
        date=date.value if date.confidence is not Confidence.GUESSED else None,  # a file's day is not the text's
        licence=head.licence,
        language=head.language or _language(text, extracted.language),
        places=head.places,
        blocks=structure.blocks,
        contacts=structure.contacts,
        pages=extracted.pages,
        page_names=extracted.page_names,
        left_out=extracted.left_out,
        from_image=extracted.from_image,
    )
    municipality = facts.municipality(document, head, extracted, gazetteer)
    document = replace(
        document,
        municipality=municipality.value or UNKNOWN_MUNICIPALITY,
        facts=(title, municipality, date, facts.period(text, title, kind, head), kind),
    )
    return document if head.places else replace(document, places=places_of(document, gazetteer))


def _language(text: str, declared: str | None) -> str:
    """The words decide between Swedish and English: pages in English are often declared Swedish."""
    found = text_language(text)
    return declared if declared and declared not in ("sv", "en") and found == "sv" and not _is_swedish(text) else found


def _is_swedish(text: str) -> bool:
    return swedish_words(text) * 10 > len(text.split())


def most_bytes(path: str) -> int:
    """How large a file of this name may be."""
    return MAX_PACKED_BYTES if PurePosixPath(path).suffix.lower() in FORMATS else MAX_BYTES


def too_large(size: int, most: int = MAX_BYTES) -> str:
    """Why a file of ``size`` bytes is not read, when ``most`` are."""
    return f"the file is {size / 1024 / 1024:.0f} MB, and {most // 1024 // 1024} MB is the most; split it"
