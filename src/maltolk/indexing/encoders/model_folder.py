"""The folder of an encoder that is ready to use, and how it is made.

``models/<slug>/`` is a sentence-transformers folder with two additions: the int8 graph, and ``maltolk.json``, the
card. It needs no network and no other folder, so it can be copied to a machine that has neither. It is built under a
temporary name and renamed once all of it is on disk: a folder with a card is complete.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from maltolk.errors import ModelError
from maltolk.indexing.encoders import bundled, onnx_export
from maltolk.indexing.encoders.card import CARD, CURE, FORMAT, TOKENIZER, Card, read_card
from maltolk.machine import locked, made_whole
from maltolk.settings import BUNDLED

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_AGREEMENT = 0.97  # cosine of the int8 graph to float32, on the worst of the texts below
_CHECKS = (
    "Vilka mål har kommunen för skolan?",
    "Kommunstyrelsen beslutade den 29 november 2019 att 350 bostäder ska byggas vid stationen senast 2025.",
    "The municipality wants to be climate neutral.",
)


def model_folder(model: str, models: Path) -> Path:
    """Where the prepared form of ``model`` is, or would be. A folder that changed gets another place."""
    if model == BUNDLED:
        return models / "multilingual-e5-small-bundled"
    name = re.sub(r"[^\w.-]+", "-", model.strip("/").removeprefix("./")).strip("-.")[-60:]
    return models / f"{name}-{hashlib.sha256(_identity(model).encode()).hexdigest()[:10]}"


def _identity(model: str) -> str:
    """What distinguishes two models before either is read."""
    folder = Path(model).expanduser()
    if not folder.is_dir():
        if model.startswith((".", "~", "/")) or not re.fullmatch(r"[\w.-]+(/[\w.-]+)?", model):
            raise ModelError(f"there is no encoder folder {model!r}; check the path, or use --model bundled")
        return model
    if not (folder / "modules.json").is_file():
        raise ModelError(
            f"the folder {model!r} holds no sentence-transformers model (no modules.json); use --model bundled"
        )
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{path.relative_to(folder)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return "\n".join([str(folder.resolve()), *lines])


def verify_folder(folder: Path) -> Card:
    """Reads every byte that affects a vector and compares with the fingerprint; takes a fraction of a second."""
    card = read_card(folder)
    if _fingerprint(folder, _shape(card)) != card.fingerprint:
        cure = CURE.format(folder=folder)
        raise ModelError(f"the encoder in {folder} is damaged (its fingerprint differs); {cure}")
    return card


def prepare_model(model: str, models: Path, progress: Callable[[str], None] | None = None) -> Path:
    """The folder of ``model``, ready to be opened; made the first time, which takes about half a minute.

    ``model``: ``bundled``, or a sentence-transformers name or folder. ``progress`` is called with each step in words.
    Safe to call from several processes at once. Raises ModelError.
    """
    tell = progress or (lambda _: None)
    folder = model_folder(model, models)
    if _usable(folder):
        return folder
    try:
        models.mkdir(parents=True, exist_ok=True)
        with locked(models / f".{folder.name}.lock", wait=True):  # a second process waits, and finds it done
            if not _usable(folder):
                with made_whole(folder) as making:
                    _fill(model, making, tell)
                tell("the encoder is ready")
    except OSError as error:
        raise ModelError(
            f"the encoder cannot be unpacked into {models} ({error.strerror or error}); "
            "it takes 600 MB: free some, or set MALTOLK_MODELS to another folder"
        ) from error
    return folder


def _usable(folder: Path) -> bool:
    try:
        read_card(folder)
    except ModelError:
        return False
    return True


def _fill(model: str, folder: Path, progress: Callable[[str], None]) -> None:
    if model == BUNDLED:
        bundled.unpack_bundled(folder, progress)
        source = str(folder)
    else:
        source = str(Path(model).expanduser()) if Path(model).expanduser().is_dir() else model
    progress("loading the encoder" if model == BUNDLED else f"loading the encoder {model}")
    loaded = onnx_export.load_sentence_transformer(source)
    shape = onnx_export.shape_of(loaded, bundled.SOURCE if model == BUNDLED else model)
    if model != BUNDLED:
        loaded.save(str(folder), create_model_card=False)
    if not (folder / TOKENIZER).is_file():
        raise ModelError(f"the encoder {model!r} saves no {TOKENIZER}; use --model bundled")
    try:
        onnx_export.export_int8(loaded, folder / onnx_export.GRAPH, progress)
    except (RuntimeError, ValueError, TypeError, AttributeError, ImportError) as error:
        detail = " ".join(str(error).split())[:160]
        raise ModelError(f"the encoder {model!r} cannot be exported ({detail}); use --model bundled") from error
    card = Card(
        format=FORMAT,
        source=bundled.SOURCE if model == BUNDLED else model,
        fingerprint=_fingerprint(folder, shape),
        graph_bytes=(folder / onnx_export.GRAPH).stat().st_size,
        **asdict(shape),
    )
    (folder / CARD).write_text(json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    progress("checking the encoder")
    _check(folder, loaded, shape, model)


def _check(folder: Path, loaded: "SentenceTransformer", shape: onnx_export.Shape, model: str) -> None:
    """The light reader must agree with sentence-transformers before anyone relies on it."""
    from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder

    light = OnnxEncoder(model, folder).embed_queries(_CHECKS)
    full = loaded.encode(list(_CHECKS), prompt=shape.query_prompt, normalize_embeddings=True, show_progress_bar=False)
    worst = float((light * full).sum(axis=1).min())
    if not worst >= _AGREEMENT:
        raise ModelError(f"the 8-bit form of {model!r} differs too much (cosine {worst:.3f}); use --model bundled")


def _shape(card: Card) -> onnx_export.Shape:
    return onnx_export.Shape(card.dimension, card.max_tokens, card.pooling, card.query_prompt, card.passage_prompt)


def _fingerprint(folder: Path, shape: onnx_export.Shape) -> str:
    digest = hashlib.sha256(json.dumps([FORMAT, asdict(shape)], sort_keys=True).encode())
    for name in (onnx_export.GRAPH, TOKENIZER):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
