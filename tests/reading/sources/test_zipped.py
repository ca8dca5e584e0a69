"""A zip is read as the folder that it was made of, and never trusted."""

import stat
import zipfile
from pathlib import Path

import pytest

from maltolk.errors import UsageError
from maltolk.reading import Reading, read_folder
from maltolk.reading.sources import zipped

TEXT = "Lunds kommun vill plantera tusen träd."


def packed(file: Path, entries: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file


def reasons(reading: Reading) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in reading.skipped}


def renamed(file: Path, old: bytes, new: bytes, flags: int = 0) -> None:
    """Give an entry another name of the same length, and clear (or set) what is said of its encoding."""
    assert len(old) == len(new)
    raw = bytearray(file.read_bytes().replace(old, new))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := raw.find(mark, at + 1)) >= 0:
            raw[at + place : at + place + 2] = flags.to_bytes(2, "little")
    file.write_bytes(raw)


def test_a_zip_gives_the_documents_of_its_folder(small: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "texts.ZIP", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in small.iterdir():
            archive.write(file, file.name)
    assert read_folder(tmp_path / "texts.ZIP") == read_folder(small)


def test_folders_and_hidden_files_are_as_on_disk(tmp_path: Path) -> None:
    entries = {"a/": "", "a/b/c.txt": TEXT, "__MACOSX/a/._c.txt": "x", "a/.DS_Store": "x", ".git/x.txt": TEXT}
    reading = read_folder(packed(tmp_path / "a.zip", entries))
    assert [document.path for document in reading.documents] == ["a/b/c.txt"]
    assert reading.skipped == ()


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        ("mål å.txt".encode("cp850"), 0, "mål å.txt"),
        ("mål å.txt".encode("cp437"), 0, "mål å.txt"),
        ("mål å.txt".encode("cp1252"), 0, "mål å.txt"),
        ("mål å.txt".encode(), 0, "mål å.txt"),
        ("mål å.txt".encode(), 0x800, "mål å.txt"),
    ],
)
def test_names_in_the_encodings_of_every_packer(tmp_path: Path, raw: bytes, flags: int, name: str) -> None:
    file = packed(tmp_path / "a.zip", {"x" * (len(raw) - 4) + ".txt": TEXT})
    renamed(file, b"x" * (len(raw) - 4) + b".txt", raw, flags)
    assert [document.path for document in read_folder(file).documents] == [name]


@pytest.mark.parametrize("name", ["../ute.txt", "a/../../ute.txt", "/etc/ute.txt", "C:/ute.txt", "..\\ute.txt"])
def test_a_name_that_leads_out_is_not_read(tmp_path: Path, name: str) -> None:
    file = packed(tmp_path / "a.zip", {name: TEXT, "a.txt": TEXT})
    reading = read_folder(file)
    assert [document.path for document in reading.documents] == ["a.txt"]
    assert "leads out of the zip" in reading.skipped[0].reason
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_backslashes_of_windows_are_folders(tmp_path: Path) -> None:
    reading = read_folder(packed(tmp_path / "a.zip", {"mapp\\a.txt": TEXT}))
    assert [document.path for document in reading.documents] == ["mapp/a.txt"]


def test_links_nested_zips_and_other_files_have_their_reasons(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    inner = packed(tmp_path / "inner.zip", {"a.txt": TEXT}).read_bytes()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", inner)
        archive.writestr("tabell.numbers", b"x")
        archive.writestr("tom.txt", b"")
    reading = read_folder(file)
    assert reading.documents == ()
    found = reasons(reading)
    assert "link" in found["link.txt"]
    assert "a zip within" in found["inner.zip"]
    assert ".numbers are not read" in found["tabell.numbers"]
    assert "empty" in found["tom.txt"]


def test_a_name_that_comes_twice_is_read_once(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": "Något annat vill vi inte."})
    renamed(file, b"b.txt", b"a.txt")
    reading = read_folder(file)
    assert [document.text for document in reading.documents] == [TEXT]
    assert "two files of this name" in reading.skipped[0].reason


def test_a_damaged_entry_does_not_take_the_others_along(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.txt": TEXT * 9, "b.txt": TEXT}, zipfile.ZIP_STORED)
    file.write_bytes(file.read_bytes().replace(b"plantera", b"plockera", 1))
    reading = read_folder(file)
    assert [document.path for document in reading.documents] == ["b.txt"]
    assert "damaged within the zip" in reasons(reading)["a.txt"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_not_read(tmp_path: Path, method: int) -> None:
    reading = read_folder(packed(tmp_path / "a.zip", {"a.txt": TEXT}, method))
    assert "ordinary zip" in reading.skipped[0].reason


def test_an_encrypted_entry_is_told(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.txt": TEXT})
    renamed(file, b"a.txt", b"a.txt", flags=1)
    assert "encrypted" in read_folder(file).skipped[0].reason


def test_a_bomb_is_never_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("bomb.txt", "w", force_zip64=True) as entry:
            for _ in range(100):
                entry.write(b"a" * 1024 * 1024)
        archive.writestr("good.txt", TEXT)
    reading = read_folder(file)
    assert [document.path for document in reading.documents] == ["good.txt"]
    assert "100 MB, and 20 MB is the most" in reading.skipped[0].reason


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.txt": "a" * 100_000})
    size = 100_000
    file.write_bytes(file.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert "damaged within the zip" in read_folder(file).skipped[0].reason


def test_the_whole_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = packed(tmp_path / "a.zip", {f"{i}.txt": TEXT for i in range(5)})
    monkeypatch.setattr(zipped, "MAX_TOTAL", 3 * len(TEXT.encode()))
    reading = read_folder(file)
    assert (len(reading.documents), len(reading.skipped)) == (3, 2)
    monkeypatch.setattr(zipped, "MAX_FILES", 4)
    with pytest.raises(UsageError, match="unpack it and name the folder"):
        read_folder(file)
    monkeypatch.setattr(zipped, "MAX_DIRECTORY", 10)
    with pytest.raises(UsageError, match="unpack it and name the folder"):
        read_folder(file)


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x05\x06", b"x" * 1000, b"PK\x03\x04" + bytes(500)])
def test_what_is_no_zip_names_a_cure(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(raw)
    with pytest.raises(UsageError, match="pack the texts again"):
        read_folder(tmp_path / "a.zip")


def test_a_zip_cut_anywhere_or_with_a_flipped_byte_never_ends_in_another_error(tmp_path: Path) -> None:
    whole = packed(tmp_path / "a.zip", {"a.txt": TEXT, "b/c.md": TEXT}).read_bytes()
    for at in range(0, len(whole), 7):
        for raw in (whole[:at], whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]):
            (tmp_path / "b.zip").write_bytes(raw)
            try:
                with zipped.open_zip(tmp_path / "b.zip") as archive:
                    for found in zipped.list_zip(archive).found:
                        found.read()
            except UsageError:
                pass
