"""Files that are pictures of pages: read where a program recognises their words, else told with the cure."""

import struct

import pytest

from maltolk.reading.formats import Extracted, Pictured, Unreadable, extract, extract_quickly, pictures
from maltolk.reading.formats.recognition.engine import Engine

PNG, JPEG, TIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0"
SAID = ("Orsa kommun ska ha tolv lekplatser.", "Varje by ska ha en plats att leka på.")


def hocr(*pages: tuple[str, ...], sure: int = 95) -> bytes:
    """What a program says of pages with these lines."""
    written = ""
    for lines in pages:
        said = ""
        for number, line in enumerate(lines):
            y = 400 + 60 * number
            words = "".join(
                f"<span class='ocrx_word' title='bbox {300 + 160 * at} {y - 40} {450 + 160 * at} {y};"
                f" x_wconf {sure}'>{word}</span>"
                for at, word in enumerate(line.split())
            )
            said += f"<span title='bbox 300 {y - 40} 2000 {y}; baseline 0 0; x_size 45'>{words}</span>"
        written += f"<div class='ocr_page' title='bbox 0 0 2480 3508'>{said}</div>"
    return f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{written}</body></html>".encode()


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch):
    """Installs a program that says this of any picture, and gives the numbers of pages that it was asked for."""

    def install(written: bytes) -> list[int]:
        asked: list[int] = []
        monkeypatch.setattr(pictures, "engine", lambda: Engine("tesseract", "5", ""))
        monkeypatch.setattr(pictures, "recognised", lambda raw, pages: asked.append(pages) or written)
        return asked

    return install


@pytest.mark.parametrize(("suffix", "raw"), [(".png", PNG), (".jpg", JPEG), (".jpeg", JPEG), (".tif", TIFF)])
def test_its_words_are_read_and_marked(says, suffix: str, raw: bytes) -> None:
    says(hocr(SAID))
    assert extract_quickly(suffix, raw) == Pictured(1)
    found = extract(suffix, raw)
    assert isinstance(found, Extracted)
    assert all(line in found.text for line in SAID)
    assert (found.pages, found.from_image) == ((0,), (1,))


def test_without_a_program_the_reason_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "engine", Engine)
    found = extract(".png", PNG)
    assert isinstance(found, Unreadable)
    assert "tesseract-ocr-swe" in found.reason


@pytest.mark.parametrize("written", [hocr(("Orsa",)), hocr(SAID, sure=40), b"nothing"])
def test_what_says_little_or_nothing_for_certain_is_left_out(says, written: bytes) -> None:
    says(written)
    assert isinstance(extract(".png", PNG), Unreadable)


def test_a_page_that_is_unclear_is_told(says) -> None:
    unclear = hocr(SAID, sure=40).partition(b"<body>")[2]
    says(hocr(SAID).partition(b"</body>")[0] + unclear)
    found = extract(".tif", TIFF)
    assert isinstance(found, Extracted)
    assert ([each.page for each in found.left_out], found.from_image) == ([2], (1,))


def test_the_pages_of_a_tiff_are_counted(says) -> None:
    asked = says(hocr(SAID, SAID))
    one, two = (struct.pack("<H", 0) + struct.pack("<I", after) for after in (14, 0))
    found = extract(".tiff", TIFF + struct.pack("<I", 8) + one + two)
    assert isinstance(found, Extracted)
    assert (asked, len(found.pages), found.from_image) == ([2], 2, (1, 2))
    round_ = TIFF + struct.pack("<I", 8) + struct.pack("<H", 0) + struct.pack("<I", 8)
    assert extract_quickly(".tiff", round_) == Pictured(1)
