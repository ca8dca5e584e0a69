"""The encoder that answers: tokenizers and onnxruntime, nothing else.

Texts run one at a time, several in parallel, never in padded batches: the 8-bit graph scales its activations by the
largest of the whole run, so a neighbour in the batch would change a text's vector. It is also no slower (docs/adr/0006).
"""

import os
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from maltolk.errors import ModelError
from maltolk.indexing.encoder import Embeddings, Encoder, EncoderInput, Vectors
from maltolk.indexing.hash_encoder import HASHING, HashEncoder
from maltolk.indexing.model_folder import TOKENIZER, prepare_model, read_card
from maltolk.indexing.onnx_export import GRAPH
from maltolk.model import Span
from maltolk.settings import Settings

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_CHARACTERS_PER_TOKEN = 20  # text beyond this many times the token limit is cut before the tokenizer sees it
_MOST_QUERY_THREADS = 4  # a question is too short to keep more busy
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def open_encoder(settings: Settings, progress: Callable[[str], None] | None = None) -> Encoder:
    """The encoder that ``settings.model`` names; prepared first where it is not yet (see ``prepare_model``).

    Raises ModelError.
    """
    if settings.model == HASHING:
        return HashEncoder()
    return LightEncoder(settings.model, prepare_model(settings.model, settings.models, progress))


class LightEncoder:
    """Runs a prepared model folder. Safe to use from several threads."""

    def __init__(self, name: str, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._card = read_card(folder)
        self._graph = folder / GRAPH
        self.name = name
        self.fingerprint = self._card.fingerprint
        self.dimension = self._card.dimension
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        except Exception as error:  # the tokenizers library raises nothing narrower
            raise ModelError(
                f"the tokenizer in {folder} is damaged; delete the folder and run the command again"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._card.max_tokens)
        # A question that holds "</s>" is words, not a command to the model.
        self._tokenizer.encode_special_tokens = True
        self._cores = _cores()
        self._one = self._session(min(self._cores, _MOST_QUERY_THREADS))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) float32, unit length. Each row depends on its own text only."""
        prompt = self._card.query_prompt
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            encoding = self._tokenizer.encode(self._clean(prompt + text))
            vectors[row] = self._pool(_run(self._one, encoding.ids))
        return vectors

    def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
        """Vectors of passages and their sentences, in the order given; a passage's depend on that passage only.

        A sentence that the token limit cuts off whole has its passage's vector.
        """
        prefixes = [self._card.passage_prompt + (f"{item.context}\n" if item.context else "") for item in passages]
        encodings = self._tokenizer.encode_batch(
            [self._clean(prefix + item.text) for prefix, item in zip(prefixes, passages, strict=True)]
        )
        vectors = np.empty((len(passages), self.dimension), np.float32)
        firsts = np.cumsum([0, *(len(item.sentences) for item in passages)])
        sentences = np.empty((int(firsts[-1]), self.dimension), np.float32)

        def embed(row: int) -> None:
            encoding, item = encodings[row], passages[row]
            tokens = _run(self._many, encoding.ids)
            vectors[row] = self._pool(tokens)
            sentences[firsts[row] : firsts[row + 1]] = _late_chunks(
                tokens, np.array(encoding.offsets), len(prefixes[row]), item.sentences, vectors[row]
            )

        # The longest first, so that no core is left with a long one at the end.
        order = sorted(range(len(passages)), key=lambda row: -len(encodings[row].ids))
        with ThreadPoolExecutor(self._cores) as workers:
            for _ in workers.map(embed, order):
                pass
        return Embeddings(vectors, sentences)

    @cached_property
    def _many(self) -> "InferenceSession":
        """A session for several runs at once, one core each; only a build opens it."""
        return self._session(1)

    def _session(self, threads: int) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        try:
            return onnxruntime.InferenceSession(str(self._graph), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors have no common base
            raise ModelError(
                f"the encoder in {self._graph.parent.parent} is damaged; delete the folder and run the command again"
            ) from error

    def _clean(self, text: str) -> str:
        """As many characters as before, up to the limit, all of them valid UTF-8."""
        return _LONE_SURROGATE.sub("\ufffd", text[: self._card.max_tokens * _CHARACTERS_PER_TOKEN])

    def _pool(self, tokens: Vectors) -> Vectors:
        return _unit(tokens.mean(axis=0) if self._card.pooling == "mean" else tokens[0])


def _run(session: "InferenceSession", ids: list[int]) -> Vectors:
    """(tokens, dim) float32."""
    output: Vectors = session.run(None, {"input_ids": np.array([ids], np.int64)})[0][0]
    return output


def _late_chunks(
    tokens: Vectors, offsets: NDArray[np.int64], shift: int, sentences: Sequence[Span], passage: Vectors
) -> Vectors:
    """(sentences, dim) float32, unit length: the mean of each sentence's tokens, else ``passage``.

    ``offsets``: (tokens, 2) start and end in a text in which the passage's words begin at ``shift``. A token belongs
    where its last character stands, for its first may be the space before the word.
    """
    chunks = np.empty((len(sentences), tokens.shape[1]), np.float32)
    last = np.where(offsets[:, 1] > offsets[:, 0], offsets[:, 1] - 1 - shift, -1)
    for row, sentence in enumerate(sentences):
        inside = (last >= max(sentence.start, 0)) & (last < sentence.end)
        chunks[row] = _unit(tokens[inside].mean(axis=0)) if inside.any() else passage
    return chunks


def _unit(vector: Vectors) -> Vectors:
    length = float(np.linalg.norm(vector))
    scaled: Vectors = (vector / length).astype(np.float32) if length > 0 else vector
    return scaled


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
