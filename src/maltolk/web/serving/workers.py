"""Several processes that accept connections at one address, watched by their parent."""

import logging
import socket
import time
from collections.abc import Callable, Sequence

from uvicorn.config import Config
from uvicorn.supervisors.multiprocess import Multiprocess, Process

HANGS_SECONDS = 30.0
"""A worker that has not said for so long that it is there is killed and replaced."""
ENDS_SECONDS = 10.0
"""For a worker to end by itself, beyond the time that requests in flight have."""
YOUNG_SECONDS = 20.0
LONGEST_PAUSE = 30.0
"""A worker that ends younger than YOUNG_SECONDS is replaced after a pause: a second, then twice as long each time."""

AT_ONCE = 4
"""Connections that a worker accepts before it does anything else: few, so that the others get theirs."""
QUEUE = 1024
"""Connections that wait to be accepted."""

_log = logging.getLogger(__name__)


class Workers(Multiprocess):
    """uvicorn's supervisor for workers that differ: ``places`` has the configuration and the sockets of each.

    ``ready`` is called once, when the first of them answers, ``ended`` with the process id of each that ends by itself.
    Such a worker is replaced, however often that takes; but as long as none has answered, the first that ends stops
    all, and ``failed`` is set.
    """

    def __init__(
        self,
        places: Sequence[tuple[Config, list[socket.socket]]],
        ready: Callable[[], None],
        ended: Callable[[int], None],
    ) -> None:
        super().__init__(*places[0])
        self._places = places
        self._ready: Callable[[], None] | None = ready
        self._ended = ended
        self._started = [0.0] * len(places)
        self._pauses = [0.0] * len(places)
        self._due: dict[int, float] = {}
        self.failed = False

    def init_processes(self) -> None:
        """Start all."""
        self.processes = [self._start(place) for place in range(len(self._places))]

    def keep_subprocess_alive(self) -> None:
        """Replace those that ended or hang."""
        self.sockets[0].listen(QUEUE)  # each that starts sets it to what it accepts at once
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set():
                return
            if place not in self._due:
                if process.is_alive(HANGS_SECONDS):
                    self._tell_if_ready(process)
                    continue
                process.kill()
                process.join()
                self._died(place, process)
            if self._due.get(place, 0.0) <= time.monotonic() and not self.should_exit.is_set():
                self._due.pop(place, None)
                self.processes[place] = self._start(place)

    def join_all(self) -> None:
        """Wait until all have ended; those that do not are killed."""
        until = time.monotonic() + (self.config.timeout_graceful_shutdown or 0) + ENDS_SECONDS
        for process in self.processes:
            process.process.join(max(0.0, until - time.monotonic()))
            if process.exitcode is None:
                _log.error("a worker did not end by itself and is killed")
                process.process.kill()
                process.process.join()

    def restart_all(self) -> None:
        """Nothing: neither a new generation nor anything else needs it, and uvicorn would start them all alike."""

    def handle_ttin(self) -> None:
        """Nothing: as many workers as asked for, each at its place."""

    handle_ttou = handle_ttin

    def _start(self, place: int) -> Process:
        self._started[place] = time.monotonic()
        process = Process(*self._places[place])
        process.start()
        process.child_conn.close()  # the worker has its own, so that its end is the pipe's
        return process

    def _tell_if_ready(self, process: Process) -> None:
        if self._ready is not None and process.is_ready(HANGS_SECONDS):
            self._ready()
            self._ready = None

    def _died(self, place: int, process: Process) -> None:
        if self._ready is not None:
            self.failed = True
            self.should_exit.set()
            return
        now = time.monotonic()
        young = now - self._started[place] < YOUNG_SECONDS
        self._pauses[place] = min(max(1.0, 2 * self._pauses[place]), LONGEST_PAUSE) if young else 0.0
        self._due[place] = now + self._pauses[place]
        self._ended(process.pid or 0)
        _log.error("a worker ended (status %s) and is replaced", process.exitcode)
