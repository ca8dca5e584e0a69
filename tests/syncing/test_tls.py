"""https is what it says: a certificate of somebody else's, or nobody's, is no connection."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from servers import LOOPBACK, MailServer, Website, answering

from maltolk.syncing.delivering import NotDelivered, send_mail
from maltolk.syncing.fetching import connecting
from maltolk.syncing.fetching.fetch import Fetched, Fetcher, Result, Rules
from maltolk.syncing.letter import Letter
from maltolk.syncing.outcome import Failure, Fault
from maltolk.syncing.sources_file import Mail

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
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1", "-days", "2"),
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
    site.server.socket = for_servers(certificate).wrap_socket(site.server.socket, server_side=True)
    with answering(site.server):
        yield site


def for_servers(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context


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


LETTER = Letter("måltolk: 1 nya", "Så här gick det.")


def test_a_letter_goes_encrypted_before_the_password(
    mail_server: MailServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
):
    mail = Mail("127.0.0.1", "a@lund.se", ("b@lund.se",), mail_server.port, user="maltolk", password="hemligt")
    mail_server.secured = for_servers(certificate)
    with pytest.raises(NotDelivered, match="certificate"):
        send_mail(mail, LETTER)
    assert not mail_server.logged_in
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    mail_server.secured = for_servers(certificate)
    send_mail(mail, LETTER)
    assert mail_server.logged_in
    assert len(mail_server.letters) == 1


def test_a_server_that_does_not_encrypt_gets_neither_password_nor_letter(mail_server: MailServer):
    mail = Mail("127.0.0.1", "a@lund.se", ("b@lund.se",), mail_server.port, user="maltolk", password="hemligt")
    with pytest.raises(NotDelivered, match="STARTTLS"):
        send_mail(mail, LETTER)
    assert not mail_server.logged_in
    assert mail_server.letters == []
