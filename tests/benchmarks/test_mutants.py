"""Mutants change one place each, are Python, and are put where tests look for them."""

import ast
from pathlib import Path

import pytest

from mutants import PACKAGE, mutants_of, targets

MODULE = '''"""Ett mål är "åäö"."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    LIMIT = 9


def half(number: "int | 3" = 4) -> float:
    """Half of it, 2 at least."""
    if number < 2 and not number % 2:
        raise ValueError(f"{number + 1} is too small")
    value = "å" * number
    return len(value) / 2 if number else None
'''


def changed(kind: str) -> set[str]:
    """The lines that the mutants of a kind put in the place of others."""
    before = MODULE.splitlines()
    found = [mutant for mutant in mutants_of(Path("x.py"), MODULE) if mutant.kind == kind and mutant.is_real(MODULE)]
    lines = [mutant.of(MODULE).splitlines() for mutant in found]
    assert all(len(after) == len(before) for after in lines)
    assert all(
        [a for a, b in zip(after, before, strict=True) if a != b] == [after[m.line - 1]]
        for after, m in zip(lines, found, strict=True)
    )
    return {after[m.line - 1].strip() for after, m in zip(lines, found, strict=True)}


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("comparison", {"if number <= 2 and not number % 2:"}),
        (
            "arithmetic",
            {"if number < 2 and not number * 2:", 'value = "å" / number', "return len(value) * 2 if number else None"},
        ),
        ("and/or", {"if number < 2 or not number % 2:"}),
        ("negation", {"if number < 2 and (number % 2):"}),
        (
            "condition",
            {"if (not (number < 2 and not number % 2)):", "return len(value) / 2 if (not (number)) else None"},
        ),
        ("return", {"return None"}),
        ("statement", {"pass"}),
        ("truth value", set()),
    ],
)
def test_each_kind_changes_what_it_should(kind: str, lines: set[str]):
    assert changed(kind) == lines


def test_numbers_move_by_one_but_not_in_types_or_messages():
    lines = changed("number")
    assert 'def half(number: "int | 3" = 5) -> float:' in lines
    assert 'def half(number: "int | 3" = 3) -> float:' in lines
    assert {"if number < 1 and not number % 2:", "if number < 2 and not number % 3:"} <= lines
    assert not any("LIMIT" in line or "too small" in line for line in lines)


def test_every_mutant_is_python_and_says_something_else():
    found = [mutant for mutant in mutants_of(Path("x.py"), MODULE) if mutant.is_real(MODULE)]
    trees = {ast.dump(ast.parse(mutant.of(MODULE))) for mutant in found}
    assert ast.dump(ast.parse(MODULE)) not in trees
    assert len(trees) >= len(found) - 2  # "/" and "*" of two numbers may come out alike


def test_tests_are_run_from_near_to_far(tmp_path: Path):
    for name in (
        "reading/lines/test_notes.py",
        "reading/lines/test_pieces.py",
        "reading/test_structure.py",
        "test_cli.py",
    ):
        (tmp_path / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tests" / name).touch()
    assert targets(tmp_path, PACKAGE / "reading" / "lines" / "notes.py") == [
        ["tests/reading/lines/test_notes.py"],
        ["tests/reading/lines/test_pieces.py"],
        ["tests/reading/test_structure.py"],
    ]
    assert targets(tmp_path, PACKAGE / "reading" / "document.py") == [
        ["tests/reading/lines/test_notes.py", "tests/reading/lines/test_pieces.py", "tests/reading/test_structure.py"]
    ]
    assert targets(tmp_path, PACKAGE / "cli.py") == [["tests/test_cli.py"]]
