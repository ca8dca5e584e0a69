"""What questions are for, learned: a network with one hidden layer on the encoder's vectors."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.finding.structure.visions import means_vision
from maltolk.answering.retrieval.intent import FOR_TEXTS, HEAD, Intent, IntentHead, save_head
from maltolk.answering.understanding.tokens import tokens_of
from maltolk.errors import UsageError
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.training.municipal_sets import Split, read_sets

_TOGETHER = 8  # neighbouring lines that stay on one side of the split
_HELD = 5  # one part in so many is held out
_SCALE = 10.0  # vectors vary by about a tenth in each dimension
_HIDDEN, _DROPOUT = 128, 0.3
_SEEDS = 5  # networks that become one
_RATE, _DECAY = 3e-3, 1.0
_STEPS = 400  # each over all examples
_UNTOLD = frozenset({"overview", "vision"})  # kinds of municipal questions


@dataclass(frozen=True, slots=True)
class Utterances:
    """``vectors``: (n, dim) of the texts; ``labels``: (n,) places in ``Intent``; ``held``: (n,) kept from training."""

    vectors: NDArray[np.float32]
    labels: NDArray[np.int64]
    held: NDArray[np.bool_]


def read_utterances(file: Path, encoder: Encoder) -> Utterances:
    """The lines of ``intents.jsonl``. Raises UsageError."""
    places = {intent.value: place for place, intent in enumerate(Intent)}
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        labels = np.array([places[row["label"]] for row in rows])
        texts = [row["text"] for row in rows]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{file} cannot be read ({type(error).__name__}: {error})") from error
    parts = [hashlib.sha256(f"{number // _TOGETHER}".encode()).digest()[0] % _HELD == 0 for number in range(len(rows))]
    return Utterances(encoder.embed_queries(texts), labels, np.array(parts))


def fit_head(vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> IntentHead:
    """The mean of several networks' logits, each with the least cross entropy over the examples, as one network: what
    one of them makes of a few examples of a rare intent is chance."""
    heads = [_fitted(vectors, labels, seed) for seed in range(_SEEDS)]
    inner, inner_bias, outer, outer_bias = zip(*heads, strict=True)
    meant = (np.hstack(outer) / _SEEDS).astype(np.float32), np.mean(outer_bias, axis=0).astype(np.float32)
    return IntentHead(np.concatenate(inner), np.concatenate(inner_bias), *meant)


def _fitted(vectors: NDArray[np.float32], labels: NDArray[np.int64], seed: int) -> list[NDArray[np.float32]]:
    """The arrays of one network, in the order of ``IntentHead``; rarer intents weigh more, by the root of their
    share."""
    import torch

    torch.manual_seed(seed)
    mean = vectors.mean(axis=0)
    examples, wanted = torch.tensor((vectors - mean) * _SCALE, dtype=torch.float32), torch.tensor(labels)
    inner, outer = torch.nn.Linear(vectors.shape[1], _HIDDEN), torch.nn.Linear(_HIDDEN, len(Intent))
    network = torch.nn.Sequential(inner, torch.nn.ReLU(), torch.nn.Dropout(_DROPOUT), outer)
    each = torch.tensor(np.bincount(labels, minlength=len(Intent)).clip(1) ** -0.5, dtype=torch.float32)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(examples), wanted, weight=each).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    learned = [tensor.detach().numpy().astype(np.float32) for tensor in network.parameters()]
    scaled = (learned[0] * _SCALE).astype(np.float32)
    return [scaled, (learned[1] - scaled @ mean).astype(np.float32), learned[2], learned[3]]


def head_file() -> Path:
    """Where the head that ships is."""
    return Path(str(resources.files("maltolk.answering.retrieval").joinpath("data", HEAD)))


def train_intents(file: Path, folders: Sequence[Path], encoder: Encoder, out: Path) -> str:
    """Fits the head on ``file`` and on the municipal questions to train on, writes it to ``out``; how good it is on
    what it was not fitted on, in words. The head that is written is fitted on everything but the tuning and test
    texts' questions. Those on no one matter, or with a word for a vision, are left out: whether they ask for an
    overview, a vision or something else is not told."""
    said = read_utterances(file, encoder)
    read = read_sets(folders)
    asked = {
        split: encoder.embed_queries(
            [q.text for q in read.of(split) if q.kind not in _UNTOLD and not _names_vision(q.text)]
        )
        for split in (Split.TRAIN, Split.TUNE)
    }
    texts = np.full(len(asked[Split.TRAIN]), list(Intent).index(Intent.TEXTS))
    trial = fit_head(
        np.vstack([said.vectors[~said.held], asked[Split.TRAIN]]), np.concatenate([said.labels[~said.held], texts])
    )
    save_head(fit_head(np.vstack([said.vectors, asked[Split.TRAIN]]), np.concatenate([said.labels, texts])), out)
    return "\n".join(_figures(trial, said, asked[Split.TUNE]))


def _names_vision(text: str) -> bool:
    return any(means_vision(token.folded) for token in tokens_of(text))


def _figures(head: IntentHead, said: Utterances, asked: NDArray[np.float32]) -> list[str]:
    lines = ["declined at a probability of", f"{'':12}{'0.5':>8}{'0.6':>8}{'0.7':>8}{'0.8':>8}"]
    held = [(said.vectors[row], said.labels[row]) for row in np.flatnonzero(said.held)]
    rows = [(intent.value, [v for v, label in held if label == place]) for place, intent in enumerate(Intent)]
    for name, vectors in [*rows, ("tuning texts", list(asked))]:
        if not vectors:
            continue
        highest = [max(p for i, p in head.probabilities(vector).items() if i not in FOR_TEXTS) for vector in vectors]
        shares = [np.mean([p >= least for p in highest]) for least in (0.5, 0.6, 0.7, 0.8)]
        lines.append(f"{name:12}" + "".join(f"{share:8.3f}" for share in shares) + f"  of {len(vectors)}")
    return lines
