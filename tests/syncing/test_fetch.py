"""One address is fetched within all limits, and everything else is refused for a reason."""

import gzip
import socket
import time
from http.server import BaseHTTPRequestHandler

import httpx
import pytest
from servers import LOOPBACK, Reply, Website

from maltolk.syncing.fetching import connecting, reachable
from maltolk.syncing.fetching.content import suffix_of
from maltolk.syncing.fetching.fetch import (
    MAX_REDIRECTS,
    Fetched,
    Fetcher,
    Gone,
    NotModified,
    Rules,
    Version,
    host_of,
    parsed,
)
from maltolk.syncing.fetching.reachable import NotReachable, addresses_of, may_be_contacted
from maltolk.syncing.outcome import Failure, Fault

MEGA = 1 << 20


def fault_of(result: object) -> Fault:
    assert isinstance(result, Failure), result
    return result.fault


def url(site: Website, path: str) -> httpx.URL:
    return httpx.URL(site.root + path)


def test_a_page_arrives_with_its_type_and_version(website: Website):
    website.page("/mal", ETag='"1"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")
    result = website.fetcher().get(url(website, "/mal"), MEGA)
    assert isinstance(result, Fetched)
    assert result.raw == website.replies["/mal"].raw
    assert (result.url, result.content_type) == (f"{website.root}/mal", "text/html; charset=utf-8")
    assert result.version == Version('"1"', "Mon, 01 Jan 2024 00:00:00 GMT")
    assert website.requests[0].headers["user-agent"] == "maltolk/test"


def test_a_page_that_is_as_it_was_is_not_sent_again(website: Website):
    website.page("/mal", ETag='"1"')
    asked = website.fetcher().get(url(website, "/mal"), MEGA, Version('"1"', "yesterday"))
    assert asked == NotModified(f"{website.root}/mal")
    assert website.requests[0].headers["if-modified-since"] == "yesterday"


def test_a_version_in_the_servers_own_bytes_comes_back_to_it(website: Website):
    website.page("/mal", ETag='"åäö\x80"')
    fetcher = website.fetcher()
    first = fetcher.get(url(website, "/mal"), MEGA)
    assert isinstance(first, Fetched)
    assert fetcher.get(url(website, "/mal"), MEGA, first.version) == NotModified(f"{website.root}/mal")


def test_a_redirect_to_an_address_with_swedish_letters(website: Website):
    website.page("/m%C3%A5l")
    website.moved("/x", "/mål".encode().decode("latin-1"))
    assert isinstance(website.fetcher().get(url(website, "/x"), MEGA), Fetched)


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_no_failure(website: Website, status: int):
    website.replies["/bort"] = Reply(status)
    assert website.fetcher().get(url(website, "/bort"), MEGA) == Gone(status)


@pytest.mark.parametrize(
    ("status", "fault"), [(500, Fault.STATUS), (403, Fault.STATUS), (429, Fault.BUSY), (503, Fault.BUSY)]
)
def test_another_status_is_a_failure(website: Website, status: int, fault: Fault):
    website.replies["/fel"] = Reply(status)
    assert website.fetcher().get(url(website, "/fel"), MEGA) == Failure(f"{website.root}/fel", fault, str(status))


def test_a_redirect_is_followed_and_the_last_address_told(website: Website):
    website.page("/nytt")
    website.moved("/gammalt", "/nytt#del")
    result = website.fetcher().get(url(website, "/gammalt"), MEGA)
    assert isinstance(result, Fetched)
    assert result.url == f"{website.root}/nytt"


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("https://www.example.org/", Fault.HOST),
        ("http://169.254.169.254/latest/meta-data/", Fault.HOST),
        ("http://127.0.0.1:1/", Fault.HOST),
        ("file:///etc/passwd", Fault.REDIRECTS),
        ("ftp://127.0.0.1/", Fault.SCHEME),
        ("//www.example.org/", Fault.HOST),
        ("http://user:word@{host}/", Fault.HOST),
        ("http://[::1", Fault.REDIRECTS),
        ("", Fault.REDIRECTS),
    ],
)
def test_a_redirect_elsewhere_is_refused_without_a_look_up(website: Website, target: str, fault: Fault):
    website.moved("/x", target.format(host=website.host))
    assert fault_of(website.fetcher().get(url(website, "/x"), MEGA)) is fault
    assert website.asked() == ["/x"]


def test_loops_and_long_chains_of_redirects_end(website: Website):
    website.moved("/a", "/b")
    website.moved("/b", "/a")
    assert fault_of(website.fetcher().get(url(website, "/a"), MEGA)) is Fault.REDIRECTS
    assert website.asked() == ["/a", "/b"]
    for number in range(20):
        website.moved(f"/{number}", f"/{number + 1}")
    assert fault_of(website.fetcher().get(url(website, "/0"), MEGA)) is Fault.REDIRECTS
    assert len(website.asked()) == MAX_REDIRECTS + 1


def test_an_allowed_host_at_a_private_address_is_not_contacted(website: Website, monkeypatch: pytest.MonkeyPatch):
    fetcher = website.fetcher(networks=())
    assert fault_of(fetcher.get(url(website, "/mal"), MEGA)) is Fault.ADDRESS
    assert website.asked() == []


def test_a_name_that_resolves_to_the_metadata_address_is_not_contacted(monkeypatch: pytest.MonkeyPatch):
    def resolve(host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr(reachable.socket, "getaddrinfo", resolve)
    fetcher = Fetcher(Rules(frozenset({"www.lund.se"}), pace=0), "maltolk/test")
    failure = fetcher.get(httpx.URL("https://www.lund.se/"), MEGA)
    assert fault_of(failure) is Fault.ADDRESS
    assert "169.254.169.254" in failure.told("sv")  # type: ignore[union-attr]


def test_the_connection_goes_to_the_address_that_was_checked(website: Website, monkeypatch: pytest.MonkeyPatch):
    website.page("/mal")
    port = int(website.host.split(":")[1])
    asked: list[str] = []

    def resolve(host: str, port: int, *_: object, **__: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    real = connecting.addresses_of
    monkeypatch.setattr(connecting, "addresses_of", lambda *given: (asked.append("checked"), ["127.0.0.1"])[1])
    fetcher = Fetcher(Rules(frozenset({f"vaxlar.test:{port}"}), True, LOOPBACK, 0.0), "maltolk/test")
    # The name itself has no address here: had anyone but the check looked it up, this would fail.
    assert isinstance(fetcher.get(httpx.URL(f"http://vaxlar.test:{port}/mal"), MEGA), Fetched)
    assert website.requests[0].headers["host"] == f"vaxlar.test:{port}"
    assert asked == ["checked"]
    assert real is addresses_of


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_addresses_that_are_not_public(address: str):
    assert not may_be_contacted(address, ())


@pytest.mark.parametrize("address", ["193.181.0.1", "2a00:1450:400f::200e", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str):
    assert may_be_contacted(address, ())


def test_a_host_without_an_address(monkeypatch: pytest.MonkeyPatch):
    def resolve(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "unknown")

    monkeypatch.setattr(reachable.socket, "getaddrinfo", resolve)
    with pytest.raises(NotReachable, match="no address"):
        addresses_of("finns.inte", 443, ())


def test_https_is_wanted_unless_said_otherwise(website: Website):
    website.page("/mal")
    assert fault_of(website.fetcher(plain_http=False).get(url(website, "/mal"), MEGA)) is Fault.SCHEME
    assert website.asked() == []


def _endless(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"x" * 65536)


def _slow(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def _cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"half")


def test_an_endless_body_is_cut(website: Website):
    website.replies["/x"] = Reply(headers={"Content-Type": "text/html"}, send=_endless)
    assert website.fetcher().get(url(website, "/x"), MEGA) == Failure(f"{website.root}/x", Fault.LARGE, "1")


def test_a_length_beyond_the_limit_is_believed(website: Website):
    website.replies["/x"] = Reply(headers={"Content-Length": str(MEGA + 1)}, send=_cut_short)
    assert fault_of(website.fetcher().get(url(website, "/x"), MEGA)) is Fault.LARGE


def test_a_body_that_drips_ends_with_the_time(website: Website):
    website.replies["/x"] = Reply(headers={"Content-Type": "text/html"}, send=_slow)
    assert fault_of(website.fetcher(seconds=0.3).get(url(website, "/x"), MEGA)) is Fault.SLOW


def test_a_head_that_drips_ends_with_the_time():
    with socket.create_server(("127.0.0.1", 0)) as server:  # accepts, and says nothing
        host = f"127.0.0.1:{server.getsockname()[1]}"
        fetcher = Fetcher(Rules(frozenset({host}), True, LOOPBACK, 0.0, 0.3), "maltolk/test")
        assert fault_of(fetcher.get(httpx.URL(f"http://{host}/"), MEGA)) is Fault.SLOW


def test_a_body_that_is_cut_short_is_no_page(website: Website):
    website.replies["/x"] = Reply(headers={"Content-Length": "100"}, send=_cut_short)
    assert fault_of(website.fetcher().get(url(website, "/x"), MEGA)) is Fault.NETWORK


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
    fetcher = Fetcher(Rules(frozenset({host}), True, LOOPBACK, 0.0), "maltolk/test")
    assert fault_of(fetcher.get(httpx.URL(f"http://{host}/"), MEGA)) is Fault.NETWORK


def test_gzip_is_unpacked_and_a_bomb_is_not(website: Website):
    packed = {"Content-Encoding": "gzip", "Content-Type": "text/plain"}
    website.replies["/bra"] = Reply(200, gzip.compress(b"Lund"), packed)
    website.replies["/bomb"] = Reply(200, gzip.compress(bytes(50 * MEGA)), packed)
    website.replies["/halv"] = Reply(200, gzip.compress(b"Lund" * 1000)[:-10], packed)
    website.replies["/skrap"] = Reply(200, b"not gzip", packed)
    website.replies["/br"] = Reply(200, b"?", {"Content-Encoding": "br"})
    fetcher = website.fetcher()
    result = fetcher.get(url(website, "/bra"), MEGA)
    assert isinstance(result, Fetched)
    assert result.raw == b"Lund"
    assert len(website.replies["/bomb"].raw) < MEGA
    assert fault_of(fetcher.get(url(website, "/bomb"), MEGA)) is Fault.LARGE
    for path in ("/halv", "/skrap", "/br"):
        assert fault_of(fetcher.get(url(website, path), MEGA)) is Fault.COMPRESSED


def test_requests_to_a_host_keep_their_distance(website: Website):
    website.page("/mal")
    moment, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        moment[0] += seconds

    fetcher = Fetcher(Rules(frozenset({website.host}), True, LOOPBACK, 2.0), "x", lambda: moment[0], sleep)
    fetcher.get(url(website, "/mal"), MEGA)
    fetcher.get(url(website, "/mal"), MEGA)
    fetcher.slow_down(website.host, 7.0)
    fetcher.get(url(website, "/mal"), MEGA)
    fetcher.get(url(website, "/mal"), MEGA)
    assert slept == [2.0, 2.0, 7.0]


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://www.lund.se/", "www.lund.se"),
        ("https://www.lund.se:443/", "www.lund.se"),
        ("https://WWW.Lund.se:8443/", "www.lund.se:8443"),
        ("https://höör.se/", "xn--hr-fkaa.se"),
        ("http://lund.se:80/", "lund.se"),
    ],
)
def test_hosts_are_named_one_way(written: str, host: str):
    address = parsed(written)
    assert address is not None
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("content_type", "path", "suffix"),
    [
        ("text/html; charset=utf-8", "/plan.pdf", ".html"),
        ("application/PDF", "/dokument", ".pdf"),
        ("application/octet-stream", "/plan.DOCX", ".docx"),
        ("", "/plan.pdf", ".pdf"),
        ("application/octet-stream", "/plan.exe", None),
        ("image/png", "/plan.pdf", None),
        ("application/json", "/api.txt", None),
        ("nonsense", "/x.pdf", None),
    ],
)
def test_only_types_that_are_read_get_a_suffix(content_type: str, path: str, suffix: str | None):
    assert suffix_of(content_type, path) == suffix
