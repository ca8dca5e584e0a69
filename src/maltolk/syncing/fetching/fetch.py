"""An address -> what is there now, through every redirect, or the one reason why it was not fetched."""

import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpcore
import httpx

from maltolk.syncing.fetching.connecting import CheckedBackend, Deadline
from maltolk.syncing.fetching.content import BadCompression, TooLarge, whole
from maltolk.syncing.fetching.reachable import Network, NotReachable
from maltolk.syncing.outcome import Failure, Fault

MAX_REDIRECTS = 5
SECONDS = 60.0
"""For one request, from looking the host up to the last byte."""
_BUSY = frozenset({429, 503})
_GONE = frozenset({404, 410})
_MOVED = frozenset({301, 302, 303, 307, 308})
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be contacted. ``hosts``: as ``host_of`` gives them. ``plain_http``: http as well as https.

    ``networks``: of addresses that are not public and yet allowed. ``pace``: seconds between two requests to a host.
    """

    hosts: frozenset[str]
    plain_http: bool = False
    networks: Sequence[Network] = ()
    pace: float = 1.0
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Version:
    """What a server called the bytes that are on disk, so that it need not send them again."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """``url``: where it was found in the end. ``raw``: the body, unpacked."""

    url: str
    raw: bytes
    content_type: str
    version: Version


@dataclass(frozen=True, slots=True)
class NotModified:
    """It is as ``Version`` says. ``url``: where that was found."""

    url: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The server says that it has no such page."""

    status: int


Result = Fetched | NotModified | Gone | Failure


def host_of(url: httpx.URL) -> str:
    """The host as ASCII in lower case, with its port where that is not the usual one."""
    host = url.raw_host.decode("ascii").lower()
    return host if url.port in (None, _PORTS.get(url.scheme)) else f"{host}:{url.port}"


def parsed(written: str, base: httpx.URL | None = None) -> httpx.URL | None:
    """An absolute address without its fragment; None for what is none."""
    try:
        url = httpx.URL(written.strip()) if base is None else base.join(written.strip())
        return url.copy_with(fragment=None) if url.host else None
    except (httpx.InvalidURL, ValueError, TypeError):
        return None


class Fetcher:
    """Fetches one address at a time, at the pace of the rules. ``agent``: how it names itself.

    ``clock`` and ``sleep``: of the pace alone.
    """

    def __init__(
        self,
        rules: Rules,
        agent: str,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rules, self._agent = rules, agent
        self._clock, self._sleep = clock, sleep
        self._next: dict[str, float] = {}
        self._pace: dict[str, float] = {}
        self._deadline = Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_keepalive_connections=0,  # each request looks its host up, and checks what it finds
            network_backend=CheckedBackend(rules.networks, self._deadline),
        )

    def slow_down(self, host: str, seconds: float) -> None:
        """Wait at least so long between requests to ``host``."""
        self._pace[host] = max(seconds, self._rules.pace)

    def refusal(self, url: httpx.URL) -> Failure | None:
        """Why the rules forbid an address by its looks, if they do."""
        if url.scheme not in _PORTS or (url.scheme == "http" and not self._rules.plain_http):
            return Failure(str(url), Fault.SCHEME)
        if host_of(url) not in self._rules.hosts or url.userinfo:
            return Failure(str(url), Fault.HOST)
        return None

    def get(
        self,
        address: httpx.URL,
        limit: int,
        version: Version | None = None,
        allowed: Callable[[httpx.URL], Failure | None] = lambda _url: None,
    ) -> Result:
        """What is at ``address``, of at most ``limit`` bytes. ``allowed``: asked about each address on the way."""
        url = address
        visited: set[str] = set()
        for _ in range(MAX_REDIRECTS + 1):
            if failure := self.refusal(url) or allowed(url):
                return failure
            if str(url) in visited:
                break
            visited.add(str(url))
            self._wait(host_of(url))
            self._deadline.start(self._rules.seconds)
            result = self._request(url, limit, version or Version())
            self._next[host_of(url)] = self._clock() + self._pace.get(host_of(url), self._rules.pace)
            if not isinstance(result, _Moved):
                return result
            target = parsed(result.location, url)
            if target is None:
                return Failure(str(url), Fault.REDIRECTS)
            url = target
        return Failure(str(address), Fault.REDIRECTS)

    def _wait(self, host: str) -> None:
        left = self._next.get(host, 0.0) - self._clock()
        if left > 0:
            self._sleep(left)

    def _request(self, url: httpx.URL, limit: int, version: Version) -> "Result | _Moved":
        try:
            with self._pool.stream("GET", self._target(url), headers=self._headers(url, version)) as response:
                return _result(url, response, limit)
        except NotReachable as error:
            return Failure(str(url), Fault.ADDRESS, str(error))
        except httpcore.TimeoutException:
            return Failure(str(url), Fault.SLOW)
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            return Failure(str(url), Fault.NETWORK, " ".join(str(error).split())[:200])
        except TooLarge:
            return Failure(str(url), Fault.LARGE, str(limit >> 20))
        except BadCompression:
            return Failure(str(url), Fault.COMPRESSED)

    def _target(self, url: httpx.URL) -> httpcore.URL:
        return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)

    def _headers(self, url: httpx.URL, version: Version) -> list[tuple[bytes, bytes]]:
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": self._agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip",
            "Connection": "close",
            "If-None-Match": version.etag,
            "If-Modified-Since": version.modified,
        }
        # As ``_result`` read them: a server's own bytes come back to it.
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items() if value]


@dataclass(frozen=True, slots=True)
class _Moved:
    location: str


@dataclass(frozen=True, slots=True)
class _Head:
    """A response's header lines, the last of each name."""

    lines: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.lines.get(name, "")


def _result(url: httpx.URL, response: httpcore.Response, limit: int) -> "Result | _Moved":
    head = _Head({name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers})
    status = response.status
    if status in _MOVED:
        return _Moved(head["location"].encode("latin-1").decode("utf-8", "replace"))  # as browsers read it
    if status == 304:
        return NotModified(str(url))
    if status in _GONE:
        return Gone(status)
    if status in _BUSY:
        return Failure(str(url), Fault.BUSY, str(status))
    if status != 200:
        return Failure(str(url), Fault.STATUS, str(status))
    packing = head["content-encoding"].strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise BadCompression
    if head["content-length"].isdecimal() and int(head["content-length"]) > limit:
        raise TooLarge
    raw = whole(response.iter_stream(), limit, packing.endswith("gzip"))
    return Fetched(str(url), raw, head["content-type"], Version(head["etag"], head["last-modified"]))
