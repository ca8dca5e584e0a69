"""Trying a generation before it is published: both answers, the saved questions, and the two buttons."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.indexing.storage.generations import Generations
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.staff.desk import Desk
from maltolk.web.staff.questions import SavedQuestions
from maltolk.web.staff.rebuild import Phase
from maltolk.web.staff.trying import Trying

PASSWORD = "en lång mening som lösenord"
QUESTION = "När antogs handlingsplanen i Orsa?"
TRY = "/personal/prova"


@pytest.fixture
def changed(settings: Settings) -> Settings:
    """A saved question whose answer has changed in the texts since the index was built."""
    assert settings.questions is not None
    settings.questions.write_text(f'{{"q": "{QUESTION}"}}\n{{"q": "Vem är kommunalråd i Ale?"}}\n', "utf-8")
    file = settings.corpus / "orsa.txt"
    file.write_text(file.read_text("utf-8").replace("3 juni 2019", "4 juli 2020"), "utf-8")
    return settings


@pytest.fixture
def on_trial(changed: Settings, desk: Desk) -> str:
    """Name of a generation on trial that has the change."""
    assert desk.start_rebuild("Anna", trial=True) == ""
    state = desk.rebuild.wait(120)
    assert (state.phase, state.trial) == (Phase.DONE, True), state.error
    trial = Generations(changed.index).trial()
    assert trial is not None
    return trial.name


@pytest.fixture
def browser(changed: Settings) -> Iterator[TestClient]:
    async def made() -> FastAPI:
        return create_application(changed)

    with TestClient(asyncio.run(made()), follow_redirects=False, headers={"Origin": "http://testserver"}) as client:
        client.post("/personal/logga-in", data={"losenord": PASSWORD})
        yield client


def test_a_trial_is_built_beside_and_the_page_says_so(desk: Desk, on_trial: str, changed: Settings):
    assert f"Generation {on_trial} väntar på prövning" in desk.progress()
    assert Generations(changed.index).current().name != on_trial
    log = [(event.user, event.action, event.object, event.outcome) for event in desk.log.events("anna")]
    assert log == [("Anna", "trial_build", on_trial, "done"), ("Anna", "trial_build", "", "started")]
    desk.start_rebuild("Anna")
    desk.rebuild.wait(120)
    assert Generations(changed.index).trial() is None


def test_both_answer_and_visitors_get_the_current_one(browser: TestClient, on_trial: str):
    page = browser.get(TRY, params={"q": QUESTION}).text
    assert on_trial in page
    assert "Svaren skiljer sig" in page
    assert page.index("3 juni 2019") < page.index("4 juli 2020")
    assert "4 juli 2020" not in browser.get("/enkel", params={"q": QUESTION}).text
    assert "Svaren är desamma" in browser.get(TRY, params={"q": "Vad kostar bygglov?"}).text


def test_saved_questions_that_differ_are_listed(changed: Settings, on_trial: str):
    trying = Trying(Service(changed), SavedQuestions(changed))
    first = trying.compared()
    assert first is not None
    trying.wait(60)
    done = trying.compared()
    assert done is not None
    assert done.is_done
    assert (done.asked, done.all, done.error) == (2, 2, "")
    assert [pair.question for pair in done.differing] == [QUESTION]
    assert changed.questions is not None
    changed.questions.write_text(f'{{"q": "{QUESTION}"}}\n', "utf-8")
    again = trying.compared()
    assert again is not None
    assert again.all == 1, "another file of questions is put anew"
    trying.wait(60)


def test_publishing_answers_everybody_from_it(browser: TestClient, on_trial: str, changed: Settings):
    page = browser.post(f"{TRY}/publicera", data={"generation": on_trial})
    assert page.status_code == 200
    assert "Publicerad." in page.text
    assert Generations(changed.index).current().name == on_trial
    assert "4 juli 2020" in browser.get("/enkel", params={"q": QUESTION}).text
    assert "Ingen generation väntar" in browser.get(TRY).text


def test_discarding_leaves_everything_as_it_was(browser: TestClient, on_trial: str, changed: Settings):
    before = Generations(changed.index).pointed()
    assert "Kastad." in browser.post(f"{TRY}/kasta", data={"generation": on_trial}).text
    assert Generations(changed.index).pointed() == before
    assert not (changed.index / "generations" / on_trial).exists()


def test_what_was_not_looked_at_is_not_published(browser: TestClient, on_trial: str, changed: Settings):
    answer = browser.post(f"{TRY}/publicera", data={"generation": "000001-00000000"})
    assert answer.status_code == 409
    assert "no longer on trial" in answer.text
    assert Generations(changed.index).current().name != on_trial
    log = (changed.index / "audit.jsonl").read_text("utf-8")
    assert '"trial_publish", "object": "000001-00000000", "outcome": "failed"' in log


def test_without_a_trial_the_page_says_how_to_get_one(browser: TestClient):
    page = browser.get(TRY, params={"q": QUESTION}).text
    assert "Ingen generation väntar" in page
    assert "Publicera</button>" not in page


def test_a_question_is_kept_nowhere(browser: TestClient, on_trial: str, changed: Settings, tmp_path: Path):
    browser.get(TRY, params={"q": "Finns xylofonmuseet?"})
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"xylofonmuseet" not in file.read_bytes(), file
