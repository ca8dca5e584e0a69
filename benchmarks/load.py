"""How a server bears load, rebuilds, a killed worker and half-open connections: one run, one Markdown table.

usage: load.py [--askers N] [--seconds S] [--workers N] [--half-open N] [--only plain api kill half-open start]

Askers send the questions of page.py one after the other without pause, each over one connection, to the plain page and
to the API, for S seconds each. Two rebuilds of changed texts run meanwhile, at a third and at two thirds of the time.
Memory is the proportional set size of all processes of the server, in its second and in its last fifth of the time.
Then one worker of a server under the same load gets SIGKILL; and at last N connections are opened that say half of a
request, or nothing, while others ask. Everything is on this machine alone and takes its processors from each other, so
that a server by itself is faster.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from measuring import PROGRAM, ROOT, Row, limit, note, table
from page import QUESTIONS

KINDS = ("plain", "api")
MAX_HALF_OPEN_SECONDS = 1.0
MAX_GROWTH = 1.05
MAX_START = 4.0


@dataclass(slots=True)
class Outcome:
    """What askers met: seconds of each answer and when it came, and what was none."""

    answers: list[tuple[float, float]] = field(default_factory=list)
    errors: list[tuple[float, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    process: "subprocess.Popen[str]"
    port: int
    started: float

    def family(self) -> list[int]:
        """The ids of its processes, the parent first."""
        found, ask = [], [self.process.pid]
        while ask:
            found.append(ask.pop())
            with suppress(OSError):
                children = Path(f"/proc/{found[-1]}/task/{found[-1]}/children").read_text("ascii")
                ask += map(int, children.split())
        return found

    def workers(self) -> list[int]:
        """Of those that answer."""
        return [pid for pid in self.family() if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def memory(self) -> float:
        """Megabytes of all its processes; what several have mapped counts once."""
        total = 0
        for pid in self.family():
            with suppress(OSError):
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
                total += sum(map(int, re.findall(r"^Pss:\s+(\d+)", rollup, re.M)))
        return total / 1024


@contextmanager
def serving(index: Path, workers: int) -> Iterator[Server]:
    """`maltolk serve` on any port; every asker may come from an address of its own."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [PROGRAM, "--index", str(index), "serve", "--port", "0", "--workers", str(workers)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "MALTOLK_PROXIES": "127.0.0.1"},
    )
    assert process.stderr is not None
    told = None
    while told is None:
        line = process.stderr.readline()
        if not line:
            raise SystemExit("the server did not start")
        told = re.search(r"http://[^/\s]+:(\d+)", line)
    port = int(told[1])
    while True:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/halsa/redo") as answer:
            if answer.status == 200:
                break
        time.sleep(0.05)
    server = Server(process, port, time.perf_counter() - begun)
    try:
        yield server
    finally:
        process.terminate()
        said = process.communicate()[1]
        for line in said.splitlines():
            note(f"server: {line}")


def _request(kind: str, question: str) -> bytes:
    address = ".".join(str(random.randrange(1, 255)) for _ in range(3))
    head = f"Host: 127.0.0.1\r\nX-Forwarded-For: 11.{address}\r\n"
    if kind == "plain":
        return f"GET /enkel?q={quote(question)} HTTP/1.1\r\n{head}\r\n".encode()
    body = json.dumps({"q": question}).encode()
    told = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return f"POST /api/v1/fraga HTTP/1.1\r\n{head}{told}\r\n".encode() + body


def _anew(number: int) -> str:
    """A question that was not asked so lately that its answer is still in memory: the dots mean nothing."""
    return QUESTIONS[number % len(QUESTIONS)] + " " + "." * (number // len(QUESTIONS) % 97)


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    """Send a request and take the whole response; returns its status."""
    writer.write(request)
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"content-length: (\d+)", head, re.I)
    if length:
        await reader.readexactly(int(length[1]))
    else:  # chunked
        while size := int((await reader.readuntil(b"\r\n")).strip(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    return int(head.split(" ", 2)[1])


async def _asker(port: int, kind: str, number: int, until: float, outcome: Outcome) -> None:
    connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    while time.perf_counter() < until:
        number += 1
        begun = time.perf_counter()
        try:
            connection = connection or await asyncio.open_connection("127.0.0.1", port)
            status = await _exchange(*connection, _request(kind, _anew(number)))
        except (OSError, asyncio.IncompleteReadError) as error:
            outcome.errors.append((time.perf_counter(), type(error).__name__))
            connection = None
            continue
        now = time.perf_counter()
        if status == 200:
            outcome.answers.append((now, now - begun))
        else:
            outcome.errors.append((now, f"status {status}"))
    if connection is not None:
        connection[1].close()


async def _under_load(
    server: Server, kind: str, askers: int, seconds: float, meanwhile: Callable[[float], Awaitable[None]]
) -> tuple[Outcome, list[float]]:
    """What the askers met, and the server's memory, in megabytes, each second."""
    outcome, memory = Outcome(), list[float]()
    until = time.perf_counter() + seconds

    async def watch() -> None:
        while time.perf_counter() < until:
            memory.append(await asyncio.to_thread(server.memory))
            await asyncio.sleep(1)

    asking = [_asker(server.port, kind, number, until, outcome) for number in range(askers)]
    await asyncio.gather(*asking, watch(), meanwhile(seconds))
    return outcome, memory


def _rebuilding(index: Path, corpus: Path, built: list[str]) -> Callable[[float], Awaitable[None]]:
    """Two rebuilds of texts that have changed."""

    async def rebuild(seconds: float) -> None:
        for number in (1, 2):
            await asyncio.sleep(seconds / 3 * 0.9)
            (corpus / f"tillagd-{number}.md").write_text(
                f"# Text {number}\n\nDen här texten har kommit till.\n", "utf-8"
            )
            command = [PROGRAM, "--index", str(index), "index", str(corpus), "--json"]
            building = await asyncio.create_subprocess_exec(
                *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
            )
            printed = (await building.communicate())[0]
            built.append(json.loads(printed)["generation"] if building.returncode == 0 else "failed")

    return rebuild


def load(index: Path, corpus: Path, kind: str, askers: int, seconds: float, workers: int) -> Iterator[Row]:
    """Askers without pause, with two rebuilds."""
    built: list[str] = []
    with serving(index, workers) as server:
        if kind == "api" and not _has_api(server.port):
            note("there is no /api/v1/fraga")
            return
        outcome, memory = asyncio.run(_under_load(server, kind, askers, seconds, _rebuilding(index, corpus, built)))
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/halsa/redo") as answer:
            now = json.load(answer)["generation"]
    times = sorted(taken for _, taken in outcome.answers)
    cuts = statistics.quantiles(times, n=100)
    what = f"{kind}: {askers} askers for {seconds:.0f} s, {workers} workers"
    yield Row(what, f"{len(times) / seconds:.0f} answers a second")
    yield Row(f"{kind}: p50 / p95 / p99", " / ".join(f"{cuts[n - 1]:.2f}" for n in (50, 95, 99)) + " s")
    wrong = ", ".join(sorted({said for _, said in outcome.errors})) or "none"
    yield Row(f"{kind}: errors", f"{len(outcome.errors)} ({wrong})", "0", not outcome.errors)
    taken_up = len(built) == 2 and now == built[-1]
    yield Row(f"{kind}: rebuilds meanwhile; the last is answered from", f"{len(built)}; {now}", "2", taken_up)
    fifth = max(1, len(memory) // 5)
    second, last = statistics.mean(memory[fifth : 2 * fifth]), statistics.mean(memory[-fifth:])
    yield Row(f"{kind}: memory in the second and the last fifth", f"{second:.0f}, {last:.0f} MB")
    yield limit(f"{kind}: the last to the second", last / second, MAX_GROWTH, "{:.3f} ×")


def _has_api(port: int) -> bool:
    try:
        body = json.dumps({"q": QUESTIONS[0]}).encode()
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/fraga", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked):
            return True
    except urllib.error.HTTPError:
        return False


def kill(index: Path, askers: int, seconds: float, workers: int) -> Iterator[Row]:
    """SIGKILL for one worker under load."""
    killed_at = 0.0

    async def kill_one(whole: float) -> None:
        nonlocal killed_at
        await asyncio.sleep(whole / 3)
        killed_at = time.perf_counter()
        os.kill(server.workers()[-1], signal.SIGKILL)

    with serving(index, workers) as server:
        before = set(server.workers())
        outcome, _ = asyncio.run(_under_load(server, "plain", askers, seconds, kill_one))
        after = set(server.workers())
    in_flight = [at for at, _ in outcome.errors if 0 <= at - killed_at < 1]
    yield Row(f"1 of {workers} workers killed under {askers} askers: requests lost", str(len(in_flight)), f"≤ {askers}")
    yield Row("errors besides", str(len(outcome.errors) - len(in_flight)), "0", len(outcome.errors) == len(in_flight))
    yield Row("workers after it", str(len(after)), str(workers), len(after) == workers and after != before)


def half_open(index: Path, number: int, workers: int) -> Iterator[Row]:
    """Connections that say nothing or half of a request, while others ask."""
    with serving(index, workers) as server:
        for _ in range(2):  # each worker has answered once
            without = asyncio.run(_one_by_one(server.port))
        held = []
        for place in range(number):
            connection = socket.create_connection(("127.0.0.1", server.port))
            connection.sendall((b"", b"GET /enkel HTTP/1.1\r\nHost:", b"POST /enkel HTTP/1.1\r\n")[place % 3])
            held.append(connection)
        taken = asyncio.run(_one_by_one(server.port))
        for connection in held:
            connection.close()
    yield Row(f"{number} half-open connections: others answered", f"{len(taken)} of {len(QUESTIONS)}")
    yield limit("the slowest of these answers", max(taken), MAX_HALF_OPEN_SECONDS, "{:.2f} s")
    yield Row("the slowest without half-open connections", f"{max(without):.2f} s")


async def _one_by_one(port: int) -> list[float]:
    """Seconds of each answer, over connections of their own."""
    taken = []
    for question in QUESTIONS:
        begun = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        if await _exchange(reader, writer, _request("plain", question)) == 200:
            taken.append(time.perf_counter() - begun)
        writer.close()
    return taken


def starts(index: Path) -> Iterator[Row]:
    """From the command to the first 200 of /halsa/redo, and memory after one answer, with one worker and with two."""
    for workers in (1, 2):
        with serving(index, workers) as server:
            time.sleep(5 * (workers - 1))  # for the second one
            for _ in range(4 * workers):
                asyncio.run(_once(server.port))
            if workers == 1:
                yield limit("`maltolk serve` to the first 200 of /halsa/redo", server.started, MAX_START, "{:.1f} s")
            yield Row(f"memory of {workers} worker{'s' * (workers > 1)} (proportional)", f"{server.memory():.0f} MB")


async def _once(port: int) -> None:
    connection = await asyncio.open_connection("127.0.0.1", port)
    await _exchange(*connection, _request("plain", QUESTIONS[0]))
    connection[1].close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--askers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--half-open", type=int, default=500)
    parser.add_argument("--only", nargs="+", choices=(*KINDS, "kill", "half-open", "start"))
    parsed = parser.parse_args()
    only = set(parsed.only or (*KINDS, "kill", "half-open", "start"))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        corpus, index = Path(name) / "corpus", Path(name) / "index"
        shutil.copytree(ROOT / "corpus", corpus)
        subprocess.run([PROGRAM, "--index", str(index), "index", str(corpus)], check=True, capture_output=True)
        if "start" in only:
            rows += starts(index)
        for kind in (each for each in KINDS if each in only):
            rows += load(index, corpus, kind, parsed.askers, parsed.seconds, parsed.workers)
        if "kill" in only:
            rows += kill(index, parsed.askers, min(parsed.seconds, 60), max(2, parsed.workers))
        if "half-open" in only:
            rows += half_open(index, parsed.half_open, parsed.workers)
    print(table(rows))
    sys.exit(any(row.met is False for row in rows))


if __name__ == "__main__":
    main()
