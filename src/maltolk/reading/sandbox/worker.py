"""A process that reads files, and may be killed: no file takes more than its time and memory, or the others with it.

A subprocess and not ``multiprocessing``: that would import the program's main module again, and take pickles from a
process that has just met hostile files. The whole of a document is found over there, its structure as well: a regular
expression that runs away can be ended only with its process.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType

from maltolk.errors import MaltolkError
from maltolk.model import Document
from maltolk.reading.document import Skipped
from maltolk.reading.sandbox.parsing import LENGTH_BYTES, MAX_ANSWER
from maltolk.reading.sandbox.wire import Malformed, OutOfMemory, load

_START_SECONDS = 60.0
"""For a worker to start; a fraction of a second when the machine is not busy."""
_CHUNK = 1 << 20
_PARSER = "maltolk.reading.document:read_document"
_MAIN = "from maltolk.reading.sandbox.parsing import main; main()"
_STARVED = "SIGKILL"
"""What the kernel ends a process with when the machine has no memory left."""
_SPENT = "SIGXCPU"
"""What it ends one with whose time on the processor is over."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take. ``seconds``: of a processor, so that a busy machine reads the same files as an idle one.
    ``clock``: seconds by the clock, the last resort. ``memory``: bytes of address space, with the interpreter's own.
    """

    seconds: int = 20
    clock: int = 28
    memory: int = 1536 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Late:
    """No whole answer came in time. ``seconds``: what it was given."""

    seconds: int


@dataclass(frozen=True, slots=True)
class _Died:
    """The worker ended without an answer. ``status``: as subprocess gives it, negative for a signal."""

    status: int


_Fault = OutOfMemory | Malformed | _Late | _Died


class Worker:
    """One process that reads one file after another; a new one takes its place when it has to be killed.

    ``parser``: ``module:function`` that the process calls with a path and bytes. Not for two threads at once.
    """

    def __init__(self, limits: Limits | None = None, parser: str = _PARSER) -> None:
        self._limits = limits or Limits()
        self._parser = parser
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._served = 0  # files that the process at hand has answered about

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, path: str, raw: bytes) -> Document | Skipped:
        """The document that ``raw`` holds, or why there is none. Raises MaltolkError if no process can be started."""
        deadline = self._start()
        while True:
            used = self._served > 0
            answer = self._ask(path, raw, deadline)
            if isinstance(answer, Document | Skipped):
                self._served += 1
                return answer
            self.close()
            if not used or self._stopped or isinstance(answer, _Late):
                return Skipped(path, self._reason(answer))
            # What earlier files left in the process may have been to blame; the file itself is when a new one fails.
            before = time.monotonic()
            self._start()
            deadline += time.monotonic() - before

    def stop(self) -> None:
        """End what another thread is reading right now: its ``read`` returns at once, with some reason."""
        self._stopped = True
        if (process := self._process) is not None:
            _kill(process)

    def close(self) -> None:
        """End the process; the next ``read`` starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _start(self) -> float:
        """See that a process stands ready, and tell when the time of the file at hand is over."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._served = 0
            limits = self._limits
            self._process = subprocess.Popen(
                # -P: no module that happens to lie in the working folder. -W: what a library warns of is not for the
                # person, and must not decide what can be read.
                [
                    *(sys.executable, "-P", "-W", "ignore", "-c", _MAIN),
                    *(self._parser, str(limits.memory), str(limits.seconds)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                process_group=0,  # so that what a parser starts ends with it; Windows leaves that out
            )
            if self._stopped:  # while it was started, so that ``stop`` found none to end
                _kill(self._process)
            ready = self._exchange(b"", 1, time.monotonic() + _START_SECONDS) == b"\0"
            if not ready and not self._stopped:
                self.close()
                raise MaltolkError("the process that reads files cannot be started; install maltolk anew")
        return time.monotonic() + self._limits.clock

    def _ask(self, path: str, raw: bytes, deadline: float) -> Document | Skipped | _Fault:
        request = json.dumps([path, len(raw)]).encode() + b"\n" + raw
        head = self._exchange(request, LENGTH_BYTES, deadline)
        if not isinstance(head, bytes):
            return head
        length = int.from_bytes(head, "big")
        if length > MAX_ANSWER:
            return Malformed("the answer is too long")
        body = self._exchange(b"", length, deadline)
        if not isinstance(body, bytes):
            return body
        try:
            return load(body, path)
        except Malformed as error:
            return error

    def _exchange(self, request: bytes, size: int, deadline: float) -> bytes | _Late | _Died:
        """Write the whole request, and read ``size`` bytes of what comes back.

        Both wait as long as the process lives, which at the deadline it no longer does: no system lacks that.
        """
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            _kill(process)

        watch = threading.Timer(max(0.0, deadline - time.monotonic()), end)
        watch.start()
        left, found, broken = memoryview(request), bytearray(), False
        try:
            while left:
                left = left[process.stdin.write(left) or 0 :]
            while len(found) < size and (part := process.stdout.read(min(size - len(found), _CHUNK))):
                found += part
        except OSError:  # the pipe is broken: nobody reads it any more
            broken = True
        finally:
            watch.cancel()
            watch.join()
        if len(found) == size and not broken:
            return bytes(found)
        return _Late(self._limits.clock) if late.is_set() else self._ended(process)

    def _ended(self, process: subprocess.Popen[bytes]) -> _Late | _Died:
        """How the process that closed its pipes ended; one that lives on without them is of no use."""
        with suppress(subprocess.TimeoutExpired):
            status = process.wait(timeout=1)
            return _Late(self._limits.seconds) if _signal(status) == _SPENT else _Died(status)
        return _Died(0)

    def _reason(self, fault: _Fault) -> str:
        """One line for people."""
        cure = "split it, or save its text as .txt"
        ended = _signal(fault.status) if isinstance(fault, _Died) else None
        if isinstance(fault, _Late):
            return f"reading the file takes more than {fault.seconds} seconds; {cure}"
        if isinstance(fault, OutOfMemory) or ended == _STARVED:
            return f"reading the file takes more than {self._limits.memory >> 20} MB of memory; {cure}"
        how = ended if ended else "without a word" if isinstance(fault, _Died) else "with a broken answer"
        return f"the file makes its reader fail ({how}); save it anew, or its text as .txt"


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the process, and what it started where the system keeps them together."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _signal(status: int) -> str | None:
    """Name of the signal that ended a process with this status; systems without signals give none below zero."""
    return signal.Signals(-status).name if status < 0 else None
