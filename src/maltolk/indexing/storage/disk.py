"""Writing so that a power cut, or a kill, leaves either the old file or the new one, complete."""

import io
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maltolk.machine import WINDOWS

_PAUSES = (0.01, 0.1, 1.0)  # seconds; Windows cannot replace a file while it is being read, which takes a moment


def replace_file(path: Path, content: bytes) -> None:
    """Replace the file's content atomically, through ``.NAME.new`` beside it.

    The rename itself is on disk once ``to_disk`` has been called for the folder.
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


def replace_private(path: Path, content: bytes) -> None:
    """The same for a file that only its owner may read: whoever owns the file now, or else its folder."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    owned_as_before(fresh, path if path.exists() else path.parent)
    fresh.replace(path)


def owned_as_before(fresh: Path, before: Path) -> None:
    """Give what root has made to the owner of ``before``: the service, which is not root, has to read it."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = before.stat()
        os.chown(fresh, owner.st_uid, owner.st_gid)


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write the array as ``numpy.save`` does, but also raise OSError when only the last bytes do not fit."""
    content = io.BytesIO()
    np.save(content, array)
    path.write_bytes(content.getbuffer())
