"""Tesseract, where it is installed: from a picture of text to its words as hOCR, one picture at a time."""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from maltolk.reading.formats.programs import Bounds, Told, told_by

PROGRAM = "MALTOLK_TESSERACT"
"""The environment variable with the program's path; where it is empty, no picture is read."""
_LANGUAGE = "swe"
_SECONDS = 60
"""Processor time for one picture: ten times that of a full page."""
_CLOCK = 600.0
_MEMORY = 1024 * 1024 * 1024
_MOST = 32 * 1024 * 1024
"""Bytes of hOCR: some hundred times those of a full page."""
_ASKED = Bounds(10.0, 1 << 16, 10, _MEMORY)
_FOLDER = re.compile(r'"(.+)"')


class Unrecognised(Exception):
    """A picture cannot be read; the text is the reason."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The program and what it is. ``version``: of the program and its Swedish. ``missing``: Debian's packages that have
    to be installed before it can read, "" where it can."""

    program: str = ""
    version: str = ""
    missing: str = "tesseract-ocr tesseract-ocr-swe"


@cache
def engine() -> Engine:
    """The program on this machine, as it was first found; ``engine.cache_clear()`` looks anew."""
    program = shutil.which(os.environ.get(PROGRAM, "tesseract") or os.devnull)
    if program is None:
        return Engine()
    try:
        version, languages = (_asked(program, question) for question in ("--version", "--list-langs"))
    except OSError:
        return Engine()
    if version is None or languages is None:
        return Engine()
    if _LANGUAGE not in languages.split():
        return Engine(missing="tesseract-ocr-swe")
    return Engine(program, f"{version.splitlines()[0].strip()} {_digest(languages)}", "")


def _asked(program: str, question: str) -> str | None:
    told = _run([program, question], b"", _ASKED)
    return told.written.decode("utf-8", "replace") if told.status == 0 and told.written else None


def _digest(languages: str) -> str:
    """What its Swedish is made of, by the folder that the list of languages names; "" where it names none."""
    folder = _FOLDER.search(languages.splitlines()[0])
    trained = Path(folder[1] if folder else "", f"{_LANGUAGE}.traineddata")
    return hashlib.sha256(trained.read_bytes()).hexdigest() if trained.is_file() else ""


def recognised(picture: bytes, resolution: int | None = None, pages: int = 1) -> bytes:
    """The words of a picture as hOCR. ``picture``: a file that Leptonica reads (PGM, PNG, JPEG, TIFF). ``resolution``:
    dots per inch, None where the file says it. ``pages``: how many it has. Raises Unrecognised."""
    found = engine()
    if found.missing:
        raise Unrecognised(f"a picture is read only where {found.missing} is installed")
    given = [] if resolution is None else ["--dpi", str(resolution)]
    bounds = Bounds(_CLOCK, _MOST, _SECONDS * pages, _MEMORY)
    told = _run([found.program, "-", "-", "-l", _LANGUAGE, *given, "hocr"], picture, bounds)
    if told.late or (told.status < 0 and told.written is not None):
        raise Unrecognised("recognising the words of the picture takes too long; scan it anew at 300 dots per inch")
    if told.status != 0 or not told.written:
        raise Unrecognised("tesseract cannot read the picture; save it anew as .png, or its text as .txt")
    return told.written


def _run(command: list[str], given: bytes, bounds: Bounds) -> Told:
    # One thread: threads of the same page only wait for each other, and a page must not depend on how many there are.
    return told_by(command, given, bounds, {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"})
