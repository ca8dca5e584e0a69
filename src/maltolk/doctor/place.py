"""The machine: folders, disk, memory, limits, the port, other programs and the clock."""

import os
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from maltolk.doctor.finding import Finding, fault, good, warning
from maltolk.machine import most_descriptors
from maltolk.settings import Settings

_LEAST_DISK, _LITTLE_DISK = 200, 2000
"""Megabytes: too little for anything; too little for an encoder and several generations."""
_LEAST_MEMORY = 800
"""Megabytes that answering takes."""
_LEAST_DESCRIPTORS = 1024
_OPTIONAL = {"tesseract": "scanned pages", "soffice": "old .doc, .ppt and .xls files"}
"""Program -> what people convert with it before they index."""


def folders(settings: Settings) -> Iterator[Finding]:
    """Whether this user may read what answering needs, and write what building needs."""
    for name, folder in (("index", settings.index), ("models", settings.models)):
        there = _existing(folder)
        if not os.access(there, os.R_OK | os.X_OK):
            yield fault("folders", f"{there} cannot be read", f"let this user read {name}", unusable=True)
        elif not os.access(there, os.W_OK):
            yield warning("folders", f"{there} cannot be written: no builds here", "or let this user write there")
        else:
            yield good("folders", f"{folder} can be written")


def disk(settings: Settings) -> Iterator[Finding]:
    """Space where the index and the encoder are."""
    for folder in {_existing(settings.index), _existing(settings.models)}:
        left = shutil.disk_usage(folder).free // 2**20
        if left < _LEAST_DISK:
            yield fault("disk", f"{left} MB free at {folder}", "make room")
        elif left < _LITTLE_DISK:
            yield warning("disk", f"{left} MB free at {folder}", "make room before the next build")
        else:
            yield good("disk", f"{left} MB free at {folder}")


def memory() -> Iterator[Finding]:
    """What is available, within a container's limit."""
    available = _available()
    if available is None:
        return
    if available < _LEAST_MEMORY:
        yield warning("memory", f"{available} MB available", f"a server takes some {_LEAST_MEMORY} MB: free some")
    else:
        yield good("memory", f"{available} MB available")


def _available() -> int | None:
    """Megabytes; None where the system does not tell."""
    found = []
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        found.append(next(int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable")))
        limit = Path("/sys/fs/cgroup/memory.max").read_text("ascii").strip()
        used = int(Path("/sys/fs/cgroup/memory.current").read_text("ascii"))
        if limit != "max":
            found.append((int(limit) - used) // 2**20)
    except (OSError, ValueError, StopIteration):
        pass
    return min(found, default=None)


def descriptors() -> Iterator[Finding]:
    """How many connections a worker may have open."""
    most = most_descriptors()
    if most < _LEAST_DESCRIPTORS:
        yield warning("descriptors", f"{most} at most", "raise the limit (LimitNOFILE in a systemd unit, ulimit -Hn)")
    else:
        yield good("descriptors", f"{most} at most")


def port(number: int) -> Iterator[Finding]:
    """Whether `maltolk serve` can listen there."""
    try:
        socket.create_server(("127.0.0.1", number)).close()
    except OSError as error:
        says = f"{number} is not free ({error.strerror})"
        yield warning("port", says, "fine if it is maltolk that runs there; else choose another with --port")
    else:
        yield good("port", f"{number} is free")


def programs() -> Iterator[Finding]:
    """Programs that are not needed, but of use to whoever collects texts."""
    for name, use in _OPTIONAL.items():
        says = "is there" if shutil.which(name) else "is not there, and not needed"
        yield good("programs", f"{name} {says} ({use})")


def clock(settings: Settings) -> Iterator[Finding]:
    """Whether the clock is behind what has been written already: answers name dates, sessions and builds need it."""
    newest = max(path.stat().st_mtime for path in (settings.index / "current", Path(__file__)) if path.exists())
    if newest > time.time() + 60:
        yield warning("clock", "it is behind files that were written already", "set it, and let it be kept (NTP)")
    else:
        yield good("clock", time.strftime("%Y-%m-%d %H:%M %Z"))


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    folder = folder.absolute()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
