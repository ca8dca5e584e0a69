"""An encoder without a model, for quick tests: texts that share words or parts of words lie near each other."""

import re
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np

from maltolk.indexing.encoders.encoder import Embeddings, EncoderInput, Vectors

HASHING = "hash"
"""Name of this encoder in ``Settings.model``."""

_WORDS = re.compile(r"\w+")
_GRAM = 4


class HashEncoder:
    """Counts words, and the four-letter parts of longer ones, in ``dimension`` hashed places."""

    def __init__(self, dimension: int = 64) -> None:
        self.name = HASHING
        self.dimension = dimension
        self.fingerprint = f"hash-1-{dimension}"

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) float32, unit length."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._embed(text)
        return vectors

    def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
        """A sentence's vector comes mostly from its own words, a little from its passage."""
        whole = self.embed_queries([f"{item.context}\n{item.text}" for item in passages])
        sentences = [
            (span.of(item.text), vector)
            for item, vector in zip(passages, whole, strict=True)
            for span in item.sentences
        ]
        chunks = self.embed_queries([text for text, _ in sentences])
        for row, (_, passage) in enumerate(sentences):
            chunks[row] += 0.25 * passage
            chunks[row] /= np.linalg.norm(chunks[row])
        return Embeddings(whole, chunks)

    def _embed(self, text: str) -> Vectors:
        vector = np.zeros(self.dimension, np.float32)
        for feature, count in Counter(_features(text)).items():
            place = zlib.crc32(feature.encode("utf-8", "replace"))
            vector[place % self.dimension] += (1 if place & 1 << 31 else -1) * (1 + np.log(count))
        length = np.linalg.norm(vector)
        if length == 0:  # no words, or words that cancel out
            vector[0] = length = np.float32(1)
        return vector / length


def _features(text: str) -> list[str]:
    features = []
    for word in _WORDS.findall(text.lower()):
        features.append(word)
        features += [word[at : at + _GRAM] for at in range(len(word) - _GRAM)] if len(word) > _GRAM else []
    return features
