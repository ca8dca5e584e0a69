"""Runs pandoc on a file's bytes, without access to files or network and within bounds, for its tree of the text."""

import json
from typing import Any

from maltolk.reading.formats.office.packed import Refused
from maltolk.reading.formats.programs import Bounds, told_by

_SECONDS = 20
"""Wall-clock time for one file."""
_MEMORY = "-M512M"
"""Of pandoc's heap."""
_MOST = 128 * 1024 * 1024
"""Bytes of a tree: some hundred times its text."""
_HEAP_EXHAUSTED = 251
"""The status with which a program of GHC's ends at its memory limit."""

Tree = dict[str, Any]


def tree_of(raw: bytes, kind: str) -> Tree:
    """Pandoc's tree of a file. ``kind``: a format that pandoc reads, "rtf". Raises Refused with the reason."""
    command = [_program(kind), "+RTS", _MEMORY, "-RTS", "--sandbox", "--from", kind, "--to", "json"]
    told = told_by(command, raw, Bounds(_SECONDS, _MOST))
    cure = "split it, or save its text as .txt"
    if told.late:
        raise Refused(f"reading the file takes more than {_SECONDS} seconds; {cure}")
    if told.status == _HEAP_EXHAUSTED or told.written is None:
        raise Refused(f"reading the file takes more than {_MEMORY[2:-1]} MB of memory; {cure}")
    try:
        tree = json.loads(told.written) if told.status == 0 else None
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
