"""Every address of the staff's pages, with every role and none: who is let in where."""

import asyncio
import csv
import io
import json
import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from maltolk.settings import Settings
from maltolk.web.staff.access import sessions
from maltolk.web.staff.access.roles import Action, Role
from maltolk.web.staff.access.staff_guard import COOKIE, PAGE
from maltolk.web.staff.access.users import UsersFile
from maltolk.web.staff.desk import Desk
from maltolk.web.staff.panel import Panel, staff_page

READER, EDITOR, ADMIN = Role
OPEN = {"/personal", "/personal/", "/personal/texter", "/personal/logga-in", "/personal/logga-ut"}
LEAST = {
    ("GET", PAGE): READER,
    ("GET", "/personal/rapport.json"): READER,
    ("GET", "/personal/fragor"): READER,
    ("GET", "/personal/fragor.csv"): READER,
    ("GET", "/personal/fragor.jsonl"): READER,
    ("POST", "/personal/fragor/radera"): ADMIN,
    ("POST", "/personal/fragor/spara"): EDITOR,
    ("GET", "/personal/skyddade"): ADMIN,
    ("POST", "/personal/skyddade/lagg-till"): ADMIN,
    ("POST", "/personal/skyddade/ta-bort"): ADMIN,
    ("GET", "/personal/handelser"): ADMIN,
    ("GET", "/personal/handelser.csv"): ADMIN,
    ("GET", "/personal/prova"): READER,
    ("POST", "/personal/prova/publicera"): EDITOR,
    ("POST", "/personal/prova/kasta"): EDITOR,
    ("GET", "/personal/hamtning"): READER,
    ("POST", "/personal/hamtning/starta"): EDITOR,
    ("GET", "/personal/samling"): READER,
    ("GET", "/personal/samling.zip"): READER,
    ("GET", "/personal/samling/{path:path}"): READER,
    ("POST", "/personal/samling/{path:path}"): READER,
    ("GET", "/personal/borttagna"): READER,
    ("POST", "/personal/borttagna"): READER,
    ("GET", "/personal/rapporter"): READER,
    ("GET", "/personal/rapporter/{name}"): READER,
    ("GET", "/personal/rapporter/{name}.json"): READER,
}
"""Each address and the least role; an address without a session leads to the log-in."""
FUNCTIONS = {
    "add": EDITOR,
    "discard": EDITOR,
    "remove": EDITOR,
    "remove-yes": EDITOR,
    "rebuild": EDITOR,
    "build-trial": EDITOR,
    "rollback": EDITOR,
    "rollback-yes": EDITOR,
    "verify": EDITOR,
    "save-questions": EDITOR,
}
"""Buttons of the Gradio page."""


def addresses(client: TestClient) -> set[tuple[str, str]]:
    """Every plain address of the staff's that the application has."""
    found, waiting = set(), list[Any](client.app.routes)
    while waiting:
        here = waiting.pop()
        waiting += getattr(getattr(here, "original_router", None), "routes", [])
        if isinstance(here, APIRoute) and here.path.startswith("/personal"):
            found |= {(method, here.path) for method in here.methods}
    return {each for each in found if each[1] not in OPEN}


def call(client: TestClient, method: str, path: str) -> Any:
    return client.request(method, path, data={"vad": "alla"} if method == "POST" else None)


def press(client: TestClient, config: Any, element: str) -> Any:
    """What Gradio's frontend sends when the button is pressed. ``config``: of the page."""
    (component,) = [c for c in config["components"] if c["props"].get("elem_id") == element]
    number, found = next(
        (found.get("id", place), found)
        for place, found in enumerate(config["dependencies"])
        if [component["id"], "click"] in [list(target) for target in found["targets"]]
    )
    body = {"fn_index": number, "data": [None] * len(found["inputs"]), "session_hash": "test"}
    return client.post(PAGE + "gradio_api/run/predict", json=body)


def test_the_table_has_every_address(browser: TestClient):
    assert addresses(browser) == set(LEAST)


@pytest.mark.parametrize("cookie", [None, "", "forged", "expired", "removed"])
def test_without_a_session_every_address_leads_to_the_log_in(
    browser: TestClient, log_in, users: UsersFile, cookie: str | None, monkeypatch: pytest.MonkeyPatch
):
    if cookie in ("expired", "removed"):
        log_in(ADMIN)
        if cookie == "expired":
            monkeypatch.setattr(sessions, "IDLE_SECONDS", 0.0)
        else:
            users.remove("Åsa Admin")
    elif cookie is not None:
        browser.cookies.set(COOKIE, cookie, path="/personal")
    for method, path in sorted(LEAST):
        answer = call(browser, method, path)
        assert (answer.status_code, answer.headers.get("location")) == (303, "/personal/logga-in"), path
    assert browser.post(PAGE + "gradio_api/run/predict", json={}).status_code == 401


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_where_it_may_and_nowhere_else(log_in, role: Role):
    client = log_in(role)
    order = list(Role)
    for (method, path), least in LEAST.items():
        answer = call(client, method, path)
        if order.index(role) < order.index(least):
            assert answer.status_code == 403, path
            assert "Din roll räcker inte" in answer.text
        else:
            assert answer.status_code in (200, 303, 400, 404, 409), path
            assert answer.headers.get("location") != "/personal/logga-in"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("path", "does", "least"),
    [
        ("/personal/samling/orsa.txt", "spara", EDITOR),
        ("/personal/samling/orsa.txt", "ladda-upp", EDITOR),
        ("/personal/samling/orsa.txt", "ta-bort", EDITOR),
        ("/personal/borttagna", "lagg-tillbaka", EDITOR),
        ("/personal/borttagna", "for-gott", ADMIN),
    ],
)
def test_what_is_done_to_texts_takes_a_role(log_in, role: Role, path: str, does: str, least: Role):
    client = log_in(role)
    answer = client.post(path, data={"gor": does, "saker": "ja", "nr": "finns-inte"})
    is_refused = list(Role).index(role) < list(Role).index(least)
    assert ("Din roll räcker inte" in answer.text) is is_refused
    assert (answer.status_code == 403) is is_refused


def test_from_another_origin_no_role_changes_anything(log_in):
    client = log_in(ADMIN)
    for method, path in LEAST:
        if method == "POST":
            assert client.post(path, headers={"Origin": "https://elak.se"}).status_code == 403, path


@pytest.mark.parametrize("role", Role)
def test_the_functions_of_the_page_take_a_role_too(log_in, role: Role):
    client = log_in(role)
    config = client.get(PAGE + "config").json()
    for element, least in FUNCTIONS.items():
        if element in ("rebuild", "build-trial") and role is not READER:
            continue  # would start one
        refused = list(Role).index(role) < list(Role).index(least)
        assert (press(client, config, element).status_code == 403) is refused, element
    upload = client.post(PAGE + "gradio_api/upload", files={"files": ("a.txt", b"a")})
    assert upload.status_code == (403 if role is READER else 200)
    assert client.post(PAGE + "gradio_api/run/predict", content=b"[").status_code == 400


def test_every_function_of_the_page_is_in_the_table(desk: Desk):
    async def made() -> Panel:
        return staff_page(desk)

    panel = asyncio.run(made())  # Gradio leaves event loops open where none is running
    assert set(panel.actions) == set(panel.page.fns)
    assert Action.TRIAL_BUILD in panel.actions.values()


def test_a_role_that_is_taken_away_counts_at_the_next_request(log_in, users: UsersFile):
    client = log_in(ADMIN)
    assert client.get("/personal/handelser").status_code == 200
    users.set_role("Åsa Admin", READER)
    assert client.get("/personal/handelser").status_code == 403
    assert "Lena" not in client.get(PAGE).text
    assert "läsare" in client.get(PAGE).text


def test_links_lead_only_where_one_may(log_in):
    for role, links in ((READER, 0), (ADMIN, 1)):
        page = log_in(role).get(PAGE).text
        assert page.count("/personal/skyddade") == page.count("/personal/handelser") == links


def test_the_menu_leads_to_every_page_and_says_where_one_is(log_in):
    client = log_in(ADMIN)
    links = re.compile(r'<li><a href="(/personal/[^"]+)"(?: aria-current="(\w+)")?>')
    addresses = [address for address, _ in links.findall(client.get(PAGE).text)]
    assert len(addresses) == 9
    for address in addresses:
        shown = client.get(address)
        assert shown.status_code == 200
        assert [each for each, current in links.findall(shown.text) if current] == [address]
        assert "/personal/logga-ut" in shown.text
    below = client.get("/personal/samling/orsa.txt").text
    assert [each for each in links.findall(below) if each[1]] == [("/personal/samling", "true")]


def test_the_form_asks_for_a_name_only_where_there_are_users(browser: TestClient):
    assert 'name="namn"' in browser.get("/personal/logga-in").text
    wrong = browser.post("/personal/logga-in", data={"namn": "Ingen <b>", "losenord": "fel"})
    assert wrong.status_code == 401
    assert "Namnet eller lösenordet är fel" in wrong.text
    assert "Ingen &lt;b&gt;" in wrong.text
    one = browser.post("/personal/logga-in", data={"losenord": "en lång mening som lösenord"})
    assert one.status_code == 401, "the one password does not count where there are users"


def test_with_the_one_password_no_name_is_asked_for(staff: TestClient):
    assert 'name="namn"' not in staff.get("/personal/logga-in").text
    staff.post("/personal/logga-in", data={"losenord": "en lång mening som lösenord"})
    assert "Inloggad: personal, administratör." in staff.get(PAGE).text
    assert staff.get("/personal/handelser").status_code == 200


def test_what_is_done_stands_in_the_log_and_no_password_does(log_in, browser: TestClient, team_settings: Settings):
    browser.post("/personal/logga-in", data={"namn": "Okänd", "losenord": "hemligt fel ord"})
    log_in(READER)
    browser.post("/personal/fragor/spara", data={"fraga": "Vad vill Orsa?"})
    log_in(EDITOR)
    browser.post("/personal/fragor/spara", data={"fraga": "Vad vill Orsa?"})
    browser.post("/personal/logga-ut")
    log_in(ADMIN)
    written = (team_settings.index / "audit.jsonl").read_text("utf-8")
    told = [
        (row["user"], row["action"], row["outcome"], "network" in row) for row in map(json.loads, written.splitlines())
    ]
    assert told == [
        ("Okänd", "log_in", "refused", True),
        ("Lena Läsare", "log_in", "done", True),
        ("Lena Läsare", "questions_save", "refused", False),
        ("Rut Redaktör", "log_in", "done", True),
        ("Rut Redaktör", "questions_save", "done", False),
        ("Rut Redaktör", "log_out", "done", False),
        ("Åsa Admin", "log_in", "done", True),
    ]
    for secret in ("hemligt", "lösenord för", "Vad vill Orsa"):
        assert secret not in written


def test_the_log_is_searched_paged_and_downloaded(log_in, team_settings: Settings):
    client = log_in(ADMIN)
    for _ in range(60):
        client.post("/personal/fragor/spara", data={"fraga": "=x"})
    first = client.get("/personal/handelser").text
    assert first.count("sparade frågor") == 50
    assert "?sida=2" in first
    assert "loggade in" in client.get("/personal/handelser?sida=2").text
    assert client.get("/personal/handelser?sok=log_in").text.count("<tr>") == 2
    assert "Inga händelser" in client.get("/personal/handelser?sok=finns-inte&sida=9999999999").text
    table = client.get("/personal/handelser.csv?sok=questions_save")
    assert table.headers["content-disposition"] == 'attachment; filename="handelser.csv"'
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["Tid", "Vem", "Vad"]
    assert len(rows) == 61
