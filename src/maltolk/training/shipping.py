"""From the weights of runs to the file in the package."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from maltolk.answering.reader.weights import Weights, pack_weights
from maltolk.errors import UsageError


def ship_weights(trained: Sequence[Path], place: Path) -> None:
    """Writes the mean of the weights that runs saved as the ones that ship, in 8 bits. Raises UsageError."""
    place.parent.mkdir(exist_ok=True)
    pack_weights(mean_of(trained), place)
    place.chmod(0o644)


def mean_of(trained: Sequence[Path]) -> Weights:
    """Each weight's mean over the files; those of runs that went on from one another. Raises UsageError."""
    from safetensors.numpy import load_file

    loaded = [load_file(file) for file in trained]
    shapes = [{name: array.shape for name, array in weights.items()} for weights in loaded]
    if any(other != shapes[0] for other in shapes[1:]):
        raise UsageError("these are weights of different models; name files of one kind of run")
    return {name: np.mean([weights[name] for weights in loaded], axis=0, dtype=np.float32) for name in loaded[0]}
