"""A folder of files -> documents, and for every file left out one clear reason."""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from maltolk.errors import UsageError
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder held: both in order of path."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]


def read_folder(root: Path) -> Reading:
    """All texts under ``root``. Raises UsageError when there is no such folder."""
    if not root.is_dir():
        cure = "name a folder with .txt or .md files"
        raise UsageError(
            f"{root} is a file, not a folder; {cure}" if root.exists() else f"there is no folder {root}; {cure}"
        )
    documents: list[Document] = []
    skipped: list[Skipped] = []
    inside = root.resolve()
    for path, file in sorted(_files(root, skipped)):
        result = _read_file(path, file, inside)
        if isinstance(result, Document):
            documents.append(result)
        else:
            skipped.append(result)
    skipped.sort(key=lambda item: item.path)
    return Reading(tuple(documents), tuple(skipped))


def read_document(path: str, raw: bytes) -> Document | Skipped:
    """The document that a file's bytes hold, or why there is none. ``path``: relative, with ``/``."""
    if not raw.strip(b" \t\r\n\0"):
        return Skipped(path, "the file is empty")
    if len(raw) > MAX_BYTES:
        return Skipped(path, _too_large(len(raw)))
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


def _files(root: Path, skipped: list[Skipped]) -> list[tuple[str, Path]]:
    """Every file that is not hidden, with its relative path. Folders that are links are not followed."""
    found: list[tuple[str, Path]] = []

    def unreadable(error: OSError) -> None:
        folder = Path(error.filename) if error.filename else root
        skipped.append(
            Skipped(folder.relative_to(root).as_posix(), "the folder cannot be opened; check its permissions")
        )

    for folder, folders, names in os.walk(root, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            link = Path(folder) / name
            if link.is_symlink():
                skipped.append(
                    Skipped(
                        link.relative_to(root).as_posix(),
                        "a link to a folder is not followed; put the files themselves here",
                    )
                )
        for name in names:
            if not name.startswith("."):
                file = Path(folder) / name
                found.append((file.relative_to(root).as_posix(), file))
    return found


def _read_file(path: str, file: Path, inside: Path) -> Document | Skipped:
    # A name that is not valid in the file system's encoding can't be written out again as text.
    path = path.encode("utf-8", "replace").decode("utf-8")
    try:
        if file.is_symlink() and not file.resolve().is_relative_to(inside):
            return Skipped(path, "the link leads out of the folder; put the file itself here")
        if not file.is_file():
            return Skipped(path, "the link leads nowhere" if file.is_symlink() else "not a file")
        if file.suffix.lower() not in SUFFIXES:
            kind = file.suffix.lower() or "without a suffix"
            return Skipped(path, f"files {kind} are not read; save the text as .txt or .md")
        size = file.stat().st_size
        if size > MAX_BYTES:
            return Skipped(path, _too_large(size))
        raw = file.read_bytes()
    except PermissionError:
        return Skipped(path, "the file may not be read; check its permissions")
    except (OSError, RuntimeError) as error:
        return Skipped(path, f"the file cannot be read ({getattr(error, 'strerror', None) or 'a loop of links'})")
    return read_document(path, raw)


def _too_large(size: int) -> str:
    return f"the file is {size / 1024 / 1024:.0f} MB, and {MAX_BYTES // 1024 // 1024} MB is the most; split it"
