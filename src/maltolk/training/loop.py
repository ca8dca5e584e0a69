"""Training by steps, with a checkpoint to go on from: killed at any moment it loses at most ``save_every`` steps."""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from maltolk.answering.reader.network import Logits, save_weights, trained
from maltolk.errors import UsageError
from maltolk.training.batches import collate
from maltolk.training.losses import loss_of
from maltolk.training.windows import Encoded

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import Module
    from torch.optim import AdamW

LATEST, BEST, FINAL, LOG = "latest.pt", "best.safetensors", "final.safetensors", "log.txt"
"""Files of a run's folder: all that is needed to go on; the weights with the highest score in a validation so far, with
their figures in a JSON file beside; the weights after the last step; what happened, a line each."""

RATE = 1e-4

Epochs = Callable[[int], Sequence[Sequence[Encoded]]]
"""Number of an epoch, from 0 -> its batches, the same ones each time it is asked."""


class Judged(Protocol):
    """How good a reader is, in one line as a string; a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def score(self) -> float:
        """What the best weights are chosen by, higher is better."""
        ...


Judge = Callable[["Module"], Judged]
"""Measures a reader on examples that it is not trained on."""

_LAYER = re.compile(r"encoder\.encoder\.layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What decides the result of a run, besides its examples.

    ``steps``: one batch each. ``body_rate``, ``head_rate``: highest learning rates of the encoder's top layer and of
    what is new; they rise over the first ``warm_up`` (a share of the steps) and fall evenly to 0 at the end.
    ``layer_decay``: rate of a layer against the one above. ``weight_decay``: of matrices alone. ``longest_gradient``:
    a longer one is shortened to this norm. ``half``: whether matrices are multiplied in bfloat16, twice as fast on
    processors that have instructions for it. ``frozen``: so many of the lowest layers, and what is below them, stay as
    they are, and no gradient has to be found for them.
    """

    steps: int
    seed: int
    body_rate: float = RATE
    head_rate: float = 5e-4
    warm_up: float = 0.06
    layer_decay: float = 0.95
    weight_decay: float = 0.01
    longest_gradient: float = 1.0
    half: bool = False
    frozen: int = 0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, in steps, a run tells its loss, writes a checkpoint, and is measured."""

    tell_every: int = 10
    save_every: int = 50
    judge_every: int = 500


def train(
    reader: "Module",
    epochs: Epochs,
    judge: Judge,
    padding: int,
    plan: RunPlan,
    folder: Path,
    rhythm: Rhythm = Rhythm(),
) -> None:
    """Trains ``reader`` in place until ``plan.steps``, from the checkpoint in ``folder`` if there is one.

    ``padding``: id of the piece that fills batches up. A run that was cut short and went on ends with the same weights
    as one that was not. Raises UsageError where the checkpoint is of another plan.
    """
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    _freeze(reader, plan.frozen)
    optimizer = _optimizer(reader, plan)
    done, highest = _resume(reader, optimizer, plan, folder)
    if done:
        _tell(folder, f"goes on after step {done}")
    reader.train()
    lately: list[_Learned] = []
    for step, batch in _stream(epochs, done, plan.steps):
        lately.append(_learn(reader, optimizer, batch, padding, step, plan))
        if step % rhythm.tell_every == 0:
            _tell(folder, f"step {step} of {plan.steps}, {_summary(lately)}")
            lately.clear()
        if step % rhythm.judge_every == 0 or step == plan.steps:
            highest = _judge(reader, judge, step, highest, folder)
        if step % rhythm.save_every == 0 or step == plan.steps:
            _save(reader, optimizer, plan, step, highest, folder)
    save_weights(reader, folder / FINAL)
    _tell(folder, "done")


def rate_share(step: int, plan: RunPlan) -> float:
    """Share of the highest rate in ``step`` (from 1): a rise, then an even fall that would reach 0 after the last."""
    rise = max(1, round(plan.steps * plan.warm_up))
    if step <= rise:
        return step / rise
    return (plan.steps + 1 - step) / (plan.steps + 1 - rise)


@dataclass(frozen=True, slots=True)
class _Learned:
    """The losses of a batch before it was learned from, and what that took in seconds."""

    units: float
    choice: float
    passage: float
    seconds: float


def _learn(
    reader: "Module", optimizer: "AdamW", batch: Sequence[Encoded], padding: int, step: int, plan: RunPlan
) -> _Learned:
    import torch

    began = time.monotonic()
    tensors = collate(batch, padding)
    with torch.autocast("cpu", torch.bfloat16, enabled=plan.half):
        logits = reader(tensors.tokens, tensors.visible, tensors.units)
    loss = loss_of(Logits(logits.units.float(), logits.passage.float()), tensors)
    loss.total.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(trained(reader).values(), plan.longest_gradient)
    for group in optimizer.param_groups:
        group["lr"] = group["highest"] * rate_share(step, plan)
    optimizer.step()
    optimizer.zero_grad()
    return _Learned(loss.units.item(), loss.choice.item(), loss.passage.item(), time.monotonic() - began)


def _summary(lately: Sequence[_Learned]) -> str:
    units, choice, passage, seconds = (
        fmean(getattr(one, name) for one in lately) for name in ("units", "choice", "passage", "seconds")
    )
    return (
        f"loss {units + choice + passage:.4f} (units {units:.4f}, choice {choice:.4f}, passage {passage:.4f}), "
        f"{seconds:.2f} s a step"
    )


def _stream(epochs: Epochs, done: int, steps: int) -> Iterator[tuple[int, Sequence[Encoded]]]:
    """Steps ``done + 1`` to ``steps``, each with its batch."""
    step = epoch = 0
    while step < steps:
        batches = epochs(epoch)
        if not batches:
            raise UsageError("there are fewer examples than a batch takes; add questions")
        for batch in batches[: steps - step]:
            step += 1
            if step > done:
                yield step, batch
        epoch += 1


def _freeze(reader: "Module", layers: int) -> None:
    """Leaves the lowest ``layers`` layers as they are, and what is below them; with 0 nothing."""
    for name, parameter in trained(reader).items() if layers else ():
        found = _LAYER.match(name)
        below = name == "mark" or name.startswith("encoder.embeddings.")
        if below or (found and int(found[1]) < layers):
            parameter.requires_grad_(False)


def _optimizer(reader: "Module", plan: RunPlan) -> "AdamW":
    import torch

    parameters = trained(reader)
    layers = 1 + max((int(found[1]) for name in parameters if (found := _LAYER.match(name))), default=-1)
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in parameters.items():
        found = _LAYER.match(name)
        below = layers - 1 - int(found[1]) if found else layers
        rate = plan.body_rate * plan.layer_decay**below if name.startswith("encoder.") else plan.head_rate
        decay = plan.weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [
            {"params": members, "lr": rate, "highest": rate, "weight_decay": decay}
            for (rate, decay), members in groups.items()
        ],
        fused=True,
    )


def _judge(reader: "Module", judge: Judge, step: int, highest: float, folder: Path) -> float:
    """Measures, keeps the weights if they are the best so far, and gives the highest score so far."""
    began = time.monotonic()
    found = judge(reader)
    _tell(folder, f"validation after step {step}: {found} ({time.monotonic() - began:.0f} s)")
    if found.score <= highest:
        return highest
    save_weights(reader, folder / BEST)
    report = json.dumps({"step": step, "score": found.score, **asdict(found)}, indent=2)
    (folder / BEST).with_suffix(".json").write_text(report + "\n", encoding="utf-8")
    return found.score


def _save(reader: "Module", optimizer: "AdamW", plan: RunPlan, step: int, highest: float, folder: Path) -> None:
    import torch

    making = folder / f".{LATEST}.making"
    state = {
        "plan": asdict(plan),
        "step": step,
        "highest": highest,
        "weights": {name: parameter.detach() for name, parameter in trained(reader).items()},
        "optimizer": optimizer.state_dict(),
        "random": torch.get_rng_state(),
    }
    torch.save(state, making)
    making.replace(folder / LATEST)


def _resume(reader: "Module", optimizer: "AdamW", plan: RunPlan, folder: Path) -> tuple[int, float]:
    """Steps done and the highest score so far; both 0 where there is no checkpoint."""
    import torch

    file = folder / LATEST
    if not file.is_file():
        return 0, 0.0
    state: dict[str, Any] = torch.load(file, weights_only=True)
    if state["plan"] != asdict(plan):
        raise UsageError(f"the checkpoint in {folder} is of another plan; name another folder with --out, or delete it")
    with torch.no_grad():
        for name, parameter in trained(reader).items():
            parameter.copy_(state["weights"][name])
    optimizer.load_state_dict(state["optimizer"])
    torch.set_rng_state(state["random"])
    return int(state["step"]), float(state["highest"])


def _tell(folder: Path, line: str) -> None:
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(f"{time.strftime('%H:%M:%S')} {line}\n")
