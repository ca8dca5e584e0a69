"""Parsers that go wrong, for the worker process: what they do is the name of the file that they are given."""

import os
import signal
import sys
import time

from maltolk.model import Document
from maltolk.reading import Skipped, read_document

# Bytes that are only asked for, as these are, take address space but no time to fill.
_kept: list[bytes] = []


def parse(path: str, raw: bytes) -> Document | Skipped | None:
    match path:
        case "sleeps" | "sleeps.txt":
            time.sleep(600)
        case "spins":
            while True:
                pass
        case "eats":
            while True:
                _kept.append(bytes(100_000_000))
        case "leaks":
            _kept.append(bytes(150_000_000))
        case "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "is killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "crashes later":
            if _kept:
                os.kill(os.getpid(), signal.SIGSEGV)
            _kept.append(bytes(1))
        case "leaves":
            os._exit(3)
        case "raises":
            raise KeyError("a part that is missing")
        case "nests":
            return parse(path, raw)
        case "prints":
            sys.stdout.write("x" * 100_000)
            sys.stdout.flush()
            os.write(1, b"y" * 100_000)
            os.write(2, b"z" * 100_000)
            assert sys.stdin.read() == ""
        case "writes":
            with open("left behind", "wb") as file:  # noqa: PTH123  as a library would
                file.write(b"x" * 10_000)
        case "mistakes the file":
            return Skipped("another", "it is another")
        case "says nothing":
            return None
        case "closes its pipes":
            os.closerange(0, 100)
            time.sleep(600)
    return read_document(path, raw)
