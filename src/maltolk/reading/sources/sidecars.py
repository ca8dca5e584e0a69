"""Small files beside a document with metadata that it cannot carry itself: ``plan.pdf.yaml`` and ``plan.url``.

The first has the keys of a front matter, the second is the shortcut to the page that a browser saves.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from maltolk.model import Document
from maltolk.reading.decoding.encodings import decode
from maltolk.reading.document import SUFFIXES, Skipped
from maltolk.reading.facts import facts_of as facts
from maltolk.reading.facts.senders import places_of
from maltolk.reading.formats.frontmatter import Broken, FrontMatter, read_head
from maltolk.swedish.gazetteer import Gazetteer

MAX_BYTES = 64 * 1024
"""A longer file is not metadata."""
_KEYS = (".yaml", ".yml")
_SHORTCUT = ".url"
_ADDRESS = re.compile(r"^\s*URL\s*=\s*(\S+)\s*$", re.MULTILINE | re.IGNORECASE)


def names_beside(path: str) -> tuple[str, ...]:
    """Paths where sidecars of the document at ``path`` may be, in order of precedence."""
    stem = path[: len(path) - len(PurePosixPath(path).suffix)]
    return (*(path + suffix for suffix in _KEYS), path + _SHORTCUT, stem + _SHORTCUT)


def is_sidecar(path: str, paths: Collection[str]) -> bool:
    """Whether the file at ``path`` describes one of ``paths``, and so is not a document itself."""
    name = PurePosixPath(path)
    suffix = name.suffix.lower()
    if suffix not in (*_KEYS, _SHORTCUT):
        return False
    of = path[: len(path) - len(suffix)]
    if of in paths and PurePosixPath(of).suffix.lower() in SUFFIXES:
        return True
    return suffix == _SHORTCUT and any(of + known in paths or of + known.upper() in paths for known in SUFFIXES)


def described(document: Document, sidecars: Mapping[str, bytes]) -> Document | Skipped:
    """The document with the metadata from ``sidecars`` (path -> bytes), or why they cannot be read.

    They were written about this file, so they override the file's own metadata and what was found in its text.
    """
    said = FrontMatter()
    for path in names_beside(document.path):
        if path not in sidecars:
            continue
        name = PurePosixPath(path).name
        raw = sidecars[path]
        decoded = decode(raw) if len(raw) <= MAX_BYTES else None
        if decoded is None:
            return Skipped(document.path, f"{name} beside it is no text of a few lines; write it as UTF-8")
        if path.endswith(_SHORTCUT):
            address = _ADDRESS.search(decoded.text)
            said = replace(said, url=said.url or (address[1] if address else None))
            continue
        head = read_head(decoded.text)
        if isinstance(head, Broken):
            return Skipped(document.path, f"{name} beside it: {head.reason}")
        said = _over(said, head)
    return _applied(document, said)


def _over(first: FrontMatter, second: FrontMatter) -> FrontMatter:
    """The values of ``first``, completed from ``second``."""
    return FrontMatter(
        municipality=first.municipality or second.municipality,
        title=first.title or second.title,
        url=first.url or second.url,
        date=first.date or second.date,
        licence=first.licence or second.licence,
        language=first.language or second.language,
        places=first.places or second.places,
        period=first.period or second.period,
        kind=first.kind or second.kind,
    )


def _applied(document: Document, said: FrontMatter) -> Document:
    gazetteer = Gazetteer.default()
    named = said.municipality
    result = replace(
        document,
        municipality=(gazetteer.canonical(named) or named) if named else document.municipality,
        title=said.title or document.title,
        url=said.url or document.url,
        date=said.date or document.date,
        licence=said.licence or document.licence,
        language=said.language or document.language,
        places=said.places or document.places,
    )
    result = replace(result, facts=facts.restated(document.facts, said, gazetteer))
    moved = result.municipality != document.municipality and not said.places
    # The places found were those of another municipality.
    return replace(result, places=places_of(result, gazetteer)) if moved else result
