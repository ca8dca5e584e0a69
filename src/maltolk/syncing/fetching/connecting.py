"""Connections to checked addresses only, each step of which ends by one deadline."""

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from maltolk.syncing.fetching.reachable import Network, addresses_of

CONNECT_SECONDS = 10.0
SILENT_SECONDS = 20.0
"""Without a byte from the other side."""


class Deadline:
    """A moment by which a request has to be over, however slowly its bytes drip."""

    def __init__(self) -> None:
        self._end = 0.0

    def start(self, seconds: float) -> None:
        """From now on."""
        self._end = time.monotonic() + seconds

    def left(self, at_most: float) -> float:
        """Seconds for the next step. Raises httpcore.ReadTimeout when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return min(left, at_most)


class CheckedBackend(httpcore.NetworkBackend):
    """Looks a host up once, checks what it finds, and connects to that very address.

    Above it, the name is still what a certificate has to be for.
    """

    def __init__(self, networks: Sequence[Network], deadline: Deadline) -> None:
        self._inner = httpcore.SyncBackend()
        self._networks = networks
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers. Raises NotReachable."""
        last: Exception = httpcore.ConnectError("no address")
        for address in addresses_of(host, port, self._networks):
            seconds = self._deadline.left(CONNECT_SECONDS)
            try:
                stream = self._inner.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return _TimedStream(stream, self._deadline)
        raise last


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(SILENT_SECONDS))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(SILENT_SECONDS))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(CONNECT_SECONDS))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)
