"""The whole collection as one zip, written while it is sent: no more than one file of it is in memory."""

import io
import zipfile
from collections.abc import Iterator

from maltolk.reading.document import Skipped
from maltolk.reading.reasons import in_swedish
from maltolk.reading.sources.files import on_disk
from maltolk.web.staff.folder.corpus import Corpus

MAX_BYTES = 4 * 1024**3
"""Of the files together; more is taken home from the server's disk."""
LEFT_OUT = "utelämnade filer.txt"
"""A list in the zip of what is not, and why, where there is any."""


def size_of(corpus: Corpus) -> int:
    """Bytes of all files together."""
    total = 0
    for file in corpus.listing().found:
        try:
            total += on_disk(corpus.folder, file.path).lstat().st_size
        except (OSError, ValueError):  # gone meanwhile
            continue
    return total


def zipped(corpus: Corpus) -> Iterator[bytes]:
    """The bytes of the zip: every file of the collection that can be read, those beside the texts too."""
    pipe = _Pipe()
    listing = corpus.listing()
    left_out = list(listing.skipped)
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(listing.found, key=lambda file: file.path):
            raw = file.read()
            if isinstance(raw, Skipped):
                left_out.append(raw)
            else:
                archive.writestr(file.path, raw)
                yield pipe.taken()
        if left_out:
            archive.writestr(LEFT_OUT, "".join(f"{each.path}: {in_swedish(each.reason)}\n" for each in left_out))
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """Takes what a zip writes, and gives it away."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raw = bytes(data)  # type: ignore[call-overload]  # any buffer
        self._written += raw
        return len(raw)

    def taken(self) -> bytes:
        """What was written since the last call."""
        taken = bytes(self._written)
        self._written.clear()
        return taken
