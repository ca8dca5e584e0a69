"""Texts that renew themselves, as staff see it: the latest run, the timer, and the button."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk import last_sync
from maltolk.settings import Settings, Staff
from maltolk.web.application import create_application
from maltolk.web.staff.sync_pages import timer_at

PASSWORD = "en lång mening som lösenord"
SYNC = "/personal/hamtning"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A file of sources that copies one folder with one new text."""
    (tmp_path / "nytt").mkdir()
    (tmp_path / "nytt" / "mora.txt").write_text("Mål för Mora kommun\n\nMora ska ha en simhall 2030.\n", "utf-8")
    file = tmp_path / "sources.toml"
    file.write_text(f'[[folder]]\npath = "{tmp_path / "nytt"}"\n', "utf-8")
    return file


@pytest.fixture
def own_settings(settings: Settings, sources: Path) -> Settings:
    return replace(settings, staff=Staff(sources=sources))


def opened(settings: Settings) -> Iterator[TestClient]:
    async def made() -> FastAPI:
        return create_application(settings)

    with TestClient(asyncio.run(made()), follow_redirects=False, headers={"Origin": "http://testserver"}) as client:
        client.post("/personal/logga-in", data={"losenord": PASSWORD})
        yield client


@pytest.fixture
def browser(own_settings: Settings) -> Iterator[TestClient]:
    yield from opened(own_settings)


@pytest.fixture
def without(settings: Settings) -> Iterator[TestClient]:
    """Where no file of sources is set."""
    yield from opened(settings)


def ended(browser: TestClient) -> str:
    """The page once the run has ended."""
    pause = threading.Event()
    for _ in range(1200):
        page = browser.get(SYNC).text
        if "Titta igen" not in page:
            return page
        pause.wait(0.05)
    raise AssertionError("the run did not end")


def test_a_run_is_started_and_what_it_said_is_shown(browser: TestClient, own_settings: Settings):
    assert "Ingen hämtning är känd" in browser.get(SYNC).text
    assert browser.post(f"{SYNC}/starta").status_code == 200
    page = ended(browser)
    assert "Hämtningen gick bra" in page
    assert "mora.txt" in page
    assert "(UTC)" in page
    assert (own_settings.corpus / "nytt" / "mora.txt").exists()
    assert "Mora" in browser.get("/om").text
    log = (own_settings.index / "audit.jsonl").read_text("utf-8")
    assert '"sync", "object": "sources.toml", "outcome": "started"' in log
    assert '"sync", "object": "sources.toml", "outcome": "done"' in log


def test_a_source_that_is_gone_is_told(browser: TestClient, own_settings: Settings, sources: Path):
    sources.write_text('[[folder]]\npath = "/finns/inte"\n', "utf-8")
    browser.post(f"{SYNC}/starta")
    assert "Något kunde inte göras" in ended(browser)
    assert '"outcome": "failed"' in (own_settings.index / "audit.jsonl").read_text("utf-8")


def test_a_file_that_is_wrong_is_told(browser: TestClient, sources: Path):
    sources.write_text("nonsense = 1\n", "utf-8")
    browser.post(f"{SYNC}/starta")
    page = ended(browser)
    assert "Hämtningen misslyckades" in page
    assert "nonsense" in page


def test_without_a_file_of_sources_nothing_is_started(without: TestClient, settings: Settings):
    assert "MALTOLK_SOURCES" in without.post(f"{SYNC}/starta").text
    assert "<button" not in without.get(SYNC).text.split("<main")[1]
    assert last_sync.latest(settings.corpus) is None


@pytest.mark.parametrize("written", [b"", b"[]", b'{"ended": 1, "failed": true, "told": ""}', b"\xff"])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, written: bytes):
    (tmp_path / last_sync.FILE).write_bytes(written)
    assert last_sync.latest(tmp_path) is None


def test_a_timer_is_known_by_its_links(tmp_path: Path):
    assert timer_at(tmp_path) == "unknown"
    (tmp_path / "maltolk-sync.timer").touch()
    assert timer_at(tmp_path) == "off"
    (tmp_path / "timers.target.wants").mkdir()
    (tmp_path / "timers.target.wants" / "maltolk-sync.timer").symlink_to(tmp_path / "maltolk-sync.timer")
    assert timer_at(tmp_path) == "on"
