"""What runs in each worker: the application, tied to the parent's life."""

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from uvicorn.config import STARTUP_FAILURE

from maltolk.errors import MaltolkError
from maltolk.logs import start_log
from maltolk.settings import Settings
from maltolk.web.shared_state import Access

if TYPE_CHECKING:
    from starlette.types import ASGIApp


@dataclass(frozen=True, slots=True)
class Make:
    """Makes the application in a worker. ``staff_at``: socket of the worker that has the staff's pages; ``has_staff``:
    whether that is this one."""

    settings: Settings
    access: Access
    staff_at: Path
    has_staff: bool
    note: Callable[[str], None]

    def __call__(self) -> "ASGIApp":
        """The application. Ends the process, with one line for people, when there is no usable index."""
        start_log(self.settings.log)
        _end_with_parent()
        tempfile.tempdir = str(self.staff_at.parent)  # which the parent removes, whatever becomes of this process
        with _stopping_at_once():
            return self._application()

    def _application(self) -> "ASGIApp":
        from maltolk.web.application import create_application
        from maltolk.web.doors.forwarding import FromColleague

        try:
            common = self.access.open()
            if self.has_staff:
                return FromColleague(create_application(self.settings, common=common), self.staff_at)
            return create_application(self.settings, common=common, staff_at=self.staff_at)
        except MaltolkError as error:
            self.note(f"maltolk: {' '.join(str(error).split())}")
            sys.exit(STARTUP_FAILURE)


@contextmanager
def _stopping_at_once() -> Iterator[None]:
    """As long as nothing is served there is nothing to wait for when the server is stopped."""

    def stop(_number: int, _frame: object) -> None:
        sys.exit(0)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """Stop as after SIGTERM when the parent is gone, however it ended: nobody would watch or stop this process."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
