"""A municipality's own site -> its pages in the corpus: only what changed is sent, and nothing is lost to a failure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx

from maltolk.reading.document import most_bytes
from maltolk.syncing.fetching.content import media_type, suffix_of
from maltolk.syncing.fetching.fetch import Fetched, Fetcher, Gone, NotModified, Version, parsed
from maltolk.syncing.fetching.robots import Robots
from maltolk.syncing.fetching.sitemaps import Listed, read_sitemaps
from maltolk.syncing.naming import folded, name_of
from maltolk.syncing.outcome import Failure, Fault, SourceOutcome
from maltolk.syncing.placing import Shelf, digest_of
from maltolk.syncing.remembered import Known, Memory
from maltolk.syncing.removing import Removal, remove_missing
from maltolk.syncing.sources_file import Site

_LARGEST = most_bytes("x.pdf")
_GIVE_UP = 5
"""Failures of a server in a row after which the rest is left for the next time."""
_OF_SERVER = frozenset({Fault.BUSY, Fault.NETWORK, Fault.SLOW, Fault.ADDRESS})


def list_site(site: Site, fetcher: Fetcher, robots: Robots) -> Listed:
    """The addresses of a site that its owner wants read, as the plan narrows them down."""
    starts = tuple(filter(None, map(parsed, site.sitemaps)))
    mapped = read_sitemaps(starts, fetcher, robots.refusal)
    named = (*mapped.urls, *filter(None, map(parsed, site.urls)))
    urls = {str(url): url for url in named if _is_wanted(url, site)}
    return Listed(tuple(urls.values()), mapped.failures)


def _is_wanted(url: httpx.URL, site: Site) -> bool:
    included = not site.include or url.path.startswith(site.include)
    return included and not (site.exclude and url.path.startswith(site.exclude))


@dataclass(slots=True)
class Visit:
    """One visit to a site. ``known``: of its texts by address, changed as they come.

    ``found``: where addresses lead to in the end -> the address whose text that is. ``names``: ``folded`` names of
    files -> the address.
    """

    site: Site
    shelf: Shelf
    memory: Memory
    fetcher: Fetcher
    robots: Robots
    known: dict[str, Known] = field(init=False)
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    failures: list[Failure] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = self.memory.of(self.site.name)
        self.names = {folded(known.name): address for address, known in self.known.items()}

    def run(self) -> SourceOutcome:
        """Fetch what changed. A full disk and the like are failures of single texts."""
        listed = list_site(self.site, self.fetcher, self.robots)
        self.failures += listed.failures
        wanted = {str(url) for url in listed.urls}
        self.found = {address: address for address in wanted}
        for address, known in self.known.items():
            if address in wanted:
                self.found.setdefault(known.url, address)
        self._fetch_all(listed.urls)
        if not listed.failures:  # else what is not listed may still be there
            self.missing.update(dict.fromkeys(address for address in self.known if address not in wanted))
        gone = [address for address in self.missing if address in self.known]
        removal = remove_missing(gone, self.known, self.shelf, self.site.share)
        return self._outcome(removal)

    def _outcome(self, removal: Removal) -> SourceOutcome:
        return SourceOutcome(
            self.site.name,
            tuple(self.created),
            tuple(self.changed),
            self.unchanged,
            removal.missing,
            removal.removed,
            tuple(dict.fromkeys((*self.failures, *removal.failures))),  # a host's robots.txt fails for each page
        )

    def _fetch_all(self, urls: Iterable[httpx.URL]) -> None:
        """Within the run's limits; those that have waited longest come first, so that each has its turn."""
        waiting = sorted(urls, key=lambda url: self._checked(str(url)))
        left, budget, in_a_row = self.site.pages, self.site.megabytes << 20, 0
        for place, url in enumerate(waiting):
            if left == 0 or budget <= 0 or in_a_row == _GIVE_UP:
                if in_a_row < _GIVE_UP:
                    self.failures.append(Failure(self.site.name, Fault.LIMIT, str(len(waiting) - place)))
                return
            result = self._fetch(url, min(budget, _LARGEST))
            left -= 1
            if isinstance(result, Fetched):
                budget -= len(result.raw)
            in_a_row = in_a_row + 1 if isinstance(result, Failure) and result.fault in _OF_SERVER else 0
            self._take(url, result)
            self.memory.save_now_and_then()

    def _checked(self, address: str) -> str:
        return self.known[address].checked if address in self.known else ""

    def _fetch(self, url: httpx.URL, limit: int) -> Fetched | NotModified | Gone | Failure:
        """Conditionally only where the file is as it was written: whoever changed or lost it gets it anew."""
        known = self.known.get(str(url))
        version = Version()
        if known is not None and known.digest == self.shelf.digest(known.name):
            version = Version(known.etag, known.modified)
        return self.fetcher.get(url, limit, version, self.robots.refusal)

    def _take(self, url: httpx.URL, result: Fetched | NotModified | Gone | Failure) -> None:
        address = str(url)
        if isinstance(result, Failure):
            self.failures.append(result)
            return
        if isinstance(result, Gone):
            self.missing[address] = None
            return
        first = self.found.setdefault(result.url, address)
        if first != address:  # one page under two addresses is one text
            self.missing[address] = None
        elif isinstance(result, NotModified):
            self._keep(url)
        else:
            self._place(url, result)

    def _keep(self, url: httpx.URL) -> None:
        known = self.known.get(str(url))
        if known is None:  # nobody had asked whether it was modified
            self.failures.append(Failure(str(url), Fault.STATUS, "304"))
            return
        self.unchanged += 1
        self.known[str(url)] = replace(known, checked=_now(), missing=0)

    def _place(self, url: httpx.URL, page: Fetched) -> None:
        address = str(url)
        before = self.known.get(address)
        suffix = suffix_of(page.content_type, httpx.URL(page.url).path)
        if suffix is None:
            self.failures.append(Failure(address, Fault.TYPE, media_type(page.content_type)[:100]))
            return
        if len(page.raw) > most_bytes(f"x{suffix}"):
            self.failures.append(Failure(address, Fault.LARGE, str(most_bytes(f"x{suffix}") >> 20)))
            return
        name = name_of(url, suffix, lambda name: self.names.get(folded(name), address) != address)
        digest = digest_of(page.raw)
        now = Known(name, digest, page.url, page.version.etag, page.version.modified, _now())
        try:
            same = self._write(name, page.raw, digest, self._said(page.url), before)
        except OSError as error:
            self.failures.append(Failure(self.shelf.path(name), Fault.DISK, error.strerror or str(error)))
            return
        if same:
            self.unchanged += 1
        else:
            (self.created if before is None else self.changed).append(self.shelf.path(name))
        self.known[address] = now
        self.names[folded(name)] = address

    def _write(self, name: str, raw: bytes, digest: str, said: dict[str, str], before: Known | None) -> bool:
        """Whether the text is as it was. The file under an earlier name goes once the new one is there."""
        same = self.shelf.digest(name) == digest
        if same:
            self.shelf.describe(name, said)
        else:
            self.shelf.put(name, raw, said)
        if before is not None and before.name != name:
            self.shelf.remove(before.name)
        return same

    def _said(self, url: str) -> dict[str, str]:
        """The sidecar. No date: the day on which a page was saved is not the day of what it says."""
        said = {"url": url, "municipality": self.site.municipality, "licence": self.site.licence}
        return {key: value for key, value in said.items() if value}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
