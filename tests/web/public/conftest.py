"""The linkable pages alone, over two dozen small municipalities, asked without a browser and without Gradio."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from maltolk.answering.retrieval.intent import probes
from maltolk.indexing.build import build
from maltolk.indexing.encoders.hash_encoder import HASHING, HashEncoder
from maltolk.reading import read_folder
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web import pages
from maltolk.web.prefix import Prefix
from maltolk.web.problems import on_http_exception
from maltolk.web.public import linkable

ALE = """---
municipality: Ale
title: Mål och vision för Ale
date: 2024-05-06
---

# Mål och vision för Ale

Ale kommuns vision är ”Älven bär oss”. Utsläppen från kommunens bilar ska vara halverade senast år 2032.

## Tre mål

Fullmäktige har beslutat om tre mål.

1. Varje barn ska lära sig simma
2. Det ska finnas bostäder för alla
3. Fler <b>företag</b> ska våga anställa
"""
PLAN = """---
municipality: Ale
title: Trygghetsplan {first}–{last}
date: {first}-01-15
---

# Trygghetsplan {first}–{last}

Planen gäller {first}–{last}. Tryggheten på torget ska bli bättre genom fler lampor.
"""
CONTACTS = "---\nmunicipality: Ale\ntitle: Kontakter\n---\n\n# Kontakter\n\n" + "\n".join(
    f"Sixten Hedbäck{letter}\nFritidschef\n0980-319 2{number}\n" for number, letter in enumerate("abcdefghijklmn", 10)
)
OTHER = "---\nmunicipality: {name}\ntitle: Om {name}\n---\n\n# Om {name}\n\nHär finns en bro och en bäck.\n"
NAMES = ("Habo", "Håbo", "Upplands Väsby", *(f"Ort {number:02}" for number in range(1, 21)))


def fill(folder: Path) -> None:
    """Write the texts."""
    folder.mkdir()
    (folder / "ale.md").write_text(ALE, "utf-8")
    for first in (2018, 2022):
        (folder / f"trygghet-{first}.md").write_text(PLAN.format(first=first, last=first + 3), "utf-8")
    (folder / "kontakter.md").write_text(CONTACTS, "utf-8")
    (folder / "ingen.txt").write_text("En text om ingenting särskilt, utan avsändare.\n", "utf-8")
    for name in NAMES:
        (folder / f"{name.replace(' ', '-')}.md").write_text(OTHER.format(name=name), "utf-8")


class Site:
    """The pages over ``texts``, which may be changed and indexed again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.texts = folder / "texts"
        self.settings = Settings(folder / "index", folder / "models", HASHING)
        fill(self.texts)
        self.index()
        self.service = Service(self.settings)
        self.client = client_of(self.service)

    def client_with(self, **settings: object) -> TestClient:
        """The same pages with other settings."""
        return client_of(Service(replace(self.settings, **settings)))

    def index(self) -> None:
        """Build a generation of the texts as they are."""
        reading = read_folder(self.texts)
        build(self.settings.index, reading.documents, reading.skipped, HashEncoder(), probes=probes())

    def page(self, path: str, status: int = 200) -> str:
        """The page at ``path``."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text


def client_of(service: Service) -> TestClient:
    application = FastAPI()
    application.include_router(linkable.router(service))
    for language in ("en", "sv"):
        application.include_router(pages.router(service, language))
    application.add_exception_handler(HTTPException, on_http_exception)
    application.add_middleware(Prefix, prefix=service.settings.prefix)
    return TestClient(application)


@pytest.fixture(scope="session")
def linked_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Pages that no test changes."""
    return Site(tmp_path_factory.mktemp("linkable") / "site")


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maltolk.web.public.theme_pages.PATIENCE", 600.0)


@pytest.fixture
def own_site(tmp_path: Path) -> Site:
    """Pages that a test may change."""
    return Site(tmp_path / "site")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Service], list[str]]:
    """Writes down what is asked of a service."""

    def watch(service: Service) -> list[str]:
        asked: list[str] = []
        consult = service.consult

        def noting(question: str, municipality: str) -> object:
            asked.append(question)
            return consult(question, municipality)

        monkeypatch.setattr(service, "consult", noting)
        return asked

    return watch
