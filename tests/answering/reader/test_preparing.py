"""The reader's folder, and that its graph says what the network says."""

import hashlib
from pathlib import Path

import pytest

from maltolk.answering.reader import preparing
from maltolk.answering.reader.network import load_encoder, new_reader, put_weights, trained
from maltolk.answering.reader.onnx_reader import GRAPH, OnnxReader
from maltolk.answering.reader.preparing import open_reader, prepare_reader, shipped_weights
from maltolk.answering.reader.reading_model import Reader, Shown
from maltolk.answering.reader.tokenizing import assemble, head_of, open_pieces
from maltolk.answering.reader.weights import unpack_weights
from maltolk.answering.reader.word_reader import WordReader
from maltolk.errors import ModelError
from maltolk.indexing.encoders.hash_encoder import HASHING
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.settings import BUNDLED, Settings

MAX_MEGABYTES = 30
TITLE = "Ale › Miljöprogram › Mål"
UNITS = ("Bussarna ska gå på el före 2028.", "Sjön ska bli ren.", "Programmet antogs 2019 av fullmäktige.")


def test_the_encoder_without_a_model_has_a_reader_without_one(tmp_path: Path):
    assert isinstance(open_reader(HASHING, tmp_path), WordReader)


def test_what_ships_is_small():
    assert shipped_weights().stat().st_size < MAX_MEGABYTES * 1e6


def test_missing_weights_are_told(tmp_path: Path):
    with pytest.raises(ModelError, match="install maltolk again"):
        prepare_reader(tmp_path, tmp_path / "none.safetensors")


@pytest.mark.model
def test_the_reader_finds_what_answers(reader: Reader):
    (reading,) = reader.read("När beslutades miljöprogrammet?", [Shown(TITLE, UNITS)])
    assert max(range(3), key=lambda n: reading.units[n]) == 2
    assert reader.read("När beslutades miljöprogrammet?", [Shown(TITLE, UNITS)]) == [reading], "the same each time"


@pytest.mark.model
def test_a_reading_depends_on_its_own_excerpt_alone(reader: Reader):
    alone = reader.read("När ska bussarna gå på el?", [Shown(TITLE, UNITS)])
    others = [Shown("Orsa", ("Något helt annat. " * 20,)), Shown("", ())]
    assert reader.read("När ska bussarna gå på el?", [others[0], Shown(TITLE, UNITS), others[1]])[1] == alone[0]


@pytest.mark.model
@pytest.mark.parametrize("text", ["", "</s><s>", "\ud800", "\ufdfa" * 400, "a" * 20_000])
def test_no_text_is_too_odd(reader: Reader, text: str):
    (reading,) = reader.read(text, [Shown(text, (text, "Sjön ska bli ren."))])
    assert len(reading.units) == 2


@pytest.mark.model
def test_the_graph_agrees_with_the_network(reader: Reader):
    import torch

    folder = prepare_model(BUNDLED, Settings.from_environment().models)
    network = new_reader(load_encoder(folder))
    put_weights(network, unpack_weights(shipped_weights())[0])
    network.eval()
    pieces = open_pieces(folder)
    question, title, *units = pieces.tokenize(["När beslutades miljöprogrammet?", TITLE, *UNITS])
    seen = assemble(pieces, head_of(pieces, question, title), units)
    with torch.inference_mode():
        logits = network(
            torch.tensor([seen.tokens]), torch.ones(1, len(seen.tokens), dtype=torch.bool), torch.tensor([seen.units])
        )
    (reading,) = reader.read("När beslutades miljöprogrammet?", [Shown(TITLE, UNITS)])
    assert reading.passage == pytest.approx(logits.passage.item(), abs=0.4)
    assert reading.units == pytest.approx(logits.units[0].tolist(), abs=0.4)


@pytest.mark.model
def test_another_models_weights_are_refused():
    folder = prepare_model(BUNDLED, Settings.from_environment().models)
    network = new_reader(load_encoder(folder))
    weights = {name: parameter.detach().numpy() for name, parameter in trained(network).items()}
    del weights["mark"]
    with pytest.raises(ModelError, match="another model"):
        put_weights(network, weights)


@pytest.mark.model
def test_a_damaged_graph_is_told(tmp_path: Path, reader: Reader):
    models = Settings.from_environment().models
    digest = hashlib.sha256(shipped_weights().read_bytes()).hexdigest()
    (folder,) = models.glob(f"reader-{digest[:10]}-*")
    (tmp_path / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    (tmp_path / GRAPH).write_bytes(b"no graph")
    with pytest.raises(ModelError, match="damaged"):
        OnnxReader(tmp_path, "x")


def test_without_pytorch_the_folder_must_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preparing, "prepare_model", lambda *_: tmp_path / "encoder")
    monkeypatch.setattr(preparing.importlib.util, "find_spec", lambda _: None)
    (tmp_path / "w.safetensors").write_bytes(b"weights")
    with pytest.raises(ModelError, match="copy the folder reader-"):
        prepare_reader(tmp_path / "models", tmp_path / "w.safetensors")
