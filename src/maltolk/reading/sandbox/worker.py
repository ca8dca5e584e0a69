"""A process that reads files, and may be killed: no file exceeds its time and memory, or takes others down with it.

A subprocess rather than ``multiprocessing``, which would import the program's main module again and accept pickles
from a process that has just read hostile files. Everything about a document is found there, its structure too: a
runaway regular expression can be stopped only by killing its process.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from types import TracebackType

from maltolk.errors import MaltolkError
from maltolk.model import Document
from maltolk.reading.document import Skipped, ToRecognise
from maltolk.reading.sandbox.parsing import LENGTH_BYTES, MAX_ANSWER
from maltolk.reading.sandbox.wire import Malformed, OutOfMemory, load

_START_SECONDS = 60.0
"""For a worker to start; a fraction of a second when the machine is not busy."""
_CHUNK = 1 << 20
_PARSER = "maltolk.reading.document:read_quickly"
_RECOGNISER = "maltolk.reading.document:read_document"
_PICTURE_SECONDS, _PICTURE_CLOCK = 2, 60
"""What a picture whose words are recognised adds to a file's limits: to draw it, and to wait for the program that
recognises them, which has limits of its own."""
_MAIN = "from maltolk.reading.sandbox.parsing import main; main()"
_STARVED = "SIGKILL"
"""The signal with which the kernel ends a process when the machine is out of memory."""
_SPENT = "SIGXCPU"
"""The one for a process that is out of processor time."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one file. ``seconds``: processor time, so that a busy machine reads the same files as an idle one.
    ``clock``: wall-clock seconds, the last resort. ``memory``: bytes of address space, the interpreter's included.
    """

    seconds: int = 20
    clock: int = 28
    memory: int = 1536 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Late:
    """No complete answer came in time. ``seconds``: the limit."""

    seconds: int


@dataclass(frozen=True, slots=True)
class _Died:
    """The worker ended without an answer. ``status``: as subprocess gives it, negative for a signal."""

    status: int


_Fault = OutOfMemory | Malformed | _Late | _Died


class Worker:
    """One process that reads one file after another, and is replaced when it has to be killed.

    ``parser``: ``module:function`` that the process calls with a path and bytes. Not thread-safe.
    """

    def __init__(self, limits: Limits | None = None, parser: str = _PARSER) -> None:
        self._limits = limits or Limits()
        self._parser = parser
        self._process: subprocess.Popen[bytes] | None = None
        self._recogniser: Worker | None = None
        self._stopped = False
        self._served = 0  # files that the current process has answered for

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(self, path: str, raw: bytes) -> Document | Skipped:
        """The document that ``raw`` holds, or why there is none. Raises MaltolkError if no process can be started.

        Where words in pictures have to be recognised, another process with more time reads the file once more.
        """
        deadline = self._start()
        while True:
            used = self._served > 0
            answer = self._ask(path, raw, deadline)
            if isinstance(answer, ToRecognise):
                self._served += 1
                return self._recognised(path, raw, answer.pictures)
            if isinstance(answer, Document | Skipped):
                self._served += 1
                return answer
            self.close()
            if not used or self._stopped or isinstance(answer, _Late):
                return Skipped(path, self._reason(answer))
            # Leftovers of earlier files may be to blame; if a new process fails too, it is the file itself.
            before = time.monotonic()
            self._start()
            deadline += time.monotonic() - before

    def stop(self) -> None:
        """End what another thread is reading right now: its ``read`` returns at once, with some reason."""
        self._stopped = True
        if (process := self._process) is not None:
            _kill(process)
        if (recogniser := self._recogniser) is not None:
            recogniser.stop()

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

    def _recognised(self, path: str, raw: bytes, pictures: int) -> Document | Skipped:
        given = self._limits
        limits = replace(
            given,
            seconds=given.seconds + _PICTURE_SECONDS * pictures,
            clock=given.clock + _PICTURE_CLOCK * pictures,
        )
        with Worker(limits, _RECOGNISER) as recogniser:
            self._recogniser = recogniser
            if self._stopped:  # before there was another process to end
                recogniser.stop()
            try:
                return recogniser.read(path, raw)
            finally:
                self._recogniser = None

    def _start(self) -> float:
        """Make sure that a process is ready, and return the deadline for the current file."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._served = 0
            limits = self._limits
            self._process = subprocess.Popen(
                # -P: no module that happens to be in the working folder. -W: library warnings are not for the user, and
                # must not decide what can be read.
                [
                    *(sys.executable, "-P", "-W", "ignore", "-c", _MAIN),
                    *(self._parser, str(limits.memory), str(limits.seconds)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                process_group=0,  # so that a parser's child processes end with it; not on Windows
            )
            if self._stopped:  # during the start, when ``stop`` found no process to end
                _kill(self._process)
            ready = self._exchange(b"", 1, time.monotonic() + _START_SECONDS) == b"\0"
            if not ready and not self._stopped:
                self.close()
                raise MaltolkError("the process that reads files cannot be started; reinstall maltolk")
        return time.monotonic() + self._limits.clock

    def _ask(self, path: str, raw: bytes, deadline: float) -> Document | Skipped | ToRecognise | _Fault:
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

        Both block while the process lives, and it is killed at the deadline, which works on every system.
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
        watch.daemon = True  # an interrupt at the wrong moment must not leave the program waiting for it
        left, found, broken = memoryview(request), bytearray(), False
        try:
            watch.start()
            while left:
                left = left[process.stdin.write(left) or 0 :]
            while len(found) < size and (part := process.stdout.read(min(size - len(found), _CHUNK))):
                found += part
        except OSError:  # the pipe is broken: nobody reads it any more
            broken = True
        finally:
            watch.cancel()
            if watch.is_alive():
                watch.join()
        if len(found) == size and not broken:
            return bytes(found)
        return _Late(self._limits.clock) if late.is_set() else self._ended(process)

    def _ended(self, process: subprocess.Popen[bytes]) -> _Late | _Died:
        """How the process that closed its pipes ended; one that lives on without them is useless."""
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
    """End the process, and its children where the system groups them."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _signal(status: int) -> str | None:
    """Name of the signal that ended a process with this status; systems without signals give none below zero."""
    return signal.Signals(-status).name if status < 0 else None
