"""nginx and Caddy with the files of deploy/, on ports of this machine, and an application that says what arrived."""

import contextlib
import http.client
import http.server
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
NAME = "fraga.exempel.se"
PREFIX = "/maltolk"
_OWN_PORT = "127.0.0.1:7860"
_CERTIFICATE = "/etc/ssl/maltolk"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def needed(program: str) -> str:
    """The program's path; without it the test is skipped."""
    # Debian keeps nginx where only root looks.
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    if found is None:
        pytest.skip(f"{program} is not installed (Debian: nginx-light, caddy, openssl, systemd)")
    return found


def make_certificate(folder: Path) -> None:
    """``fullchain.pem`` for NAME, signed by itself, and its ``privkey.pem``."""
    subprocess.run(
        [
            *(needed("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-days", "2"),
            *("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")),
        ],
        check=True,
        capture_output=True,
    )


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass(frozen=True)
class Front:
    """A proxy that runs. ``logs``: folder of everything that it writes."""

    plain: int
    secure: int
    folder: Path
    logs: Path

    def open(self) -> http.client.HTTPSConnection:
        """A connection as a browser makes it to NAME, whose address is this machine's."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        connection = http.client.HTTPSConnection(NAME, self.secure, timeout=20, context=context)
        raw = socket.create_connection(("127.0.0.1", self.secure), timeout=20)
        connection.sock = context.wrap_socket(raw, server_hostname=NAME)
        return connection

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
        named = {"Host": NAME, **{name.replace("_", "-"): value for name, value in headers.items()}}
        with contextlib.closing(self.open()) as connection:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read().decode("utf-8", "replace"))

    def get_plainly(self, path: str) -> Reply:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.plain, timeout=20)) as connection:
            connection.request("GET", path, headers={"Host": NAME})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read().decode())

    def written(self) -> str:
        """All that its logs say."""
        return "".join(file.read_text("utf-8", "replace") for file in self.logs.iterdir())


def nginx_config(folder: Path, front: Front, upstream: int, prefix: str) -> str:
    """deploy/nginx.conf, or for a prefix deploy/nginx-prefix.conf in a server of its own, within a main file."""
    if prefix:
        inner = (DEPLOY / "nginx-prefix.conf").read_text("utf-8")
        site = f"""server {{
            listen 127.0.0.1:{front.secure} ssl;
            server_name {NAME};
            access_log off;
            ssl_certificate {_CERTIFICATE}/fullchain.pem;
            ssl_certificate_key {_CERTIFICATE}/privkey.pem;
            large_client_header_buffers 4 32k;
            location / {{ return 200 other; }}
            {inner}
        }}"""
    else:
        site = (DEPLOY / "nginx.conf").read_text("utf-8")
        site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)
        site = site.replace("listen 80;", f"listen 127.0.0.1:{front.plain};")
        site = site.replace("listen 443 ", f"listen 127.0.0.1:{front.secure} ")
    site = site.replace(_OWN_PORT, f"127.0.0.1:{upstream}").replace(_CERTIFICATE, str(folder))
    site = site.replace("/var/log/nginx/maltolk.log", str(front.logs / "maltolk.log"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    return (
        f"daemon off; master_process off; pid {folder}/nginx.pid; error_log {front.logs}/main.log crit;\n"
        f"events {{ }}\nhttp {{\naccess_log {front.logs}/access.log;\n{places}{site}\n}}\n"
    )


def caddy_config(folder: Path, front: Front, upstream: int, prefix: str) -> str:
    """deploy/Caddyfile on these ports; with a prefix the lines that its remark names."""
    site = (DEPLOY / "Caddyfile").read_text("utf-8")
    ports = f"{{\n\tadmin off\n\thttp_port {front.plain}\n\thttps_port {front.secure}\n\tdefault_bind 127.0.0.1\n"
    site = re.sub(r"^\{\n", lambda _: ports, site, count=1, flags=re.MULTILINE)
    if prefix:
        assert "/personal" in site
        site = site.replace("/personal", f"{prefix}/personal").replace("/metrics", f"{prefix}/metrics")
    return site.replace(_OWN_PORT, f"127.0.0.1:{upstream}").replace(_CERTIFICATE, str(folder))


@contextlib.contextmanager
def running(kind: str, folder: Path, upstream: int, prefix: str = "") -> Iterator[Front]:
    """``kind`` ("nginx", "caddy") in front of the application at the port ``upstream``."""
    program = needed(kind)
    make_certificate(folder)
    logs = folder / "logs"
    logs.mkdir()
    front = Front(free_port(), free_port(), folder, logs)
    file = folder / "config"
    if kind == "nginx":
        file.write_text(nginx_config(folder, front, upstream, prefix), "utf-8")
        command = [program, "-p", str(folder), "-c", str(file)]
    else:
        file.write_text(caddy_config(folder, front, upstream, prefix), "utf-8")
        command = [program, "run", "--config", str(file), "--adapter", "caddyfile"]
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin", "HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (logs / "said.log").open("wb") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        try:
            wait_for(front.secure, process, logs / "said.log")
            yield front
        finally:
            process.terminate()
            process.wait(20)


def wait_for(port: int, process: "subprocess.Popen[bytes]", said: Path) -> None:
    """Until somebody listens there."""
    until = time.monotonic() + 180  # on a machine that is busy with other tests
    while time.monotonic() < until:
        assert process.poll() is None, said.read_text("utf-8", "replace")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens at {port}: {said.read_text('utf-8', 'replace')}")


class Mirror:
    """Answers with what reached it, as JSON; ``/strom`` in two pieces, the second when ``go_on`` is set."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        mirror = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.endswith("/strom"):
                    mirror.stream(self)
                    return
                length = len(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                told = {"path": self.path, "length": length, "headers": self.headers.items()}
                raw = json.dumps(told).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])

    def stream(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        handler.wfile.write(b"data: first\n\n")
        handler.wfile.flush()
        if self.go_on.wait(20):
            handler.wfile.write(b"data: second\n\n")
