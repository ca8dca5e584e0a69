"""How soon a password may be tried again: longer after each failure of an address, sooner while many addresses fail, or
many failures are for the name. Nobody waits because of strangers' failures alone."""

from collections import OrderedDict, deque
from collections.abc import Callable

from maltolk.web.doors.networks import network_of

FREE_FAILURES = 5
"""Failures of one address before it must wait."""
WAITS = (30.0, 60.0, 120.0, 300.0, 900.0)
"""Seconds to wait after the last free failure and after each further one; the last for all that follow."""
FORGOTTEN_AFTER = 60 * 60.0
"""Seconds after its last failure until an address starts afresh."""
BRAKE_FAILURES = 30
BRAKE_SECONDS = 10 * 60.0
"""After this many failures of all addresses within this time somebody guesses from many of them: until the first of
these failures expires an address waits after its first own failure, instead of after FREE_FAILURES."""
NAME_FAILURES = 10
"""The same for those who try one name, after this many failures for it from all addresses within that time."""
_REMEMBERED = 10_000


class Lockout:
    """Counts failures, in memory only. Not thread-safe by itself. ``clock``: seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()  # address -> how many, when the last was
        self._all: deque[float] = deque(maxlen=BRAKE_FAILURES)
        self._names: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, client: str, name: str = "") -> float:
        """Seconds until the address may try again, 0 when it may now. ``name``: whose password; "" where there are
        none."""
        now = self._clock()
        number, last = self._failures.get(network_of(client), (0, now))
        braked = any(
            len(failures) == failures.maxlen and now - failures[0] < BRAKE_SECONDS
            for failures in (self._all, self._names.get(_key(name), self._all))
        )
        free = 1 if braked else FREE_FAILURES
        if number < free or now - last >= FORGOTTEN_AFTER:
            return 0.0
        return max(0.0, last + WAITS[min(number - free, len(WAITS) - 1)] - now)

    def failed(self, client: str, name: str = "") -> None:
        """The address gave a wrong password, or an unknown name."""
        now, network = self._clock(), network_of(client)
        number, last = self._failures.pop(network, (0, now))
        self._failures[network] = (1 if now - last >= FORGOTTEN_AFTER else number + 1, now)
        if len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)
        self._all.append(now)
        if name:
            failures = self._names.pop(_key(name), deque(maxlen=NAME_FAILURES))
            failures.append(now)
            self._names[_key(name)] = failures
            if len(self._names) > _REMEMBERED:
                self._names.popitem(last=False)

    def succeeded(self, client: str) -> None:
        """The address gave the right one."""
        self._failures.pop(network_of(client), None)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()[:100]
