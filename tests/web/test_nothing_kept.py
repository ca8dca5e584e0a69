"""Nothing of a question is kept: not in a file, not in a log, whatever way it is asked and whatever goes wrong."""

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from maltolk.settings import Settings

MARK = "Xylofonprästen"
"""In everything that is sent; unlike any word of the texts."""
PERSONAL = "Jag heter Åskvinge Mårdbo, 850412-1234, 070-987 65 43."
TRACES = ("Mårdbo", "850412", "987 65 43")


def chat_call(client: httpx.Client, question: str, prefix: str = "") -> httpx.Response:
    """The question typed into the chat, as the page sends it."""
    config = client.get(f"{prefix}/config").json()
    button = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "ask")
    number, event = next(
        (n, d) for n, d in enumerate(config["dependencies"]) if [button, "click"] in [list(t) for t in d["targets"]]
    )
    earlier = json.dumps({"number": 2, "turns": [[question, ""]]})
    sent = {"fn_index": event.get("id", number), "data": [question, "", earlier], "session_hash": "test"}
    return client.post(f"{prefix}/gradio_api/run/predict", json=sent)


def asked(path: str, **more: Any) -> Callable[[httpx.Client, str], httpx.Response]:
    """A request with the words in place of QUERY."""

    def send(client: httpx.Client, words: str) -> httpx.Response:
        filled = json.loads(json.dumps(more).replace("QUERY", json.dumps(words)[1:-1]))
        return client.request(
            filled.pop("method", "GET"), path.replace("QUERY", urllib.parse.quote(words, safe="")), **filled
        )

    return send


def cut_off(send: Callable[[], httpx.Response]) -> httpx.Response:
    """The response, or 413 where the server closed the connection before all of the request was sent."""
    try:
        return send()
    except httpx.TransportError:
        return httpx.Response(413)


OURS = {"origin": "http://testserver", "host": "testserver"}
WAYS: dict[str, Callable[[httpx.Client, str], httpx.Response]] = {
    "plain page": asked("/enkel?q=QUERY"),
    "plain page in English": asked("/en/enkel?q=QUERY&kommun=Ale"),
    "plain page by HEAD": asked("/enkel?q=QUERY", method="HEAD"),
    "chat": chat_call,
    "chat in English": lambda client, words: chat_call(client, words, "/en"),
    "contacts": asked("/kontakter?q=QUERY"),
    "contacts as a table": asked("/kontakter.csv?q=QUERY"),
    "contacts as cards": asked("/kontakter.vcf?q=QUERY"),
    "feedback": asked(
        "/omdome", method="POST", headers=OURS, data={"verdict": "up", "question": "QUERY", "word": "QUERY"}
    ),
    "no such page": asked("/QUERY"),
    "no such source": asked("/kalla/QUERY/1-2"),
    "no such method": asked("/enkel?q=QUERY", method="DELETE"),
    "too large": lambda client, words: cut_off(
        lambda: asked("/omdome", method="POST", content="QUERY" * 900)(client, words)
    ),
    "no JSON": asked("/gradio_api/run/predict", method="POST", content="QUERY"),
    "no such event": asked("/gradio_api/run/predict", method="POST", json={"fn_index": 99999, "data": ["QUERY"]}),
    "wrong kinds": asked("/gradio_api/run/predict", method="POST", json={"fn_index": 0, "data": {"QUERY": ["QUERY"]}}),
    "headers": asked("/enkel?q=QUERY", headers={"referer": "http://x.example/?q=Xylofon", "cookie": "a=Xylofon"}),
    "interface": asked("/api/v1/fraga", method="POST", json={"q": "QUERY", "history": ["QUERY"]}),
    "interface, search": asked("/api/v1/sok?q=QUERY"),
    "interface, contacts": asked("/api/v1/kontakter?q=QUERY"),
    "interface, no such field": asked("/api/v1/fraga", method="POST", json={"QUERY": "QUERY"}),
    "log-in": asked("/personal/logga-in", method="POST", headers=OURS, data={"losenord": "QUERY"}),
}
"""Every way to send words to the server; whoever opens another adds it here."""


@dataclass
class Running:
    """``maltolk serve`` in a process and a folder of its own: all that it can write to is below ``folder``."""

    process: "subprocess.Popen[bytes]"
    client: httpx.Client
    folder: Path

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)

    def written(self) -> Iterator[tuple[Path, bytes]]:
        """Every file, the output and the error output among them."""
        for path in self.folder.rglob("*"):
            yield path, os.fsencode(path.name) + (path.read_bytes() if path.is_file() else b"")


def spellings(word: str) -> list[bytes]:
    """A word as files may have it."""
    raw = word.encode()
    ways = [raw, word.encode("latin-1"), word.encode("utf-16-le"), urllib.parse.quote(word).encode()]
    ways += [json.dumps(word)[1:-1].encode(), base64.b64encode(raw)[:-4], word.casefold().encode()]
    return ways


@pytest.fixture
def serve(site_settings: Settings, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(**environment: str) -> Running:
        folder = tmp_path / f"run{len(running)}"
        shutil.copytree(site_settings.index, folder / "index")
        for name in ("home", "tmp", "cache"):
            (folder / name).mkdir()
        environment = {name: value.replace("FOLDER", str(folder)) for name, value in environment.items()}
        own = {"HOME": folder / "home", "TMPDIR": folder / "tmp", "XDG_CACHE_HOME": folder / "cache"}
        with (folder / "stdout").open("wb") as output, (folder / "stderr").open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "maltolk", "serve", "--port", "0"],
                cwd=folder,
                stdout=output,
                stderr=errors,
                env={**os.environ, **{k: str(v) for k, v in own.items()}, "PYTHONWARNINGS": "default", **environment},
            )
        told = None
        while told is None and process.poll() is None:
            time.sleep(0.1)
            told = re.search(rb"http://\S+", (folder / "stderr").read_bytes())
        assert told is not None, (folder / "stderr").read_text()
        running.append(Running(process, httpx.Client(base_url=told[0].decode(), timeout=300), folder))
        return running[-1]

    yield start
    for each in running:
        each.client.close()
        each.process.kill()
        each.process.wait()


def test_a_question_leaves_no_trace(serve: Callable[..., Running]):
    server = serve(MALTOLK_STAFF_PASSWORD="en lång mening")
    replies = {n: send(server.client, f"Vilka mål har Ale för {MARK}? {PERSONAL}") for n, send in WAYS.items()}
    assert all(MARK in replies[name].text for name in ("plain page", "chat", "chat in English", "contacts"))
    assert replies["feedback"].status_code == 404
    for stage in ("running", "stopped"):
        found = [
            (stage, path.relative_to(server.folder), way)
            for path, content in server.written()
            for word in (MARK, *TRACES)
            for way in spellings(word)
            if way in content
        ]
        assert found == []
        if stage == "running":
            server.stop()


def test_it_writes_nowhere_else(serve: Callable[..., Running]):
    server = serve()
    WAYS["plain page"](server.client, MARK)
    WAYS["chat"](server.client, MARK)
    for descriptor in Path(f"/proc/{server.process.pid}/fd").iterdir():
        target = str(descriptor.readlink())
        flags = Path(f"/proc/{server.process.pid}/fdinfo/{descriptor.name}").read_text()
        writable = int(re.search(r"flags:\s*(\d+)", flags)[1], 8) & os.O_ACCMODE != os.O_RDONLY  # type: ignore[index]
        if writable and target.startswith("/") and not target.startswith(("/dev/", "/proc/", "/memfd:", "/sys/")):
            assert Path(target).is_relative_to(server.folder), target


def test_what_the_operator_keeps_is_masked_wherever_it_is(serve: Callable[..., Running]):
    server = serve(MALTOLK_UNANSWERED="FOLDER/kept/unanswered.sqlite", MALTOLK_FEEDBACK="FOLDER/kept/judgements.jsonl")
    for name, send in WAYS.items():
        words = f"Vilka mål har Ale för {MARK}? {PERSONAL}"
        if send(server.client, words).status_code == 403:
            raise AssertionError(name)
    server.stop()
    holding = {path.name for path, content in server.written() if MARK.encode() in content}
    assert holding == {"unanswered.sqlite", "judgements.jsonl"}
    for path, content in server.written():
        assert not [(path, way) for word in TRACES for way in spellings(word) if way in content]
