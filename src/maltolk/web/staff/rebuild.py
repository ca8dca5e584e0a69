"""Rebuilding the index in a separate process, so that questions meanwhile are not slowed."""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import IO, Any

from maltolk.errors import BuildRunning
from maltolk.indexing.report import Stage
from maltolk.indexing.storage.generations import Generations
from maltolk.machine import give_way
from maltolk.settings import Settings

_log = logging.getLogger(__name__)
_PROGRESS = re.compile(rf"({'|'.join(Stage)}): (\d+) of (\d+)(?:, .*)?")
_ERROR = "maltolk: "
_SHARES = {Stage.READ: 10, Stage.COMPARE: 5, Stage.EMBED: 50, Stage.WRITE: 10, Stage.CHECK: 5, Stage.ASK: 20}
"""Share of each stage, in percent; estimated from builds of some ten texts."""


class Phase(StrEnum):
    """The phase of this server's latest rebuild."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """``stage``: what the build is doing, None while it starts; ``done`` of ``all`` there. ``trial``: what it builds
    does not become current.

    ``error``: one line in English when it failed. ``report``: of the latest successful one, as `maltolk index
    --json` prints it, and ``finished``: when that was.
    """

    phase: Phase = Phase.NONE
    stage: Stage | None = None
    done: int = 0
    all: int = 0
    error: str = ""
    report: Mapping[str, Any] | None = None
    finished: datetime | None = None
    trial: bool = False

    @property
    def percent(self) -> int | None:
        """Percentage done, None where unknown."""
        if self.stage is None:
            return None
        before = sum(_SHARES[stage] for stage in Stage if list(Stage).index(stage) < list(Stage).index(self.stage))
        return before + _SHARES[self.stage] * self.done // (self.all or 1)


class Rebuild:
    """One rebuild at a time. Safe to use from several threads."""

    def __init__(
        self,
        settings: Settings,
        renewed: Callable[[], object] = lambda: None,
        well: Collection[int] = (0,),
    ) -> None:
        """``renewed``: called when a new generation has become current, before the rebuild counts as done. ``well``:
        exit statuses with which there is a report."""
        self._well = well
        self._settings = settings
        self._renewed = renewed
        self._state = State()
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None

    @property
    def state(self) -> State:
        """The current state."""
        return self._state

    def start(
        self,
        ended: Callable[[State], object] = lambda _state: None,
        command: Sequence[str] = ("index",),
        trial: bool = False,
    ) -> None:
        """Start; ``ended`` is called with how it ended. ``command``: of maltolk, which renews the index.

        Raises BuildRunning when one is in progress, here or elsewhere, and OSError when it cannot start.
        """
        with self._lock:
            if self._state.phase is Phase.RUNNING:
                raise BuildRunning(f"another process is building {self._settings.index}; wait for it to end")
            with Generations(self._settings.index).locked():
                pass
            output = tempfile.TemporaryFile()  # noqa: SIM115  the watcher reads and closes it
            try:
                process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "maltolk", *command, *(["--trial"] if trial else []), "--json"],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.PIPE,
                    env=_environment(self._settings),
                )
            except BaseException:
                output.close()
                raise
            give_way(process.pid)
            self._state = replace(
                State(), phase=Phase.RUNNING, report=self._state.report, finished=self._state.finished, trial=trial
            )
            self._watcher = threading.Thread(
                target=self._watch, args=(process, output, ended), name="rebuild", daemon=True
            )
            self._watcher.start()

    def wait(self, seconds: float) -> State:
        """The state when the rebuild has ended, or after so long."""
        if self._watcher is not None:
            self._watcher.join(seconds)
        return self._state

    def _watch(self, process: "subprocess.Popen[bytes]", output: IO[bytes], ended: Callable[[State], object]) -> None:
        try:
            state = self._outcome(process, output)
        except Exception:  # noqa: BLE001  an unwatched rebuild would count as running for ever
            _log.exception("watching a rebuild failed")
            state = self._failed("the build's report could not be read; run `maltolk verify`")
        try:
            ended(state)
        finally:
            # Last: who sees that it has ended finds noted what `ended` notes.
            self._state = state

    def _outcome(self, process: "subprocess.Popen[bytes]", output: IO[bytes]) -> State:
        with output, process:
            error = self._follow(process)
            status = process.wait()
            output.seek(0)
            written = output.read()
        if status not in self._well or not written:
            return self._failed(error or f"the build ended with status {status}; run `maltolk index` to see why")
        report = json.loads(written)
        self._renewed()
        return State(Phase.DONE, report=report, finished=datetime.now().astimezone(), trial=self._state.trial)

    def _follow(self, process: "subprocess.Popen[bytes]") -> str:
        """Update the state from the build's output; returns the error that it reported."""
        error = ""
        assert process.stderr is not None
        for raw in process.stderr:
            line = raw.decode("utf-8", "replace").strip()
            if told := _PROGRESS.fullmatch(line):
                stage, done, of = told.groups()
                self._state = replace(self._state, stage=Stage(stage), done=int(done), all=int(of))
            elif line.startswith(_ERROR):
                error = line.removeprefix(_ERROR)
            elif line:
                _log.info("rebuild: %s", line)
        return error

    def _failed(self, error: str) -> State:
        return State(Phase.FAILED, error=error, report=self._state.report, finished=self._state.finished)


def _environment(settings: Settings) -> dict[str, str]:
    """Environment that makes the command line build this server's index; without the staff's password."""
    ours = {
        "MALTOLK_INDEX": str(settings.index),
        "MALTOLK_MODELS": str(settings.models),
        "MALTOLK_MODEL": settings.model,
        "MALTOLK_KEEP": str(settings.keep),
        "MALTOLK_CORPUS": str(settings.corpus),
        "MALTOLK_QUESTIONS": "" if settings.questions is None else str(settings.questions),
        "MALTOLK_SUPPRESSED": str(settings.suppressed),
        "MALTOLK_STAFF_PASSWORD": "",
    }
    return {**os.environ, **ours}
