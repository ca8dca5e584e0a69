"""From a sentence-transformers model to an int8 ONNX graph that onnxruntime alone can run.

The graph has one input, ``input_ids`` (batch, tokens) int64, and one output, ``token_embeddings`` (batch, tokens,
dimension) float32. It has no attention mask: the light reader never pads, and the graph is a fifth faster without.
"""

import contextlib
import io
import logging
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maltolk.errors import ModelError
from maltolk.indexing.encoders.onnx_runtime import onnx_runtime

if TYPE_CHECKING:
    from onnx import ModelProto
    from sentence_transformers import SentenceTransformer
    from transformers import PretrainedConfig, PreTrainedModel

GRAPH = "onnx/model_int8.onnx"
_MAX_TOKENS = 8192
_NARROW = 64  # rows of a matrix that was split off to stay as it is
_HUB_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Shape:
    """What the light reader needs to know about a model besides its graph. ``pooling``: ``mean`` or ``cls``."""

    dimension: int
    max_tokens: int
    pooling: str
    query_prompt: str
    passage_prompt: str


def load_sentence_transformer(source: str) -> "SentenceTransformer":
    """The model of that folder or name, on the CPU. Raises ModelError, naming the cure, if it cannot be loaded."""
    with quiet():
        from huggingface_hub import HfApi
        from sentence_transformers import SentenceTransformer

        problem: Exception | None = None
        if not Path(source).is_dir():
            # One short request to the hub first: the download itself retries for more than a minute before giving up.
            try:
                HfApi().model_info(source, timeout=_HUB_SECONDS)
            except Exception as error:  # noqa: BLE001 - networks fail in any way; reported below if the copy fails too
                problem = error
        try:
            return SentenceTransformer(
                source,
                device="cpu",
                local_files_only=problem is not None,
                model_kwargs={"attn_implementation": "eager"},  # becomes the smallest graph
            )
        except Exception as error:  # a download or foreign files can fail in any way
            detail = " ".join(str(problem or error).split())[:160] or type(problem or error).__name__
            raise ModelError(
                f"the encoder {source!r} cannot be loaded ({detail}); check the name and the internet access, "
                "name a folder that holds a sentence-transformers model, or use the bundled one: --model bundled"
            ) from error


def shape_of(model: "SentenceTransformer", source: str) -> Shape:
    """What ``model`` does with its token embeddings. Raises ModelError if the light reader cannot do the same."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise _unfit(source, f"it consists of {', '.join(kinds)}")
    transformer: Any = model[0]
    pooling: Any = model[1]
    if not hasattr(model.tokenizer, "backend_tokenizer"):
        raise _unfit(source, "it has no tokenizer.json")
    if getattr(transformer, "do_lower_case", False):
        raise _unfit(source, "it lowers case outside its tokenizer")
    config = pooling.get_config_dict()
    modes = config.get("pooling_mode") or [
        name.removeprefix("pooling_mode_").removesuffix("_tokens").removesuffix("_token")
        for name, used in config.items()
        if name.startswith("pooling_mode_") and used
    ]
    mode = modes if isinstance(modes, str) else "+".join(modes)
    if mode not in ("mean", "cls") or not config.get("include_prompt", True):
        raise _unfit(source, f"it pools by {mode!r}")
    limits = [model.max_seq_length, _positions(transformer.auto_model.config), _MAX_TOKENS]
    query, passage = _prompts(model.prompts, source)
    return Shape(
        dimension=int(transformer.auto_model.config.hidden_size),
        max_tokens=min(int(limit) for limit in limits if limit),
        pooling=mode,
        query_prompt=query,
        passage_prompt=passage,
    )


def export_int8(model: "SentenceTransformer", graph: Path, progress: Callable[[str], None]) -> None:
    """Writes the graph of ``model`` to ``graph``, as ``write_int8`` does."""
    transformer: Any = model[0]
    progress("exporting to ONNX")
    write_int8(lambda plain: _export(transformer.auto_model, plain), graph)


def write_int8(export: Callable[[Path], None], graph: Path) -> None:
    """Writes what ``export`` writes with int8 weights, one scale per output channel, to ``graph``. Matrices with few
    rows stay as they are: they were split off so that they do.

    The same weights and library versions give the same bytes: traces of this machine or run are removed.
    """
    import onnx

    plain = graph.with_suffix(".float32")
    graph.parent.mkdir(parents=True, exist_ok=True)
    onnx_runtime()
    with quiet():
        from onnxruntime.quantization import QuantType, quantize_dynamic

        export(plain)
        narrow = _narrow_products(onnx.load(plain))
        quantize_dynamic(plain, graph, weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=narrow)
        plain.unlink()
        finished = onnx.load(graph)
        _strip(finished)
        graph.write_bytes(finished.SerializeToString(deterministic=True))


def _export(transformer: "PreTrainedModel", path: Path) -> None:
    import torch

    class TokenEmbeddings(torch.nn.Module):
        """Token ids in, last hidden state out, and nothing else."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
            hidden: torch.Tensor = self.transformer(input_ids=input_ids).last_hidden_state
            return hidden

    # Two rows of different words: a dimension of 1 would be taken as fixed.
    example = torch.arange(10, 24, dtype=torch.int64).reshape(2, 7)
    longest = min(_positions(transformer.config) or _MAX_TOKENS, _MAX_TOKENS)
    dimensions = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=longest)}
    torch.onnx.export(
        TokenEmbeddings().eval(),
        (example,),
        path,
        dynamo=True,
        verbose=False,
        input_names=["input_ids"],
        output_names=["token_embeddings"],
        dynamic_shapes=(dimensions,),
        external_data=False,
    )


def _narrow_products(model: "ModelProto") -> list[str]:
    """Names of the products with a matrix of few rows."""
    narrow = {weight.name for weight in model.graph.initializer if len(weight.dims) == 2 and weight.dims[0] < _NARROW}
    return [node.name for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in narrow]


def _strip(model: "ModelProto") -> None:
    """Removes source paths, stack traces and comments, which differ between machines."""
    for part in [
        model,
        model.graph,
        *model.graph.node,
        *model.graph.initializer,
        *model.graph.value_info,
        *model.functions,
    ]:
        part.ClearField("doc_string")
        if hasattr(part, "metadata_props"):
            part.ClearField("metadata_props")


def _positions(config: "PretrainedConfig") -> int | None:
    """How many tokens the model has positions for, None where it has no limit."""
    positions: int | None = getattr(config, "max_position_embeddings", None)
    # RoBERTa and its descendants count positions from the padding token's id + 1.
    offset = "roberta" in config.model_type or config.model_type in ("camembert", "mpnet")
    return positions - int(config.pad_token_id) - 1 if positions and offset else positions


def _prompts(prompts: dict[str, str | None], source: str) -> tuple[str, str]:
    query = prompts.get("query") or ""
    passage = prompts.get("passage") or prompts.get("document") or ""
    name = source.lower()
    if not query and not passage and "e5-" in name and "instruct" not in name:
        # The E5 family was trained with these, but its published folders do not say so.
        return "query: ", "passage: "
    return query, passage


def _unfit(source: str, reason: str) -> ModelError:
    return ModelError(
        f"the encoder {source!r} is of a kind that maltolk cannot run ({reason}); choose one that is a Transformer "
        "with a fast tokenizer and mean or cls Pooling, or the bundled one: --model bundled"
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps the libraries' progress bars, notices and deprecation warnings off the user's terminal."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stderr(io.StringIO()),
            contextlib.redirect_stdout(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
