"""Weights in 8 bits: nearly what they were, and damage is told."""

from pathlib import Path

import numpy as np
import pytest

from maltolk.answering.reader.weights import pack_weights, unpack_weights
from maltolk.errors import ModelError


def test_matrices_come_back_nearly_and_the_rest_exactly(tmp_path: Path):
    chance = np.random.default_rng(1)
    weights = {
        "matrix": chance.normal(size=(96, 80)).astype(np.float32),
        "zeros": np.zeros((64, 64), np.float32),
        "small": chance.normal(size=(3, 80)).astype(np.float32),
        "bias": chance.normal(size=96).astype(np.float32),
    }
    pack_weights(weights, {"matrix": np.array([2, 40], np.int32)}, tmp_path / "w.safetensors")
    found, outliers = unpack_weights(tmp_path / "w.safetensors")
    assert {name: channels.tolist() for name, channels in outliers.items()} == {"matrix": [2, 40]}
    assert found.keys() == weights.keys()
    assert np.array_equal(found["small"], weights["small"])
    assert np.array_equal(found["bias"], weights["bias"])
    assert np.array_equal(found["zeros"], weights["zeros"])
    step = np.abs(weights["matrix"]).max(axis=1, keepdims=True) / 127
    assert (np.abs(found["matrix"] - weights["matrix"]) <= step / 2 + 1e-6).all()
    pack_weights(found, outliers, tmp_path / "again.safetensors")
    again, _ = unpack_weights(tmp_path / "again.safetensors")
    assert np.allclose(again["matrix"], found["matrix"], atol=1e-6), "rounding twice changes nothing"


def test_damaged_weights_are_told(tmp_path: Path):
    (tmp_path / "w.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="damaged"):
        unpack_weights(tmp_path / "w.safetensors")
