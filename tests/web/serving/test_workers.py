"""`maltolk serve --workers 2`, as people start, break and stop it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from maltolk.settings import Settings


class Running:
    def __init__(self, settings: Settings, log: Path) -> None:
        self.log = log
        environment = {
            "MALTOLK_INDEX": str(settings.index),
            "MALTOLK_METRICS": "1",
            "MALTOLK_MODEL": settings.model,
            "MALTOLK_STAFF_PASSWORD": "tolv gröna hästar",
            "MALTOLK_PROXIES": "127.0.0.1",
        }
        command = [sys.executable, "-m", "maltolk", "serve", "--port", "0", "--workers", "2"]
        with log.open("w") as written:
            self.process = subprocess.Popen(command, stderr=written, env={**os.environ, **environment})
        self.port = int(self._soon(lambda: re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text()))[1])
        self._soon(lambda: len(self.workers()) == 2)

    @staticmethod
    def _soon(condition, seconds: float = 120):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := condition():
                return found
            time.sleep(0.1)
        raise AssertionError("it does not happen")

    def workers(self) -> set[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii").split()
        found = set()
        for child in map(int, children):
            with suppress(OSError):
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.add(child)
        return found

    def request(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
        """Over a connection of its own, so that either worker may get it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body or None, {name.replace("_", "-"): v for name, v in headers.items()})
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def server(site_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(site_settings, tmp_path_factory.mktemp("server") / "log")
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()


def test_all_workers_keep_one_pace(server: Running):
    said = Counter(server.request("GET", "/enkel", X_Forwarded_For="192.0.2.1")[0] for _ in range(120))
    assert said[200] + said[429] == 120
    assert 60 <= said[200] < 100, "twice as many if each kept its own"


def test_a_conversation_goes_on_whichever_worker_answers(server: Running):
    config = json.loads(server.request("GET", "/config")[1])
    ask = next(call["id"] for call in config["dependencies"] if len(call["inputs"]) == 3)
    for number in range(1, 7):
        earlier = json.dumps({"number": number, "turns": [["Vilka mål finns?", ""]] * (number - 1)})
        call = {"fn_index": ask, "data": ["Vilka mål finns?", "", earlier], "session_hash": "one"}
        status, said = server.request(
            "POST", "/gradio_api/run/predict", json.dumps(call), Content_Type="application/json"
        )
        assert status == 200
        assert f'id="turn-{number}"' in json.loads(said)["data"][0]


def test_the_pages_take_the_workers_for_one_server(server: Running):
    assert len({server.request("GET", "/gradio_api/app_id")[1] for _ in range(8)}) == 1


def test_every_worker_leads_to_the_staffs_pages(server: Running):
    assert {server.request("GET", "/personal/logga-in")[0] for _ in range(8)} == {200}
    host = f"127.0.0.1:{server.port}"
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"http://{host}"}
    tries = [
        server.request("POST", "/personal/logga-in", "losenord=fel", X_Forwarded_For="192.0.2.9", **form)[0]
        for _ in range(8)
    ]
    assert tries[:4] == [401] * 4
    assert tries[-1] == 429, "the failures are counted together"
    assert server.request("POST", "/personal/logga-in", "losenord=fel", X_Forwarded_For="192.0.2.8", **form)[0] == 401


def test_a_killed_worker_is_replaced_and_the_others_answer(server: Running):
    before = server.workers()
    os.kill(min(before), signal.SIGKILL)
    for _ in range(5):
        with suppress(OSError, http.client.HTTPException):  # what it had in flight is lost
            server.request("GET", "/halsa/live")
    assert [server.request("GET", "/halsa/live")[0] for _ in range(10)] == [200] * 10
    server._soon(lambda: len(server.workers()) == 2 and server.workers() != before)
    assert "in_flight" in server.request("GET", "/metrics")[1]


def test_it_stops_without_a_word_and_leaves_nobody_behind(server: Running):
    workers = server.workers()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(60) == 0
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    assert "Traceback" not in server.log.read_text()


def test_without_an_index_one_line_says_so(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "maltolk", "--index", str(tmp_path), "serve", "--port", "0", "--workers", "2"],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 3
    assert "there is no index" in done.stderr
    assert "Traceback" not in done.stderr
