"""The worker process: takes files from a pipe and answers with their content, within limits that it can't lift.

A file comes as a line ``[path, size]`` in JSON and ``size`` bytes; an answer goes back as 8 bytes of length and as many
bytes of ``wire``. The process opens none of the files itself, so a path is only a name to it.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import BinaryIO

from maltolk.model import Document
from maltolk.reading.document import Skipped, ToRecognise
from maltolk.reading.sandbox.wire import OutOfMemory, dump

try:
    import resource
except ImportError:  # Windows: there only the wall clock limits a file, and the parent keeps that
    resource = None  # type: ignore[assignment]

LENGTH_BYTES = 8
MAX_ANSWER = 128 * 1024 * 1024
"""Most bytes in an answer: several times the text of the largest file that is read."""

Parser = Callable[[str, bytes], Document | Skipped | ToRecognise]


def main() -> None:
    """Serve with the parser ``module:function``, the memory in bytes and the seconds given as arguments."""
    parser, memory, seconds = sys.argv[1:]
    module, _, name = parser.partition(":")
    # Library output must neither mix with the answers nor reach the user; nor may a library read the requests.
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    parse: Parser = getattr(import_module(module), name)
    _limit(int(memory))
    with os.fdopen(requests, "rb") as source, os.fdopen(answers, "wb") as target:
        target.write(b"\0")  # ready
        target.flush()
        while line := source.readline():
            path, size = json.loads(line)
            answer = _answer(parse, path, source, size, int(seconds))
            target.write(len(answer).to_bytes(LENGTH_BYTES, "big"))
            target.write(answer)
            target.flush()


def _limit(memory: int) -> None:
    _lower("RLIMIT_AS", memory)
    _lower("RLIMIT_CORE", 0)
    _lower("RLIMIT_FSIZE", 0)  # reading never needs to write a file


def _lower(name: str, most: int) -> None:
    """Set a limit, unless the machine's own is lower. Skipped on a system without such a limit."""
    what = getattr(resource, name, None)
    if what is None:
        return
    hard = resource.getrlimit(what)[1]
    try:
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    except (OSError, ValueError):  # macOS defines limits that it does not enforce
        if sys.platform == "linux":
            raise


def _answer(parse: Parser, path: str, source: BinaryIO, size: int, seconds: int) -> bytes:
    # The kernel ends the process at this limit; the parent enforces the wall-clock limit.
    _lower("RLIMIT_CPU", int(time.process_time()) + 1 + seconds)
    try:
        written = dump(parse(path, source.read(size)))
    except MemoryError:
        return dump(OutOfMemory())
    except RecursionError:
        return dump(Skipped(path, "the file is nested too deeply to be read; save its text as .txt"))
    except Exception as error:  # noqa: BLE001  whatever a parser raises concerns this file only; the next may be fine
        reason = f"the file is damaged and cannot be read ({type(error).__name__}); save it anew"
        return dump(Skipped(path, reason))
    if len(written) > MAX_ANSWER:
        return dump(Skipped(path, "the file holds more text than can be read at once; split it"))
    return written
