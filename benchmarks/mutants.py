"""Changes the source in one small place at a time and runs the tests: a change that no test notices is a gap in them.

usage: mutants.py [COUNT] [--room answering] [--seed N] [--file PART] [--list]

COUNT mutants (default 60) are drawn at random from the package, one room, or the files whose path contains PART.
Each is tried in a copy of the tree, never in the checkout: first the test file of the same name, then the tests of its
own folder, then those of its room, until one fails. A mutant with which the tests take three times as long as without,
and half a minute more, counts as killed. Survivors are printed with their place and difference. The exit status is 0
either way: some survivors change nothing observable, and only a person can tell which.

The operators are the usual ones (DeMillo, Lipton and Sayward 1978; Offutt et al. 1996 for which suffice): a comparison
or an arithmetic operator replaced, ``and`` and ``or`` exchanged, a condition negated, a number moved by one step, a
truth value flipped, a returned value replaced with None, a statement removed.
"""

import argparse
import ast
import difflib
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from measuring import ROOT, note

PACKAGE = Path("src") / "maltolk"
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "index", "__pycache__", ".*_cache", ".hypothesis", "screenshots")
SLOWER, SPARE = 3.0, 30.0
"""How many times as long as without a mutant its tests may take, plus seconds, before it counts as a hang."""
UNTESTED_FOLDERS = {"browser"}
"""Tests that take minutes and exercise little of what is mutated."""
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "/",
    ast.Div: "*",
    ast.FloorDiv: "*",
    ast.Mod: "*",
}
_REMOVABLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.Continue, ast.Break, ast.Raise)


@dataclass(frozen=True, slots=True)
class Mutant:
    """``path`` from the root of the tree; ``line`` from 1; the bytes from ``start`` to ``end`` become ``new``."""

    path: Path
    line: int
    kind: str
    start: int
    end: int
    new: str

    def of(self, source: str) -> str:
        """The changed text of the module."""
        raw = source.encode()
        return (raw[: self.start] + self.new.encode() + raw[self.end :]).decode()

    def is_real(self, source: str) -> bool:
        """Whether the changed module is valid Python, and differs from the module itself."""
        try:
            changed = ast.parse(self.of(source))
        except SyntaxError:  # "not" where it is not allowed
            return False
        return ast.dump(changed) != ast.dump(ast.parse(source))


def mutants_of(path: Path, source: str) -> list[Mutant]:
    """Every mutant of a module, in source order; a few of them are not real."""
    # ast counts columns in bytes of UTF-8.
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    changes = sorted(_changes(ast.parse(source), source.encode(), starts))
    return [Mutant(path, line, kind, start, end, new) for start, end, new, kind, line in changes]


_Change = tuple[int, int, str, str, int]
"""From byte, to byte, the new text, the kind and the line."""


def _changes(tree: ast.Module, raw: bytes, starts: Sequence[int]) -> Iterator[_Change]:
    def place(node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def text(node: ast.expr | ast.stmt) -> str:
        start, end = place(node)
        return raw[start:end].decode()

    def between(left: ast.expr, right: ast.expr, new: str, kind: str) -> _Change | None:
        """The operator between two operands; None where there are brackets or comments as well."""
        start, end = place(left)[1], place(right)[0]
        if any(sign in raw[start:end] for sign in b"()#"):
            return None
        return start, end, f" {new} ", kind, left.lineno

    for node in _walk(tree):
        changes: list[_Change | None] = []
        match node:
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                operands = [left, *comparators]
                changes += [
                    between(a, b, _COMPARISONS[type(op)], "comparison")
                    for a, b, op in zip(operands, comparators, ops, strict=False)
                ]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                changes.append(between(left, right, _ARITHMETIC[type(op)], "arithmetic"))
            case ast.BoolOp(op=op, values=values):
                other = "or" if isinstance(op, ast.And) else "and"
                changes += [between(a, b, other, "and/or") for a, b in itertools.pairwise(values) if len(values) == 2]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                changes.append((*place(node), f"({text(operand)})", "negation", node.lineno))
            case ast.Constant(value=bool() as value):
                changes.append((*place(node), str(not value), "truth value", node.lineno))
            case ast.Constant(value=int() as number):
                changes += [(*place(node), str(number + step), "number", node.lineno) for step in (-1, 1)]
            case ast.Constant(value=float() as number):
                changes += [(*place(node), repr(number * factor), "number", node.lineno) for factor in (0.5, 2.0)]
            case ast.Return(value=value) if value is not None and not _is_none(value):
                changes.append((*place(node), "return None", "return", node.lineno))
            case _ if isinstance(node, _REMOVABLE) and not _is_docstring(node):
                changes.append((*place(node), "pass", "statement", node.lineno))
            case _:
                pass
        if isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.UnaryOp):
            changes.append((*place(node.test), f"(not ({text(node.test)}))", "condition", node.test.lineno))
        yield from (change for change in changes if change is not None)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Every node whose change is observable: not types, decorators, error messages or log messages."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    yield node
    hidden = {"annotation", "returns", "decorator_list", "type_params", "bases"}
    for name, value in ast.iter_fields(node):
        if name in hidden or (isinstance(node, ast.Raise | ast.JoinedStr) and name in {"exc", "values"}):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def targets(tree: Path, module: Path) -> list[list[str]]:
    """What to run for a mutant of ``module``, nearest first: its own test file, its folder's tests, its room's.

    A module of the root has the tests of the root; one without tests of its own folder, those of the nearest above.
    """
    inside = module.relative_to(PACKAGE)
    tests = tree / "tests"
    near = [tests / inside.parent / f"test_{inside.stem.strip('_')}.py"]
    folders = [tests.joinpath(*inside.parts[:depth]) for depth in range(len(inside.parts) - 1, 0, -1)]
    steps = [[file for file in near if file.is_file()]]
    seen = set(steps[0])
    for files in [_tests_below(folder) for folder in folders] or [sorted(tests.glob("test_*.py"))]:
        steps.append([file for file in files if file not in seen])
        seen.update(files)
    return [[str(file.relative_to(tree)) for file in step] for step in steps if step]


def _tests_below(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("test_*.py")) if not UNTESTED_FOLDERS & set(file.parts)]


class Trial:
    """A copy of the tree that mutants are tried in, one after another."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / ROOT.name
        shutil.copytree(ROOT, self.tree, ignore=LEFT_OUT)
        if (shared := ROOT.parent / "shared").is_dir():
            (folder / "shared").symlink_to(shared)
        self._usual: dict[tuple[str, ...], float] = {}

    def usual(self, step: Sequence[str]) -> float:
        """Seconds that some tests take without a mutant. Raises SystemExit when they fail as it is."""
        key = tuple(step)
        if key not in self._usual:
            started = time.monotonic()
            if failed := self._fails(step, None):
                raise SystemExit(f"{failed}: the tests fail without any mutant; mend them first")
            self._usual[key] = time.monotonic() - started
        return self._usual[key]

    def killed_by(self, mutant: Mutant) -> str | None:
        """What noticed the mutant, or None when it survived."""
        steps = targets(self.tree, mutant.path)
        usual = [self.usual(step) for step in steps]
        file = self.tree / mutant.path
        right = file.read_text("utf-8")
        file.write_text(mutant.of(right), "utf-8")
        try:
            for step, seconds in zip(steps, usual, strict=True):
                if failed := self._fails(step, SLOWER * seconds + SPARE):
                    return failed
        finally:
            file.write_text(right, "utf-8")
        return None

    def _fails(self, step: Sequence[str], limit: float | None) -> str | None:
        """The first test of a step that fails, or "hang"."""
        # No bytecode: a mutant of the same size within the same second would be taken for the previous one.
        environment = os.environ | {"PYTHONPATH": str(self.tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=no", *step]
        process = subprocess.Popen(
            command,
            cwd=self.tree,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,  # so that processes started by the tests end with them
        )
        try:
            said, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return "hang"
        if process.returncode == 0:
            return None
        lines = [line for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        return lines[0].split(" - ")[0] if lines else f"exit status {process.returncode}"


def difference(mutant: Mutant) -> str:
    """The mutant as a patch without context."""
    before = (ROOT / mutant.path).read_text("utf-8")
    lines = difflib.unified_diff(before.splitlines(), mutant.of(before).splitlines(), n=0, lineterm="")
    return "\n".join(itertools.islice(lines, 2, None))


def drawn(count: int, room: str | None, part: str, seed: int) -> list[Mutant]:
    """``count`` mutants, drawn uniformly over all places that can be changed; in order of path and line."""
    folder = ROOT / PACKAGE / room if room else ROOT / PACKAGE
    sources = {
        file.relative_to(ROOT): file.read_text("utf-8") for file in sorted(folder.rglob("*.py")) if part in str(file)
    }
    everything = [mutant for path, source in sources.items() for mutant in mutants_of(path, source)]
    random.Random(seed).shuffle(everything)
    real = (mutant for mutant in everything if mutant.is_real(sources[mutant.path]))
    return sorted(itertools.islice(real, count), key=lambda mutant: (mutant.path, mutant.line))


def main() -> int:
    parser = argparse.ArgumentParser(description="Try whether the tests notice small changes of the source.")
    parser.add_argument("count", nargs="?", type=int, default=60)
    parser.add_argument("--room", help="a folder of the package: answering, reading/lines, …")
    parser.add_argument("--file", default="", metavar="PART", help="only files whose path holds this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="show what would be tried, and try nothing")
    arguments = parser.parse_args()
    mutants = drawn(arguments.count, arguments.room, arguments.file, arguments.seed)
    if arguments.list:
        for mutant in mutants:
            print(f"{mutant.path}:{mutant.line} {mutant.kind}\n{difference(mutant)}")
        return 0
    survived = []
    with tempfile.TemporaryDirectory() as name:
        trial = Trial(Path(name))
        for number, mutant in enumerate(mutants, 1):
            killer = trial.killed_by(mutant)
            if killer is None:
                survived.append(mutant)
            note(f"{number}/{len(mutants)} {mutant.path}:{mutant.line} {mutant.kind}: {killer or 'SURVIVED'}")
    for mutant in survived:
        print(f"survived: {mutant.path}:{mutant.line} {mutant.kind}\n{difference(mutant)}")
    print(f"{len(mutants) - len(survived)} of {len(mutants)} mutants killed (seed {arguments.seed})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
