"""A response's body within its limit, and the suffix under which a reader knows its type."""

import zlib
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from maltolk.reading.document import SUFFIXES

TYPES: Mapping[str, str] = {
    "application/epub+zip": ".epub",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
}
_UNTOLD = frozenset({"application/octet-stream", "application/download", "application/force-download", ""})
"""Types that say nothing, so the address's own ending does."""

GZIP = b"\x1f\x8b"
_UNPACKING = zlib.MAX_WBITS | 16  # with gzip's header and checksum
_STEP = 64 * 1024


class TooLarge(Exception):
    """More bytes than the limit."""


class BadCompression(Exception):
    """Not gzip, or cut short."""


def media_type(header: str) -> str:
    """ "text/html" of "Text/HTML; charset=utf-8"."""
    return header.partition(";")[0].strip().lower()


def suffix_of(content_type: str, path: str) -> str | None:
    """The suffix for a response of this Content-Type at an address with this path; None for what is not read."""
    named = media_type(content_type)
    if named not in _UNTOLD:
        return TYPES.get(named)
    ending = PurePosixPath(unquote(path)).suffix.lower()
    return ending if ending in SUFFIXES else None


def whole(chunks: Iterable[bytes], limit: int, compressed: bool) -> bytes:
    """All of ``chunks``, unpacked if ``compressed``. Raises TooLarge before more than ``limit`` bytes are held, and
    BadCompression."""
    body = bytearray()
    unpacker = zlib.decompressobj(_UNPACKING) if compressed else None
    for chunk in chunks:
        for part in [chunk] if unpacker is None else _unpacked(unpacker, chunk):
            body += part
            if len(body) > limit:
                raise TooLarge
    if unpacker is not None and not unpacker.eof:
        raise BadCompression
    return bytes(body)


def unpacked(raw: bytes, limit: int) -> bytes:
    """The content of a gzip file. Raises as ``whole`` does."""
    return whole([raw], limit, compressed=True)


def _unpacked(unpacker: "zlib._Decompress", chunk: bytes) -> Iterable[bytes]:
    """In steps, so that a small chunk of a bomb never becomes much at once."""
    try:
        while chunk and not unpacker.eof:
            yield unpacker.decompress(chunk, _STEP)
            chunk = unpacker.unconsumed_tail
    except zlib.error as error:
        raise BadCompression from error
