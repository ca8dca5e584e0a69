"""A real browser on a running server. Whatever the page does wrong by itself fails every test: a request to any other
host, an error in a script, a line in the console, something that the content security policy refuses, a cookie."""

import asyncio
import json
import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Playwright,
    Route,
    ViewportSize,
    expect,
    sync_playwright,
)

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.reading import read_folder
from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.doors.guards import Bucket

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "corpus"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # its sandbox refuses to run for root, as which tests run in containers
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
STAFF_PASSWORD = "tolv gröna hästar"
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 360, "height": 740}

expect.set_options(timeout=15_000)


def _chromium() -> str:
    named = os.environ.get("MALTOLK_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        reason = f"none of {', '.join(CHROMIUM)} is on the path, and MALTOLK_CHROMIUM names no browser"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; install chromium")
        pytest.skip(reason)
    return found


class Started:
    """Playwright and its browser, started when first asked for.

    Playwright's event loop stays in the thread until it is stopped, and ``asyncio.run`` of other tests fails there.
    """

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        if self._browser is None:
            path = _chromium()
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(executable_path=path, args=FLAGS)
        return self._browser

    def stop(self) -> None:
        if self._browser is not None and self._playwright is not None:
            self._browser.close()
            self._playwright.stop()
        self._browser = self._playwright = None


_started = Started()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Stop the browser before a test that is not in this folder."""
    if nextitem is None or HERE not in nextitem.path.parents:
        _started.stop()


@dataclass
class Watch:
    """What the pages did that they must not do."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    cookies: list[object] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Parts of errors that a test provokes."""
    staff: bool = False
    """Whether somebody logs in, which takes a cookie."""

    def listen(self, context: BrowserContext, address: str) -> None:
        """Abort and record every request that leaves ``address``; record errors."""

        def refuse(route: Route) -> None:
            self.foreign.append(route.request.url)
            route.abort()

        context.route(re.compile(f"^(?!{re.escape(address)}|data:|blob:)"), refuse)
        context.on("request", lambda request: self._seen(request.url, address))
        context.on("weberror", lambda error: self.errors.append(f"page error: {error.error}"))
        context.on("console", lambda line: self._said(line.type, line.text))
        self.contexts.append(context)

    def _seen(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.foreign.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.errors.append(f"console {kind}: {text}")

    def leave(self) -> None:
        """Close the pages; before their server stops, or they complain."""
        for context in self.contexts:
            self.cookies += context.cookies()
            context.close()
        self.contexts.clear()

    def check(self) -> None:
        unexpected = [line for line in self.errors if not any(part in line for part in self.expected)]
        assert self.foreign == [], "the page asked another host"
        assert unexpected == [], "the page or its console had errors"
        if not self.staff:
            assert self.cookies == [], "a cookie was set"


@pytest.fixture
def watch() -> Watch:
    return Watch()


@dataclass(frozen=True)
class Server:
    """A running application. ``address`` ends without a slash; ``stop`` ends it, twice is as good as once."""

    address: str
    settings: Settings
    stop: Callable[[], None] = field(default=lambda: None)


@contextmanager
def serving(settings: Settings, bucket: Bucket | None = None) -> Iterator[Server]:
    """The application in a thread, on a port of its own; with ``bucket``, else without end, it takes questions."""
    ready: Future[uvicorn.Server] = Future()

    async def serve(listening: socket.socket) -> None:
        try:
            # Gradio makes an event loop for each of its locks, and never closes it, where none is running.
            application = create_application(settings, bucket=bucket or Bucket(burst=1e9))
        except BaseException as error:  # noqa: BLE001  # raised again where the server is waited for
            ready.set_exception(error)
            return
        config = uvicorn.Config(application, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        ready.set_result(uvicorn.Server(config))
        await ready.result().serve([listening])

    def stop() -> None:
        if not ready.exception():
            ready.result().should_exit = True
        thread.join()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=lambda: asyncio.run(serve(listening)))
        thread.start()
        try:
            ready.result()
            yield Server(f"http://127.0.0.1:{listening.getsockname()[1]}", settings, stop)
        finally:
            stop()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, bundled: Encoder) -> Path:
    """Folder of an index of corpus/ with the bundled encoder; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("browser") / "index"
    reading = read_folder(CORPUS)
    build(folder, reading.documents, reading.skipped, bundled, probes=probes())
    return folder


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Server]:
    """The pages as they are when nothing is set."""
    with serving(Settings(built, Settings.from_environment().models)) as running:
        yield running


class Chat:
    """A visitor of the chat page: does what a person does, and finds things as a person does."""

    def __init__(self, page: Page, language: str = "sv") -> None:
        self.page = page
        words = {"sv": ("/", "Din fråga", "Fråga", "Prova till exempel"), "en": ("/en/", "Your question", "Ask", "Try")}
        self.path, label, ask, self._examples = words[language]
        self.field = page.get_by_role("textbox", name=label)
        self.send = page.get_by_role("button", name=ask, exact=True)
        self.turns = page.locator("main article.turn")
        self.status = page.locator("[role=status]#announcement")

    def open(self, *, whole: bool = True) -> "Chat":
        """Load the page; returns when it can be used, and unless not ``whole`` when Gradio's part is there too."""
        self.page.goto(self.path)
        expect(self.page.get_by_role("heading", name=self._examples)).to_be_visible()
        if whole:
            expect(self.page.locator("gradio-app #turns")).to_be_attached()
        return self

    def ask(self, question: str) -> Locator:
        """Type the question, press Enter; returns its turn when the answer is there."""
        before = self.turns.count()
        self.field.fill(question)
        self.field.press("Enter")
        return self.answered(before + 1)

    def answered(self, turns: int) -> Locator:
        """The newest of so many turns, once it is there and the field is empty."""
        expect(self.turns).to_have_count(turns)
        expect(self.field).to_have_value("")
        return self.turns.last


def click(link: Locator) -> None:
    """Click on the words of a link that begins with words for screen readers alone, where Playwright would click."""
    box = link.bounding_box()
    assert box is not None
    link.click(position={"x": box["width"] - 5, "y": box["height"] / 2})


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(watch: Watch) -> Iterator[NewPage]:
    """Opens a page of a browser of its own: ``new_page(server, locale="de-DE", viewport=NARROW, …)``."""

    def opened(server: Server, **options: object) -> Page:
        chosen = {"locale": "sv-SE", "viewport": WIDE, "reduced_motion": "reduce", **options}
        context = _started.browser().new_context(base_url=server.address, **chosen)
        watch.listen(context, server.address)
        return context.new_page()

    yield opened
    watch.leave()
    watch.check()


@pytest.fixture
def page(new_page: NewPage, server: Server) -> Page:
    """A page that nothing is loaded in, wide, Swedish."""
    return new_page(server)


@pytest.fixture
def chat(page: Page) -> Chat:
    """The Swedish chat page, opened."""
    return Chat(page).open()


@pytest.fixture
def visitor() -> type[Chat]:
    """Makes a visitor of a page, Swedish or English: ``visitor(page, "en").open()``."""
    return Chat


@pytest.fixture(name="click")
def _click() -> Callable[[Locator], None]:
    return click


@pytest.fixture
def serve(watch: Watch) -> Callable[..., AbstractContextManager[Server]]:
    """Runs the pages with other settings: ``with serve(settings) as server``."""

    @contextmanager
    def run(settings: Settings, bucket: Bucket | None = None) -> Iterator[Server]:
        with serving(settings, bucket) as server:
            yield server
            watch.leave()

    return run


@pytest.fixture
def own_settings(built: Path, tmp_path: Path) -> Settings:
    """Settings with an index of their own, which a test may change."""
    folder = tmp_path / "index"
    shutil.copytree(built, folder)
    return Settings(folder, Settings.from_environment().models)


@pytest.fixture
def corpus() -> Path:
    """Folder of the texts that the pages answer from."""
    return CORPUS


@pytest.fixture
def staff(
    new_page: NewPage,
    watch: Watch,
    own_settings: Settings,
    serve: Callable[..., AbstractContextManager[Server]],
    tmp_path: Path,
) -> Iterator[Page]:
    """The log-in form of a server with its own texts and index."""
    watch.staff = True
    texts = tmp_path / "texts"
    shutil.copytree(CORPUS, texts)
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"q": "Vilka mål har Mora?"}) + "\n", "utf-8")
    settings = replace(own_settings, corpus=texts, questions=questions, staff_password=STAFF_PASSWORD)
    with serve(settings) as server:
        page = new_page(server)
        page.goto("/personal")
        yield page


@pytest.fixture
def log_in() -> Callable[[Page], None]:
    """Gives the right password in the log-in form, and waits for the staff's page."""

    def given(page: Page) -> None:
        page.get_by_label("Lösenord").fill(STAFF_PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        expect(page.get_by_role("heading", name="Det här är indexerat")).to_be_visible()

    return given
