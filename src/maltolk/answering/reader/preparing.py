"""The reader's folder: made once out of the bundled encoder and the weights that ship, then only opened."""

import hashlib
import importlib.util
import json
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from maltolk.answering.reader.onnx_reader import GRAPH, OnnxReader
from maltolk.answering.reader.reading_model import Reader
from maltolk.answering.reader.weights import unpack_weights
from maltolk.answering.reader.word_reader import WordReader
from maltolk.errors import ModelError
from maltolk.indexing.encoders.hash_encoder import HASHING
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.machine import locked, made_whole
from maltolk.settings import BUNDLED

FORMAT = 2
"""Incremented when the same weights give another graph."""

CARD, TOKENIZER, WEIGHTS = "reader.json", "tokenizer.json", "reader.safetensors"


def shipped_weights() -> Path:
    """The weights that ship with the package."""
    return Path(str(resources.files("maltolk.answering.reader").joinpath("data", WEIGHTS)))


def open_reader(model: str, models: Path, progress: Callable[[str], None] | None = None) -> Reader:
    """The reader to answer with beside the encoder ``model``, prepared first where it is not yet. Raises ModelError."""
    if model == HASHING:
        return WordReader()
    folder = prepare_reader(models, shipped_weights(), progress)
    return OnnxReader(folder, json.loads((folder / CARD).read_text("utf-8"))["fingerprint"])


def prepare_reader(models: Path, weights: Path, progress: Callable[[str], None] | None = None) -> Path:
    """The folder of the reader with those weights, ready to be opened; made the first time, out of the bundled encoder.

    Safe to call from several processes at once. Raises ModelError.
    """
    tell = progress or (lambda _: None)
    try:
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"the reader's weights are missing ({error.strerror}); install maltolk again") from error
    folder = models / f"reader-{digest[:10]}-{FORMAT}"
    if _usable(folder):
        return folder
    encoder = prepare_model(BUNDLED, models, progress)
    try:
        with locked(models / f".{folder.name}.lock", wait=True):  # a second process waits, and finds it done
            if not _usable(folder):
                _build(encoder, weights, folder, digest, tell)
    except OSError as error:
        raise ModelError(
            f"the reader cannot be unpacked into {models} ({error.strerror or error}); "
            "it takes 300 MB: free some, or set MALTOLK_MODELS to another folder"
        ) from error
    return folder


def reader_fault(models: Path) -> str | None:
    """What is wrong with the folder of the reader that ships, every byte of its graph read; None when nothing is."""
    try:
        digest = hashlib.sha256(shipped_weights().read_bytes()).hexdigest()
        folder = models / f"reader-{digest[:10]}-{FORMAT}"
        if not _usable(folder):
            return f"not prepared in {models}"
        said = json.loads((folder / CARD).read_text("utf-8"))["fingerprint"]
        graph = hashlib.sha256((folder / GRAPH).read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"it cannot be read ({error})"
    return None if said == _fingerprint(digest, graph) else f"{folder} differs from what was prepared"


def _fingerprint(weights: str, graph: str) -> str:
    return hashlib.sha256(f"{FORMAT}:{weights}:{graph}".encode()).hexdigest()


def _usable(folder: Path) -> bool:
    try:
        size = json.loads((folder / CARD).read_text("utf-8"))["graph_bytes"]
        return (folder / GRAPH).stat().st_size == size and (folder / TOKENIZER).is_file()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _build(encoder: Path, weights: Path, folder: Path, digest: str, tell: Callable[[str], None]) -> None:
    if importlib.util.find_spec("torch") is None:
        raise ModelError(
            f"the reader is not prepared here, which takes PyTorch; copy the folder {folder.name} into {folder.parent} "
            "from a machine where maltolk has answered (docs/install.md)"
        )
    from maltolk.answering.reader.export import export_reader
    from maltolk.answering.reader.network import load_encoder, new_reader, put_weights
    from maltolk.answering.reader.outliers import keep_apart

    tell("preparing the reader")
    with made_whole(folder) as making:
        reader = new_reader(load_encoder(encoder))
        values, outliers = unpack_weights(weights)
        put_weights(reader, values)
        keep_apart(reader, outliers)
        export_reader(reader, making / GRAPH)
        shutil.copyfile(encoder / TOKENIZER, making / TOKENIZER)
        graph = (making / GRAPH).read_bytes()
        fingerprint = _fingerprint(digest, hashlib.sha256(graph).hexdigest())
        card = {"format": FORMAT, "fingerprint": fingerprint, "weights": digest, "graph_bytes": len(graph)}
        (making / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    tell("the reader is ready")
