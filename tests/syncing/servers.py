"""A web site and a mail server on this machine that answer as a test tells them to."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

from maltolk.syncing.fetching.fetch import Fetcher, Rules
from maltolk.syncing.sources_file import Site

LOOPBACK = (ip_network("127.0.0.0/8"),)
PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"


@contextmanager
def answering(server: socketserver.BaseServer) -> Iterator[None]:
    """The server at work in a thread of its own."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Reply:
    """``raw`` is sent with its length; ``send`` instead writes what it likes."""

    status: int = 200
    raw: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    send: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Request:
    path: str
    headers: dict[str, str]


class Website:
    """``replies``: path -> what is answered; any other path is not found."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply] = {}
        self.requests: list[Request] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append(Request(self.path, {k.lower(): v for k, v in self.headers.items()}))
                site.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever hangs up is meant to
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        self.root = f"http://{self.host}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        reply = self.replies.get(handler.path, Reply(404, b"no such page"))
        etag = reply.headers.get("ETag")
        if etag and handler.headers.get("If-None-Match") == etag:
            reply = Reply(304, headers={"ETag": etag})
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.send is not None:
            handler.end_headers()
            reply.send(handler)
            return
        if "Content-Length" not in reply.headers:
            handler.send_header("Content-Length", str(len(reply.raw)))
        handler.end_headers()
        handler.wfile.write(reply.raw)

    def page(self, path: str, title: str = "Mål", text: str = "Lund ska vara grönt.", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        raw = PAGE.format(title, text).encode()
        self.replies[path] = Reply(200, raw, {"Content-Type": "text/html; charset=utf-8", **named})

    def moved(self, path: str, to: str) -> None:
        self.replies[path] = Reply(302, headers={"Location": to})

    def sitemap(self, *paths: str, at: str = "/sitemap.xml") -> None:
        entries = "".join(f"<url><loc>{self.root}{path}</loc></url>" for path in paths)
        raw = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()
        self.replies[at] = Reply(200, raw, {"Content-Type": "application/xml"})

    def asked(self) -> list[str]:
        """The paths that were asked for since the last call."""
        paths = [request.path for request in self.requests]
        self.requests.clear()
        return paths

    def source(self, **settings: object) -> Site:
        """The site as a source of its own, with its site map unless ``urls`` are given."""
        given: dict[str, object] = {"sitemaps": () if "urls" in settings else (f"{self.root}/sitemap.xml",), **settings}
        return Site(
            "lund",
            hosts=(self.host,),
            pace=0.0,
            plain_http=True,
            networks=LOOPBACK,
            seconds=5.0,
            **given,  # type: ignore[arg-type]
        )

    def fetcher(self, seconds: float = 5.0, **rules: object) -> Fetcher:
        given: dict[str, object] = {"plain_http": True, "networks": LOOPBACK, "pace": 0.0, **rules}
        return Fetcher(Rules(frozenset({self.host}), seconds=seconds, **given), "maltolk/test")  # type: ignore[arg-type]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters, and refuses those for ``refused``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.recipients: list[str] = []
        self.refused: set[str] = set()
        self.secured: ssl.SSLContext | None = None
        self.logged_in = False
        super().__init__(("127.0.0.1", 0), _MailHandler)

    def handle_error(self, *_: object) -> None:
        """Whoever does not trust the certificate hangs up."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _MailHandler(socketserver.StreamRequestHandler):
    server: MailServer

    def finish(self) -> None:
        super().finish()
        self.request.close()  # the server closes the one before STARTTLS

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split()[0].upper()
            if word == "EHLO":
                more = "STARTTLS" if self.server.secured else "AUTH PLAIN"
                self._say(f"250-test\r\n250-8BITMIME\r\n250 {more}")
            elif word == "STARTTLS" and self.server.secured:
                self._say("220 go on")
                self.request = self.server.secured.wrap_socket(self.request, server_side=True)
                self.server.secured = None
                self.setup()
            elif word == "AUTH":
                self.server.logged_in = base64.b64decode(line.split()[-1]) == b"\0maltolk\0hemligt"
                self._say("235 welcome" if self.server.logged_in else "535 no")
            elif word == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                self.server.recipients.append(recipient)
                self._say("550 nobody here" if recipient in self.server.refused else "250 ok")
            elif word == "DATA":
                self._say("354 go on")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part)
                self.server.letters.append(b"".join(lines))
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")
