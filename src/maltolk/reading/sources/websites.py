"""Files of a saved web site that only serve to display its pages: skipped, with one line for each folder."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from maltolk.reading.document import SUFFIXES, Skipped
from maltolk.reading.sources.files import Found

_ASSETS = frozenset(
    (
        *(".css", ".js", ".mjs", ".map", ".json", ".xml", ".webmanifest", ".download"),
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp"),
        *(".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".webm", ".swf"),
    )
)
"""Suffixes of styles, images and programs. Browsers save a script as ``x.js.download``."""
_PAGES = frozenset((".html", ".htm", ".xhtml"))
_BESIDE = re.compile(r"(?P<page>.+)(?:[_-](?:files|filer|dateien|fichiers|bestanden|archivos)|\.files)", re.IGNORECASE)
"""The folder that a browser saves beside ``page.html``."""
_FEW = 3
"""Most files in one folder that get a line each."""


def without_looks(found: Iterable[Found]) -> tuple[list[Found], list[Skipped]]:
    """The files that may hold text, and one line for each folder of files that only display a page.

    A few in a folder of texts stay among the files: each is reported by name. Pictures serve to display a page where
    they lie by themselves in a folder below one of pages; others may be scanned pages.
    """
    files = list(found)
    pages = {_beside(file.path) for file in files if PurePosixPath(file.path).suffix.lower() in _PAGES}
    kept: list[Found] = []
    texts = {PurePosixPath(file.path).parent for file in files if not _is_look(file.path)}
    sites = {PurePosixPath(file.path).parent for file in files if PurePosixPath(file.path).suffix.lower() in _PAGES}
    below: defaultdict[str, list[Found]] = defaultdict(list)
    looks: defaultdict[str, list[Found]] = defaultdict(list)
    for file in files:
        path = PurePosixPath(file.path)
        page_folder = next((str(folder) for folder in reversed(path.parents) if _key(folder) in pages), None)
        if page_folder is not None:
            below[page_folder].append(file)
        elif _is_look(file.path) and (
            path.suffix.lower() not in SUFFIXES or (path.parent not in texts and not sites.isdisjoint(path.parents))
        ):
            looks[str(path.parent)].append(file)
        else:
            kept.append(file)
    skipped = [
        Skipped(folder, f"{_count(inside)} that only show the page beside this folder are not read")
        for folder, inside in below.items()
    ]
    for folder, inside in looks.items():
        if len(inside) > _FEW:
            skipped.append(Skipped(folder, f"{_count(inside)} for the looks of pages are not read"))
        else:
            kept += inside
    return kept, skipped


def _is_look(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in _ASSETS


def _beside(page: str) -> tuple[str, str]:
    """Where the folder of ``page`` would be, and its name without the ending."""
    path = PurePosixPath(page)
    return str(path.parent), path.stem.casefold()


def _key(folder: PurePosixPath) -> tuple[str, str] | None:
    match = _BESIDE.fullmatch(folder.name)
    return (str(folder.parent), match["page"].casefold()) if match else None


def _count(files: list[Found]) -> str:
    """ "12 files (8 .css, 4 .js)"."""
    kinds = Counter(PurePosixPath(file.path).suffix.lower() or "without a suffix" for file in files)
    most = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    listed = [f"{number} {kind}" for kind, number in most[:4]] + (["…"] if len(most) > 4 else [])
    return f"{len(files)} file{'s' if len(files) > 1 else ''} ({', '.join(listed)})"
