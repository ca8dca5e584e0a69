"""Makes the helper of this folder (servers.py) importable here, and its servers run."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from servers import MailServer, Website, answering

from maltolk.indexing.encoders.hash_encoder import HASHING
from maltolk.settings import Settings


@pytest.fixture
def website() -> Iterator[Website]:
    site = Website()
    with answering(site.server):
        yield site


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings(tmp_path / "index", tmp_path / "models", HASHING, corpus=tmp_path / "corpus")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
