"""The reader's weights as they ship: matrices in 8 bits with a scale for each row, all else in 32; and which inputs of
their layers are kept out of 8 bits."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.reader.outliers import Outliers
from maltolk.errors import ModelError

Weights = dict[str, NDArray[np.float32]]
"""Name of a tensor -> its values."""

_SCALE, _OUTLIERS = ".scale", ".outliers"
_LEAST = 64  # rows and columns of a matrix that is worth it


def pack_weights(weights: Weights, outliers: Outliers, file: Path) -> None:
    """Writes them to ``file``. Rows are rounded to 127 steps of their largest value."""
    from safetensors.numpy import save_file

    packed: dict[str, NDArray[np.generic]] = {name + _OUTLIERS: channels for name, channels in outliers.items()}
    for name, tensor in weights.items():
        if tensor.ndim == 2 and min(tensor.shape) >= _LEAST:
            scale = np.maximum(np.abs(tensor).max(axis=1, keepdims=True) / 127, np.float32(1e-12)).astype(np.float32)
            packed[name] = np.rint(tensor / scale).astype(np.int8)
            packed[name + _SCALE] = scale
        else:
            packed[name] = tensor.astype(np.float32)
    save_file(packed, file)


def unpack_weights(file: Path) -> tuple[Weights, Outliers]:
    """What ``pack_weights`` wrote. Raises ModelError where the file is damaged."""
    from safetensors.numpy import load_file

    try:
        packed = load_file(file)
        outliers = {name.removesuffix(_OUTLIERS): packed.pop(name) for name in list(packed) if name.endswith(_OUTLIERS)}
        weights = {
            name: (tensor * packed[name + _SCALE]).astype(np.float32) if tensor.dtype == np.int8 else tensor
            for name, tensor in packed.items()
            if not name.endswith(_SCALE)
        }
    except Exception as error:  # the safetensors library has errors of its own kind
        raise ModelError(f"the reader's weights in {file} are damaged ({error}); install maltolk again") from error
    return weights, outliers
