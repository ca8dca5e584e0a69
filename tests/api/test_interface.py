"""The interface answers with the command line's objects, refuses in one form, and lets clients revalidate."""

import asyncio
import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.answering.answer import MAX_QUESTION
from maltolk.answering.retrieval.intent import probes
from maltolk.api.asked import MAX_FOUND, MAX_HISTORY, MAX_NAME, MAX_QUOTE, MAX_TURNS
from maltolk.api.interface import PREFIX
from maltolk.api.refusals import STATUS
from maltolk.errors import IndexDamaged
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.presentation import as_json, contact_as_json, document_as_json, hit_as_json
from maltolk.reading import read_folder
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.doors.guards import Bucket

JSON = {"Content-Type": "application/json"}
QUESTION = "Vilka mål har Ale?"


@pytest.fixture(scope="module")
def service(site_settings: Settings) -> Service:
    return Service(site_settings)


def ask(client: TestClient, body: bytes, media_type: str = "application/json"):
    return client.post(f"{PREFIX}/fraga", content=body, headers={"Content-Type": media_type})


def code_of(response) -> str:
    """The code of an error, whose form is checked."""
    (found,) = response.json().values()
    assert set(found) == {"code", "message", "message_sv"}
    assert response.status_code == STATUS[found["code"]]
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert "{" not in found["message_sv"].replace('{"q": ', "")
    assert found["message"] != found["message_sv"]
    return found["code"]


def without_times(answer: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in answer.items() if name not in ("latency_ms", "trace")}


@pytest.mark.parametrize(
    "asked",
    [
        {"q": QUESTION},
        {"q": QUESTION, "lang": "en", "municipality": "ale"},
        {"q": "Och vem är ordförande?", "history": [QUESTION]},
        {"q": QUESTION, "history": [], "municipality": None, "lang": None, "trace": False},
        {"q": "Vad kostar en buss i Ystad?"},
    ],
)
def test_a_question_gets_the_answer_of_the_command_line(client: TestClient, service: Service, asked):
    response = client.post(f"{PREFIX}/fraga", json=asked)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    expected = as_json(service.ask(asked["q"], asked.get("history", ()), asked.get("municipality"), asked.get("lang")))
    assert without_times(response.json()) == without_times(json.loads(json.dumps(expected)))
    assert "trace" not in response.json()


def test_a_quote_of_an_answer_is_found_in_its_context(client: TestClient, service: Service):
    cited = client.post(f"{PREFIX}/fraga", json={"q": QUESTION}).json()["citations"]
    assert cited
    for citation in cited:
        found = client.get(PREFIX + citation["link"]).json()
        version = service.version(citation["digest"])
        assert version is not None
        text = version.document.text
        assert found["quote"] == citation["quote"] == text[citation["start"] : citation["end"]]
        assert found["before"] + found["quote"] + found["after"] in text
        assert text.startswith(found["before"], citation["start"] - len(found["before"]))
        assert (found["title"], found["link"], found["current"], found["newest"]) == (
            citation["title"],
            citation["link"],
            True,
            None,
        )


def test_context_ends_between_words(client: TestClient, service: Service):
    (document,) = [row for row in service.documents() if row.path == "ale.md"]
    version = service.version(document.digest)
    assert version is not None
    text = version.document.text
    for start in range(430, 470):
        found = client.get(f"{PREFIX}/kalla/{document.digest}/{start}-{start + 5}").json()
        assert not found["before"] or found["before"][0].isspace()
        assert text[start + 5 + len(found["after"]) - 1].isspace()
        assert 300 < len(found["before"]) <= 400
    assert client.get(f"{PREFIX}/kalla/{document.digest}/0-5").json()["before"] == ""
    whole = client.get(f"{PREFIX}/kalla/{document.digest}/0-{len(text)}").json()
    assert (whole["before"], whole["quote"], whole["after"]) == ("", text, "")


def test_the_trace_comes_when_asked_for(client: TestClient):
    trace = client.post(f"{PREFIX}/fraga", json={"q": QUESTION, "trace": True}).json()["trace"]
    assert trace["question"] == QUESTION
    assert trace["outcome"]


def test_the_lists_are_those_of_the_command_line(client: TestClient, service: Service):
    hits = client.get(f"{PREFIX}/sok", params={"q": "barn och simning", "k": 3, "municipality": "Ale"}).json()
    assert hits == [hit_as_json(hit) for hit in service.search("barn och simning", 3, "Ale")]
    assert len(hits) == 3
    contacts = client.get(f"{PREFIX}/kontakter", params={"q": "maja"}).json()
    assert contacts == [contact_as_json(row) for row in service.contacts("maja")]
    assert contacts[0]["name"] == "Maja Ek"
    assert len(client.get(f"{PREFIX}/kontakter").json()) == len(service.contacts()) > 1
    documents = client.get(f"{PREFIX}/dokument").json()
    assert documents == json.loads(json.dumps([document_as_json(row) for row in service.documents()]))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"[]", "not_json"),
        (b'"q"', "not_json"),
        (b"null", "not_json"),
        (b"1e999", "not_json"),
        (b'{"q": "\xff"}', "not_json"),
        (b'\xef\xbb\xbf{"q": "a"}', "not_json"),
        ('{"q": "å"}'.encode("utf-16"), "not_json"),
        (b'{"q": "\\ud800"}', "not_json"),
        (b'{"q": "a", "trace": %b}' % (b"9" * 5000), "not_json"),
        (b"[" * 30_000, "not_json"),
        (b'{"q":' * 10_000, "not_json"),
        (b"{}", "missing_field"),
        (b'{"q": ""}', "empty"),
        (b'{"q": " \\n\\u00a0"}', "empty"),
        (b'{"q": null}', "invalid_value"),
        (b'{"q": NaN}', "invalid_value"),
        (b'{"q": ["a"]}', "invalid_value"),
        (b'{"q": "a\\u0000b"}', "not_text"),
        (b'{"q": "a\\u001bb"}', "not_text"),
        (b'{"q": "a", "history": ["\\u0000"]}', "not_text"),
        (b'{"q": "a", "municipality": "\\u0000"}', "not_text"),
        (b'{"q": "a", "fr\xc3\xa5ga": 1}', "unknown_field"),
        (b'{"q": "a", "history": "b"}', "invalid_value"),
        (b'{"q": "a", "history": [1]}', "invalid_value"),
        (b'{"q": "a", "history": [""]}', "invalid_value"),
        (b'{"q": "a", "municipality": ""}', "empty"),
        (b'{"q": "a", "municipality": 1}', "invalid_value"),
        (b'{"q": "a", "municipality": "Atlantis"}', "unknown_municipality"),
        (b'{"q": "a", "lang": "de"}', "invalid_value"),
        (b'{"q": "a", "trace": 1}', "invalid_value"),
        (b'{"q": "a", "trace": "true"}', "invalid_value"),
    ],
)
def test_what_is_no_question_is_refused(client: TestClient, body: bytes, code: str):
    assert code_of(ask(client, body)) == code


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "a" * (MAX_QUESTION + 1)},
        {"q": "a", "history": ["b"] * (MAX_TURNS + 1)},
        {"q": "a", "history": ["b" * (MAX_QUESTION + 1)]},
        {"q": "a", "history": ["b" * (MAX_HISTORY // 2), "c" * (MAX_HISTORY // 2), "d"]},
        {"q": "a", "municipality": "b" * (MAX_NAME + 1)},
    ],
)
def test_what_is_too_long_is_refused_rather_than_cut(client: TestClient, asked):
    assert code_of(client.post(f"{PREFIX}/fraga", json=asked)) == "too_long"


def test_the_longest_that_is_allowed_is_answered(client: TestClient):
    asked = {"q": "ö" * MAX_QUESTION, "history": ["ö" * (MAX_HISTORY // MAX_TURNS)] * MAX_TURNS}
    assert client.post(f"{PREFIX}/fraga", json=asked).status_code == 200


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
def test_what_is_not_called_json_is_refused(client: TestClient, media_type: str):
    assert code_of(ask(client, b'{"q": "a"}', media_type)) == "media_type"


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
def test_json_may_say_that_it_is_utf8(client: TestClient, media_type: str):
    assert ask(client, b'{"q": "a"}', media_type).status_code == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_read(client: TestClient):
    assert code_of(ask(client, b" " * 70_000)) == "too_large"
    in_pieces = client.post(f"{PREFIX}/fraga", content=iter([b" " * 40_000] * 2), headers=JSON)
    assert code_of(in_pieces) == "too_large"


PLACES = f"kalla/{'0' * 64}"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("sok", "missing_field"),
        ("sok?q=", "empty"),
        ("sok?q=%20", "empty"),
        ("sok?q=%00", "not_text"),
        ("sok?q=%ff", "not_utf8"),
        ("sok?q=%ed%a0%80", "not_utf8"),
        ("sok?%ff=a", "not_utf8"),
        ("sok?q=a&q=a", "repeated_field"),
        ("sok?" + "a&" * 30, "repeated_field"),
        (f"sok?q={'a' * (MAX_QUESTION + 1)}", "too_long"),
        ("sok?q=a&k=0", "invalid_value"),
        (f"sok?q=a&k={MAX_FOUND + 1}", "invalid_value"),
        ("sok?q=a&k=-1", "invalid_value"),
        ("sok?q=a&k=1.0", "invalid_value"),
        ("sok?q=a&k=1e1", "invalid_value"),
        ("sok?q=a&k=%D9%A1", "invalid_value"),
        (f"sok?q=a&k={'9' * 5000}", "invalid_value"),
        ("sok?q=a&k=", "invalid_value"),
        ("sok?q=a&lang=sv", "unknown_field"),
        ("sok?q=a&municipality=Atlantis", "unknown_municipality"),
        (f"kontakter?q={'a' * 201}", "too_long"),
        ("kontakter?q=%00", "not_text"),
        ("kontakter?municipality=Atlantis", "unknown_municipality"),
        ("dokument?q=a", "no_fields"),
        ("fraga", "method"),
        ("fraga/", "not_found"),
        ("sok/", "not_found"),
        ("", "not_found"),
        ("../v2", "not_found"),
        ("%00", "not_found"),
        ("kalla/0/0-1", "no_source"),
        (f"{PLACES}/0-1", "no_source"),
        (f"{PLACES}/1", "no_source"),
        (f"{PLACES}/01-2", "no_source"),
        (f"{PLACES}/0-1?x=1", "no_fields"),
        (f"{PLACES}/0-{'9' * 5000}", "no_source"),
        (f"{PLACES}/5-5", "no_source"),
        (f"{PLACES}/0-{MAX_QUOTE + 1}", "invalid_value"),
        (f"{PLACES}/%D9%A1-5", "no_source"),
    ],
)
def test_an_address_that_asks_nothing_is_refused(client: TestClient, address: str, code: str):
    assert code_of(client.get(f"{PREFIX}/{address}")) == code


def test_a_place_behind_the_text_is_none(client: TestClient):
    digest = client.get(f"{PREFIX}/dokument").json()[0]["digest"]
    assert code_of(client.get(f"{PREFIX}/kalla/{digest}/9000-9001")) == "no_source"


def test_all_that_begins_with_api_is_refused_in_json(client: TestClient):
    for address in ("/api", "/api/", "/api/v2/fraga"):
        assert code_of(client.get(address)) == "not_found"
    assert client.get("/apier").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method_is_known_and_no_other_site_may_ask(client: TestClient, method: str):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    for address in ("fraga", "sok?q=a"):
        response = client.request(method, f"{PREFIX}/{address}", headers=asked)
        assert code_of(response) == "method"
        assert response.headers["Allow"]
        assert not [name for name in response.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("address", ["sok?q=barn", "kontakter", "dokument", "openapi.json"])
def test_what_a_client_holds_is_not_sent_again(client: TestClient, address: str):
    first = client.get(f"{PREFIX}/{address}")
    tag = first.headers["ETag"]
    assert "no-cache" in first.headers["Cache-Control"]
    for held in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = client.get(f"{PREFIX}/{address}", headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    for held in ('"other"', 'W/"', tag.strip('W/"'), ""):
        assert client.get(f"{PREFIX}/{address}", headers={"If-None-Match": held}).content == first.content


def test_a_quote_that_is_gone_is_not_said_to_hold(client: TestClient):
    tag = client.get(f"{PREFIX}/dokument").headers["ETag"]
    gone = client.get(f"{PREFIX}/kalla/{'0' * 64}/0-1", headers={"If-None-Match": tag})
    assert code_of(gone) == "no_source"
    held = client.get(f"{PREFIX}/dokument").json()[0]["digest"]
    assert client.get(f"{PREFIX}/kalla/{held}/0-1", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("address", ["sok?q=barn", "kontakter", "dokument", "openapi.json", "sok", "nix"])
def test_head_is_answered_as_get(client: TestClient, address: str):
    head, get = client.head(f"{PREFIX}/{address}"), client.get(f"{PREFIX}/{address}")
    assert (head.status_code, head.headers, head.content) == (get.status_code, get.headers, b"")


@pytest.fixture
def hurried(site_settings: Settings) -> Iterator[TestClient]:
    """A client that has been used up."""

    async def made() -> FastAPI:
        return create_application(site_settings, bucket=Bucket(burst=0, rate=0))

    with TestClient(asyncio.run(made())) as client:
        yield client


def test_every_question_counts(hurried: TestClient):
    for address in ("sok?q=a", "kontakter", "dokument", f"{PLACES}/0-1"):
        assert code_of(hurried.get(f"{PREFIX}/{address}")) == "too_many"
    response = hurried.post(f"{PREFIX}/fraga", json={"q": "a"})
    assert code_of(response) == "too_many"
    assert response.headers["Retry-After"] == "1"
    assert hurried.get(f"{PREFIX}/openapi.json").status_code == 200


def test_what_nobody_foresaw_is_numbered_and_not_repeated(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret question")

    monkeypatch.setattr(Service, "ask", broken)
    with caplog.at_level(logging.ERROR):
        response = client.post(f"{PREFIX}/fraga", json={"q": "a secret question"})
    assert code_of(response) == "broken"
    (record,) = caplog.records
    number = record.getMessage().split()[1].rstrip(":")
    assert number in response.json()["error"]["message"]
    assert "ZeroDivisionError" in record.getMessage()
    assert "secret" not in response.text + record.getMessage()
    assert record.exc_info is None


def test_an_index_that_cannot_be_used_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    def damaged(*_: object, **__: object) -> None:
        raise IndexDamaged("/var/lib/index/passages differs; run 'maltolk index'")

    monkeypatch.setattr(Service, "search", damaged)
    response = client.get(f"{PREFIX}/sok?q=a")
    assert code_of(response) == "unavailable"
    assert "/var" not in response.text
    assert response.headers["Retry-After"]


def test_an_older_text_says_what_replaced_it_and_a_new_build_changes_the_tag(tmp_path: Path, small: Path):
    texts, index = tmp_path / "texts", tmp_path / "index"
    shutil.copytree(small, texts)

    def built() -> None:
        reading = read_folder(texts)
        build(index, reading.documents, reading.skipped, HashEncoder(), keep=1, probes=probes())

    async def made() -> FastAPI:
        return create_application(Settings(index, tmp_path / "models", HASHING), bucket=Bucket(burst=1e9))

    built()
    with TestClient(asyncio.run(made())) as client:
        before = client.get(f"{PREFIX}/dokument")
        digests = {row["document"]: row["digest"] for row in before.json()}
        (texts / "ale.md").write_text((texts / "ale.md").read_text("utf-8").replace("simma", "dyka"), "utf-8")
        (texts / "orsa.txt").unlink()
        built()
        after = client.get(f"{PREFIX}/dokument", headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        assert after.headers["ETag"] != before.headers["ETag"]
        (newest,) = [row["link"] for row in after.json() if row["document"] == "ale.md"]
        changed = client.get(f"{PREFIX}/kalla/{digests['ale.md']}/0-9").json()
        removed = client.get(f"{PREFIX}/kalla/{digests['orsa.txt']}/0-9").json()
        assert (changed["current"], changed["newest"]) == (False, newest)
        assert (removed["current"], removed["newest"]) == (False, None)
