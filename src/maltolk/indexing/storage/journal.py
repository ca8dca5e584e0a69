"""Vectors of a build in progress, kept so that an interruption loses seconds of embedding rather than hours.

index/journal
  one line of JSON: format, encoder, dimension, whether the build embeds everything again
  records: key (16 bytes), number of sentences (uint32), vector of the passage (dimension float32), vectors of the
           sentences (sentences x dimension float16), and the first 16 bytes of a sha256 over the line and all of these

Only for the holder of the build lock. What was appended outlives the process without waiting for the disk; a record
left half-written by a power cut fails its checksum, and is dropped with all that follow.
"""

import hashlib
import json
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from maltolk.indexing.encoders.encoder import Encoder, Vectors

JOURNAL_FILE = "journal"
FORMAT = 1
KEY_BYTES = 16
_COUNT_BYTES, _SUM_BYTES = 4, 16


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of one passage as stored in a generation: (dim,) float32 and (sentences, dim) float16."""

    key: bytes
    passage: Vectors
    sentences: NDArray[np.float16]


class Journal:
    """What was embedded since the last finished build. A context manager; closing leaves the file."""

    def __init__(self, index: Path, encoder: Encoder, wanted: Collection[bytes], *, full: bool = False) -> None:
        """Open the journal of the index in the folder ``index``, and drop from it all but the keys ``wanted``.

        So it never outgrows the vectors of one generation. Nothing is kept from another encoder or format, nor, when
        ``full``, from a build that was not. Raises OSError when it cannot be written.
        """
        self._path = index / JOURNAL_FILE
        self._dimension = encoder.dimension
        self._head = _head(encoder, full=full)
        heads = (self._head,) if full else (self._head, _head(encoder, full=True))
        self._places: dict[bytes, int] = {}
        taken = frozenset(wanted)
        # Rewritten, so that new records never follow damaged ones.
        fresh = self._path.with_name(f".{JOURNAL_FILE}.new") if self._path.exists() else self._path
        self._file = fresh.open("w+b")
        try:
            self._file.write(self._head)
            self._add(item for item in _records(self._path, heads, self._dimension) if item.key in taken)
            if fresh != self._path:
                fresh.replace(self._path)
        except BaseException:
            self._file.close()
            fresh.unlink(missing_ok=True)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __len__(self) -> int:
        return len(self._places)

    def read(self, key: bytes) -> Embedded | None:
        """The vectors stored under that key, or None; checked again, as they are read from disk again."""
        place = self._places.get(key)
        if place is None:
            return None
        self._file.seek(place)
        return _record(self._file, self._head, self._dimension)

    def append(self, batch: Sequence[Embedded]) -> None:
        """Keep the vectors of a batch, whatever becomes of this process. Raises OSError."""
        self._file.seek(0, os.SEEK_END)
        self._add(batch)

    def _add(self, items: Iterator[Embedded] | Sequence[Embedded]) -> None:
        for item in items:
            place = self._file.tell()
            self._file.write(_written(item, self._head))
            self._places[item.key] = place
        self._file.flush()


def drop_journal(index: Path) -> None:
    """Remove the journal of the index in the folder ``index``: the build that used it has finished, or must not."""
    for name in (JOURNAL_FILE, f".{JOURNAL_FILE}.new"):
        (index / name).unlink(missing_ok=True)


def _head(encoder: Encoder, *, full: bool) -> bytes:
    fields = {"format": FORMAT, "encoder": encoder.fingerprint, "dimension": encoder.dimension, "full": full}
    return json.dumps(fields, sort_keys=True).encode() + b"\n"


def _records(path: Path, heads: Collection[bytes], dimension: int) -> Iterator[Embedded]:
    """The sound records of the journal in ``path``, if there is one and it begins with one of ``heads``."""
    try:
        file = path.open("rb")
    except OSError:
        return
    with file:
        head = file.readline(max(map(len, heads)))
        if head not in heads:
            return
        while (found := _record(file, head, dimension)) is not None:
            yield found


def _record(file: BinaryIO, head: bytes, dimension: int) -> Embedded | None:
    """The record at the current position of ``file``, or None if it is not complete and sound."""
    start = file.read(KEY_BYTES + _COUNT_BYTES)
    count = int.from_bytes(start[KEY_BYTES:], "little")
    size = dimension * (4 + 2 * count) + _SUM_BYTES
    if len(start) < KEY_BYTES + _COUNT_BYTES or file.tell() + size > os.fstat(file.fileno()).st_size:
        return None
    body = file.read(size)
    vectors, checksum = body[:-_SUM_BYTES], body[-_SUM_BYTES:]
    if _checksum(head, start, vectors) != checksum:
        return None
    passage = np.frombuffer(vectors, dtype="<f4", count=dimension)
    sentences = np.frombuffer(vectors, dtype="<f2", offset=4 * dimension).reshape(count, dimension)
    return Embedded(start[:KEY_BYTES], passage, sentences)


def _written(item: Embedded, head: bytes) -> bytes:
    start = item.key + len(item.sentences).to_bytes(_COUNT_BYTES, "little")
    vectors = item.passage.astype("<f4").tobytes() + item.sentences.astype("<f2").tobytes()
    return start + vectors + _checksum(head, start, vectors)


def _checksum(*parts: bytes) -> bytes:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.digest()[:_SUM_BYTES]
