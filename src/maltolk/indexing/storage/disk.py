"""Writing so that a power cut, or a kill, leaves the old file or the new one, whole."""

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def to_disk(path: Path) -> None:
    """Wait until the file or folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Give the file this content in one step, by way of ``.NAME.new`` beside it.

    That the name points at the new content is on disk once ``to_disk`` was called for the folder.
    """
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write the array as ``numpy.save`` does, but raise OSError also when only the last bytes find no room."""
    content = io.BytesIO()
    np.save(content, array)
    path.write_bytes(content.getbuffer())
