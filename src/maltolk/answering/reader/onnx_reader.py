"""The reader used for answering: tokenizers and onnxruntime, nothing else.

Excerpts run one at a time, several in parallel, as texts do in the encoder and for the same reason.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.reader.export import MAX_UNITS
from maltolk.answering.reader.reading_model import Reading, Shown
from maltolk.answering.reader.tokenizing import Seen, assemble, head_of, open_pieces
from maltolk.indexing.encoders.onnx_encoder import clean, open_session
from maltolk.machine import cores

GRAPH = "reader_int8.onnx"


class OnnxReader:
    """Runs a prepared reader's folder. Safe to use from several threads."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._pieces = open_pieces(folder)
        self._session = open_session(folder / GRAPH, 1, folder, "reader")
        self._workers = ThreadPoolExecutor(cores(), thread_name_prefix="reader")

    def read(self, question: str, excerpts: Sequence[Shown]) -> list[Reading]:
        """The readings of the excerpts, in their order."""
        texts = [clean(question), *(clean(text) for shown in excerpts for text in (shown.title, *shown.units))]
        asked, *rest = self._pieces.tokenize(texts)
        seen: list[Seen] = []
        at = 0
        for shown in excerpts:
            title, *units = rest[at : at + 1 + len(shown.units)]
            at += 1 + len(units)
            seen.append(assemble(self._pieces, head_of(self._pieces, asked, title), units[:MAX_UNITS]))
        return list(self._workers.map(self._run, seen))

    def _run(self, seen: Seen) -> Reading:
        marks, means = places_of(seen)
        inputs = {"tokens": np.array([seen.tokens], np.int64), "marks": marks[None], "means": means[None]}
        units, passage = self._session.run(None, inputs)
        return Reading(tuple(units[0].tolist()), float(passage[0]))


def places_of(seen: Seen) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """``marks`` and ``means`` of the graph, (units, tokens) each."""
    units = np.array(seen.units)
    inside = units == np.arange(1, units.max(initial=0) + 1)[:, None]
    marks = np.zeros(inside.shape, np.float32)
    marks[np.arange(len(inside)), inside.argmax(axis=1)] = 1
    text = inside.astype(np.float32) - marks
    return marks, text / np.maximum(text.sum(axis=1, keepdims=True), 1)
