"""The encoder's graph with its weights mapped, and the tokenizer that is shared."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from maltolk.indexing.encoders import onnx_encoder
from maltolk.indexing.encoders.mapped_graph import mapped_graph
from maltolk.indexing.encoders.model_folder import model_folder
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.settings import BUNDLED, Settings

TEXTS = ["Vilka mål har Lund?", "§ 12 " * 40, "«hej» 😀 </s>"]


@pytest.mark.model
def test_it_gives_the_same_vectors_to_the_last_bit(bundled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "encoder"
    source = model_folder(BUNDLED, Settings.from_environment().models)
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.safetensors", "mapped-*"))
    mapped = OnnxEncoder(BUNDLED, folder)
    assert list(folder.glob("onnx/mapped-*/weights.bin"))
    monkeypatch.setattr(onnx_encoder, "mapped_graph", lambda _: None)
    plain = OnnxEncoder(BUNDLED, folder)
    for text in TEXTS:
        assert np.array_equal(mapped.embed_queries([text]), plain.embed_queries([text]))


@pytest.mark.usefixtures("unprivileged")
def test_a_folder_that_cannot_be_written_is_used_as_it_is(open_folder: Path):
    graph = open_folder / "model_int8.onnx"
    graph.write_bytes(b"graph")
    open_folder.chmod(0o555)
    assert mapped_graph(graph) is None
