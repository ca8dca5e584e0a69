"""Files that a Word file has put into itself whole (``w:altChunk``): web pages, Word files, RTF and plain text."""

import email
import email.policy
import re
from collections.abc import Callable

from maltolk.reading.decoding.encodings import decode
from maltolk.reading.formats.extracted import Extracted, Unreadable
from maltolk.reading.formats.office.packed import Refused

_PAGE_NAME = re.compile(r"\.x?html?$", re.IGNORECASE)
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<|\xff\xfe<|\xfe\xff\x00<")
_MAIL = re.compile(rb"\s*(?:MIME-Version|From|Content-Type|Subject|Date):", re.IGNORECASE)
_NO_WORDS = re.compile(r"holds no (?:words|text)")

Reader = Callable[[bytes], Extracted | Unreadable]


def read_chunk(name: str, raw: bytes, word: Reader) -> str:
    """The text of a part in light Markdown, "" for an empty one. ``word``: reads Word files. Raises Refused."""
    found = _read(name, raw, word)
    if isinstance(found, str):
        return found
    if isinstance(found, Extracted):
        return found.text
    if _NO_WORDS.search(found.reason):
        return ""
    raise Refused("a part that was put in from another file cannot be read; open the file in Word and save it anew")


def _read(name: str, raw: bytes, word: Reader) -> Extracted | Unreadable | str:
    from maltolk.reading.formats import extract

    if not raw.strip():
        return ""
    if raw.startswith(b"PK"):
        return word(raw)
    if raw.startswith(b"{\\rtf"):
        return extract(".rtf", raw)
    if _MAIL.match(raw):
        return extract(".html", page) if (page := _page_in(raw)) else ""
    if _PAGE_NAME.search(name) or _PAGE.match(raw):
        return extract(".html", raw)
    decoded = decode(raw)
    return decoded.text if decoded is not None else Unreadable("its encoding cannot be told")


def _page_in(raw: bytes) -> bytes:
    """The page in a web archive (MHTML), b"" where there is none."""
    for part in email.message_from_bytes(raw, policy=email.policy.default).walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes):
            return content
    return b""
