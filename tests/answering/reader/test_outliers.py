"""What is kept out of 8 bits is the same product in two parts."""

import numpy as np
import pytest

from maltolk.answering.reader.network import load_encoder, new_reader
from maltolk.answering.reader.outliers import feed_forward, keep_apart, largest_channels
from maltolk.errors import ModelError
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.settings import BUNDLED, Settings


def test_the_largest_channels_are_chosen_in_order():
    largest = np.linspace(1, 2, 100).astype(np.float32)
    largest[[70, 7]] = 50, 30
    assert largest_channels(largest).tolist() == [7, 70]


@pytest.mark.model
def test_a_split_layer_gives_what_the_whole_one_gave():
    import torch

    network = new_reader(load_encoder(prepare_model(BUNDLED, Settings.from_environment().models)))
    layers = feed_forward(network)
    assert len(layers) == 24
    name = "encoder.encoder.layer.3.output.dense"
    values = torch.randn(2, 5, layers[name].in_features)
    with torch.inference_mode():
        whole = layers[name](values)
        keep_apart(network, {each: np.array([1, 9], np.int32) for each in layers})
        split = network.get_submodule(name)
        assert torch.allclose(split(values), whole, atol=1e-4)
        assert not split.near.weight[:, [1, 9]].any(), "nothing of them is left to be rounded"


@pytest.mark.model
@pytest.mark.parametrize("channels", [None, [-1], [9999]])
def test_another_readers_are_refused(channels: list[int] | None):
    network = new_reader(load_encoder(prepare_model(BUNDLED, Settings.from_environment().models)))
    outliers = {name: np.array(channels or [1], np.int32) for name in feed_forward(network)}
    if channels is None:
        outliers.popitem()
    with pytest.raises(ModelError, match="another model"):
        keep_apart(network, outliers)
