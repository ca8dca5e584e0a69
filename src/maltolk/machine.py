"""What systems do each in their own way: processors, priority, locks between processes, and waiting for the disk.

Linux is what maltolk is tested on. Where another system lacks a means, the way around it stands here, or at the one
place that uses it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOWS = sys.platform == "win32"


def cores() -> int:
    """Processor cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):  # a container or `taskset` may allow fewer than the machine has
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def give_way(process: int) -> None:
    """Let others go before the process with this id, where the system can be told so."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process, 10)


@contextmanager
def locked(path: Path, wait: bool) -> Iterator[bool]:
    """Hold the lock file ``path``; gives whether it is held, which without ``wait`` it is not while another holds it.

    The system frees it when the process ends, however it ends; the file stays. Raises OSError where the file cannot be
    written, or the disk it lies on knows no locks.
    """
    from filelock import FileLock, Timeout

    # Without locks of the system's, a file that is merely there would count as one, and outlive a killed process.
    lock = FileLock(path, timeout=-1 if wait else 0, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        held = False
    else:
        held = True
    try:
        yield held
    finally:
        lock.release()  # nothing, where it is not held


def to_disk(path: Path) -> None:
    """Wait until the file or folder is on disk. Windows waits for files alone, and only for who may write to them."""
    if WINDOWS and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if WINDOWS else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
