"""Every reason for leaving a file out has its Swedish form."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import maltolk.reading
from maltolk.model import LeftOut
from maltolk.reading.document import too_large
from maltolk.reading.reasons import by_reason, in_short, in_swedish

HERE = Path(maltolk.reading.__file__).parent
OTHERS = {
    "a block comes before its parent", "a span lies outside the text", "the answer is about another file",
    "the digest is of another text", "the answer is too long", "with a broken answer", "a loop of links",
    "the process that reads files cannot be started; reinstall maltolk", "name a folder of texts, or a .zip of them",
    "there is no folder …; …", "it is damaged or no zip", "its encoding cannot be told", "på den här sidan",
    "not every page has a name",
    "too many files lie within each other", "split it, or save its text as .txt", "the text has …; split it",
    "reading the file takes more than … seconds; …", "reading the file takes more than … MB of memory; …",
}  # fmt: skip
"""What else the room says: faults of its own, the causes of errors, parts of reasons."""


def _sentences(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    defined = (ast.Module, ast.ClassDef, ast.FunctionDef)
    apart = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, defined) and isinstance(n.body[0], ast.Expr)}
    apart |= {id(value) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for value in n.values}
    for node in ast.walk(tree):
        if id(node) in apart:
            continue
        words = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        elif isinstance(node, ast.JoinedStr):
            words = "".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
        code = any(sign in words for sign in "\\|^\n") or words.startswith("from ")
        if words.count(" ") >= 3 and words[0].islower() and not code:
            yield words


SAID = sorted({words for file in HERE.rglob("*.py") for words in _sentences(file)} - OTHERS)


def test_the_room_says_what_it_is_searched_for():
    assert len(SAID) > 50
    assert "the file is empty" in SAID


@pytest.mark.parametrize("reason", SAID)
def test_each_has_its_swedish_form(reason: str):
    swedish = in_swedish(reason)
    assert swedish != reason
    assert swedish.count("…") >= 1 or "…" not in reason


@pytest.mark.parametrize(
    ("reason", "swedish"),
    [
        (too_large(30 * 1024 * 1024), "filen är 30 MB, och 20 MB är det mesta; dela den"),
        ("front matter is not valid YAML at line 3: odd", "huvudet är inte giltig YAML vid rad 3: odd"),
        (
            "the file is no .docx file in spite of its name; save it anew as .docx",
            "filen är ingen .docx-fil trots sitt namn; spara den på nytt som .docx",
        ),
        (
            "the file is damaged and cannot be read (KeyError); save it anew",
            "filen är skadad och kan inte läsas (KeyError); spara den på nytt",
        ),
        ("something else", "something else"),
    ],
)
def test_what_differs_is_carried_over(reason: str, swedish: str):
    assert in_swedish(reason) == swedish


def test_no_reason_stands_twice():
    data = tomllib.loads((HERE / "data" / "reasons.toml").read_text("utf-8"))
    english = [row["en"] for row in data["reason"]]
    assert len(english) == len(set(english))


def test_pages_are_told_by_reason_and_in_short() -> None:
    left_out = (LeftOut(1, "a"), LeftOut(2, "b"), LeftOut(4, "a"), LeftOut(5, "a"), LeftOut(6, "a"))
    assert by_reason(left_out) == {"a": (1, 4, 5, 6), "b": (2,)}
    assert in_short((1, 4, 5, 6)) == "1, 4–6"
    assert in_short(()) == ""
