"""From the weights of runs to the file in the package."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.reader.network import load_encoder, new_reader, put_weights
from maltolk.answering.reader.outliers import Outliers, feed_forward, largest_channels
from maltolk.answering.reader.weights import Weights, pack_weights
from maltolk.errors import UsageError
from maltolk.training.batches import collate
from maltolk.training.windows import Encoded

if TYPE_CHECKING:
    from torch import Tensor


def ship_weights(weights: Weights, outliers: Outliers, place: Path) -> None:
    """Writes them as the ones that ship, in 8 bits."""
    place.parent.mkdir(exist_ok=True)
    pack_weights(weights, outliers, place)
    place.chmod(0o644)


def outliers_of(weights: Weights, model: Path, examples: Sequence[Encoded]) -> Outliers:
    """Which inputs of the layers are the largest while the reader with those weights reads the examples. ``model``:
    folder of the encoder that it grew out of."""
    import torch

    reader = new_reader(load_encoder(model))
    put_weights(reader, weights)
    reader.eval()
    largest: dict[str, NDArray[np.float32]] = {}

    def watch(name: str, values: "Tensor") -> None:
        seen = values.abs().amax(dim=(0, 1)).numpy()
        largest[name] = np.maximum(largest.get(name, seen), seen)

    for name, layer in feed_forward(reader).items():
        layer.register_forward_pre_hook(lambda _, given, name=name: watch(name, given[0]))
    with torch.inference_mode():
        for example in examples:  # one at a time: what fills up a batch has values, too
            tensors = collate([example], 0)
            reader(tensors.tokens, tensors.visible, tensors.units)
    return {name: largest_channels(seen) for name, seen in largest.items()}


def mean_of(trained: Sequence[Path]) -> Weights:
    """Each weight's mean over the files; those of runs that went on from one another. Raises UsageError."""
    from safetensors.numpy import load_file

    loaded = [load_file(file) for file in trained]
    shapes = [{name: array.shape for name, array in weights.items()} for weights in loaded]
    if any(other != shapes[0] for other in shapes[1:]):
        raise UsageError("these are weights of different models; name files of one kind of run")
    return {name: np.mean([weights[name] for weights in loaded], axis=0, dtype=np.float32) for name in loaded[0]}
