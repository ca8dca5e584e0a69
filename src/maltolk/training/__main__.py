"""``python -m maltolk.training generic --data DIR``: trains the reading model, or goes on with a run that was cut."""

import argparse
import os
import sys
from pathlib import Path

from maltolk.errors import MaltolkError
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.settings import BUNDLED, Settings
from maltolk.training.generic import train_generic
from maltolk.training.loop import RATE, RunPlan


def main(arguments: list[str] | None = None) -> int:
    """Runs a stage; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m maltolk.training", description=__doc__)
    parser.add_argument("stage", choices=["generic"], help="generic: learn to read, from generic questions")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the question sets")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder of the run (default: in the cache folder)")
    parser.add_argument("--steps", type=int, default=1000, help="batches to train on (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another run (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=RATE, help="learning rate (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="processors to use (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    import torch

    torch.set_num_threads(chosen.threads)
    plan = RunPlan(chosen.steps, chosen.seed, body_rate=chosen.rate)
    try:
        model = prepare_model(BUNDLED, Settings.from_environment().models)
        train_generic(chosen.data, model, chosen.out or _default_folder(chosen.stage), plan)
    except MaltolkError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    return 0


def _default_folder(stage: str) -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "maltolk" / "training" / stage


if __name__ == "__main__":
    sys.exit(main())
