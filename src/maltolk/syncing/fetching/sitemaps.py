"""Site maps (sitemaps.org, version 0.9) -> the addresses that they list."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx
from lxml import etree

from maltolk.syncing.fetching.content import GZIP, BadCompression, TooLarge, unpacked
from maltolk.syncing.fetching.fetch import Fetched, Fetcher, Gone, parsed
from maltolk.syncing.outcome import REFUSALS, Failure, Fault

MAX_BYTES = 50 * 1024 * 1024
"""The format's own limit for one map, unpacked."""
MAX_MAPS = 500
MAX_LISTED = 200_000


@dataclass(frozen=True, slots=True)
class Listed:
    """Addresses in the order of the maps, each once. ``failures``: maps, or lines of them, that could not be read; with
    any, what is not listed may still be there."""

    urls: tuple[httpx.URL, ...]
    failures: tuple[Failure, ...] = ()


def read_sitemaps(
    starts: tuple[httpx.URL, ...], fetcher: Fetcher, allowed: Callable[[httpx.URL], Failure | None]
) -> Listed:
    """What the maps at ``starts`` list, and the maps that those name in turn."""
    waiting = list(starts)
    seen = {str(url) for url in starts}
    urls: dict[str, httpx.URL] = {}
    failures: list[Failure] = []
    while waiting:
        url = waiting.pop(0)
        found = _read(url, fetcher, allowed)
        if isinstance(found, Failure):
            failures.append(found)
            continue
        for written in found.maps:
            inner = parsed(written, url)
            if inner is None or len(seen) >= MAX_MAPS:
                failures.append(Failure(written[:200], Fault.LIST))
            elif str(inner) not in seen:
                seen.add(str(inner))
                waiting.append(inner)
        for written in found.pages:
            if len(urls) >= MAX_LISTED:
                failures.append(Failure(str(url), Fault.LIST))
                break
            page = parsed(written, url)
            if page is None:
                failures.append(Failure(written[:200], Fault.LIST))
            else:
                urls.setdefault(str(page), page)
    return Listed(tuple(urls.values()), tuple(failures))


@dataclass(frozen=True, slots=True)
class _Map:
    maps: tuple[str, ...]
    pages: tuple[str, ...]


def _read(url: httpx.URL, fetcher: Fetcher, allowed: Callable[[httpx.URL], Failure | None]) -> _Map | Failure:
    result = fetcher.get(url, MAX_BYTES, allowed=allowed)
    if isinstance(result, Failure):  # without its map a site is not read, and every run has to say so
        return Failure(result.what, Fault.LIST) if result.fault in REFUSALS else result
    if not isinstance(result, Fetched):
        return Failure(str(url), Fault.STATUS, str(result.status) if isinstance(result, Gone) else "304")
    try:
        raw = unpacked(result.raw, MAX_BYTES) if result.raw.startswith(GZIP) else result.raw
    except TooLarge:
        return Failure(str(url), Fault.LIST)
    except BadCompression:
        return Failure(str(url), Fault.COMPRESSED)
    # Nothing outside the file is read, and no entity is expanded.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Failure(str(url), Fault.LIST)
    kind = etree.QName(root).localname
    if kind not in ("urlset", "sitemapindex"):
        return Failure(str(url), Fault.LIST)
    places = tuple(
        place.text.strip()
        for entry in root.iterchildren("{*}url", "{*}sitemap")
        for place in entry.iterchildren("{*}loc")
        if place.text
    )
    return _Map(places, ()) if kind == "sitemapindex" else _Map((), places)
