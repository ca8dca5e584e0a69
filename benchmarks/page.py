"""How fast the pages are: one run, one Markdown table.

usage: page.py [--rounds N] [--starts N] [--shared DIR]

The questions are the README's, on the five texts (as in speed.py); the browser is headless Chromium, and its time goes
from pressing Enter to the frame after the one that shows the finished answer. Each round is a conversation that nobody
had before; the browser's share is told apart, and in process the share of the models.
"""

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from measuring import PROGRAM, ROOT, Row, answerer_of, limit, milliseconds, note, run, table

if TYPE_CHECKING:
    from playwright.sync_api import Request

QUESTIONS = (
    "Vilka prioriterade områden har Landskrona?",
    "Hur når jag kommunstyrelsens ordförande i Landskrona?",
    "What is Kristianstad's vision?",
    "Vad kostar det att söka bygglov i Lund?",
    "Vilka mål har Ljungby?",
    "Och i Lund?",
    "Jämför Ljungbys och Lunds mål",
    "Vad är mål 5 i Lund?",
)
FLAGS = ("--no-sandbox", "--disable-gpu")
MAX_LATENCY = 0.2
MAX_START = 12.0
WARM_UP = 2
"""Rounds that do not count."""

_GREETING = "Hej, omgång {}!"
"""Begins a round's conversation and does not count: so no question follows what it followed in another round, and none
is answered from memory."""

# Records the milliseconds of each answer: from Enter to sending, to the whole response, and to the frame after the one
# in which the new turn was painted.
_STOP_WATCH = """() => {
    window.times = [];
    let pressed = 0;
    let sent = 0;
    let came = 0;
    const send = window.fetch;
    window.fetch = async (address, options) => {
        const asks = String(address?.url ?? address).includes("/gradio_api/run/") &&
            (JSON.parse(options?.body ?? "{}").data ?? []).length === 3;
        if (asks) sent = performance.now();
        const response = await send(address, options);
        if (asks) {
            await response.clone().text();
            came = performance.now();
        }
        return response;
    };
    const newest = () => [...document.querySelectorAll("#conversation .turn")].at(-1)?.id;
    let shown = newest();
    document.addEventListener("keydown", (event) => {
        if (event.key === "Enter") pressed = performance.now();
    }, true);
    new MutationObserver(() => {
        if (newest() === shown) return;
        shown = newest();
        if (!shown) return;
        requestAnimationFrame(() => requestAnimationFrame(() => window.times.push({
            whole: performance.now() - pressed, before: sent - pressed, server: came - sent,
            after: performance.now() - came,
        })));
    }).observe(document.body, { childList: true, subtree: true });
}"""


def _serve(index: Path) -> None:
    """The pages without a rate limit, otherwise as set in the environment; run by a child process."""
    import uvicorn

    from maltolk.settings import Settings
    from maltolk.web.application import create_application
    from maltolk.web.doors.guards import Bucket

    settings = replace(Settings.from_environment(), index=index)
    application = create_application(settings, bucket=Bucket(burst=1e9))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        note(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        uvicorn.Server(uvicorn.Config(application, log_level="warning", access_log=False)).run([listening])


@contextmanager
def running(command: list[str], **environment: str) -> Iterator[str]:
    """The address of the pages that the command serves, without a trailing slash."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if told := re.search(r"http://[^/\s]+", line):
                yield told[0]
                return
        raise SystemExit(f"{' '.join(command)} printed no address")
    finally:
        process.terminate()
        process.communicate()


def _get(address: str) -> str:
    with urllib.request.urlopen(address) as response:
        return response.read().decode()


def starts(index: Path, times: int) -> Row:
    """`maltolk serve` in fresh processes, to the first answer on the plain page."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        with running([PROGRAM, "--index", str(index), "serve", "--port", "0"]) as address:
            answer = _get(f"{address}/enkel?{urlencode({'q': QUESTIONS[0]})}")
            taken.append(time.perf_counter() - begun)
        if "Hållbart samhälle" not in answer:
            raise SystemExit("the first page holds no answer")
    what = f"`maltolk serve` to the first answered page, the slowest of {times} starts"
    return limit(what, max(taken), MAX_START, "{:.1f} s")


def chromium() -> str | None:
    """Path of the browser; None lets Playwright look for its own."""
    return os.environ.get("MALTOLK_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def _is_follow_up(call: "Request") -> bool:
    """Whether the page asks for questions to go on with: the one call of Gradio's with the conversation alone."""
    return "/run/predict" in call.url and len((call.post_data_json or {}).get("data", [])) == 1


@dataclass(frozen=True, slots=True)
class Shares:
    """Seconds of one answer in the browser: of all of it, before the question is sent, until the response is there, and
    until it is painted."""

    whole: float
    before: float
    server: float
    after: float


def in_the_browser(address: str, rounds: int) -> tuple[float, list[Shares]]:
    """Seconds until the empty chat page can be used, and of each answer."""
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(locale="sv-SE", viewport={"width": 1280, "height": 800})
        begun = time.perf_counter()
        page.goto(address)
        field = page.get_by_role("textbox", name="Din fråga")
        expect(page.get_by_role("heading", name="Prova till exempel")).to_be_visible()
        ready = time.perf_counter() - begun
        page.evaluate(_STOP_WATCH)
        asked = 0
        counted = []
        for number in range(WARM_UP + rounds):
            for question in (_GREETING.format(number), *QUESTIONS):
                asked += 1
                # The follow-up questions come after the answer, in a separate call: nobody waits for them.
                with page.expect_event("requestfinished", _is_follow_up):
                    field.fill(question)
                    field.press("Enter")
                page.wait_for_function("(n) => window.times.length === n", arg=asked)
            if number >= WARM_UP:
                counted += page.evaluate("(n) => window.times.slice(-n)", len(QUESTIONS))
            page.get_by_role("button", name="Börja om").click()
            expect(page.locator(".turn")).to_have_count(0)
        browser.close()
    return ready, [Shares(**{part: ms / 1000 for part, ms in each.items()}) for each in counted]


def smallest_call(address: str, rounds: int) -> list[float]:
    """Seconds of the smallest of Gradio's calls that the page makes, for questions to go on with after none; each over
    a connection of its own, as urllib makes them."""
    config = json.loads(_get(f"{address}/config"))
    names = {component["id"]: component["props"].get("elem_id") for component in config["components"]}
    outputs = [[names[i] for i in dependency["outputs"]] for dependency in config["dependencies"]]
    body = {"data": [""], "fn_index": outputs.index(["further"])}
    times = []
    for number in range((WARM_UP + rounds) * len(QUESTIONS)):
        request = urllib.request.Request(
            f"{address}/gradio_api/run/predict",
            json.dumps(body | {"session_hash": f"bench{number}"}).encode(),
            {"Content-Type": "application/json"},
        )
        begun = time.perf_counter()
        with urllib.request.urlopen(request) as response:
            response.read()
        times.append(time.perf_counter() - begun)
    return times[WARM_UP * len(QUESTIONS) :]


class Timed:
    """Calls a function, and adds up the seconds that it takes."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self.seconds = 0.0
        self._call = call

    def __call__(self, *arguments: object) -> object:
        """What the function gives."""
        begun = time.perf_counter()
        result = self._call(*arguments)
        self.seconds += time.perf_counter() - begun
        return result


@dataclass(frozen=True, slots=True)
class Own:
    """Seconds of one answer in process: of all of it, of the model that reads, of the encoder."""

    whole: float
    reading: float
    encoding: float


def in_process(index: Path, rounds: int) -> list[Own]:
    """Seconds of each answer by itself, in the same conversations."""
    from maltolk.answering.turn_memory import TurnMemory
    from maltolk.indexing.encoders.opening import open_encoder
    from maltolk.indexing.index import Index
    from maltolk.settings import Settings

    encoder = open_encoder(Settings.from_environment(), note)
    answerer = replace(answerer_of(Index.open(index, encoder), encoder), memory=TurnMemory())
    reading, encoding = Timed(answerer.reader.read), Timed(encoder.embed_queries)
    # Objects that are called like the methods stand in their places, to see how long these take.
    answerer.reader.read, encoder.embed_queries = reading, encoding  # type: ignore[method-assign]  # so that they are timed
    times = []
    for number in range(WARM_UP + rounds):
        asked = [_GREETING.format(number)]
        answerer.ask(asked[0])
        for question in QUESTIONS:
            before = reading.seconds, encoding.seconds
            begun = time.perf_counter()
            answerer.ask(question, asked)
            whole = time.perf_counter() - begun
            asked.append(question)
            if number >= WARM_UP:
                times.append(Own(whole, reading.seconds - before[0], encoding.seconds - before[1]))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.serve:
        _serve(parsed.serve)
        return
    with tempfile.TemporaryDirectory(prefix="maltolk-bench-") as place:
        index = Path(place) / "five"
        texts = parsed.shared / "corpus" if (parsed.shared / "corpus").is_dir() else ROOT / "corpus"
        note("indexing the five texts")
        if run([PROGRAM, "--index", str(index), "index", str(texts)], quiet=False).status:
            sys.exit("`maltolk index` failed")
        note("starting")
        rows = [starts(index, parsed.starts)]
        with running([sys.executable, __file__, "--serve", str(index)]) as address:
            note("asking in the browser")
            ready, browser = in_the_browser(address, parsed.rounds)
            bare = smallest_call(address, parsed.rounds)
        note("asking in process")
        own = in_process(index, parsed.rounds)
    rows += [
        Row("the chat page, from its address to the field and the examples", f"{ready:.1f} s"),
        limit(
            f"from Enter to the finished answer in the browser, p50 of {len(browser)}",
            statistics.median(each.whole for each in browser),
            MAX_LATENCY,
            "{:.0f} ms",
            1000,
        ),
        Row("the same, p50 / p95", milliseconds([each.whole for each in browser])),
        Row("of it before the question is sent", milliseconds([each.before for each in browser])),
        Row("of it the server, until the response is there", milliseconds([each.server for each in browser])),
        Row("of it until it is painted", milliseconds([each.after for each in browser])),
        Row("the answer in process", milliseconds([each.whole for each in own])),
        Row("of it the model that reads", milliseconds([each.reading for each in own])),
        Row("of it the encoder", milliseconds([each.encoding for each in own])),
        Row("Gradio's smallest call, no browser", milliseconds(bare)),
    ]
    print(table(rows))


if __name__ == "__main__":
    main()
