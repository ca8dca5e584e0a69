"""maltolk behind nginx and Caddy as a browser meets it: pages, sources, redirects, the staff's cookie, at the root of a
host name and below a prefix."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fronts import NAME, PREFIX, Front, free_port, running, wait_for

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.reading import read_folder

PASSWORD = "sju gula cyklar"
WAYS = ("nginx", "caddy", "nginx" + PREFIX, "caddy" + PREFIX)


@contextlib.contextmanager
def serving(folder: Path, prefix: str, port: int) -> Iterator[int]:
    """`maltolk serve` as deploy/maltolk.service starts it, with the settings of deploy/maltolk.env."""
    environment = {
        **os.environ,
        "MALTOLK_INDEX": str(folder / "index"),
        "MALTOLK_MODELS": str(folder / "models"),
        "MALTOLK_MODEL": HASHING,
        "MALTOLK_HOSTS": NAME,
        "MALTOLK_PROXIES": "127.0.0.1",
        "MALTOLK_PREFIX": prefix,
        "MALTOLK_STAFF_PASSWORD": PASSWORD,
    }
    start = "import sys; from maltolk.cli import main; sys.exit(main())"
    with (folder / "said.log").open("wb") as said:
        command = [sys.executable, "-c", start, "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        try:
            wait_for(port, process, folder / "said.log")
            with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=180)) as first:
                first.request("GET", "/om", headers={"Host": NAME})  # it listens before it is ready
                assert first.getresponse().status == 200
            yield port
        finally:
            process.terminate()
            process.wait(20)


Start = Callable[[str], Front]


@pytest.fixture(scope="module")
def start(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts a proxy, and the application behind it, once for all tests."""
    with contextlib.ExitStack() as stack:

        @cache
        def application(prefix: str) -> int:
            folder = tmp_path_factory.mktemp("application")
            reading = read_folder(small)
            build(folder / "index", reading.documents, reading.skipped, HashEncoder(), probes=probes())
            return stack.enter_context(serving(folder, prefix, free_port()))

        @cache
        def started(way: str) -> Front:
            prefix = PREFIX if way.endswith(PREFIX) else ""
            folder = tmp_path_factory.mktemp("front")
            return stack.enter_context(running(way.removesuffix(PREFIX), folder, application(prefix), prefix))

        yield started


@pytest.fixture(params=WAYS)
def front(request: pytest.FixtureRequest, start: Start) -> Front:
    return start(request.param)


@pytest.fixture
def prefix(request: pytest.FixtureRequest, front: Front) -> str:
    return PREFIX if request.node.callspec.params["front"].endswith(PREFIX) else ""


def test_the_chat_page_and_all_that_it_links_to(front: Front, prefix: str):
    page = front.get(f"{prefix}/")
    assert page.status == 200
    links = set(re.findall(r'(?:href|src)="(/[^"#]*)', page.text))
    assert len(links) > 4
    for link in links:
        assert link.startswith(f"{prefix}/")
        assert front.get(link).status == 200, link
    assert json.loads(front.get(f"{prefix}/config").text)["root"] == f"https://{NAME}{prefix}"


def test_the_chat_page_answers(front: Front, prefix: str):
    config = json.loads(front.get(f"{prefix}/config").text)
    events = [event for event in config["dependencies"] if event["backend_fn"]]
    going_on = next(event for event in events if len(event["inputs"]) == 1)
    body = json.dumps({"data": [""], "fn_index": going_on["id"], "session_hash": "abc", "trigger_id": None}).encode()
    said = front.get(f"{prefix}/gradio_api/run/predict", "POST", body, Content_Type="application/json")
    assert (said.status, "data" in json.loads(said.text)) == (200, True)


def test_the_plain_page_answers_and_its_source_opens(front: Front, prefix: str):
    page = front.get(f"{prefix}/enkel?{urlencode({'q': 'Vilka mål har Ale?'})}")
    assert page.status == 200
    link = re.search(rf'href="({prefix}/kalla/\w+/\d+-\d+)', page.text)
    assert link
    source = front.get(link[1])
    assert "<mark" in source.text
    assert f"https://{NAME}{link[1]}" in source.text


def test_redirects_stay_with_https_and_the_prefix(front: Front, prefix: str):
    to_form = front.get(f"{prefix}/personal")
    assert to_form.status in {302, 303, 307}
    assert to_form.headers["Location"].removeprefix(f"https://{NAME}") == f"{prefix}/personal/logga-in"


def test_the_staff_log_in_with_a_cookie_for_https_alone(front: Front, prefix: str):
    form = urlencode({"losenord": PASSWORD}).encode()
    sent = {"Content_Type": "application/x-www-form-urlencoded", "Origin": f"https://{NAME}"}
    logged_in = front.get(f"{prefix}/personal/logga-in", "POST", form, **sent)
    cookie = logged_in.headers["Set-Cookie"]
    parts = {part.strip().casefold() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=strict", f"path={prefix}/personal"} <= parts
    page = front.get(f"{prefix}/personal/texter/", Cookie=cookie.partition(";")[0])
    assert page.status == 200
    assert front.get(f"{prefix}/personal/texter/").status != 200


def test_a_log_in_from_another_page_is_refused(front: Front, prefix: str):
    form = urlencode({"losenord": PASSWORD}).encode()
    sent = {"Content_Type": "application/x-www-form-urlencoded", "Origin": "https://www.example.org"}
    assert front.get(f"{prefix}/personal/logga-in", "POST", form, **sent).status == 403


def test_another_host_name_is_refused(front: Front, prefix: str):
    reply = front.get(f"{prefix}/", Host="www.example.org")
    assert reply.status == 400 or reply.text == "", "the application refuses it, or Caddy has nothing for that name"


def test_the_policy_of_the_application_arrives(front: Front, prefix: str):
    headers = front.get(f"{prefix}/enkel").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
