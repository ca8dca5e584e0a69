"""Folders and files -> documents, and one reason for everything that is left out."""

from pathlib import Path

import pytest

from maltolk.errors import UsageError
from maltolk.model import Document
from maltolk.reading import Skipped, read_document, read_folder


def test_documents_and_skipped_files_come_in_order_of_path(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Vision\n\nLunds kommun vill växa i lugn takt under många år.", encoding="utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.md").write_text("# Mål\n\nVi vill mer.", encoding="utf-8")
    (tmp_path / "tom.txt").write_bytes(b"")
    (tmp_path / "bild.png").write_bytes(b"\x89PNG")
    (tmp_path / ".gömd.txt").write_text("hemligt", encoding="utf-8")
    reading = read_folder(tmp_path)
    assert [document.path for document in reading.documents] == ["a/c.md", "b.txt"]
    assert [skipped.path for skipped in reading.skipped] == ["bild.png", "tom.txt"]
    assert "empty" in reading.skipped[1].reason


def test_a_missing_folder_names_the_cure(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"name a folder with \.txt or \.md files"):
        read_folder(tmp_path / "finns inte")


def test_a_document_knows_its_municipality_and_date() -> None:
    document = read_document("x.txt", "Vår plan\n\nEslövs kommun har mål.\n\nSenast uppdaterad: 3 maj 2021".encode())
    assert isinstance(document, Document)
    assert (document.municipality, document.title, document.date) == ("Eslöv", "Vår plan", "2021-05-03")


def test_broken_front_matter_names_its_line() -> None:
    result = read_document("x.md", b"---\ntitle: a\nurl: [b\n---\n# Text\n")
    assert isinstance(result, Skipped)
    assert "line" in result.reason
