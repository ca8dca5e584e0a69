"""What all workers of a server have in common: kept in their parent, asked over a socket that only they can open."""

import random
import secrets
import threading
from dataclasses import dataclass
from multiprocessing.managers import BaseManager
from typing import Any, cast

from maltolk.web.doors.guards import Bucket


@dataclass(frozen=True, slots=True)
class Common:
    """``bucket``: how much an address may ask. ``page_number``: what Gradio's pages call the server; when it changes
    they load anew."""

    bucket: Bucket
    page_number: int


@dataclass(frozen=True, slots=True)
class Access:
    """What a worker needs to reach its parent."""

    address: str
    key: bytes
    page_number: int

    def open(self) -> Common:
        """The parent's, to be used like one's own; usable from several threads. Raises OSError, EOFError."""
        manager = _Reached(self.address, self.key)
        manager.connect()
        reached = cast("Any", manager)  # the methods that ``register`` adds
        return Common(reached.bucket(), self.page_number)


class _Reached(BaseManager):
    pass


_Reached.register("bucket")


def alone(bucket: Bucket | None = None) -> Common:
    """For a server of one process."""
    return Common(bucket or Bucket(), random.getrandbits(64))


def shared() -> Access:
    """For a server of several: this process keeps it from now on, until it ends."""
    bucket = _InTurn(Bucket())

    class Kept(BaseManager):
        pass

    Kept.register("bucket", callable=lambda: bucket)
    key = secrets.token_bytes(32)
    server = Kept(authkey=key).get_server()
    threading.Thread(target=server.serve_forever, name="common", daemon=True).start()
    return Access(str(server.address), key, random.getrandbits(64))


class _InTurn:
    """A bucket that is asked from one thread at a time."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._lock = threading.Lock()

    def take(self, *asked: Any) -> bool:  # noqa: ANN401  as the bucket wants it
        """As ``Bucket.take``."""
        with self._lock:
            return self._bucket.take(*asked)
