"""What ships is the mean of the weights of one run or several, in 8 bits."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from maltolk.answering.reader.weights import unpack_weights
from maltolk.errors import UsageError
from maltolk.training.shipping import mean_of, ship_weights


def saved(file: Path, value: float, rows: int = 4) -> Path:
    save_file({"table": np.full((rows, 8), value, np.float32), "bias": np.full(8, -value, np.float32)}, file)
    return file


def test_one_files_weights_ship_as_they_are(tmp_path: Path):
    ship_weights([saved(tmp_path / "a", 2.0)], tmp_path / "data" / "shipped")
    shipped = unpack_weights(tmp_path / "data" / "shipped")
    assert shipped["table"] == pytest.approx(np.full((4, 8), 2.0), abs=0.02)
    assert shipped["bias"] == pytest.approx(np.full(8, -2.0), abs=0.02)


def test_several_are_averaged(tmp_path: Path):
    mean = mean_of([saved(tmp_path / name, value) for name, value in (("a", 1.0), ("b", 2.0), ("c", 6.0))])
    assert mean["table"].tolist() == [[3.0] * 8] * 4
    assert mean["table"].dtype == np.float32


def test_weights_of_different_models_are_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="different models"):
        mean_of([saved(tmp_path / "a", 1.0), saved(tmp_path / "b", 1.0, rows=5)])
