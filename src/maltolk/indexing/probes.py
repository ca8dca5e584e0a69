"""Named lists of short texts that a build embeds as queries, so that answering need not run the model for them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from maltolk.indexing.encoders.encoder import Encoder, Vectors
from maltolk.indexing.storage.disk import save_array

TEXTS_FILE = "probes.json"
VECTORS_FILE = "probes.npy"

Probes = Mapping[str, Sequence[str]]


def digests(probes: Probes) -> dict[str, str]:
    """Name -> sha256 of its texts."""
    return {name: hashlib.sha256(json.dumps(list(texts)).encode()).hexdigest() for name, texts in probes.items()}


def write_probes(folder: Path, probes: Probes, encoder: Encoder, previous: Path | None) -> None:
    """Embed and write the probes; rows are in order of names, then of texts.

    ``previous``: a sound generation of the same encoder, whose vectors are taken if its probes are the same.
    """
    ordered = {name: list(probes[name]) for name in sorted(probes)}
    texts = [text for name in ordered for text in ordered[name]]
    if previous is not None and json.loads((previous / TEXTS_FILE).read_text("utf-8")) == ordered:
        vectors = np.load(previous / VECTORS_FILE)
    else:
        vectors = encoder.embed_queries(texts) if texts else np.empty((0, encoder.dimension), dtype=np.float32)
    (folder / TEXTS_FILE).write_text(json.dumps(ordered, ensure_ascii=False), "utf-8")
    save_array(folder / VECTORS_FILE, np.asarray(vectors, dtype=np.float32))


def read_probes(folder: Path) -> dict[str, tuple[tuple[str, ...], Vectors]]:
    """Name -> its texts, and their vectors (n, dim) float32 in the same order."""
    ordered = json.loads((folder / TEXTS_FILE).read_text("utf-8"))
    vectors = np.load(folder / VECTORS_FILE)
    found: dict[str, tuple[tuple[str, ...], Vectors]] = {}
    row = 0
    for name, texts in ordered.items():
        found[name] = (tuple(texts), vectors[row : row + len(texts)])
        row += len(texts)
    return found
