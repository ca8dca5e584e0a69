"""The staff's pages on people: closed without a session, and what can be read, taken away and changed there."""

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.privacy.suppressed import SuppressionList
from maltolk.privacy.unanswered import Unanswered
from maltolk.settings import Privacy, Settings
from maltolk.web.application import create_application
from maltolk.web.staff.access.staff_guard import COOKIE

PASSWORD = "en lång mening som lösenord"
GET = ("/personal/fragor", "/personal/fragor.csv", "/personal/fragor.jsonl", "/personal/skyddade")
POST = ("/personal/fragor/radera", "/personal/skyddade/lagg-till", "/personal/skyddade/ta-bort")


@pytest.fixture
def kept(tmp_path: Path) -> Unanswered:
    return Unanswered(tmp_path / "unanswered.sqlite", 30)


@pytest.fixture
def own_settings(settings: Settings, kept: Unanswered, tmp_path: Path) -> Settings:
    return replace(settings, privacy=Privacy(kept.file, 30), feedback=tmp_path / "judgements.jsonl")


@pytest.fixture
def browser(own_settings: Settings) -> Iterator[TestClient]:
    """Logged in."""

    async def made() -> FastAPI:
        return create_application(own_settings)

    with TestClient(asyncio.run(made()), follow_redirects=False, headers={"Origin": "http://testserver"}) as client:
        client.post("/personal/logga-in", data={"losenord": PASSWORD})
        yield client


@pytest.mark.parametrize("cookie", [None, "forged"])
def test_without_a_session_nothing_is_shown_or_changed(browser: TestClient, own_settings: Settings, kept, cookie):
    kept.add("Var ligger hamnen?", None, "sv")
    browser.cookies.clear()
    if cookie:
        browser.cookies.set(COOKIE, cookie, path="/personal")
    for path in GET:
        assert browser.get(path).status_code == 303
    for path in POST:
        assert browser.post(path, data={"vad": "alla", "namn": "Anna Ek"}).status_code == 303
    assert len(kept.questions()) == 1
    assert SuppressionList(own_settings.suppressed).current() == ()


def test_from_another_origin_nothing_is_changed(browser: TestClient, own_settings: Settings, kept: Unanswered):
    kept.add("Var ligger hamnen?", None, "sv")
    for path in POST:
        sent = browser.post(path, data={"vad": "alla", "namn": "Anna Ek"}, headers={"Origin": "http://evil.example"})
        assert sent.status_code == 403
    assert len(kept.questions()) == 1
    assert SuppressionList(own_settings.suppressed).current() == ()


def test_questions_are_listed_and_downloaded(browser: TestClient, kept: Unanswered):
    kept.add("Var ligger <b>hamnen</b>?", None, "sv")
    kept.add("=cmd|'/C calc'!A0", "Ale", "sv")
    page = browser.get(GET[0]).text
    assert "Var ligger &lt;b&gt;hamnen&lt;/b&gt;?" in page
    rows = list(csv.reader(io.StringIO(browser.get(GET[1]).content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Fråga"
    assert {row[0][0] for row in rows[1:]} == {"V", "'"}
    lines = [json.loads(line) for line in browser.get(GET[2]).text.splitlines()]
    assert {line["municipality"] for line in lines} == {"", "Ale"}


def test_one_question_or_all_are_deleted(browser: TestClient, kept: Unanswered):
    for letter in "abc":
        kept.add(f"Var ligger {letter}?", None, "sv")
    browser.post(POST[0], data={"vad": "en", "nyckel": kept.questions()[0].key})
    assert len(kept.questions()) == 2
    browser.post(POST[0], data={"vad": "alla"})
    assert kept.questions() == ()


def test_what_visitors_ask_without_an_answer_comes_there_masked(browser: TestClient, kept: Unanswered):
    browser.get("/enkel", params={"q": "Jag heter Anna Andersson, var ligger xylofonmuseet i Ale?"})
    browser.get("/enkel", params={"q": "Vilka mål har Ale?"})
    assert [row.question for row in kept.questions()] == ["Jag heter [namn], var ligger xylofonmuseet i Ale?"]


def test_judgements_are_counted_and_deleted(browser: TestClient, own_settings: Settings):
    browser.post("/omdome", data={"verdict": "up", "question": "x", "word": "ring 070-123 45 67"})
    assert own_settings.feedback is not None
    assert "[telefonnummer]" in own_settings.feedback.read_text("utf-8")
    assert "Sparade omdömen: 1." in browser.get(GET[0]).text
    browser.post(POST[0], data={"vad": "omdomen"})
    assert own_settings.feedback.read_text("utf-8") == ""


def test_somebody_is_hidden_and_shown_again(browser: TestClient, own_settings: Settings):
    people = SuppressionList(own_settings.suppressed)
    assert "Sixten" in browser.get("/kontakter").text
    assert "texter där personen fanns: 1" in browser.post(POST[1], data={"namn": "Sixten Hedbäck"}).text
    assert "Kontrollera stavningen" in browser.post(POST[1], data={"namn": "Sixtn Hedbäk"}).text
    assert "Sixten" in browser.get(GET[3]).text
    for path in ("/kontakter", "/en/kontakter", "/kontakter.csv", "/kontakter.vcf", "/om", "/personal/texter/"):
        assert "Sixten" not in browser.get(path).text
    one, _misspelt = people.current()
    browser.post(POST[2], data={"nyckel": one.key})
    assert "Sixten" in browser.get("/kontakter").text


def test_an_entry_that_would_hide_too_many_is_refused_with_the_reason(browser: TestClient, own_settings: Settings):
    sent = browser.post(POST[1], data={"namn": "Sixten"})
    assert sent.status_code == 400
    assert "surname" in sent.text
    assert SuppressionList(own_settings.suppressed).current() == ()


def test_the_page_of_a_text_blacks_out_who_is_hidden_and_says_so(browser: TestClient, own_settings: Settings):
    digest = next(
        line.split("/kalla/")[1].split('"')[0] for line in browser.get("/om").text.splitlines() if "friluft" in line
    )
    place = browser.get("/kontakter").text.split(f"/kalla/{digest}/")[1].split("#")[0]
    card = f"/kontakt/{digest}/{place}.vcf"
    assert "Sixten" in browser.get(f"/kalla/{digest}").text
    assert browser.get(card).status_code == 200
    browser.post(POST[1], data={"namn": "Sixten Hedbäck"})
    for language in ("", "/en"):
        for path in (f"/kalla/{digest}", f"/kalla/{digest}/{place}"):
            page = browser.get(language + path).text
            assert 'class="removed"' in page
            assert not any(trace in page for trace in ("Sixten", "Hedb", "0980", "sixten", "█"))
    assert "personuppgifter är borttagna" in browser.get(f"/kalla/{digest}").text
    assert browser.get(card).status_code == 404


def test_judgements_are_listed_newest_first_searched_and_paged(browser: TestClient):
    for number in range(60):
        verdict = "up" if number % 2 else "down"
        browser.post("/omdome", data={"verdict": verdict, "question": f"Fråga <{number}>?", "word": f"ord{number}"})
    first, second = browser.get(GET[0]).text, browser.get(f"{GET[0]}?sida=2").text
    assert first.index("Fråga &lt;59&gt;?") < first.index("Fråga &lt;10&gt;?")
    assert "Fråga &lt;9&gt;?" not in first
    assert "Fråga &lt;9&gt;?" in second
    found = browser.get(f"{GET[0]}?sok=ORD42").text
    assert "Fråga &lt;42&gt;?" in found
    assert "Fråga &lt;43&gt;?" not in found
    assert "Inget omdöme passar" in browser.get(f"{GET[0]}?sok=finns-inte").text


def test_a_question_becomes_a_saved_one_once(browser: TestClient, own_settings: Settings, kept: Unanswered):
    assert own_settings.questions is not None
    own_settings.questions.write_text('{"id": 7, "q": "Vad vill Ale?", "history": ["Hej"]}\n', "utf-8")
    kept.add('Var ligger "hamnen"?', None, "sv")
    browser.post("/omdome", data={"verdict": "down", "question": "Vad vill Orsa?", "word": ""})
    assert browser.get(GET[0]).text.count("Spara frågan") == 2
    for question in ('Var ligger "hamnen"?', "Vad vill Orsa?", "Vad vill  Orsa?"):
        assert browser.post("/personal/fragor/spara", data={"fraga": question}).status_code == 200
    rows = [json.loads(line) for line in own_settings.questions.read_text("utf-8").splitlines()]
    assert rows[0] == {"id": 7, "q": "Vad vill Ale?", "history": ["Hej"]}
    assert [row["q"] for row in rows[1:]] == ['Var ligger "hamnen"?', "Vad vill Orsa?"]
    assert "Spara frågan" not in browser.get(GET[0]).text
    assert "redan sparad" in browser.post("/personal/fragor/spara", data={"fraga": "Vad vill Ale?"}).text


def test_saved_questions_that_cannot_be_read_are_left_alone(browser: TestClient, own_settings: Settings):
    assert own_settings.questions is not None
    own_settings.questions.write_text("no JSON\n", "utf-8")
    assert browser.post("/personal/fragor/spara", data={"fraga": "Vad vill Ale?"}).status_code == 500
    assert own_settings.questions.read_text("utf-8") == "no JSON\n"
