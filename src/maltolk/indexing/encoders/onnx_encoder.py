"""The encoder used for answering: tokenizers and onnxruntime, nothing else.

Texts run one at a time, several in parallel, never in padded batches: the 8-bit graph scales its activations by the
largest of the whole run, so a neighbour in the batch would change a text's vector. It is no slower (docs/adr/0006).
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from maltolk.errors import ModelError
from maltolk.indexing.encoders.card import TOKENIZER, read_card
from maltolk.indexing.encoders.encoder import Embeddings, EncoderInput, Vectors
from maltolk.indexing.encoders.mapped_graph import mapped_graph
from maltolk.indexing.encoders.onnx_export import GRAPH
from maltolk.indexing.encoders.onnx_runtime import onnx_runtime, session_options
from maltolk.indexing.encoders.shared_tokenizer import open_tokenizer
from maltolk.machine import cores

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

METHOD = 2
"""Incremented when the same model gives a text another vector through prompt, context or pooling."""
_CHARACTERS_PER_TOKEN = 20  # text beyond this many times the token limit is cut before the tokenizer sees it
MAX_CHARACTERS = 512 * _CHARACTERS_PER_TOKEN
_MAX_QUERY_THREADS = 4  # a question is too short to keep more threads busy
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class OnnxEncoder:
    """Runs a prepared model folder. Safe to use from several threads."""

    def __init__(self, name: str, folder: Path) -> None:
        self._card = read_card(folder)
        self._graph = folder / GRAPH
        self.name = name
        self.fingerprint = f"{self._card.fingerprint}-{METHOD}"
        self.dimension = self._card.dimension
        try:
            self._tokenizer = open_tokenizer(folder / TOKENIZER)
        except Exception as error:  # the tokenizers library raises nothing narrower
            raise ModelError(
                f"the tokenizer in {folder} is damaged; delete the folder and run the command again"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self._card.max_tokens)
        # "</s>" in a question is text, not a control token.
        self._tokenizer.encode_special_tokens = True
        self._most_characters = self._card.max_tokens * _CHARACTERS_PER_TOKEN
        self._cores = cores()
        self._one = open_session(self._graph, min(self._cores, _MAX_QUERY_THREADS), self._graph.parent.parent)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) float32, unit length. Each row depends on its own text only."""
        prompted = [self._card.query_prompt + text for text in texts]
        if len(prompted) > 1:
            return self._embed_many(prompted)
        vectors = np.empty((len(prompted), self.dimension), np.float32)
        for row, text in enumerate(prompted):
            vectors[row] = self._run(self._one, self._tokenizer.encode(clean(text, self._most_characters)).ids)
        return vectors

    def embed_passages(self, passages: Sequence[EncoderInput]) -> Embeddings:
        """Vectors of passages and their sentences, in the order given; each depends on its own words and context only.

        A sentence runs by itself behind its passage's context. As the mean of its tokens from the passage's run ("late
        chunking") it would cost nothing, but then the sentence that answers comes first in 62 % of cases, not in 80 %
        (docs/adr/0006).
        """
        prompt = self._card.passage_prompt
        texts = [_behind(prompt, item.context, item.text) for item in passages]
        for item in passages:
            texts += [_behind(prompt, item.context, sentence.of(item.text)) for sentence in item.sentences]
        vectors = self._embed_many(texts)
        return Embeddings(vectors[: len(passages)], vectors[len(passages) :])

    def _embed_many(self, texts: Sequence[str]) -> Vectors:
        """(n, dim) float32. The same text twice, such as a passage of one sentence, is run once."""
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        encodings = self._tokenizer.encode_batch([clean(text, self._most_characters) for text in rows])
        vectors = np.empty((len(rows), self.dimension), np.float32)

        def embed(row: int) -> None:
            vectors[row] = self._run(self._many, encodings[row].ids)

        # Longest first, so that no core gets a long one at the end.
        order = sorted(range(len(rows)), key=lambda row: -len(encodings[row].ids))
        with ThreadPoolExecutor(self._cores) as workers:
            for _ in workers.map(embed, order):
                pass
        return vectors[[rows[text] for text in texts]]

    @cached_property
    def _many(self) -> "InferenceSession":
        """A session for several runs at once, one core each; only a build opens it."""
        return open_session(self._graph, 1, self._graph.parent.parent)

    def _run(self, session: "InferenceSession", ids: list[int]) -> Vectors:
        """(dim,) float32, unit length."""
        tokens: Vectors = session.run(None, {"input_ids": np.array([ids], np.int64)})[0][0]
        vector: Vectors = tokens.mean(axis=0) if self._card.pooling == "mean" else tokens[0]
        length = np.linalg.norm(vector)
        if length > 0:
            vector /= length
        return vector


def _behind(prompt: str, context: str, text: str) -> str:
    return f"{prompt}{context}\n{text}" if context else prompt + text


def open_session(graph: Path, threads: int, folder: Path, what: str = "encoder") -> "InferenceSession":
    """A graph opened to be run on so many threads. Raises ModelError where it is damaged: ``what`` in ``folder`` is."""
    onnxruntime = onnx_runtime()
    options = session_options()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        prepared = mapped_graph(graph)
        if prepared is not None:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # done already
        return onnxruntime.InferenceSession(str(prepared or graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors have no common base
        raise ModelError(f"the {what} in {folder} is damaged; delete the folder and run the command again") from error


def clean(text: str, most: int = MAX_CHARACTERS) -> str:
    """As many characters as before, up to ``most``, all of them valid UTF-8."""
    return _LONE_SURROGATE.sub("\ufffd", text[:most])
