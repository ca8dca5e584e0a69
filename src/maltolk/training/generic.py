"""The first stage: the bundled encoder learns to read, from generic questions on encyclopaedias, news and agencies."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maltolk.answering.reader.network import load_encoder, new_reader
from maltolk.answering.reader.tokenizing import open_pieces
from maltolk.training.batches import in_batches
from maltolk.training.loop import RunPlan, train
from maltolk.training.measures import Figures, figures, read_all
from maltolk.training.mixing import Mixer, Mixture, part
from maltolk.training.sets import read_generic
from maltolk.training.windows import Encoded, Windower

if TYPE_CHECKING:
    from torch.nn import Module

BATCH = 32
TOKENS = 384
"""The longest that the reader is trained and measured on."""

WINDOWS = (96, 160, 224, TOKENS)
"""An example's most tokens is one of these at random: passages come in all lengths, and short ones are cheap."""

_SHARE, _SALT, _VALIDATION = 0.05, "generic", 500
_AT_A_TIME = 16  # examples of the validation


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the stage trains and is measured on. ``mixer``, ``windower``: make the epochs."""

    mixer: Mixer
    windower: Windower
    validation: tuple[Encoded, ...]

    def epoch(self, number: int, seed: int) -> list[list[Encoded]]:
        """The batches of that epoch; the same numbers give the same ones."""
        name = f"{seed}:{number}"
        chance = random.Random(name)
        examples = self.mixer.epoch(Mixture(), name)
        encoded = [[self.windower.encode(example, chance.choice(WINDOWS), chance)] for example in examples]
        return in_batches(encoded, BATCH, chance)


def prepare(data: Path, model: Path) -> Prepared:
    """Reads the sets below ``data`` and cuts them with the vocabulary of the encoder's folder ``model``.

    The validation is the same whatever the run's seed.
    """
    parts = part(read_generic(data), _SHARE, _SALT)
    windower = Windower(open_pieces(model))
    chance = random.Random(_SALT)
    held = Mixer(parts.validation).validation(_VALIDATION, _SALT)
    validation = tuple(windower.encode(example, TOKENS, chance) for example in held)
    return Prepared(Mixer(parts.training), windower, validation)


def train_generic(data: Path, model: Path, folder: Path, plan: RunPlan) -> None:
    """Runs the stage, or goes on with it, in ``folder``. Raises UsageError."""
    import torch

    prepared = prepare(data, model)
    torch.manual_seed(plan.seed)
    reader = new_reader(load_encoder(model))
    padding = prepared.windower.pieces.padding

    def judge(trained: "Module") -> Figures:
        return figures(read_all(trained, prepared.validation, _AT_A_TIME, padding))

    train(reader, lambda number: prepared.epoch(number, plan.seed), judge, padding, plan, folder)
