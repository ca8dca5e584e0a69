"""What an encoder is: texts in, unit vectors out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from maltolk.model import Span

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """One passage to embed.

    ``context``: title and headings, put in front. ``text``: the passage's words.
    ``sentences``: its sentences, offsets into ``text``.
    """

    context: str
    text: str
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Embeddings:
    """``passages``: (n, dim) float32, unit length. ``sentences``: (all sentences in order, dim) float32, unit length.

    A sentence is embedded by itself after its passage's context, which finds the answering sentence more often than the
    mean of its tokens in the passage's run (docs/adr/0006).
    """

    passages: Vectors
    sentences: Vectors


class Encoder(Protocol):
    """Turns queries and passages into vectors whose inner product is their cosine."""

    @property
    def name(self) -> str:
        """The name it was requested by, kept in the manifest."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes if and only if the same text may get a different vector."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) float32, unit length; text beyond the model's limit is cut."""
        ...

    def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
        """Vectors of passages and their sentences, in the order given."""
        ...
