"""What a document was read from, as one digest: where that is the same, the file need not be read again."""

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from maltolk.reading.formats import PICTURED
from maltolk.reading.formats.recognition.engine import engine

LIBRARIES = (
    *("charset-normalizer", "cssselect2", "lxml", "phonenumbers", "pypandoc_binary", "pypdfium2", "pyyaml"),
    *("rapidfuzz", "snowballstemmer", "tinycss2"),
)
"""Libraries whose version may affect how a file is read."""


def source_digest(path: str, raw: bytes, beside: Mapping[str, bytes]) -> str:
    """sha256 in hexadecimal over a file's path and bytes, those of its sidecars, and how they are read: for files that
    may hold pictures of text, also by which program these are recognised, or that there is none."""
    parts = {name: hashlib.sha256(said).hexdigest() for name, said in sorted(beside.items())}
    told = [reader_fingerprint(), path, hashlib.sha256(raw).hexdigest(), parts]
    if PurePosixPath(path).suffix.lower() in PICTURED:
        told.append(engine().version)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@cache
def reader_fingerprint() -> str:
    """Changes whenever the same file might be read differently: with any line of this room, any library, or Python.

    Computed rather than incremented by hand, since forgetting that would silently keep old readings; one reading too
    many costs only minutes.
    """
    found = hashlib.sha256(sys.version.encode())
    for place in (files("maltolk.reading"), files("maltolk.swedish"), files("maltolk.model") / "documents.py"):
        _add(found, place)
    for library in LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    return found.hexdigest()


def _add(found: "hashlib._Hash", place: Traversable) -> None:
    if place.is_file():
        found.update(place.name.encode() + b"\n" + hashlib.sha256(place.read_bytes()).digest())
    elif place.name != "__pycache__":
        for inner in sorted(place.iterdir(), key=lambda inner: inner.name):
            _add(found, inner)
