"""Word processors' files are zip archives of XML: parts read with a limit, XML without entities or outside files."""

import lzma
import zipfile
import zlib
from io import BytesIO

from lxml import etree

MAX_PART = 100 * 1024 * 1024
"""Bytes of one part unpacked. The text of a thousand pages takes a tenth of it."""
MAX_RATIO = 300
"""A part with a higher compression ratio is malicious; real ones stay below 50."""
_SMALL = 1024 * 1024
"""A part of at most this many bytes may have any compression ratio."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class Refused(Exception):
    """Reading stops; the text is the reason."""


class Package:
    """An opened archive. Raises Refused for anything else."""

    def __init__(self, raw: bytes, kind: str) -> None:
        self._kind = kind
        if raw.startswith(_OLD_OFFICE):
            raise Refused(f"the file has a password, or is in an older format; save it without one as {kind}")
        if not raw.startswith(b"PK"):
            raise Refused(f"the file is no {kind} file in spite of its name; save it anew as {kind}")
        try:
            self._archive = zipfile.ZipFile(BytesIO(raw))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Refused(self._damaged) from None
        self._parts = {_plain(info.filename): info for info in self._archive.infolist()}

    @property
    def _damaged(self) -> str:
        return f"the file is damaged and cannot be unpacked; save it anew as {self._kind}"

    def xml(self, name: str) -> etree._Element:
        """The root of a part that has to be there."""
        found = self.optional(name)
        if found is None:
            raise Refused(f"the file has no {name}, so it is no {self._kind} file; save it anew as {self._kind}")
        return found

    def optional(self, name: str) -> etree._Element | None:
        """The root of a part, or None where there is none."""
        raw = self.raw(name)
        return None if raw is None else parse_xml(raw, self._damaged)

    def raw(self, name: str) -> bytes | None:
        """A part as it is, or None where there is none."""
        info = self._parts.get(_plain(name))
        return None if info is None else self._unpacked(info)

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._archive.namelist()

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        # The archive's sizes may be false: never read more than this many bytes.
        most = min(MAX_PART, max(_SMALL, MAX_RATIO * info.compress_size))
        try:
            with self._archive.open(info) as part:
                raw = part.read(most + 1)
        except RuntimeError:
            raise Refused("the file has a password; save it without one") from None
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError, EOFError):
            raise Refused(self._damaged) from None
        if len(raw) > most:
            raise Refused("the file unpacks to far more than it could mean to hold; save its text as .txt")
        return raw


def _plain(name: str) -> str:
    """Capitals make no difference, and some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").casefold()


def parse_xml(raw: bytes, damaged: str) -> etree._Element:
    """The root. No document type, so no entities; nothing is fetched. ``damaged``: the reason given for invalid XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(damaged) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("the file's XML declares entities, which no word processor does; save it anew")
    return root
