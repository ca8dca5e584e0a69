"""``python -m maltolk.training STAGE``: one stage of training, or goes on with a run that was cut. ``make train`` runs
all of them in order."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from maltolk.answering.reader.preparing import open_reader, shipped_weights
from maltolk.errors import MaltolkError, UsageError
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.indexing.encoders.onnx_encoder import OnnxEncoder
from maltolk.settings import BUNDLED, Settings
from maltolk.training.calibrating import ask_reader, figures_of, fit, risk_and_coverage, ship
from maltolk.training.generic import train_generic
from maltolk.training.intents import head_file, train_intents
from maltolk.training.loop import BEST, RATE, RunPlan
from maltolk.training.municipal import read_alone, train_municipal
from maltolk.training.municipal_sets import Split, read_sets
from maltolk.training.shipping import mean_of, outliers_of, ship_weights

_WATCHED = 200
"""Examples that are read to see which inputs of the reader's layers are far larger than the others."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What a stage is given. ``runs``: the folder of all runs; ``model``: that of the encoder. ``weights``: files of
    other runs, instead of the best of the stage before."""

    data: Path
    questions: tuple[Path, ...]
    runs: Path
    models: Path
    model: Path
    plan: RunPlan
    weights: tuple[Path, ...]

    def after(self, stage: str) -> tuple[Path, ...]:
        """The weights to go on with: those named, else the best of that stage."""
        return self.weights or (self.runs / stage / BEST,)


def _generic(run: _Run) -> None:
    train_generic(run.data, run.model, run.runs / "generic", run.plan)


def _municipal(run: _Run) -> None:
    start = run.after("generic")
    if len(start) > 1:
        raise UsageError("a run starts from one file of weights; name one")
    train_municipal(run.questions, run.data, run.model, start[0], run.runs / "municipal", run.plan)


def _ship(run: _Run) -> None:
    weights = mean_of(run.after("municipal"))
    examples = read_alone(run.questions, run.model, _WATCHED)
    ship_weights(weights, outliers_of(weights, run.model, examples), shipped_weights())


def _calibrate(run: _Run) -> None:
    encoder, reader = OnnxEncoder(BUNDLED, run.model), open_reader(BUNDLED, run.models)
    told = ask_reader(read_sets(run.questions), Split.TUNE, encoder, reader, run.runs / "municipal")
    calibration = fit(told)
    ship(calibration)
    _print(figures_of(told), str(calibration), *risk_and_coverage(told, calibration))


def _test(run: _Run) -> None:
    encoder, reader = OnnxEncoder(BUNDLED, run.model), open_reader(BUNDLED, run.models)
    _print(figures_of(ask_reader(read_sets(run.questions), Split.TEST, encoder, reader, run.runs / "municipal")))


def _intents(run: _Run) -> None:
    utterances = next(folder.parent / "intents.jsonl" for folder in reversed(run.questions))
    _print(train_intents(utterances, run.questions, OnnxEncoder(BUNDLED, run.model), head_file()))


def _print(*lines: str) -> None:
    sys.stdout.write("\n".join([*lines, ""]))


_STAGES: dict[str, Callable[[_Run], None]] = {
    "generic": _generic,
    "municipal": _municipal,
    "ship": _ship,
    "calibrate": _calibrate,
    "test": _test,
    "intents": _intents,
}
"""generic: learns to read. municipal: learns to read municipal texts. ship: the weights, or the mean of several, small,
into the package.
calibrate: how likely the reader is right, on the tuning texts. test: its figures on the test texts. intents: what
questions are for."""


def main(arguments: list[str] | None = None) -> int:
    """Runs a stage; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m maltolk.training", description=__doc__)
    parser.add_argument("stage", choices=list(_STAGES), help="what to do")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the generic question sets")
    parser.add_argument(
        "--questions", type=Path, action="append", default=[], metavar="DIR", help="municipal questions and their texts"
    )
    parser.add_argument("--runs", type=Path, metavar="DIR", help="folder of the runs (default: in the cache folder)")
    parser.add_argument(
        "--weights",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="municipal starts from it, ship takes the mean of all (default: the best of the stage before)",
    )
    parser.add_argument("--steps", type=int, default=1000, help="batches to train on (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another run (default: %(default)s)")
    parser.add_argument("--rate", type=float, default=RATE, help="learning rate (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="processors to use (default: %(default)s)")
    parser.add_argument("--half", action="store_true", help="multiply in bfloat16")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers that stay as they are (default: none)")
    chosen = parser.parse_args(arguments)
    import torch

    torch.set_num_threads(chosen.threads)
    try:
        models = Settings.from_environment().models
        plan = RunPlan(chosen.steps, chosen.seed, body_rate=chosen.rate, half=chosen.half, frozen=chosen.frozen)
        model = prepare_model(BUNDLED, models)
        runs = chosen.runs or _default_folder()
        given = _Run(chosen.data, tuple(chosen.questions), runs, models, model, plan, tuple(chosen.weights))
        _STAGES[chosen.stage](given)
    except MaltolkError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    return 0


def _default_folder() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "maltolk" / "training"


if __name__ == "__main__":
    sys.exit(main())
