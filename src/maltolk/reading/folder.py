"""A folder of files -> documents, and for every file left out one clear reason."""

import os
from dataclasses import dataclass
from pathlib import Path

from maltolk.errors import UsageError
from maltolk.model import Document
from maltolk.reading.document import MAX_BYTES, SUFFIXES, Skipped, read_document, too_large


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
            return Skipped(path, too_large(size))
        raw = file.read_bytes()
    except PermissionError:
        return Skipped(path, "the file may not be read; check its permissions")
    except (OSError, RuntimeError) as error:
        return Skipped(path, f"the file cannot be read ({getattr(error, 'strerror', None) or 'a loop of links'})")
    return read_document(path, raw)
