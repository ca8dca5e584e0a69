"""From the reader's network to an int8 ONNX graph that onnxruntime alone can run.

Inputs: ``tokens`` (1, t) int64; ``marks`` and ``means`` (1, u, t) float32, for each unit 1 at its mark, and the share
that each of its tokens has in their mean. Outputs: ``units`` (1, u), ``passage`` (1,): logits.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from maltolk.indexing.encoders.onnx_export import write_int8

if TYPE_CHECKING:
    from torch.nn import Module

MAX_TOKENS, MAX_UNITS = 512, 256


def export_reader(reader: "Module", graph: Path) -> None:
    """Writes the graph of ``reader`` with int8 weights to ``graph``; the same weights give the same bytes."""
    write_int8(lambda plain: _export(reader, plain), graph)


def _export(reader: "Module", path: Path) -> None:
    import onnx
    import torch

    class Logits(torch.nn.Module):
        """The network with the places of its units given, so that no shape depends on values."""

        def __init__(self) -> None:
            super().__init__()
            self.reader: Any = reader

        def forward(
            self, tokens: torch.Tensor, marks: torch.Tensor, means: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            logits: tuple[torch.Tensor, torch.Tensor] = self.reader.weigh(tokens, None, marks, means)
            return logits

    # Different words and sizes: a dimension of 1, or two that are equal, would be taken as fixed.
    tokens = torch.arange(10, 24, dtype=torch.int64).reshape(1, 14)
    places = torch.rand(1, 3, 14)
    length, count = torch.export.Dim("tokens", max=MAX_TOKENS), torch.export.Dim("count", max=MAX_UNITS)
    torch.onnx.export(
        Logits().eval(),
        (tokens, places, places.clone()),
        path,
        dynamo=True,
        verbose=False,
        input_names=["tokens", "marks", "means"],
        output_names=["units", "passage"],
        dynamic_shapes=({1: length}, {1: count, 2: length}, {1: count, 2: length}),
        external_data=False,
    )
    exported = onnx.load(path)
    exported.graph.ClearField("value_info")  # the exporter's shapes contradict those that quantizing infers
    onnx.save(exported, path)
