"""What is kept of visitors' words goes in time, without anybody asking for it."""

import json
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from maltolk.privacy.judgements import Judgements
from maltolk.privacy.kept import Sweeper, delete_old, kept_by
from maltolk.privacy.unanswered import Unanswered
from maltolk.settings import Privacy, Settings

OLD = date.today() - timedelta(days=40)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(
        Settings.from_environment({}), feedback=tmp_path / "f.jsonl", privacy=Privacy(tmp_path / "u.sqlite", 30)
    )


def fill(settings: Settings) -> None:
    assert settings.feedback is not None
    assert settings.privacy.unanswered is not None
    settings.feedback.write_text(json.dumps({"day": OLD.isoformat(), "word": "gammalt"}) + "\nno json\n", "utf-8")
    Judgements(settings.feedback, 30).add({"verdict": "up", "word": "nytt från Anna Andersson"})
    unanswered = Unanswered(settings.privacy.unanswered, 30)
    unanswered.add("Gammal fråga?", None, "sv", OLD)
    unanswered.add("Ny fråga?", None, "sv")


def left(settings: Settings) -> str:
    assert settings.feedback is not None
    assert settings.privacy.unanswered is not None
    return settings.feedback.read_text("utf-8") + settings.privacy.unanswered.read_bytes().decode("utf-8", "replace")


def test_the_old_goes_and_the_new_stays(settings: Settings):
    fill(settings)
    assert delete_old(settings) == 3
    assert "ammal" not in left(settings)
    assert "no json" not in left(settings)
    assert "nytt från [namn]" in left(settings)
    assert "Ny fråga?" in left(settings)


def test_it_goes_at_the_start_and_while_nothing_is_asked(settings: Settings):
    fill(settings)
    sweeper = Sweeper(settings, every=0.02)
    sweeper.start()
    assert "ammal" not in left(settings)
    fill(settings)
    until = time.monotonic() + 10
    while "ammal" in left(settings) and time.monotonic() < until:
        time.sleep(0.02)
    sweeper.stop()
    assert "ammal" not in left(settings)


def test_by_default_nothing_is_kept_or_swept():
    settings = Settings.from_environment({})
    assert kept_by(settings) == ()
    sweeper = Sweeper(settings)
    sweeper.start()
    assert sweeper._thread is None


def test_judgements_can_all_be_deleted(settings: Settings):
    fill(settings)
    assert settings.feedback is not None
    judgements = Judgements(settings.feedback, 30)
    assert judgements.count() == 3
    assert judgements.delete() == 3
    assert judgements.count() == 0
