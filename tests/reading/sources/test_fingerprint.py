"""A source's digest tells everything that a document is read from."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import maltolk
from maltolk.model import Document
from maltolk.reading import read_folder
from maltolk.reading.sources import fingerprint, folder
from maltolk.reading.sources.fingerprint import reader_fingerprint, source_digest

TEXT = "# Vatten\n\nKommunen ska ha rent vatten.\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    (tmp_path / "b.md.yaml").write_text("kommun: Lund\n", "utf-8")
    (tmp_path / "c.bin").write_bytes(b"\0\1")
    return tmp_path


def test_it_differs_with_path_bytes_sidecars_and_reader(monkeypatch: pytest.MonkeyPatch):
    digests = [
        source_digest("a.md", b"x", {}),
        source_digest("b.md", b"x", {}),
        source_digest("a.md", b"y", {}),
        source_digest("a.md", b"x", {"a.md.yaml": b"x"}),
        source_digest("a.md", b"x", {"a.url": b"x"}),
        source_digest("a.md", b"x", {"a.url": b"y"}),
    ]
    assert len(set(digests)) == len(digests)
    assert digests[0] == source_digest("a.md", b"x", {})
    monkeypatch.setattr(fingerprint, "reader_fingerprint", lambda: "another reader")
    assert source_digest("a.md", b"x", {}) != digests[0]


def test_the_reader_s_fingerprint_covers_its_code_its_data_and_its_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = reader_fingerprint()
    rooms = {f"maltolk.{name}": tmp_path / name for name in ("reading", "swedish", "model")}
    (tmp_path / "swedish").mkdir()
    (tmp_path / "model").mkdir()
    (tmp_path / "reading" / "data").mkdir(parents=True)
    rule = tmp_path / "reading" / "data" / "roles.toml"
    for file in (tmp_path / "model" / "documents.py", tmp_path / "reading" / "document.py", rule):
        file.write_text("1", "utf-8")
    monkeypatch.setattr(fingerprint, "files", lambda name: rooms[name])
    found = [before, reader_fingerprint.__wrapped__()]
    rule.write_text("2", "utf-8")
    found.append(reader_fingerprint.__wrapped__())
    monkeypatch.setattr(fingerprint, "version", lambda library: f"{library} of tomorrow")
    found.append(reader_fingerprint.__wrapped__())
    assert len(set(found)) == len(found)


def test_the_libraries_named_are_those_that_reading_imports():
    names: set[str] = set()
    home = Path(maltolk.__file__).parent
    for file in [*home.joinpath("reading").rglob("*.py"), *home.joinpath("swedish").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            found = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names.update(name.split(".")[0] for name in found)
    owners = packages_distributions()
    libraries = {owner.lower() for name in names - sys.stdlib_module_names for owner in owners.get(name, [])}
    assert libraries - {"maltolk"} == set(fingerprint.LIBRARIES)


def test_what_is_known_is_not_read_again(texts: Path, monkeypatch: pytest.MonkeyPatch):
    first = read_folder(texts)
    assert sorted(first.sources) == ["a.md", "b.md"]
    held = {(document.path, first.sources[document.path]): document for document in first.documents}

    class NoWorker:
        def __init__(self, _limits: object) -> None:
            raise AssertionError("a worker was started")

    told: list[tuple[int, int]] = []
    monkeypatch.setattr(folder, "Worker", NoWorker)
    again = read_folder(
        texts, known=lambda path, source: held.get((path, source)), progress=lambda *at: told.append(at)
    )
    assert again == first
    assert again.documents[1].municipality == "Lunds kommun" or again.documents[1].municipality == "Lund"
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("file", "content", "read"),
    [
        ("a.md", TEXT + "Och ren luft.\n", ["a.md"]),
        ("a.md.yaml", "title: Vattenplan\n", ["a.md"]),
        ("b.md.yaml", "kommun: Malmö\n", ["b.md"]),
        ("b.md.yaml", None, ["b.md"]),
        ("d.md", TEXT, ["d.md"]),
        ("b.md", None, []),
    ],
)
def test_what_changed_is_read_and_equals_a_reading_of_everything(
    texts: Path, file: str, content: str | None, read: list[str]
):
    first = read_folder(texts)
    held = {(document.path, first.sources[document.path]): document for document in first.documents}
    if content is None:
        (texts / file).unlink()
    else:
        (texts / file).write_text(content, "utf-8")
    asked: list[str] = []

    def known(path: str, source: str) -> Document | None:
        found = held.get((path, source))
        if found is None:
            asked.append(path)
        return found

    again = read_folder(texts, known=known)
    assert asked == read
    assert again == read_folder(texts)
