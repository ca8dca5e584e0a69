"""The network is really denied, here and in processes that a test starts, and loopback is not."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from maltolk.settings import Settings

ELSEWHERE = "192.0.2.1"  # an address for documentation (RFC 5737): nobody is there
Denials = Callable[[], list[str]]

LIVES_ON = """
import socket

def test_it():
    try:
        socket.getaddrinfo("example.org", 443)
    except OSError:
        pass
"""


def test_a_connection_out_is_denied_and_written_down(denials: Denials):
    with socket.socket() as one, pytest.raises(OSError, match="deny the network"):
        one.connect((ELSEWHERE, 80))
    assert denials() == [f"connect ('{ELSEWHERE}', 80)"]
    assert denials() == []


@pytest.mark.parametrize(
    "reach",
    [
        lambda s: s.connect_ex((ELSEWHERE, 80)),
        lambda s: s.bind(("0.0.0.0", 0)),
        lambda s: s.bind(("", 0)),
        lambda _: socket.getaddrinfo("example.org", 443),
        lambda _: socket.gethostbyname("example.org"),
        lambda _: socket.create_connection(("example.org", 443), timeout=1),
    ],
)
def test_every_way_out_is_denied(reach: Callable[[socket.socket], object], denials: Denials):
    with socket.socket() as one, pytest.raises(OSError, match="deny the network"):
        reach(one)
    assert len(denials()) == 1


def test_a_datagram_is_denied(denials: Denials):
    with socket.socket(type=socket.SOCK_DGRAM) as one, pytest.raises(OSError, match="deny the network"):
        one.sendto(b"hello", (ELSEWHERE, 53))
    assert len(denials()) == 1


def test_a_child_process_is_denied_too(denials: Denials):
    code = f"import socket; socket.socket().connect(('{ELSEWHERE}', 80))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert "deny the network" in result.stderr
    assert denials() == [f"connect ('{ELSEWHERE}', 80)"]


def test_loopback_and_local_sockets_are_open():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()[:2], timeout=5) as client:
            client.sendall(b"x")
        assert socket.getaddrinfo("localhost", 80)
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_a_denial_is_an_error_that_code_may_meet_offline():
    with socket.socket() as one:
        assert one.connect_ex(("127.0.0.1", 1)) in (errno.ECONNREFUSED, errno.ETIMEDOUT)


def test_a_denial_that_the_code_lives_on_with_fails_its_test(tmp_path: Path):
    (tmp_path / "test_lives_on.py").write_text(LIVES_ON, "utf-8")
    options = ("-q", "-p", "conftest", "-p", "no:cacheprovider", "--rootdir", tmp_path)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tmp_path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]])},
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "reached for the network" in result.stdout


@pytest.mark.model
def test_the_compiled_runtime_keeps_nothing_to_tell_its_maker(tmp_path: Path, bundled: object):
    """Where its telemetry is on, an identifier and a queue of events lie in the home folder from the first model on."""
    code = (
        "from maltolk.indexing.encoders.opening import open_encoder\nfrom maltolk.settings import Settings\n"
        "print(open_encoder(Settings.from_environment()).embed_queries(['Hej']).shape)"
    )
    own = {k: v for k, v in os.environ.items() if k not in {"CI", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}}
    own |= {"HOME": str(tmp_path), "MALTOLK_MODELS": str(Settings.from_environment().models)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, env=own)
    assert result.returncode == 0, result.stderr
    assert [str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*")] == []
