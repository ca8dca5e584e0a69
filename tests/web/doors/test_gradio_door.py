"""What reaches Gradio: the calls that its frontend makes on our pages, and nothing else."""

import asyncio
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.routing import Mount
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.doors.gradio_door import CHAT_PATHS, Door, OnlyThese, mount
from maltolk.web.doors.guards import Bucket
from maltolk.web.history import MAX_WRITTEN


@pytest.fixture(scope="module")
def site(site_settings: Settings) -> Iterator[TestClient]:
    """The whole application, with no limit to how much one address may ask."""

    async def made() -> FastAPI:
        return create_application(site_settings, Bucket(burst=1e9))

    with TestClient(asyncio.run(made())) as client:
        yield client


PREDICT = "/gradio_api/run/predict"
FILE = {"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}


def _ask_function(site: TestClient, prefix: str = "") -> dict[str, object]:
    """The function that answers, in the page's own list of them."""
    config = site.get(f"{prefix}/config").json()
    found: dict[str, object] = next(each for each in config["dependencies"] if len(each["inputs"]) == 3)
    return found


def _call(site: TestClient, data: object, prefix: str = "", **more: object) -> httpx.Response:
    body = {"data": data, "fn_index": _ask_function(site, prefix)["id"], "session_hash": "abc", "trigger_id": None}
    return site.post(f"{prefix}{PREDICT}", json={**body, **more})


@pytest.fixture
def gradio_folder() -> Iterator[Path]:
    """Where Gradio puts what it copies; as it was, afterwards."""
    folder = Path(os.environ.get("GRADIO_TEMP_DIR") or Path(tempfile.gettempdir()) / "gradio")
    before = set(folder.rglob("*")) if folder.exists() else set()
    yield folder
    after = set(folder.rglob("*")) if folder.exists() else set()
    assert after == before, "Gradio has copied something"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_question_is_answered(site: TestClient, prefix: str):
    answer = _call(site, ["Vilka mål finns?", "", "{}"], prefix)
    assert answer.status_code == 200
    assert "Vilka mål finns?" in answer.json()["data"][0]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "value",
    [
        FILE,
        {**FILE, "path": "/dev/zero"},
        {**FILE, "path": "https://example.org/x.png"},
        {**FILE, "url": "https://example.org/x.png"},
        [FILE],
        {"anything": FILE},
        7,
        1.5,
        True,
        [],
        {},
        "x" * (MAX_WRITTEN + 1),
    ],
    ids=lambda value: json.dumps(value)[:40],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_only_text_and_nothing_come_in(site: TestClient, gradio_folder: Path, value, place: int, prefix: str):
    data = ["Vilka mål finns?", "", "{}"]
    data[place] = value
    assert _call(site, data, prefix).status_code == 400


def test_a_pipe_that_nobody_writes_to_stops_nothing(site: TestClient, gradio_folder: Path, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert _call(site, [{**FILE, "path": str(tmp_path / "pipe")}, "", "{}"]).status_code == 400
    assert _call(site, ["Vilka mål finns?", "", "{}"]).status_code == 200


@pytest.mark.parametrize(
    "more",
    [
        {"fn_index": -1},
        {"fn_index": 10_000},
        {"fn_index": "0"},
        {"fn_index": True},
        {"fn_index": None},
        {"fn_index": [0]},
        {"session_hash": None},
        {"session_hash": 5},
        {"session_hash": "../../x"},
        {"session_hash": "x" * 100},
        {"trigger_id": "x"},
        {"data": None},
        {"data": "text"},
        {"data": []},
        {"data": ["a", "b"]},
    ],
    ids=str,
)
def test_a_call_that_the_page_does_not_make_is_refused(site: TestClient, more: dict[str, object]):
    refused = _call(site, **{"data": ["Vilka mål finns?", "", "{}"], **more})
    assert refused.status_code == 400
    assert "Ladda om sidan" in refused.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"text"', b"{", b"\xff\xfe", b"[" * 60_000, b'{"fn_index":' + b"9" * 5000 + b"}", b"NaN"],
    ids=lambda body: repr(body[:12]),
)
def test_a_body_that_is_no_call_is_refused(site: TestClient, body: bytes):
    assert site.post(PREDICT, content=body).status_code == 400


def test_what_else_stands_in_a_call_does_not_reach_gradio(site: TestClient, gradio_folder: Path):
    answer = _call(
        site, ["Vilka mål finns?", "", "{}"], event_data=FILE, event_id=FILE, oauth_token="x", batched=True, more=FILE
    )
    assert answer.status_code == 200
    assert "Vilka mål finns?" in answer.json()["data"][0]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(FILE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "data": _json | st.lists(_json, min_size=2, max_size=2),
            "fn_index": st.integers(0, 8) | _json,
            "session_hash": st.just("abc") | _json,
            "trigger_id": _json,
            "event_data": _json,
        },
    )
)
def test_no_call_breaks_anything(site: TestClient, body: dict[str, object]):
    answer = site.post(PREDICT, content=json.dumps(body))
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/hostname",
        "/file=/etc/hostname",
        "/gradio_api/proxy=https://example.org",
        "/gradio_api/queue/join",
        "/gradio_api/queue/data",
        "/gradio_api/call/ask",
        "/gradio_api/run/ask",
        "/gradio_api/api/predict",
        "/gradio_api/component_server",
        "/gradio_api/reset",
        "/gradio_api/openapi.json",
        "/gradio_api/stream/x",
        "/gradio_api/process_recording",
        "/gradio_api/vibe-edit",
        "/gradio_api/startup-events",
        "/gradio_api/dev/reload",
        "/custom_component/x/y/z/w",
        "/monitoring",
        "/login",
        "/logout",
        "/token",
        "/pwa_icon",
        "/manifest.json",
        "/runs",
        "/svelte/x",
        "/gradio_api/deep_link",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
def test_nothing_else_of_gradio_can_be_reached(site: TestClient, path: str, method: str):
    for prefix in ("", "/en"):
        assert site.request(method, prefix + path).status_code in {404, 405}


def test_other_sites_may_read_nothing(site: TestClient):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST", "Host": "maltolk.example.se"}
    for answer in (
        site.get("/config", headers=asked),
        site.options(PREDICT, headers=asked),
        site.post(PREDICT, headers=asked, json={}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.fixture
def page_and_uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[TestClient, OnlyThese, Path]:
    """A page with an upload, mounted as ours are, and the folder of its uploads."""
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(uploads))
    application = FastAPI()

    async def mounted() -> Mount:
        with gr.Blocks(analytics_enabled=False) as page:
            shown = gr.Textbox(max_length=100)
            chosen = gr.UploadButton(file_count="multiple")
            gr.on([chosen.upload], lambda files: str(len(files or [])), [chosen], [shown], queue=False)
            gr.on([shown.submit], lambda _: 1 / 0, [shown], [shown], queue=False)
        return mount(application, page, "/", CHAT_PATHS, "sv")

    door = asyncio.run(mounted()).app
    assert isinstance(door, OnlyThese)
    return TestClient(application, raise_server_exceptions=False), door, uploads


def _upload(client: TestClient, *files: object) -> int:
    body = {"data": [list(files)], "fn_index": 0, "session_hash": "abc", "trigger_id": None}
    return client.post(PREDICT, json=body).status_code


def test_of_an_upload_only_files_in_its_folder_come_in(page_and_uploads: tuple[TestClient, OnlyThese, Path]):
    client, _, uploads = page_and_uploads
    (uploads / "a").mkdir()
    (uploads / "a" / "mål.md").write_text("Mål")
    (uploads / "secret").symlink_to("/etc/hostname")
    assert _upload(client, {**FILE, "path": str(uploads / "a" / "mål.md"), "orig_name": "mål.md"}) == 200
    for path in ("/etc/hostname", str(uploads / "secret"), str(uploads / ".." / "x"), str(uploads), "", "a\0b", 5):
        assert _upload(client, {**FILE, "path": path}) == 400, path
    assert _upload(client, "text") == 400
    assert _upload(client, *[{**FILE, "path": str(uploads / "a" / "mål.md")}] * 101) == 400


def test_gradio_itself_takes_no_file_either(page_and_uploads: tuple[TestClient, OnlyThese, Path]):
    _, mounted, uploads = page_and_uploads
    door = mounted._application
    assert isinstance(door, Door)
    unguarded = TestClient(door._application, raise_server_exceptions=False)
    body = {"data": [FILE], "fn_index": 1, "session_hash": "abc", "trigger_id": None}
    assert unguarded.post(PREDICT, json=body).status_code == 500
    assert list(uploads.rglob("*")) == []


def test_what_a_function_raises_is_a_number_on_the_page_and_in_the_log(
    page_and_uploads: tuple[TestClient, OnlyThese, Path],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
):
    client, _, _ = page_and_uploads
    body = {"data": ["hemlig fråga"], "fn_index": 1, "session_hash": "abc", "trigger_id": None}
    answer = client.post(PREDICT, json=body)
    [line] = caplog.messages
    number = line.split()[1].rstrip(":")
    assert answer.status_code == 500
    assert f"Felet har nummer {number}" in answer.json()["error"]
    assert "ZeroDivisionError" in line
    assert "hemlig" not in line + "".join(capfd.readouterr())
