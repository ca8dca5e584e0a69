"""Three users, one of each role, and the pages for them."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from maltolk.settings import Settings, Staff
from maltolk.web.application import create_application
from maltolk.web.staff.access.roles import Role
from maltolk.web.staff.access.users import UsersFile

NAMES = {Role.READER: "Lena Läsare", Role.EDITOR: "Rut Redaktör", Role.ADMIN: "Åsa Admin"}
LogIn = Callable[..., TestClient]


@pytest.fixture
def users(tmp_path: Path) -> UsersFile:
    """Whose passwords are "lösenord för" and the name."""
    made = UsersFile(tmp_path / "users.toml")
    for role, name in NAMES.items():
        made.add(name, role, f"lösenord för {name}")
    return made


@pytest.fixture
def team_settings(settings: Settings, users: UsersFile, tmp_path: Path) -> Settings:
    """With users, judgements, and the password that no longer counts."""
    return replace(settings, staff=Staff(users=users.file), feedback=tmp_path / "judgements.jsonl")


@pytest.fixture
def browser(team_settings: Settings) -> Iterator[TestClient]:
    """Not logged in; follows no redirect and posts from a page of ours."""

    async def made() -> FastAPI:
        return create_application(team_settings)

    with TestClient(asyncio.run(made()), follow_redirects=False, headers={"Origin": "http://testserver"}) as client:
        yield client


@pytest.fixture
def log_in(browser: TestClient) -> LogIn:
    """Logs somebody of that role in."""

    def logged_in(role: Role) -> TestClient:
        browser.cookies.clear()
        sent = {"namn": NAMES[role], "losenord": f"lösenord för {NAMES[role]}"}
        assert browser.post("/personal/logga-in", data=sent).status_code == 303
        return browser

    return logged_in
