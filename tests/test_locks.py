"""The locks hold what pyproject.toml asks for, by digest, and what each kind of machine imports is in its lock."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "locks"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
DEPENDENCIES = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
BUILDING = {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript", "safetensors"}
"""Imported where an encoder is prepared, and nowhere else: not for a machine that only answers."""


def locked(name: str) -> dict[str, Requirement]:
    """The packages of ``locks/NAME.txt`` by their canonical name."""
    lines = (LOCKS / f"{name}.txt").read_text("utf-8").replace("\\\n", "").splitlines()
    found = [Requirement(line.split(" --hash")[0]) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(one.name): one for one in found}


def group(name: str) -> set[str]:
    members = GROUPS[name]
    return {canonicalize_name(Requirement(m).name) for m in members if isinstance(m, str)}.union(
        *(group(m["include-group"]) for m in members if not isinstance(m, str))
    )


ALL = sorted(path.stem for path in LOCKS.glob("*.txt"))


def test_these_are_the_locks():
    assert ALL == ["all", "answer", "page", "test", "torch", "update"]


@pytest.mark.parametrize("name", ALL)
def test_a_lock_names_versions_and_digests_and_no_place(name: str):
    text = (LOCKS / f"{name}.txt").read_text("utf-8")
    lines = [line for line in text.replace("\\\n", "").splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(locked(name))
    digests = r"(\s+--hash=sha256:[0-9a-f]{64})+" if name != "torch" else ""  # why, says locks/torch.txt
    for line in lines:
        assert re.fullmatch(rf"[\w.-]+==[\w.]+( ; [^#]*?)?{digests}", line), line[:100]
        assert re.search(r"://|@|(?<!\S)[/~.]|-index|find-links", line) is None, line[:100]


@pytest.mark.parametrize(("smaller", "larger"), [("answer", "page"), ("page", "all"), ("all", "test")])
def test_a_smaller_lock_is_part_of_the_larger_one(smaller: str, larger: str):
    whole = locked(larger)
    assert {name: str(one.specifier) for name, one in locked(smaller).items()} == {
        name: str(whole[name].specifier) for name in locked(smaller) if name in whole
    }


def test_the_locks_hold_what_the_project_asks_for():
    everything = locked("all") | locked("torch")
    tools = [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["dev"]]
    for wanted, lock in ((DEPENDENCIES, everything), (tools, locked("test"))):
        for one in wanted:
            (version,) = lock[canonicalize_name(one.name)].specifier
            assert one.specifier.contains(version.version), f"{one}: run `make lock`"


def test_the_groups_are_made_of_the_projects_dependencies():
    assert group("page") <= {canonicalize_name(one.name) for one in DEPENDENCIES}
    for name in ("answer", "page"):
        assert group(name) <= locked(name).keys(), "run `make lock`"


def test_torch_is_pinned_in_its_own_lock_alone_and_no_lock_brings_cuda():
    for name in ("answer", "page", "all", "test"):
        assert [n for n in locked(name) if n == "torch" or n.startswith(("nvidia-", "cuda-", "triton"))] == []
    (torch,) = [one for one in DEPENDENCIES if one.name == "torch"]
    assert "==" not in str(torch)
    assert list(locked("torch")) == ["torch"]


SOURCE = ROOT / "src" / "maltolk"
SKINS = {"web", "api", "mcp", "syncing"}
"""What stands on the page's packages."""


def imported(room: Path) -> set[str]:
    """The packages of others that a module, or the files below a folder, import anywhere."""
    names: set[str] = set()
    for file in room.rglob("*.py") if room.is_dir() else [room]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(str(node.module).split(".")[0])
    return names - set(sys.stdlib_module_names) - {"maltolk", "__future__"}


@pytest.mark.parametrize("name", ["answer", "page"])
def test_who_only_answers_imports_nothing_that_is_not_in_its_lock(name: str):
    rooms = [path for path in SOURCE.iterdir() if path.suffix == ".py" or (path.is_dir() and path.name != "training")]
    names = set().union(*(imported(room) for room in rooms if (room.name in SKINS) == (name == "page")))
    assert names & {"faiss", "gradio"}, "the walk finds what is there"
    provided = importlib.metadata.packages_distributions()
    for package in sorted(names - BUILDING):
        assert {canonicalize_name(one) for one in provided[package]} & locked(name).keys(), (
            f"{package}: add it to [dependency-groups] of pyproject.toml, and run `make lock`"
        )
