"""Folders and files -> documents, and one clear reason for everything that is left out."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from maltolk.errors import UsageError
from maltolk.model import Document
from maltolk.reading import document, read_document, read_folder
from maltolk.reading.sources import files


def test_documents_and_skipped_files_come_in_order_of_path(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Vision\n\nLunds kommun vill växa i lugn takt under många år.", encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.MD").write_text("# Mål\n\nVi vill mer.", encoding="utf-8")
    (tmp_path / "tom.txt").write_bytes(b"")
    (tmp_path / "bild.png").write_bytes(b"\x89PNG")
    (tmp_path / ".gömd.txt").write_text("hemligt", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("hemligt", encoding="utf-8")
    reading = read_folder(tmp_path)
    assert [document.path for document in reading.documents] == ["a/c.MD", "b.txt"]
    assert [skipped.path for skipped in reading.skipped] == ["bild.png", "tom.txt"]


def test_a_missing_folder_names_the_cure(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"name a folder of texts, or a \.zip of them"):
        read_folder(tmp_path / "finns inte")
    (tmp_path / "fil.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        read_folder(tmp_path / "fil.txt")


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"--- ... ***", "no words"),
        ("a.txt", b"%PDF-1.7\n" + bytes(range(256)), "not text"),
        ("a.txt", bytes(range(256)) * 8, "not text"),
        ("a.pages", b"PK", ".pages are not read"),
        ("a.doc", b"PK", "save it as .docx, or run: soffice --convert-to docx"),
        ("utan", b"text", "without a suffix"),
        ("a.md", b"---\ntitle: [\n---\ntext", "line"),
    ],
)
def test_each_skipped_file_has_its_reason(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(raw)
    reading = read_folder(tmp_path)
    assert reading.documents == ()
    assert [skipped.path for skipped in reading.skipped] == [name]
    assert reason in reading.skipped[0].reason
    assert "\n" not in reading.skipped[0].reason


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_BYTES", 1024)
    (tmp_path / "stor.txt").write_text("ord " * 1000, encoding="utf-8")
    assert "split it" in read_folder(tmp_path).skipped[0].reason


def test_links_out_of_the_folder_and_into_nowhere_are_skipped(tmp_path: Path) -> None:
    outside = tmp_path / "ute"
    outside.mkdir()
    (outside / "x.txt").write_text("Vi är ute.", encoding="utf-8")
    root = tmp_path / "inne"
    root.mkdir()
    (root / "a.txt").write_text("Vi är inne.", encoding="utf-8")
    (root / "b.txt").symlink_to(outside / "x.txt")
    (root / "c.txt").symlink_to(root / "finns inte.txt")
    (root / "d").symlink_to(outside)
    (root / "e.txt").symlink_to(root / "e.txt")
    (root / "f.txt").symlink_to(root / "a.txt")
    reading = read_folder(root)
    assert [document.path for document in reading.documents] == ["a.txt", "f.txt"]
    assert [skipped.path for skipped in reading.skipped] == ["b.txt", "c.txt", "d", "e.txt"]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter, as pytest's own may not be."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "a.txt").write_text("Vi är låsta.", encoding="utf-8")
        (folder / "a.txt").chmod(0)
        yield folder


def test_a_file_without_permission(open_folder: Path, unprivileged: None) -> None:
    assert "permissions" in read_folder(open_folder).skipped[0].reason


def test_a_read_error_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("Vi är låsta.", encoding="utf-8")
    monkeypatch.setattr(files.os, "open", refuse)
    assert "permissions" in read_folder(tmp_path).skipped[0].reason


def test_the_same_bytes_are_the_same_document_and_the_digest_is_of_the_text() -> None:
    raw = b"---\ntitle: A\n---\nVi vill.\r\nMer."
    first, second = read_document("x.txt", raw), read_document("x.txt", raw)
    assert first == second
    assert isinstance(first, Document)
    assert first.text == "Vi vill.\nMer."
    other = read_document("y.txt", "Vi vill.\nMer.".encode("utf-16"))
    assert isinstance(other, Document)
    assert other.digest == first.digest
