"""The reading model: question and text go through the encoder's layers together, and every unit gets a logit.

It grows out of the bundled encoder and keeps that one's word vectors as they are, so that its own weights (the body)
are a fifth of the whole and both can share one table.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maltolk.answering.reader.weights import Weights
from maltolk.errors import ModelError

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module, Parameter
    from transformers import BertModel

WORDS = "encoder.embeddings.word_embeddings.weight"
"""The table that is not trained and not saved."""

_NARROW = 192  # width of the heads' inner layer


@dataclass(frozen=True, slots=True)
class Logits:
    """``units``: (n, u), that the unit belongs to the answer; meaningless where no unit is present. ``passage``: (n,),
    that the text shown answers the question. Higher is surer."""

    units: "Tensor"
    passage: "Tensor"


def load_encoder(folder: Path) -> "BertModel":
    """The encoder of a prepared folder, float32, without its pooler."""
    import logging

    import torch
    from transformers import BertModel

    logging.getLogger("transformers").setLevel(logging.ERROR)  # it tells that the pooler, which is unused, is unused
    loaded: BertModel = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="eager",  # becomes the smallest graph, and learns the fastest on a processor
        dtype=torch.float32,
        attention_probs_dropout_prob=0.0,  # on a processor dropout costs a quarter of a step
        hidden_dropout_prob=0.0,
    )
    return loaded


def new_reader(encoder: "BertModel", dropout: float = 0.1) -> "Module":
    """A reader whose body is ``encoder`` and whose heads know nothing yet.

    Called with ``tokens``, ``visible`` and ``units`` of a batch it gives Logits. ``dropout``: of the heads' input; the
    body's is the encoder's own setting.
    """
    import torch
    from torch import nn

    width: int = encoder.config.hidden_size

    class Reader(nn.Module):
        """A unit's logit comes from the mean of its tokens, its mark, and the first token; the passage's from that."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder
            self.mark = nn.Parameter(torch.zeros(width))
            self.unit_head = nn.Sequential(
                nn.Dropout(dropout), nn.Linear(3 * width, _NARROW), nn.GELU(), nn.Linear(_NARROW, 1)
            )
            self.passage_head = nn.Sequential(
                nn.Dropout(dropout), nn.Linear(width, _NARROW), nn.GELU(), nn.Linear(_NARROW, 1)
            )
            self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)

        def forward(self, tokens: torch.Tensor, visible: torch.Tensor, units: torch.Tensor) -> Logits:
            previous = nn.functional.pad(units, (1, -1))
            marked = (units > 0) & (units != previous)
            numbers = torch.arange(1, int(units.max()) + 1)
            inside = units.unsqueeze(1) == numbers.unsqueeze(-1)  # (n, u, t)
            text = (inside & ~marked.unsqueeze(1)).float()
            means = text / text.sum(-1, keepdim=True).clamp(min=1)
            return Logits(*self.weigh(tokens, visible, (inside & marked.unsqueeze(1)).float(), means))

        def weigh(
            self, tokens: torch.Tensor, visible: torch.Tensor | None, marks: torch.Tensor, means: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            """Logits (n, u) of units and (n,) of passages. ``visible``: (n, t), None where nothing is padded.
            ``marks``, ``means``: (n, u, t), for each unit 1 at its mark, and its tokens' shares in their mean."""
            words = self.encoder.embeddings.word_embeddings(tokens) + marks.sum(1).unsqueeze(-1) * self.mark
            attention = None if visible is None else visible.long()
            hidden = self.encoder(inputs_embeds=words, attention_mask=attention).last_hidden_state
            first = hidden[:, 0]
            each = means @ hidden
            seen = torch.cat([each, marks @ hidden, first.unsqueeze(1).expand_as(each)], dim=-1)
            return self.unit_head(seen).squeeze(-1), self.passage_head(first).squeeze(-1)

    return Reader()


def trained(reader: "Module") -> "dict[str, Parameter]":
    """What training changes, by name, in a fixed order: all but the word vectors."""
    return {name: parameter for name, parameter in reader.named_parameters() if name != WORDS}


def save_weights(reader: "Module", file: Path) -> None:
    """Writes all that is trained, float32, as safetensors; a file that was there is replaced in one step."""
    from safetensors.torch import save_file

    making = file.with_name(f".{file.name}.making")
    save_file({name: tensor.detach().contiguous() for name, tensor in trained(reader).items()}, making)
    making.replace(file)


def load_weights(reader: "Module", file: Path) -> None:
    """Puts saved weights into ``reader``. Raises ModelError where they are another reader's."""
    from safetensors.numpy import load_file

    put_weights(reader, load_file(file))


def put_weights(reader: "Module", weights: Weights) -> None:
    """Puts all that is trained into ``reader``. Raises ModelError where it is another reader's."""
    import torch

    own = trained(reader)
    if weights.keys() != own.keys() or any(weights[name].shape != tuple(own[name].shape) for name in own):
        raise ModelError("these are the weights of another model than the reader; install maltolk again")
    with torch.no_grad():
        for name, parameter in own.items():
            parameter.copy_(torch.from_numpy(weights[name]))
