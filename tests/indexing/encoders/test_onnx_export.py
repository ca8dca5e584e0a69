"""Other encoders than the bundled one: tiny ones with random weights, made here."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from maltolk.errors import ModelError
from maltolk.indexing.encoders.card import read_card
from maltolk.indexing.encoders.encoder import EncoderInput
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder, open_session
from maltolk.indexing.encoders.onnx_export import load_sentence_transformer, quiet, write_int8

pytestmark = pytest.mark.model

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "vilka", "mål", "har", "lund", "?", "skolan", "bygg", "##s", "query", ":"]


def build(folder: Path, family: str, pooling: str, **extra: Any) -> Path:
    """Saves a sentence-transformers folder with two layers and a dimension of 64."""
    with quiet():
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer
        from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
        from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

        torch.manual_seed(0)
        sizes = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 128}
        sizes |= {"vocab_size": len(WORDS), "pad_token_id": 0}
        model: Any = (
            BertModel(BertConfig(max_position_embeddings=40, **sizes))
            if family == "bert"
            else XLMRobertaModel(XLMRobertaConfig(max_position_embeddings=41, type_vocab_size=1, **sizes))
        )
        tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.Lowercase()
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
        )
        base = folder / "transformer"
        model.save_pretrained(base)
        PreTrainedTokenizerFast(
            tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
        ).save_pretrained(base)
        modules = [Transformer(str(base)), Pooling(64, pooling)]
        if extra.pop("dense", False):
            modules.append(Dense(64, 32))
        modules += [Normalize()]
        SentenceTransformer(modules=modules, device="cpu", **extra).save(str(folder / "model"), create_model_card=False)
    return folder / "model"


@pytest.mark.parametrize(("family", "pooling"), [("bert", "mean"), ("xlm-roberta", "cls")])
def test_another_model_runs_as_sentence_transformers_runs_it(tmp_path: Path, family: str, pooling: str):
    source = build(tmp_path, family, pooling, prompts={"query": "query: ", "document": "har "})
    folder = prepare_model(str(source), tmp_path / "models")
    card = read_card(folder)
    assert (card.pooling, card.dimension, card.max_tokens) == (pooling, 64, 40)
    assert (card.query_prompt, card.passage_prompt) == ("query: ", "har ")
    light = OnnxEncoder(str(source), folder)
    texts = ["Vilka mål har Lund?", "skolan byggs", "", "mål " * 100]
    full = load_sentence_transformer(str(source))
    full.max_seq_length = 40  # left alone, it would pass the last position of the second family
    for prompt, found in (
        ("query: ", light.embed_queries(texts)),
        ("har ", light.embed_passages([EncoderInput("", text) for text in texts]).passages),
    ):
        expected = full.encode(texts, prompt=prompt, show_progress_bar=False)
        assert (found * expected).sum(axis=1).min() >= 0.98


def test_prompts_that_are_not_given_are_empty(tmp_path: Path):
    source = build(tmp_path, "bert", "mean")
    card = read_card(prepare_model(str(source), tmp_path / "models"))
    assert (card.query_prompt, card.passage_prompt) == ("", "")


def test_the_same_model_gives_the_same_bytes(tmp_path: Path):
    source = build(tmp_path, "bert", "mean")
    first = prepare_model(str(source), tmp_path / "one")
    second = prepare_model(str(source), tmp_path / "another" / "place")
    assert read_card(first) == read_card(second)
    graph = (first / "onnx" / "model_int8.onnx").read_bytes()
    assert str(tmp_path).encode() not in graph
    assert b"site-packages" not in graph


@pytest.mark.parametrize(("pooling", "extra"), [("max", {}), ("mean", {"dense": True})])
def test_a_kind_that_cannot_run_is_refused(tmp_path: Path, pooling: str, extra: dict[str, Any]):
    source = build(tmp_path, "bert", pooling, **extra)
    with pytest.raises(ModelError, match=r"cannot run.*--model bundled"):
        prepare_model(str(source), tmp_path / "models")
    assert [path.name for path in (tmp_path / "models").iterdir() if not path.name.endswith(".lock")] == []


def test_a_folder_with_broken_files_is_refused(tmp_path: Path):
    source = build(tmp_path, "bert", "mean")
    (source / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="cannot be loaded"):
        prepare_model(str(source), tmp_path / "models")


def test_the_vectors_are_numbers(tmp_path: Path):
    source = build(tmp_path, "bert", "mean")
    vectors = OnnxEncoder("tiny", prepare_model(str(source), tmp_path / "models")).embed_queries(["\ufdfa" * 1000, ""])
    assert np.isfinite(vectors).all()


@pytest.mark.parametrize("rows", [256, 8])
def test_products_are_exact_on_every_processor(tmp_path: Path, rows: int):
    """Without VNNI instructions pairs of the largest 8-bit products overflow 16 bits, unless onnxruntime is told."""

    def export(path: Path) -> None:
        weights = numpy_helper.from_array(np.ones((rows, 64), np.float32), "weights")
        node = helper.make_node("MatMul", ["values", "weights"], ["sums"], name="product")
        values, sums = (
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, width])
            for name, width in (("values", rows), ("sums", 64))
        )
        graph = helper.make_graph([node], "graph", [values], [sums], [weights])
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)

    write_int8(export, tmp_path / "graph.onnx")
    kinds = {node.op_type for node in onnx.load(tmp_path / "graph.onnx").graph.node}
    assert ("MatMulInteger" in kinds) == (rows >= 64), "a matrix of few rows stays as it is"
    for name in ("prepared first", "opened again"):
        session = open_session(tmp_path / "graph.onnx", 1, tmp_path)
        (found,) = session.run(None, {"values": np.ones((1, rows), np.float32)})
        assert found == pytest.approx(np.full((1, 64), rows), rel=0.01), name
