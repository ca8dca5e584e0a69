"""The staff's addresses: not there without a password, closed without a session, and what a session opens."""

import asyncio
import json
import re
import stat
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.staff.access.staff_guard import COOKIE, PAGE

PASSWORD = "en lång mening som lösenord"
TEXTS = (
    *("/personal/samling", "/personal/samling.zip", "/personal/samling/orsa.txt", "/personal/borttagna"),
    *("/personal/samling/orsa.txt?hamta=original", "/personal/rapporter", "/personal/rapporter/x.json"),
)
PLAIN = ("/personal", "/personal/", "/personal/texter", PAGE, "/personal/rapport.json", *TEXTS)
GRADIO = (
    *("config", "theme.css", "assets/x.js", "static/fonts/x.woff2", "login", "logout", "favicon.ico", "monitoring"),
    *("gradio_api/" + path for path in ("info", "run/predict", "api/predict", "queue/join", "queue/data", "upload")),
    *("gradio_api/" + path for path in ("upload_progress", "heartbeat/x", "file=x", "file=/etc/passwd", "token")),
    *("gradio_api/" + path for path in ("call/x", "call/x/y", "stream/x", "component_server", "app_id", "reset")),
)


def log_in(client: TestClient, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/personal/logga-in", data={"losenord": password}, **more)


def routes(application: FastAPI) -> Iterable[str]:
    """Every path below the staff's Gradio mount, with something filled in for its parameters."""
    mounted = next(r for r in application.routes if isinstance(r, Mount) and r.path == PAGE.rstrip("/"))
    waiting: list[Any] = [mounted.app]
    while waiting:
        here = waiting.pop()
        waiting += [getattr(here, inner) for inner in ("_application", "original_router") if hasattr(here, inner)]
        waiting += getattr(here, "routes", [])
        if path := getattr(here, "path", ""):
            yield re.sub(r"\{[^}]*\}", "x", path).lstrip("/")


def dependency(client: TestClient, element: str, event: str) -> tuple[int, dict[str, Any]]:
    """Number and description of what Gradio does on an event of the element."""
    config = client.get(PAGE + "config").json()
    (component,) = [c for c in config["components"] if c["props"].get("elem_id") == element]
    for number, found in enumerate(config["dependencies"]):
        if [component["id"], event] in [list(target) for target in found["targets"]]:
            return found.get("id", number), found
    raise AssertionError(f"nothing happens on {event} of {element}")


def press(client: TestClient, element: str, event: str = "click", data: Iterable[Any] = ()) -> str:
    number, _ = dependency(client, element, event)
    asked = {"fn_index": number, "data": list(data), "session_hash": "test"}
    answer = client.post(PAGE + "gradio_api/run/predict", json=asked)
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.json()["data"], ensure_ascii=False)


@pytest.mark.parametrize("path", [*PLAIN, "/personal/logga-in", "/personal/logga-ut", *(PAGE + p for p in GRADIO)])
def test_without_a_password_the_addresses_do_not_exist(site: TestClient, path: str):
    assert site.get(path, follow_redirects=False).status_code == 404
    assert site.post(path, follow_redirects=False).status_code in (404, 405)


def test_without_a_session_every_address_is_closed(staff: TestClient):
    assert isinstance(staff.app, FastAPI)
    found = set(routes(staff.app))
    assert {"config", "gradio_api/upload", "gradio_api/queue/join"} <= found | set(GRADIO)
    assert len(found) > 40, "the walk sees Gradio's own routes"
    for client_cookie in ({}, {COOKIE: "x"}, {COOKIE: ""}):
        staff.cookies = client_cookie
        for path in sorted({*found, *GRADIO}):
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
                answer = staff.request(method, PAGE + path)
                assert answer.status_code == 401 or path == "", (method, path)
        for path in PLAIN:
            answer = staff.get(path)
            assert (answer.status_code, answer.headers["location"]) in {
                (303, "/personal/logga-in"),
                (307, f"http://testserver{PAGE}"),
            }


def test_with_a_session_only_what_the_page_needs_exists(staff: TestClient):
    log_in(staff)
    assert staff.get(PAGE).status_code == 200
    assert staff.get(PAGE + "config").status_code == 200
    closed = ("gradio_api/file=/etc/passwd", "gradio_api/queue/join", "monitoring", "login", "gradio_api/call/x")
    for path in closed:
        assert staff.get(PAGE + path).status_code == 404
    assert staff.get("/config").status_code == 200, "the public page does not need one"
    assert "upload" not in staff.get("/config").text


def test_log_in_sets_a_cookie_that_scripts_and_other_sites_do_not_get(staff: TestClient):
    answer = log_in(staff)
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    cookie = answer.headers["set-cookie"]
    assert {part.strip() for part in cookie.split(";")[1:]} == {"HttpOnly", "Path=/personal", "SameSite=strict"}
    assert "no-store" in answer.headers["cache-control"]
    assert staff.get("/personal/logga-in").headers["location"] == PAGE


def test_over_https_the_cookie_stays_there(staff: TestClient):
    staff.base_url = "https://testserver"  # type: ignore[assignment]  # the property's setter takes text
    assert "; Secure" in log_in(staff).headers["set-cookie"]


def test_a_wrong_password_opens_nothing(staff: TestClient):
    for password in ("fel", "", "x" * 2000):
        answer = log_in(staff, password)
        assert answer.status_code == 401
        assert "Lösenordet är fel" in answer.text
        assert "set-cookie" not in answer.headers
    assert staff.get(PAGE + "config").status_code == 401


def test_after_five_failures_the_right_one_has_to_wait_too(staff: TestClient):
    for _ in range(5):
        answer = log_in(staff, "fel")
    assert answer.status_code == 429
    answer = log_in(staff)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    assert "Vänta 30 sekunder" in answer.text


@pytest.mark.parametrize("origin", ["https://elak.se", "http://testserver:8080", "null", ""])
def test_posts_from_other_sites_do_nothing(staff: TestClient, origin: str):
    assert log_in(staff, headers={"Origin": origin}).status_code == 403
    log_in(staff)
    foreign = {"Origin": origin}
    assert staff.post("/personal/logga-ut", headers=foreign).status_code == 403
    assert staff.post(PAGE + "gradio_api/run/predict", json={}, headers=foreign).status_code == 403
    assert staff.post(PAGE + "gradio_api/upload", files={"files": b"x"}, headers=foreign).status_code == 403
    assert staff.get(PAGE + "config").status_code == 200


def test_log_out_ends_the_session_on_the_server(staff: TestClient):
    log_in(staff)
    token = staff.cookies[COOKIE]
    answer = staff.post("/personal/logga-ut")
    assert answer.headers["location"] == "/personal/logga-in"
    staff.cookies = {COOKIE: token}
    assert staff.get(PAGE + "config").status_code == 401


def test_log_in_gives_a_new_session_and_ends_the_old(staff: TestClient):
    log_in(staff)
    first = staff.cookies[COOKIE]
    log_in(staff)
    assert staff.cookies[COOKIE] != first
    staff.cookies = {COOKIE: first}
    assert staff.get(PAGE + "config").status_code == 401


def test_an_upload_leaves_gradios_folder_and_shows_a_preview(staff: TestClient, uploads: Path):
    log_in(staff)
    text = "Mål för Lunds kommun\n\nLund ska bli <b>fossilfritt</b>.\n"
    answer = staff.post(PAGE + "gradio_api/upload", files={"files": ("lund.txt", text.encode(), "text/plain")})
    assert answer.status_code == 200
    (path,) = answer.json()
    assert Path(path).exists()
    chosen = [{"path": path, "orig_name": "lund.txt", "meta": {"_type": "gradio.FileData"}}]
    said = press(staff, "upload", "upload", [chosen])
    assert "Mål för Lunds kommun" in said
    assert "<b>" not in said
    assert not Path(path).exists()
    assert "Tillagt i samlingen: lund.txt" in press(staff, "add")


def test_a_path_that_was_never_uploaded_is_not_taken(staff: TestClient, settings: Settings):
    log_in(staff)
    secret = settings.index / "current"
    number, _ = dependency(staff, "upload", "upload")
    chosen = [{"path": str(secret), "meta": {"_type": "gradio.FileData"}}]
    asked = {"fn_index": number, "data": [chosen], "session_hash": "test"}
    assert staff.post(PAGE + "gradio_api/run/predict", json=asked).status_code != 200
    assert secret.exists()


def test_the_public_page_takes_no_upload_and_cannot_act_for_the_staff(staff: TestClient):
    assert staff.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
    log_in(staff)
    number, _ = dependency(staff, "remove-yes", "click")
    staff.cookies = {}
    answer = staff.post("/gradio_api/run/predict", json={"fn_index": number, "data": ["orsa.txt"], "session_hash": "x"})
    assert "borttagen" not in answer.text


def test_what_is_loaded_shows_the_collection(staff: TestClient):
    log_in(staff)
    config = staff.get(PAGE + "config").json()
    number = next(
        found.get("id", place)
        for place, found in enumerate(config["dependencies"])
        if any(target[1] == "load" for target in found["targets"])
    )
    answer = staff.post(
        PAGE + "gradio_api/run/predict", json={"fn_index": number, "data": [], "session_hash": "test"}
    ).text
    assert "torslanda.txt" in answer
    assert "Ingen ombyggnad" in answer


def test_removing_and_rolling_back_ask_first(staff: TestClient, settings: Settings):
    log_in(staff)
    assert "Välj först en fil" in press(staff, "remove", data=[None])
    assert (settings.corpus / "orsa.txt").exists()
    assert "Det finns ingen tidigare generation" in press(staff, "rollback")


def test_the_report_can_be_taken_home(staff: TestClient):
    log_in(staff)
    assert staff.get("/personal/rapport.json").headers["location"] == PAGE
    assert "Läser texterna" in press(staff, "rebuild")
    pause = threading.Event()
    for _ in range(600):
        if (answer := staff.get("/personal/rapport.json")).status_code == 200:
            break
        pause.wait(0.05)
    assert answer.json()["documents"]["unchanged"] == 4
    assert answer.headers["content-disposition"].startswith('attachment; filename="maltolk-000001-')


def test_pages_have_the_headers_and_no_password(staff: TestClient):
    for answer in (staff.get("/personal/logga-in"), log_in(staff, "fel")):
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert PASSWORD not in answer.text
        assert '<html lang="sv">' in answer.text


def test_large_bodies_are_taken_only_where_files_go(staff: TestClient):
    large = b"losenord=" + b"x" * 70_000
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert staff.post("/personal/logga-in", content=large, headers=kind).status_code == 413
    assert staff.post(PAGE + "gradio_api/upload", files={"files": large}).status_code == 401
    log_in(staff)
    assert staff.post(PAGE + "gradio_api/upload", files={"files": ("a.txt", large)}).status_code == 200


def test_uploads_go_to_folders_of_their_own_which_end_with_the_server(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def made() -> FastAPI:
        return create_application(settings)

    with TestClient(asyncio.run(made()), headers={"Origin": "http://testserver"}) as client:
        log_in(client)
        (path,) = client.post(PAGE + "gradio_api/upload", files={"files": ("a.txt", b"a")}).json()
        assert Path(path).is_relative_to(tmp_path)
        folders = sorted(folder.name.rpartition("-")[0] for folder in tmp_path.glob("maltolk-*"))
        assert folders == ["maltolk-staff", "maltolk-uploads"]
        assert {stat.S_IMODE(folder.stat().st_mode) for folder in tmp_path.glob("maltolk-*")} == {0o700}
    assert not list(tmp_path.glob("maltolk-*"))
