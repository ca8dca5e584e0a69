"""Inputs of the feed-forward layers that are kept out of the 8 bits, since they are far larger than the others.

A graph with 8-bit weights rounds what goes into a layer to 255 steps of the largest value there. A few channels of a
few layers are twenty times as large as all others, and would leave those two or three steps.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from maltolk.errors import ModelError

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Linear, Module

Outliers = dict[str, NDArray[np.int32]]
"""Name of a linear layer -> the channels of its input that are multiplied in float32, in order."""

SHARE = 0.02
"""Of a layer's channels that are kept apart: a few leave a little more error, 5 or 10 % no less (docs/adr/0017)."""


def feed_forward(reader: "Module") -> "dict[str, Linear]":
    """The linear layers of the reader's body with such inputs: both of every feed-forward part, by name."""
    from torch import nn

    named = {name: layer for name, layer in reader.named_modules() if isinstance(layer, nn.Linear)}
    ends = ("intermediate.dense", "output.dense")
    return {name: layer for name, layer in named.items() if name.endswith(ends) and ".attention." not in name}


def largest_channels(largest: NDArray[np.float32]) -> NDArray[np.int32]:
    """The channels to keep apart. ``largest``: the largest absolute value that each of them had."""
    count = round(SHARE * len(largest))
    return np.sort(np.argsort(largest)[len(largest) - count :]).astype(np.int32)


def keep_apart(reader: "Module", outliers: Outliers) -> None:
    """Splits each of those layers in two whose sum it is. Raises ModelError where they are another reader's."""
    import torch
    from torch import nn

    class Split(nn.Module):
        """A linear layer with some channels of its input multiplied by themselves."""

        apart: torch.Tensor
        others: torch.Tensor

        def __init__(self, whole: nn.Linear, apart: torch.Tensor) -> None:
            super().__init__()
            self.register_buffer("apart", apart)
            self.register_buffer("others", torch.ones(whole.in_features).index_fill(0, apart, 0))
            self.near, self.far = whole, nn.Linear(len(apart), whole.out_features, bias=False)
            self.far.weight.data = whole.weight.data[:, apart].contiguous()
            self.near.weight.data = whole.weight.data * self.others

        def forward(self, values: "Tensor") -> "Tensor":
            both: Tensor = self.near(values * self.others) + self.far(values.index_select(-1, self.apart))
            return both

    layers = feed_forward(reader)
    if outliers.keys() != layers.keys() or not all(
        ((channels >= 0) & (channels < layers[name].in_features)).all() for name, channels in outliers.items()
    ):
        raise ModelError("these are the outliers of another model than the reader; install maltolk again")
    for name, channels in outliers.items():
        parent, _, child = name.rpartition(".")
        setattr(reader.get_submodule(parent), child, Split(layers[name], torch.from_numpy(channels).long()))
