"""The first stage: the bundled encoder learns to read, from generic questions on encyclopaedias, news and agencies."""

import random
from dataclasses import dataclass
from pathlib import Path

from maltolk.training.batches import in_batches
from maltolk.training.loop import RunPlan, train
from maltolk.training.mixing import Mixer, Mixture, part
from maltolk.training.reader import load_encoder, new_reader
from maltolk.training.sets import read_generic
from maltolk.training.windows import Encoded, Windower, open_pieces

BATCH = 32
TOKENS = 384
"""The longest that the reader is trained and measured on."""

WINDOWS = (96, 160, 224, TOKENS)
"""An example's most tokens is one of these at random: passages come in all lengths, and short ones are cheap."""

_SHARE, _SALT, _VALIDATION = 0.05, "generic", 500


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
        encoded = [self.windower.encode(example, chance.choice(WINDOWS), chance) for example in examples]
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
    train(reader, lambda number: prepared.epoch(number, plan.seed), prepared.validation, padding, plan, folder)
