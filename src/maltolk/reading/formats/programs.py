"""Asks another program: bytes in, bytes out, within bounds of time and length, with nothing left running."""

import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

try:
    import resource
except ImportError:  # Windows: there only the clock ends it
    resource = None  # type: ignore[assignment]

_CHUNK = 1 << 20
_MOMENT = 1.0
"""Seconds to hand over the rest once the program has ended; one that it started may hold the pipe."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """``clock``: seconds by the clock. ``most``: bytes that it may write. ``seconds``: of processor time, ``memory``:
    bytes of address space; None for those of this process."""

    clock: float
    most: int
    seconds: int | None = None
    memory: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a program. ``written``: on its standard output, None for more than it may write. ``late``: whether
    it was ended by the clock. ``status``: as subprocess gives it."""

    status: int
    written: bytes | None
    late: bool


def told_by(command: Sequence[str], given: bytes, bounds: Bounds, environment: Mapping[str, str] | None = None) -> Told:
    """Runs ``command`` with ``given`` on its standard input. Raises OSError where it cannot be started."""
    late = threading.Event()
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:

        def end() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(bounds.clock, end)
        clock.daemon = True
        feeder = threading.Thread(target=_feed, args=(process, given), daemon=True)
        try:
            _bound(process.pid, bounds)
            clock.start()
            feeder.start()
            written = _collected(process, bounds.most)
            status = process.wait()
            feeder.join(_MOMENT)
        finally:
            clock.cancel()
            process.kill()
    return Told(status, written, late.is_set())


def _bound(process: int, bounds: Bounds) -> None:
    """Set limits of a running program, where the system can."""
    if not hasattr(resource, "prlimit"):
        return
    for name, most in (("RLIMIT_CPU", bounds.seconds), ("RLIMIT_AS", bounds.memory)):
        if most is not None:
            with suppress(OSError, ValueError):  # it has ended, or the machine's own limit is lower
                resource.prlimit(process, getattr(resource, name), (most, most))


def _feed(process: "subprocess.Popen[bytes]", raw: bytes) -> None:
    with suppress(OSError, ValueError):  # it ends without reading everything
        if process.stdin is not None:
            process.stdin.write(raw)
            process.stdin.close()


def _collected(process: "subprocess.Popen[bytes]", most: int) -> bytes | None:
    found = bytearray()
    while process.stdout is not None and (part := process.stdout.read(_CHUNK)):
        found += part
        if len(found) > most:
            process.kill()
            return None
    return bytes(found)
