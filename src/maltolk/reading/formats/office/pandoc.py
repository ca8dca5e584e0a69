"""Runs pandoc on a file's bytes, without access to files or network and within bounds, for its tree of the text."""

import json
import subprocess
import threading
from contextlib import suppress
from typing import Any

from maltolk.reading.formats.office.packed import Refused

_SECONDS = 20
"""Wall-clock time for one file."""
_MEMORY = "-M512M"
"""Of pandoc's heap."""
_MOST = 128 * 1024 * 1024
"""Bytes of a tree: some hundred times its text."""
_CHUNK = 1 << 20
_HEAP_EXHAUSTED = 251
"""The status with which a program of GHC's ends at its memory limit."""

Tree = dict[str, Any]


def tree_of(raw: bytes, kind: str) -> Tree:
    """Pandoc's tree of a file. ``kind``: a format that pandoc reads, "rtf". Raises Refused with the reason."""
    late = threading.Event()
    with subprocess.Popen(
        [_program(kind), "+RTS", _MEMORY, "-RTS", "--sandbox", "--from", kind, "--to", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(_SECONDS, end)
        clock.daemon = True
        feeder = threading.Thread(target=_feed, args=(process, raw), daemon=True)
        try:
            clock.start()
            feeder.start()
            written = _collected(process)
            status = process.wait()
            feeder.join()
        finally:
            clock.cancel()
            process.kill()
    cure = "split it, or save its text as .txt"
    if late.is_set():
        raise Refused(f"reading the file takes more than {_SECONDS} seconds; {cure}")
    if status == _HEAP_EXHAUSTED or written is None:
        raise Refused(f"reading the file takes more than {_MEMORY[2:-1]} MB of memory; {cure}")
    try:
        tree = json.loads(written) if status == 0 else None
    except (ValueError, RecursionError):
        tree = None
    if not isinstance(tree, dict):
        raise Refused(f"the file is damaged and cannot be read; save it anew as .{kind}")
    return tree


def _program(kind: str) -> str:
    """Where pandoc is. Raises Refused where it isn't installed."""
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        raise Refused(f"reading .{kind} takes pandoc, which is not installed; install pypandoc_binary") from None


def _feed(process: "subprocess.Popen[bytes]", raw: bytes) -> None:
    with suppress(OSError, ValueError):  # it ends without reading everything
        if process.stdin is not None:
            process.stdin.write(raw)
            process.stdin.close()


def _collected(process: "subprocess.Popen[bytes]") -> bytes | None:
    """All that it writes, None where that is too much."""
    found = bytearray()
    while process.stdout is not None and (part := process.stdout.read(_CHUNK)):
        found += part
        if len(found) > _MOST:
            process.kill()
            return None
    return bytes(found)
