"""The archives of `make wheel` hold every file, and the wheel answers by itself: away from the checkout, with nothing
but the packages of a machine that only answers, an index and an encoder that were made elsewhere.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from maltolk import __version__
from maltolk.answering.reader.preparing import prepare_reader, shipped_weights
from maltolk.indexing.encoders.card import CARD, TOKENIZER
from maltolk.indexing.encoders.model_folder import prepare_model
from maltolk.indexing.encoders.onnx_export import GRAPH
from maltolk.settings import BUNDLED, Settings

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "onnx")


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """What the command says; ends with its error when it fails. Away from the checkout, nothing of it is at hand."""
    print("$", *command, flush=True)
    away = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder), "MALTOLK_MODELS": str(folder / "models")}
    here = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # pip would find maltolk there
    environment = here if folder == ROOT else away
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"this ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def check_archives(wheel: Path, archive: Path) -> None:
    """Every file of the package is in the wheel, and every file of the repository in the source archive."""
    tracked = set(filter(None, run("git", "ls-files", "-z").split("\0")))
    with zipfile.ZipFile(wheel) as packed:
        inside = {name for name in packed.namelist() if ".dist-info/" not in name}
    package = {name.removeprefix("src/") for name in tracked if name.startswith("src/")}
    if inside != package:
        sys.exit(f"{wheel.name} lacks {sorted(package - inside)}, and should not hold {sorted(inside - package)}")
    with tarfile.open(archive) as packed:
        inside = {name.partition("/")[2] for name in packed.getnames()}
    if lacking := tracked - inside:
        sys.exit(f"{archive.name} lacks {sorted(lacking)}")


def check_answers(wheel: Path, folder: Path) -> None:
    """Install it in ``folder``, index there, and ask."""
    run(sys.executable, "-m", "venv", folder / "venv")
    pip, maltolk = (folder / "venv" / "bin" / name for name in ("pip", "maltolk"))
    run(pip, "install", "--quiet", "--no-deps", "--require-hashes", "--requirement", "locks/answer.txt")
    run(pip, "install", "--quiet", "--no-deps", wheel)
    found = f"import importlib.util as u; print([n for n in {HEAVY} if u.find_spec(n)])"
    if (heavy := run(folder / "venv" / "bin" / "python", "-c", found, folder=folder)) != "[]\n":
        sys.exit(f"the lock of answering brings {heavy}")
    # All that answering takes of an encoder: the third of a gigabyte that it was made of stays behind.
    encoder = prepare_model(BUNDLED, Settings.from_environment().models, print)
    for name in (CARD, TOKENIZER, GRAPH):
        target = folder / "models" / encoder.name / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(encoder / name, target)
    reader = prepare_reader(Settings.from_environment().models, shipped_weights(), print)
    shutil.copytree(reader, folder / "models" / reader.name)
    shutil.copytree(ROOT / "corpus", folder / "corpus")

    if (said := run(maltolk, "--version", folder=folder)) != f"maltolk {__version__}\n":
        sys.exit(f"the wheel says {said}")
    run(maltolk, "index", folder=folder)
    run(maltolk, "verify", folder=folder)
    answer = json.loads(run(maltolk, "ask", "Vilka prioriterade områden har Landskrona?", "--json", folder=folder))
    if answer["status"] != "answered" or not any("arbetsro" in one["quote"] for one in answer["citations"]):
        sys.exit(f"the wheel answers {answer}")
    contacts = json.loads(run(maltolk, "contacts", "Strandberg", "--json", folder=folder))
    if not contacts or contacts[0]["municipality"] != "Landskrona":
        sys.exit(f"the wheel knows the contacts {contacts}")


def main() -> None:
    """Check what lies in dist/."""
    (wheel,), (archive,) = (ROOT / "dist").glob("*.whl"), (ROOT / "dist").glob("*.tar.gz")
    check_archives(wheel, archive)
    with tempfile.TemporaryDirectory() as folder:
        check_answers(wheel, Path(folder))


if __name__ == "__main__":
    main()
