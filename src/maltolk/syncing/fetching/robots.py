"""What a host's robots.txt lets us fetch (RFC 9309)."""

import httpx
from protego import Protego

from maltolk.syncing.fetching.fetch import Fetched, Fetcher, Gone, host_of
from maltolk.syncing.outcome import REFUSALS, Failure, Fault

NAME = "maltolk"
"""What we are called in robots.txt."""
MAX_BYTES = 512 * 1024
MAX_DELAY = 60.0
"""Seconds between requests that a host may ask for; with more, a site would never be read."""
_UNAVAILABLE = range(400, 500)


class Robots:
    """Reads each host's robots.txt once, when the first address of it is asked about."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._known: dict[str, Protego | Failure] = {}

    def refusal(self, url: httpx.URL) -> Failure | None:
        """Why ``url`` may not be fetched: robots.txt says so, or cannot be read, which forbids everything."""
        origin = f"{url.scheme}://{host_of(url)}"
        if origin not in self._known:
            self._known[origin] = self._read(url)
        rules = self._known[origin]
        if isinstance(rules, Failure):
            return rules
        return None if rules.can_fetch(str(url), NAME) else Failure(str(url), Fault.ROBOTS)

    def _read(self, url: httpx.URL) -> Protego | Failure:
        address = url.copy_with(raw_path=b"/robots.txt")
        result = self._fetcher.get(address, MAX_BYTES)
        if isinstance(result, Gone):
            return Protego.parse("")
        if isinstance(result, Failure):
            if result.fault is Fault.STATUS and int(result.detail) in _UNAVAILABLE:
                return Protego.parse("")
            return Failure(result.what, Fault.ROBOTS_UNREAD) if result.fault in REFUSALS else result
        raw = result.raw if isinstance(result, Fetched) else b""
        rules = Protego.parse(raw.decode("utf-8", "replace").removeprefix("\ufeff"))
        if delay := rules.crawl_delay(NAME):
            self._fetcher.slow_down(host_of(url), min(float(delay), MAX_DELAY))
        return rules
