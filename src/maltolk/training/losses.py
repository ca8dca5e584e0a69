"""How wrong the reader's logits are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maltolk.answering.reader.network import Logits
from maltolk.training.batches import Batch

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Loss:
    """Means over the examples of a batch, each a scalar that can be differentiated; lower is better.

    ``units``: whether each unit belongs (binary cross entropy). ``choice``: that the units of the answer stand out from
    the others (cross entropy of the softmax over units, answerable examples alone). ``passage``: whether it answers.
    """

    units: "Tensor"
    choice: "Tensor"
    passage: "Tensor"

    @property
    def total(self) -> "Tensor":
        """What training makes small."""
        return self.units + self.choice + self.passage


def loss_of(logits: Logits, batch: Batch) -> Loss:
    """Each example counts the same, however many units it has; in an answerable one the units that belong weigh as much
    as those that do not, in an unanswerable one all weigh half."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, logsigmoid

    present = batch.present.float()
    belong = batch.support
    others = present - belong
    wrong = -(logsigmoid(logits.units) * belong + logsigmoid(-logits.units) * others)
    halves = [(wrong * part).sum(1) / part.sum(1).clamp(min=1) for part in (belong, others)]
    units = (halves[0] + halves[1]).mean() / 2

    answerable = belong.sum(1) > 0
    lowest = torch.finfo(logits.units.dtype).min
    everything = logits.units.masked_fill(~batch.present, lowest)
    right = logits.units.masked_fill(belong == 0, lowest)
    missed = everything.logsumexp(1) - right.logsumexp(1)
    choice = missed[answerable].sum() / len(missed)

    passage = binary_cross_entropy_with_logits(logits.passage, answerable.float())
    return Loss(units, choice, passage)
