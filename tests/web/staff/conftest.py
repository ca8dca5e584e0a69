"""The staff's pages over an index and a folder of texts of their own."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.application import create_application
from maltolk.web.staff.access.sessions import Sessions
from maltolk.web.staff.desk import Desk

PASSWORD = "en lång mening som lösenord"


@dataclass
class Clock:
    """Time that passes when it is told to. ``now``: seconds."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path, site_settings: Settings, small: Path) -> Settings:
    """Of a copy of the site's index, and of the texts that it was made from."""
    shutil.copytree(site_settings.index, tmp_path / "index")
    shutil.copytree(small, tmp_path / "texter")
    (tmp_path / "frågor.jsonl").touch()
    return replace(
        site_settings,
        index=tmp_path / "index",
        corpus=tmp_path / "texter",
        questions=tmp_path / "frågor.jsonl",
        staff_password=PASSWORD,
    )


@pytest.fixture
def desk(settings: Settings) -> Desk:
    """What the page's buttons do; the session "a" is always live."""
    desk = Desk(Service(settings), Sessions(PASSWORD))
    desk.staging._live = lambda: {"a"}
    return desk


@pytest.fixture
def staff(settings: Settings) -> Iterator[TestClient]:
    """A browser on the whole application, which follows no redirect and posts from a page of ours; not logged in."""

    async def made() -> FastAPI:
        return create_application(settings)

    with TestClient(asyncio.run(made()), follow_redirects=False, headers={"Origin": "http://testserver"}) as client:
        yield client


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """A folder for files to be uploaded."""
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder
