"""Platform-dependent operations: processors, priority, locks between processes, and waiting for the disk.

maltolk is tested on Linux. Workarounds for features that another system lacks are here, or at the one place that uses
them.
"""

import gc
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOWS = sys.platform == "win32"


def cores() -> int:
    """Processor cores that this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):  # a container or `taskset` may allow fewer than the machine has
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor() -> str:
    """What kind of processor this is: one that answers the same has the same instructions."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    return next((line for line in lines if line.startswith(("flags", "Features"))), platform.processor())


def give_way(process: int) -> None:
    """Lower the priority of the process with this id, where the system supports it."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process, 10)


@contextmanager
def undisturbed() -> Iterator[None]:
    """For what makes much that stays: nothing is searched meanwhile for objects that nobody has any more. Saves a tenth
    of the time in which a server starts."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


@contextmanager
def locked(path: Path, wait: bool) -> Iterator[bool]:
    """Hold the lock file ``path``; yields whether it is held: without ``wait``, not while another process holds it.

    The system frees it when the process ends, however it ends; the file stays. Raises OSError where the file cannot be
    written, or its disk does not support locks.
    """
    from filelock import FileLock, Timeout

    # Without system locks, a file that merely exists would count as one, and outlive a killed process.
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
        lock.release()  # does nothing if it is not held


@contextmanager
def made_whole(folder: Path) -> Iterator[Path]:
    """A temporary folder to fill, which takes the place of ``folder`` once all of it is on disk; nothing of it stays
    where filling fails. The caller holds a lock, so that what another one left behind may go."""
    prefix = f".{folder.name}-making-"
    for left in folder.parent.glob(f"{prefix}*"):  # its creator is dead
        shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        making.chmod(0o755)
        yield making
        # Flushed before it is renamed: the name must not come before the contents.
        for path in [*making.rglob("*"), making]:
            to_disk(path)
        if folder.exists():  # damaged, or of an older format
            folder.rename(making.with_name(f"{prefix}old-{os.getpid()}"))
        making.rename(folder)
        to_disk(folder.parent)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        for left in folder.parent.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)


def to_disk(path: Path) -> None:
    """Wait until the file or folder is on disk. On Windows only for files that may be written."""
    if WINDOWS and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if WINDOWS else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def most_descriptors() -> int:
    """How many files and connections this process may have open: as many as its owner may allow it, from now on."""
    try:
        import resource
    except ImportError:  # Windows
        return 512
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS allows less than it says
            return soft
    return 1_000_000 if hard == resource.RLIM_INFINITY else hard
