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
    the others, over all examples of a question (cross entropy of the softmax over the units' probabilities, their
    passage's included; answerable questions alone; a mean over questions). ``passage``: whether it answers.
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
    scores = logsigmoid(logits.units) + logsigmoid(logits.passage).unsqueeze(1)
    count = int(batch.questions.max()) + 1
    same = batch.questions.unsqueeze(0) == torch.arange(count).unsqueeze(1)  # (q, n)
    missed = _over(same, scores, batch.present) - _over(same, scores, belong > 0)
    choice = missed[(same & answerable).any(1)].sum() / count

    passage = binary_cross_entropy_with_logits(logits.passage, answerable.float())
    return Loss(units, choice, passage)


def _over(same: "Tensor", scores: "Tensor", which: "Tensor") -> "Tensor":
    """(q,): log of the sum over the units ``which`` (n, u) of all examples of a question; ``same``: (q, n)."""
    import torch

    lowest = torch.finfo(scores.dtype).min / 4  # so that the lowest of the lowest is still a number
    each = scores.masked_fill(~which, lowest).logsumexp(1)
    return each.unsqueeze(0).masked_fill(~same, lowest).logsumexp(1)
