"""An address -> the name of its file: readable, in one flat folder, the same each time, and never leading elsewhere."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

import httpx

from maltolk.reading.document import SUFFIXES

MAX_NAME = 120
"""Bytes of a name before its suffix; file systems take 255, and sidecars and writing add some."""
_BETWEEN = "--"
"""Between the parts of a path. Folders would meet files of the same name, and a folder ``x-filer`` beside ``x.html``
is taken for the pictures of that page."""
_UNWANTED = re.compile(r"[^\w.,()+-]+")
_FIRST = "start"


def name_of(url: httpx.URL, suffix: str, is_taken: Callable[[str], bool]) -> str:
    """The file's name for ``url``. ``is_taken``: whether a name is that of another address."""
    path = unicodedata.normalize("NFC", unquote(url.path, errors="replace"))
    parts = [_UNWANTED.sub("-", part).strip("-.") for part in path.split("/")]
    said = _BETWEEN.join(part for part in parts if part) or _FIRST
    stem = said[: -len(suffix)] if said.lower().endswith(suffix) else _without_suffix(said)
    if url.query or _shortened(stem) != stem:
        return _told_apart(url, stem, suffix)
    name = f"{stem}{suffix}"
    return _told_apart(url, stem, suffix) if is_taken(name) else name


def folded(name: str) -> str:
    """Equal for names that some file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _without_suffix(said: str) -> str:
    """Without the ending of another format (.htm, .aspx stays): the content's type decides the format."""
    stem, dot, ending = said.rpartition(".")
    return stem if stem and f"{dot}{ending}".lower() in SUFFIXES else said


def _told_apart(url: httpx.URL, stem: str, suffix: str) -> str:
    return f"{_shortened(stem)}-{hashlib.sha256(str(url).encode()).hexdigest()[:10]}{suffix}"


def _shortened(stem: str) -> str:
    return stem.encode()[:MAX_NAME].decode("utf-8", "ignore")
