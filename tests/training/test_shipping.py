"""What ships is the mean of the weights of one run or several, in 8 bits."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from maltolk.answering.reader.network import load_encoder, new_reader, trained
from maltolk.answering.reader.outliers import SHARE, feed_forward
from maltolk.answering.reader.weights import unpack_weights
from maltolk.errors import UsageError
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.settings import BUNDLED, Settings
from maltolk.training.shipping import mean_of, outliers_of, ship_weights
from maltolk.training.windows import Encoded


def saved(file: Path, value: float, rows: int = 4) -> Path:
    save_file({"table": np.full((rows, 8), value, np.float32), "bias": np.full(8, -value, np.float32)}, file)
    return file


def test_one_files_weights_ship_as_they_are(tmp_path: Path):
    apart = {"layer": np.array([3, 5], np.int32)}
    ship_weights(mean_of([saved(tmp_path / "a", 2.0)]), apart, tmp_path / "data" / "shipped")
    shipped, outliers = unpack_weights(tmp_path / "data" / "shipped")
    assert outliers["layer"].tolist() == [3, 5]
    assert shipped["table"] == pytest.approx(np.full((4, 8), 2.0), abs=0.02)
    assert shipped["bias"] == pytest.approx(np.full(8, -2.0), abs=0.02)


def test_several_are_averaged(tmp_path: Path):
    mean = mean_of([saved(tmp_path / name, value) for name, value in (("a", 1.0), ("b", 2.0), ("c", 6.0))])
    assert mean["table"].tolist() == [[3.0] * 8] * 4
    assert mean["table"].dtype == np.float32


def test_weights_of_different_models_are_refused(tmp_path: Path):
    with pytest.raises(UsageError, match="different models"):
        mean_of([saved(tmp_path / "a", 1.0), saved(tmp_path / "b", 1.0, rows=5)])


@pytest.mark.model
def test_the_channels_with_the_largest_values_are_kept_apart():
    model = prepare_model(BUNDLED, Settings.from_environment().models)
    network = new_reader(load_encoder(model))
    weights = {name: parameter.detach().numpy().copy() for name, parameter in trained(network).items()}
    weights["encoder.encoder.layer.4.intermediate.dense.bias"][77] = 500.0  # so the next layer's input 77 is far out
    example = Encoded((0, 9, 2, 8, 77, 2), (0, 0, 0, 1, 1, 0), (True,), "fact")
    outliers = outliers_of(weights, model, [example])
    assert outliers.keys() == feed_forward(network).keys()
    assert 77 in outliers["encoder.encoder.layer.4.output.dense"]
    assert len(outliers["encoder.encoder.layer.4.output.dense"]) == round(SHARE * 1536)
