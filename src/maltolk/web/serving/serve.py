"""``maltolk serve``: the address, and one process or several behind it."""

import shutil
import socket
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from uvicorn.config import Config
from uvicorn.server import Server

from maltolk.errors import UsageError
from maltolk.logs import start_log
from maltolk.machine import most_descriptors
from maltolk.settings import Settings
from maltolk.web.doors.networks import Networks
from maltolk.web.metrics import forget, share
from maltolk.web.serving.connections import IDLE_SECONDS, Connection
from maltolk.web.serving.doorman import Doorman, room
from maltolk.web.serving.spawned import Make
from maltolk.web.serving.workers import AT_ONCE, QUEUE, Workers
from maltolk.web.shared_state import shared

GRACE_SECONDS = 10
"""For requests in flight when the server is stopped."""


_NOT_STARTED = 3
"""The status that the errors have which keep a worker from starting."""


def serve(settings: Settings, host: str, port: int, note: Callable[[str], None], workers: int = 1) -> int:
    """Serve on ``host`` and ``port`` (0: any free one) until interrupted; ``note`` is called with the address.

    Returns the exit status. Raises UsageError when the address is not available, and what ``create_application``
    raises; with several workers ``note`` gets that instead.
    """
    start_log(settings.log)
    with _listening(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        ready = partial(note, f"måltolk: http://{shown}:{listening.getsockname()[1]}/")
        if workers > 1:
            return _serve_several(settings, listening, note, ready, workers)
        from maltolk.web.application import create_application

        application = create_application(settings)
        ready()
        Server(_config(application, settings.proxies)).run([listening])
        return 0


def _serve_several(
    settings: Settings, listening: socket.socket, note: Callable[[str], None], ready: Callable[[], None], workers: int
) -> int:
    folder = Path(tempfile.mkdtemp(prefix="maltolk-serve-"))  # only this user can open it
    try:
        staff_at = folder / "staff"
        measured = folder / "measures"
        if settings.metrics:
            share(measured)
        access = shared()
        with socket.socket(socket.AF_UNIX) as for_staff:
            for_staff.bind(str(staff_at))
            for_staff.listen(QUEUE)  # who comes before that worker is ready waits for it
            places = []
            for number in range(workers):
                make = Make(settings, access, staff_at, number == 0, note)
                sockets = [listening, for_staff] if number == 0 else [listening]
                places.append(
                    (_config(make, settings.proxies, workers=workers, factory=True, backlog=AT_ONCE), sockets)
                )
            all_of_them = Workers(places, ready, partial(forget, folder=measured) if settings.metrics else _nothing)
            all_of_them.run()
        return _NOT_STARTED if all_of_them.failed else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _nothing(_process: int) -> None:
    pass


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"cannot listen on {host} port {port} ({error}); choose others with --host and --port"
        ) from error


def _config(application: Any, proxies: Sequence[str], **more: Any) -> Config:  # noqa: ANN401  as uvicorn takes them
    has = room(most_descriptors())
    config = Config(
        application,
        loop="asyncio",
        ws="none",
        log_config=None,
        log_level="error",  # what clients send wrongly is no concern of the operator's
        access_log=False,  # addresses contain questions
        server_header=False,
        proxy_headers=False,  # the application knows whom to believe
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        **{"backlog": has.backlog, **more},
    )
    config.http = partial(Connection, doorman=Doorman(has.connections, Networks(proxies)))  # type: ignore[assignment]
    return config
