"""https is what it says: a certificate of somebody else's, or nobody's, is no connection."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from servers import LOOPBACK, Website

from maltolk.syncing.fetching import connecting
from maltolk.syncing.fetching.fetch import Fetched, Fetcher, Result, Rules
from maltolk.syncing.outcome import Failure, Fault

NAME = "www.lund.test"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """For NAME, signed by itself; with its key in one file."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    file = tmp_path / "certificate.pem"
    made = subprocess.run(
        [
            *(program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-days", "2"),
            *("-keyout", str(tmp_path / "key.pem"), "-out", str(file)),
        ],
        check=True,
        capture_output=True,
    )
    assert made.returncode == 0
    return file


@pytest.fixture
def secured(certificate: Path) -> Iterator[Website]:
    site = Website()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield site
    site.server.shutdown()
    thread.join()
    site.server.server_close()


def fetch(site: Website, name: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(connecting, "addresses_of", lambda *_: ["127.0.0.1"])
    host = f"{name}:{site.host.partition(':')[2]}"
    fetcher = Fetcher(Rules(frozenset({host}), False, LOOPBACK, 0.0, 5.0), "maltolk/test")
    return fetcher.get(httpx.URL(f"https://{host}/mal"), 1 << 20)


def test_the_certificate_is_for_the_name_though_the_address_is_connected_to(
    secured: Website, certificate: Path, monkeypatch: pytest.MonkeyPatch
):
    secured.page("/mal")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert isinstance(fetch(secured, NAME, monkeypatch), Fetched)
    other = fetch(secured, "www.annan.test", monkeypatch)
    assert isinstance(other, Failure)
    assert other.fault is Fault.NETWORK
    assert "certificate" in other.detail


def test_a_certificate_that_nobody_vouches_for_is_refused(secured: Website, monkeypatch: pytest.MonkeyPatch):
    secured.page("/mal")
    refused = fetch(secured, NAME, monkeypatch)
    assert isinstance(refused, Failure)
    assert refused.fault is Fault.NETWORK
    assert secured.asked() == []
