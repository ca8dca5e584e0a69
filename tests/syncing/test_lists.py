"""What a site lists, and what its robots.txt forbids."""

import gzip

import httpx
import pytest
from servers import Reply, Website

from maltolk.syncing.fetching import sitemaps
from maltolk.syncing.fetching.robots import Robots
from maltolk.syncing.fetching.sitemaps import Listed, read_sitemaps
from maltolk.syncing.outcome import Fault

RULES = """User-agent: *
Disallow: /

User-agent: Maltolk
Crawl-delay: 7
Disallow: /*?
Disallow: /intern/
Allow: /intern/mal
"""


def refused(website: Website, robots: Robots, path: str) -> Fault | None:
    failure = robots.refusal(httpx.URL(website.root + path))
    return failure.fault if failure else None


def listed(website: Website, path: str = "/sitemap.xml") -> Listed:
    start = (httpx.URL(website.root + path),)
    return read_sitemaps(start, website.fetcher(), lambda _url: None)


def test_our_own_group_counts_with_wildcards_and_the_longest_rule(website: Website):
    website.replies["/robots.txt"] = Reply(200, RULES.encode(), {"Content-Type": "text/plain"})
    slept: list[float] = []
    fetcher = website.fetcher()
    fetcher._sleep = slept.append
    robots = Robots(fetcher)
    assert refused(website, robots, "/kommun") is None
    assert refused(website, robots, "/kommun?sida=2") is Fault.ROBOTS
    assert refused(website, robots, "/intern/annat") is Fault.ROBOTS
    assert refused(website, robots, "/intern/mal") is None
    assert website.asked() == ["/robots.txt"], "once for all pages"
    fetcher.get(httpx.URL(f"{website.root}/kommun"), 1000)
    assert slept == [], "the first request after robots.txt goes by the pace that was known then"
    fetcher.get(httpx.URL(f"{website.root}/kommun"), 1000)
    assert len(slept) == 1
    assert 6 < slept[0] <= 7


@pytest.mark.parametrize("status", [404, 410, 403, 401])
def test_without_robots_everything_is_allowed(website: Website, status: int):
    website.replies["/robots.txt"] = Reply(status)
    assert refused(website, Robots(website.fetcher()), "/kommun") is None


@pytest.mark.parametrize("status", [500, 503, 429])
def test_robots_that_cannot_be_read_forbid_everything(website: Website, status: int):
    website.replies["/robots.txt"] = Reply(status)
    assert refused(website, Robots(website.fetcher()), "/kommun") in (Fault.STATUS, Fault.BUSY)


def test_robots_elsewhere_forbid_everything(website: Website):
    website.moved("/robots.txt", "http://169.254.169.254/")
    assert refused(website, Robots(website.fetcher()), "/kommun") is Fault.ROBOTS_UNREAD


def test_a_map_of_maps_and_a_packed_one(website: Website):
    maps = "".join(f"<sitemap><loc>{website.root}/{name}</loc></sitemap>" for name in ("a.xml", "b.xml.gz", "a.xml"))
    website.replies["/sitemap.xml"] = Reply(200, f"<sitemapindex>{maps}</sitemapindex>".encode())
    website.sitemap("/ett", "/tv%C3%A5", "/ett#del", at="/a.xml")
    website.sitemap("/två", "/tre?a=1&amp;b=2", at="/b.xml")
    website.replies["/b.xml.gz"] = Reply(200, gzip.compress(website.replies.pop("/b.xml").raw))
    found = listed(website)
    assert [str(url).removeprefix(website.root) for url in found.urls] == ["/ett", "/tv%C3%A5", "/tre?a=1&b=2"]
    assert found.failures == ()
    assert website.asked() == ["/sitemap.xml", "/a.xml", "/b.xml.gz"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "{0}"><!ENTITY b "{1}">]><urlset><url><loc>{2}</loc></url></urlset>'


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no xml",
        b"<html><body>welcome</body></html>",
        b"<urlset><url>",
        gzip.compress(b"<urlset/>", mtime=0)[:-3],
        b"\x1f\x8b" + b"x" * 50,
    ],
)
def test_what_is_no_map_is_told(website: Website, raw: bytes):
    website.replies["/sitemap.xml"] = Reply(200, raw)
    found = listed(website)
    assert found.urls == ()
    assert next(failure.fault for failure in found.failures) in (Fault.LIST, Fault.COMPRESSED)


def test_a_packed_bomb_is_no_map(website: Website, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sitemaps, "MAX_BYTES", 1 << 20)
    website.replies["/sitemap.xml"] = Reply(200, gzip.compress(bytes(20 << 20)))
    assert [failure.fault for failure in listed(website).failures] == [Fault.LIST]


def test_entities_are_neither_expanded_nor_fetched(website: Website):
    laughs = "&a;" * 50
    raw = ENTITIES.format("ha" * 50, laughs, f"{website.root}/&b;")
    outside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{website.root}/secret">]><urlset><url><loc>&e;</loc></url></urlset>'
    for written in (raw, outside):
        website.replies["/sitemap.xml"] = Reply(200, written.encode())
        found = listed(website)
        assert all(len(str(url)) < 100 for url in found.urls)
    assert "/secret" not in website.asked()


def test_lines_that_are_no_addresses_are_told_and_the_others_kept(website: Website):
    raw = f"<urlset><url><loc>http://x:port/</loc></url><url><loc>{website.root}/ett</loc></url></urlset>"
    website.replies["/sitemap.xml"] = Reply(200, raw.encode())
    found = listed(website)
    assert [url.path for url in found.urls] == ["/ett"]
    assert [failure.what for failure in found.failures] == ["http://x:port/"]


def test_maps_that_name_each_other_end(website: Website, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sitemaps, "MAX_MAPS", 5)
    for number in range(10):
        inner = f"<sitemapindex><sitemap><loc>/{number + 1}.xml</loc></sitemap></sitemapindex>"
        website.replies[f"/{number}.xml"] = Reply(200, inner.encode())
    assert [failure.fault for failure in listed(website, "/0.xml").failures] == [Fault.LIST]
    assert len(website.asked()) == 5
