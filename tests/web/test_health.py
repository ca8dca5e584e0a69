"""What machines ask: health and measures."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.errors import IndexDamaged
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.doors.guards import Bucket


@pytest.fixture(scope="module")
def measured(site_settings: Settings) -> Iterator[TestClient]:
    async def made() -> FastAPI:
        return create_application(replace(site_settings, metrics=True), Bucket(burst=3, rate=0))

    with TestClient(asyncio.run(made())) as client:
        yield client


def test_the_process_says_that_it_lives(site: TestClient):
    assert site.get("/halsa/live").text == "ok\n"


def test_readiness_tells_generation_and_ages(site: TestClient):
    response = site.get("/halsa/redo")
    told = response.json()
    assert response.status_code == 200
    assert told["ready"] is True
    assert re.fullmatch(r"\d{6}-[0-9a-f]{8}", told["generation"])
    assert told["generation_age_seconds"] >= 0
    assert told["encoder"] == "hash"
    assert told["behind"] is None
    assert response.headers["cache-control"] == "no-store"


def test_not_ready_names_no_path(site: TestClient, monkeypatch: pytest.MonkeyPatch):
    def damaged(_: Service) -> None:
        raise IndexDamaged("/secret/place cannot be read; run 'maltolk index --full'")

    monkeypatch.setattr(Service, "readiness", damaged)
    response = site.get("/halsa/redo")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "reason": "IndexDamaged"}


def test_there_are_no_measures_unless_turned_on(site: TestClient):
    assert site.get("/metrics").status_code == 404


def test_measures_count_answers_refusals_and_nothing_of_a_question(measured: TestClient):
    for _ in range(5):
        measured.get("/enkel", params={"q": "Hemlig fråga om Storgatan"})
    measured.post("/enkel", content=b"x" * 100_000)
    told = measured.get("/metrics").text
    assert 'maltolk_responses_total{page="enkel",status="200"} 3.0' in told
    assert 'maltolk_refusals_total{reason="pace"} 2.0' in told
    assert 'maltolk_refusals_total{reason="size"} 1.0' in told
    assert re.search(r'maltolk_answers_total\{kind="\w+",status="\w+"\} 3.0', told)
    assert 'maltolk_answer_seconds_count{step="embed"} 3.0' in told
    assert "maltolk_requests_in_flight 0.0" in told
    assert "maltolk_ready 1" in told
    assert "storgatan" not in told.casefold()
