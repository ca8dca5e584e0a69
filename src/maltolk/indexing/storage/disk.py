"""Writing so that a power cut, or a kill, leaves the old file or the new one, whole."""

import io
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maltolk.machine import WINDOWS

_PAUSES = (0.01, 0.1, 1.0)  # seconds; Windows replaces no file that somebody is reading, which takes a moment


def replace_file(path: Path, content: bytes) -> None:
    """Give the file this content in one step, by way of ``.NAME.new`` beside it.

    That the name points at the new content is on disk once ``to_disk`` was called for the folder.
    """
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    for pause in _PAUSES if WINDOWS else ():
        with suppress(PermissionError):
            fresh.replace(path)
            return
        time.sleep(pause)
    fresh.replace(path)


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write the array as ``numpy.save`` does, but raise OSError also when only the last bytes find no room."""
    content = io.BytesIO()
    np.save(content, array)
    path.write_bytes(content.getbuffer())
