"""Scanned pages: read where a program recognises their words, as far as these are certain, and told where none does."""

import io
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pdf_drawing import Draw, both, drawn, lines, read, reason
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from maltolk.model import Document
from maltolk.reading.formats.pdf import pdf_scans
from maltolk.reading.formats.recognition import engine as engines
from maltolk.reading.formats.recognition.engine import PROGRAM, engine
from maltolk.reading.reasons import in_swedish
from maltolk.reading.sandbox.worker import Worker
from maltolk.reading.sources.fingerprint import source_digest

TEXT = lines(*["Kommunen ska vara en god plats att leva på."] * 3)
Said = tuple[tuple[str, int], ...]


def scan(canvas: Canvas) -> None:
    """A page that is a picture of three lines."""
    picture = Image.new("L", (595, 842), 255)
    for y in (100, 120, 140):
        ImageDraw.Draw(picture).text((60, y), "Skolan i byn byggs ut till hösten.", fill=0)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)


def hocr(*said: Said, size: int = 45) -> str:
    """What a program says of a page with these lines of words, each with how sure it is."""
    written = []
    for number, line in enumerate(said):
        y = 400 + 60 * number
        words = [
            f"<span class='ocrx_word' title='bbox {x} {y - 40} {x + 180} {y}; x_wconf {sure}'>{word}</span>"
            for x, (word, sure) in zip(range(400, 9999, 200), line, strict=False)
        ]
        title = f"bbox 400 {y - 40} {580 + 200 * len(line)} {y}; baseline 0 0; x_size {size}"
        written.append(f"<span class='ocr_line' title='{title}'>{' '.join(words)}</span>")
    return (
        "<?xml version='1.0' encoding='UTF-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body>"
        f"<div class='ocr_page' title='bbox 0 0 2480 3508'>{''.join(written)}</div></body></html>"
    )


def sure(words: str, sureness: int = 95) -> Said:
    return tuple((word, sureness) for word in words.split())


class Program:
    """A program on the path that says what it is told to, whatever it is shown."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.version = "tesseract 5.3.0"
        self.languages = "eng\nswe"
        self.says(sure("Skolan i byn byggs ut till hösten."))

    def says(self, *said: Said, instead: str = "") -> None:
        (self.folder / "said").write_text(hocr(*said), "utf-8")
        command = instead or f"cat > /dev/null; cat {self.folder / 'said'}"
        languages = self.languages.replace("\n", "\\n")
        script = f"""#!/bin/sh
case "$1" in
--version) echo '{self.version}' ;;
--list-langs) printf 'List of available languages in "{self.folder}/" (2):\\n{languages}\\n' ;;
*) {command} ;;
esac
"""
        file = self.folder / "tesseract"
        file.write_text(script, "utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        engine.cache_clear()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    if os.name != "posix":
        pytest.skip("the program is a shell script")
    monkeypatch.delenv(PROGRAM)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    yield Program(tmp_path)
    engine.cache_clear()


def test_a_scanned_page_is_read_and_marked(program: Program) -> None:
    found = read(drawn(TEXT, scan))
    assert found.text[found.pages[1] :].strip() == "Skolan i byn byggs ut till hösten."
    assert found.from_image == (2,)
    assert found.left_out == ()


def test_a_file_of_scans_alone_is_read(program: Program) -> None:
    found = read(drawn(scan, scan))
    assert found.text.count("Skolan i byn") == 2
    assert found.from_image == (1, 2)


def test_a_sentence_with_an_uncertain_word_is_left_out_and_told(program: Program) -> None:
    program.says(
        sure("Skolan i byn byggs ut till hösten. Det kostar"),
        (*sure("högst"), ("85", 84), *sure("av pengarna. Barnen får en ny gård.")),
    )
    found = read(drawn(TEXT, scan))
    said = found.text[found.pages[1] :]
    assert "85" not in said
    assert "kostar" not in said
    assert [part for part in said.split("\n") if part] == [
        "Skolan i byn byggs ut till hösten.",
        "Barnen får en ny gård.",
    ]
    (told,) = found.left_out
    assert told.page == 2
    assert told.reason.startswith("parts of the scan are too unclear")


def test_an_unclear_page_is_left_out_and_told(program: Program) -> None:
    program.says(sure("Sko1an i hyn byqgs uf till höstcn.", 60))
    found = read(drawn(TEXT, scan))
    assert "byqgs" not in found.text
    assert found.from_image == ()
    assert [(each.page, each.reason[:22]) for each in found.left_out] == [(2, "the scan is too unclea")]
    assert "too unclear" in reason(drawn(scan))


def test_a_picture_without_words_is_no_loss(program: Program) -> None:
    program.says()
    assert read(drawn(TEXT, scan)).left_out == ()
    assert reason(drawn(scan)) == "the PDF holds pictures without words"


def test_specks_are_nothing_and_bullets_are_items(program: Program) -> None:
    program.says((("e", 40), *sure("Rent vatten i alla sjöar")), (("«", 30), *sure("Fler gator med träd"), ("|", 20)))
    found = read(drawn(TEXT, scan))
    assert found.text.endswith("- Rent vatten i alla sjöar\n- Fler gator med träd")
    assert found.left_out == ()


def test_a_scan_with_a_stamp_is_read_whole(program: Program) -> None:
    program.says(*[sure("Skolan i byn byggs ut till hösten och barnen får en ny gård.")] * 9)
    found = read(drawn(both(scan, lines("Inkom till Ale kommun den 12 mars", top=30))))
    assert found.from_image == (1,)
    assert "Skolan i byn" in found.text


def test_words_on_a_ground_are_no_scan(program: Program) -> None:
    def ground(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (595, 842), 90)), 0, 0, 595, 842)

    program.says(sure("Annat som inte står där"))
    found = read(drawn(both(ground, lines("Översiktsplan för Ale kommun till år 2040", top=500)), TEXT))
    assert found.text.startswith("Översiktsplan för Ale")
    assert (found.from_image, found.left_out) == ((), ())


def test_where_no_program_is_installed_the_page_and_the_cure_are_told() -> None:
    found = read(drawn(TEXT, scan))
    (told,) = found.left_out
    assert told.page == 2
    assert "install tesseract-ocr tesseract-ocr-swe" in told.reason
    assert in_swedish(told.reason).startswith("sidan är en bild; om den visar text, installera tesseract-ocr ")
    assert in_swedish(reason(drawn(scan))).startswith(
        "PDF-filen innehåller bara bilder av text; installera tesseract-ocr"
    )


def test_a_program_without_swedish_is_told(program: Program) -> None:
    program.languages = "eng"
    program.says(sure("The school"))
    assert "install tesseract-ocr-swe to read scans" in reason(drawn(scan))


@pytest.mark.parametrize("instead", ["exit 1", "echo '<html'", "echo '<html/>'", "true"])
def test_a_program_that_fails_is_told(program: Program, instead: str) -> None:
    program.says(instead=f"cat > /dev/null; {instead}")
    found = read(drawn(TEXT, scan))
    (told,) = found.left_out
    assert told.reason.startswith("tesseract cannot read the picture")


def test_a_program_that_does_not_end_is_ended(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program.says(instead="exec sleep 60")
    monkeypatch.setattr(engines, "_CLOCK", 0.5)
    assert "takes too long" in read(drawn(TEXT, scan)).left_out[0].reason


def test_processor_time_and_length_are_bounded(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(engines, "_SECONDS", 1)
        program.says(instead="while true; do :; done")
        assert "takes too long" in read(drawn(TEXT, scan)).left_out[0].reason
    monkeypatch.setattr(engines, "_MOST", 100)
    program.says(instead="exec yes")
    assert read(drawn(TEXT, scan)).left_out[0].reason.startswith("tesseract cannot read")


def test_more_scans_than_are_read_are_told(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "MOST", 1)
    found = read(drawn(TEXT, TEXT, TEXT, scan, scan))
    assert found.from_image == (4,)
    assert [(each.page, "more scanned pages" in each.reason) for each in found.left_out] == [(5, True)]


def test_a_reading_process_has_a_scan_recognised(program: Program) -> None:
    with Worker() as worker:
        found = worker.read("ale.pdf", drawn(TEXT, scan))
        assert isinstance(found, Document), found
        assert found.from_image == (2,)
        assert isinstance(worker.read("ale.txt", b"Ale kommun vill mer."), Document)


def test_installing_a_program_makes_scans_be_read_again(program: Program) -> None:
    def digests() -> tuple[str, str]:
        engine.cache_clear()
        return source_digest("a.pdf", b"x", {}), source_digest("a.md", b"x", {})

    before = digests()
    assert digests() == before
    program.version = "tesseract 5.5.0"
    program.says(sure("Skolan"))
    newer = digests()
    (program.folder / "swe.traineddata").write_bytes(b"better")
    better = digests()
    (program.folder / "tesseract").unlink()
    assert len({before[0], newer[0], better[0]}) == 3
    assert {before[1], newer[1], better[1], digests()[1]} == {before[1]}


def test_words_behind_an_older_scan_are_marked_too() -> None:
    def layer(canvas: Canvas) -> None:
        scan(canvas)
        written = canvas.beginText(60, 700)
        written.setTextRenderMode(3)
        written.textLine("Skolan i byn byggs ut till hösten.")
        canvas.drawText(written)

    found = read(drawn(TEXT, layer))
    assert "Skolan i byn" in found.text
    assert found.from_image == (2,)


def real() -> str:
    """Where the program is, with Swedish."""
    program = shutil.which("tesseract")
    if program is None:
        pytest.skip("tesseract is not installed (Debian: tesseract-ocr tesseract-ocr-swe)")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False).stdout
    if "swe" not in listed.split():
        pytest.skip("Swedish for tesseract is not installed (Debian: tesseract-ocr-swe)")
    return program


def pictured(draw: Draw, resolution: int = 300) -> Draw:
    """The page as a scanner would give it."""
    raw = drawn(draw)
    document = pypdfium2.PdfDocument(raw)
    picture = document[0].render(scale=resolution / 72, grayscale=True).to_pil()
    document.close()
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=60)

    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.open(io.BytesIO(target.getvalue()))), 0, 0, 595, 842)

    return scanned


def test_the_real_program_reads_swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROGRAM, real())
    engine.cache_clear()
    try:
        words = lines(
            "Förskolan på Åsgatan öppnar den 15 augusti 2026 och har plats", "för fyrtio barn från hela kommunen."
        )
        found = read(drawn(TEXT, pictured(words)))
    finally:
        engine.cache_clear()
    assert found.text[found.pages[1] :].strip() == (
        "Förskolan på Åsgatan öppnar den 15 augusti 2026 och har plats för fyrtio barn från hela kommunen."
    )
    assert found.from_image == (2,)
    assert found.left_out == ()


def test_the_real_program_reads_nothing_into_a_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROGRAM, real())
    engine.cache_clear()

    def photo(canvas: Canvas) -> None:
        shades = Image.radial_gradient("L").resize((595, 842))
        ImageDraw.Draw(shades).ellipse((100, 200, 400, 500), fill=40)
        canvas.drawImage(ImageReader(shades), 0, 0, 595, 842)

    try:
        found = read(drawn(TEXT, photo))
    finally:
        engine.cache_clear()
    assert (found.from_image, found.left_out) == ((), ())
