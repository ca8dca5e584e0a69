"""Who has to go when a process has too many connections."""

from collections import Counter, OrderedDict
from collections.abc import Container, Hashable
from dataclasses import dataclass

from maltolk.web.doors.networks import is_loopback, network_of

MOST_OF_ONE = 100
"""Connections of one address, unless it is this machine or a proxy."""
LONG_SECONDS = 30.0
"""A response that takes longer only shows that somebody is there (Gradio's heartbeat): it may be ended for others."""
_RESERVED = 96
"""File descriptors that a process needs for its own files."""


@dataclass(frozen=True, slots=True)
class Room:
    """``connections``: at once. ``backlog``: accepted together, beyond those, before the first of them is looked at."""

    connections: int
    backlog: int


def room(descriptors: int) -> Room:
    """What a process may have with so many file descriptors."""
    free = max(descriptors - _RESERVED, 32)
    backlog = min(free // 3, 512)
    return Room(min(free - backlog, 4000), backlog)


class Doorman:
    """Knows the connections of one process. ``most``: how many there may be. ``familiar``: addresses that may have any
    number of them. Times in seconds."""

    def __init__(self, most: int, familiar: Container[str] = (), most_of_one: int = MOST_OF_ONE) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._familiar = familiar
        self._networks: dict[Hashable, str | None] = {}
        self._of: Counter[str | None] = Counter()
        self._waiting: OrderedDict[Hashable, None] = OrderedDict()  # for the client's next move, the longest first
        self._answered: OrderedDict[Hashable, float] = OrderedDict()  # connection -> since when

    def enter(self, connection: Hashable, address: str | None, now: float) -> Hashable | None:
        """Let a connection from ``address`` (None: from this machine) in; returns the one to close for it, which may be
        itself, or None when there is room.

        First goes who has kept the server waiting longest, then who has been listening longest.
        """
        familiar = address is None or address in self._familiar or is_loopback(address)
        network = None if address is None or familiar else network_of(address)
        self._networks[connection] = network
        self._of[network] += 1
        self._waiting[connection] = None
        leaving: Hashable | None = None
        if network is not None and self._of[network] > self._most_of_one:
            leaving = self._first(now, network)
        elif len(self._networks) > self._most:
            leaving = self._first(now)
        if leaving is not None:
            self.leaves(leaving)
        return leaving

    def waits(self, connection: Hashable) -> None:
        """The next move is the client's."""
        if connection in self._networks:
            self._answered.pop(connection, None)
            self._waiting[connection] = None
            self._waiting.move_to_end(connection)

    def answers(self, connection: Hashable, now: float) -> None:
        """The next move is the server's."""
        if connection in self._networks:
            self._waiting.pop(connection, None)
            self._answered.setdefault(connection, now)

    def leaves(self, connection: Hashable) -> None:
        """The connection is gone, or about to go."""
        if connection not in self._networks:
            return
        network = self._networks.pop(connection)
        self._of[network] -= 1
        if not self._of[network]:
            del self._of[network]
        self._waiting.pop(connection, None)
        self._answered.pop(connection, None)

    def _first(self, now: float, network: str | None = None) -> Hashable:
        """Who goes first, of ``network`` alone when given."""
        *waiting, newest = (c for c in self._waiting if network is None or self._networks[c] == network)
        if waiting:
            return waiting[0]
        for connection, since in self._answered.items():
            if now - since > LONG_SECONDS and (network is None or self._networks[connection] == network):
                return connection
        return newest
