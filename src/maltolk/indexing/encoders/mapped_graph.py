"""A graph prepared for this processor, with its weights in a file of their own.

It opens in a tenth of a second, and the weights are mapped, so that several processes have them in memory once. It
gives the same numbers as the graph that it is made from.
"""

import hashlib
import shutil
from pathlib import Path

from maltolk.indexing.encoders.onnx_runtime import onnx_runtime, session_options
from maltolk.machine import locked, made_whole, processor

_PREFIX = "mapped-"
_GRAPH, _WEIGHTS = "graph.onnx", "weights.bin"
_SMALLEST = 1024
"""Bytes of a weight that is kept outside the graph."""
_MADE = 2
"""Incremented when a graph is prepared in another way."""


def mapped_graph(graph: Path) -> Path | None:
    """The prepared form of ``graph``, made beside it the first time; None where the folder cannot be written."""
    of = graph.stat()
    made_for = f"{_MADE} {onnx_runtime().__version__} {processor()} {of.st_size} {of.st_mtime_ns}"
    folder = graph.parent / f"{_PREFIX}{graph.stem}-{hashlib.sha256(made_for.encode()).hexdigest()[:12]}"
    if not (folder / _GRAPH).is_file():
        try:
            with locked(graph.parent / f".{folder.name}.lock", wait=True):
                if not (folder / _GRAPH).is_file():
                    _make(graph, folder)
        except OSError:
            return None
    return folder / _GRAPH


def _make(graph: Path, folder: Path) -> None:
    onnxruntime = onnx_runtime()
    for old in graph.parent.glob(f"{_PREFIX}{graph.stem}-*"):
        shutil.rmtree(old, ignore_errors=True)
    with made_whole(folder) as making:
        options = session_options()
        options.optimized_model_filepath = str(making / _GRAPH)
        named = "session.optimized_model_external_initializers_"
        options.add_session_config_entry(f"{named}file_name", _WEIGHTS)
        options.add_session_config_entry(f"{named}min_size_in_bytes", str(_SMALLEST))
        onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
