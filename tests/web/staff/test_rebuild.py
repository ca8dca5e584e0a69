"""Rebuilding in a process of its own, with the quick encoder."""

import os
import sys
import threading
from pathlib import Path

import pytest

from maltolk.errors import BuildRunning
from maltolk.indexing.report import Stage
from maltolk.indexing.storage.generations import Generations
from maltolk.service import Service
from maltolk.settings import Settings
from maltolk.web.staff.rebuild import Phase, Rebuild, State


def finished(rebuild: Rebuild) -> State:
    state = rebuild.wait(120)
    assert state.phase in (Phase.DONE, Phase.FAILED)
    return state


@pytest.fixture
def asked(settings: Settings) -> Settings:
    """The settings with a saved question that Orsa's text answers."""
    assert settings.questions is not None
    settings.questions.write_text('{"id": 1, "q": "När antogs handlingsplanen i Orsa?"}\n', "utf-8")
    return settings


def test_a_rebuild_tells_what_changed_and_whoever_asks_gets_the_new_texts(asked: Settings):
    service = Service(asked)
    old = service.index.generation
    file = asked.corpus / "orsa.txt"
    file.write_text(file.read_text("utf-8").replace("3 juni 2019", "4 juli 2020"), "utf-8")
    (asked.corpus / "ale.md").unlink()
    (asked.corpus / "tom.txt").touch()
    rebuild = Rebuild(asked, lambda: service.index)
    assert rebuild.state == State()
    rebuild.start()
    assert rebuild.state.phase is Phase.RUNNING
    assert service.index.generation == old
    state = finished(rebuild)
    assert (state.phase, state.error) == (Phase.DONE, "")
    assert state.report is not None
    assert state.finished is not None
    assert state.report["documents"] == {"created": 0, "changed": 1, "removed": 1, "unchanged": 2}
    assert [(c["kind"], c["path"]) for c in state.report["changes"]["documents"]] == [
        ("changed", "orsa.txt"),
        ("removed", "ale.md"),
    ]
    assert state.report["skipped"] == [{"path": "tom.txt", "reason": "the file is empty", "reason_sv": "filen är tom"}]
    (answer,) = state.report["answers"]["changed"]
    assert "3 juni 2019" in answer["before"]["answer"]
    assert "4 juli 2020" in answer["after"]["answer"]
    assert service.index.generation == state.report["generation"] != old


def test_it_counts_as_ended_only_when_that_is_noted(asked: Settings):
    seen: list[tuple[Phase, Phase]] = []
    rebuild = Rebuild(asked)
    rebuild.start(lambda state: seen.append((state.phase, rebuild.state.phase)))
    assert finished(rebuild).phase is Phase.DONE
    assert seen == [(Phase.DONE, Phase.RUNNING)]


def test_a_second_one_while_one_runs_says_so(asked: Settings):
    rebuild = Rebuild(asked)
    rebuild.start()
    with pytest.raises(BuildRunning, match="wait for it to end"):
        rebuild.start()
    assert finished(rebuild).phase is Phase.DONE
    rebuild.start()
    assert finished(rebuild).phase is Phase.DONE


def test_one_that_another_process_runs_counts_as_well(asked: Settings):
    rebuild = Rebuild(asked)
    with Generations(asked.index).locked(), pytest.raises(BuildRunning):
        rebuild.start()
    assert rebuild.state.phase is Phase.NONE


def test_one_that_fails_says_the_line_and_changes_nothing(asked: Settings):
    rebuild = Rebuild(asked)
    rebuild.start()
    before = finished(rebuild)
    pointed = Generations(asked.index).pointed()
    for file in asked.corpus.iterdir():
        file.unlink()
    rebuild.start()
    state = finished(rebuild)
    assert state.phase is Phase.FAILED
    assert state.error.startswith(f"no text can be read in {asked.corpus}, so the index stays as it was")
    assert state.report == before.report, "the report of the one before can still be read"
    assert Generations(asked.index).pointed() == pointed


def test_one_that_is_killed_says_so(asked: Settings, monkeypatch: pytest.MonkeyPatch):
    killer = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    monkeypatch.setattr(sys, "executable", str(_script(asked.index.parent, f'exec {sys.executable} -c "{killer}"')))
    rebuild = Rebuild(asked)
    rebuild.start()
    state = finished(rebuild)
    assert (state.phase, state.error) == (
        Phase.FAILED,
        "the build ended with status -9; run `maltolk index` to see why",
    )


def test_a_report_that_is_none_fails_the_rebuild(asked: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "executable", str(_script(asked.index.parent, "echo not JSON")))
    rebuild = Rebuild(asked)
    rebuild.start()
    assert finished(rebuild).error == "the build's report could not be read; run `maltolk verify`"


def test_progress_follows_what_the_build_tells(asked: Settings, monkeypatch: pytest.MonkeyPatch):
    gate = asked.index.parent / "gate"
    os.mkfifo(gate)
    told = "echo unpacking >&2; echo 'embed: 30 of 60, 2 min left' >&2; read line < gate; echo '{}'"
    monkeypatch.setattr(sys, "executable", str(_script(asked.index.parent, f"cd {asked.index.parent}; {told}")))
    rebuild = Rebuild(asked)
    rebuild.start()
    until = threading.Event()
    while rebuild.state.stage is None:
        assert not until.wait(0.01)
    state = rebuild.state
    assert (state.phase, state.stage, state.done, state.all, state.percent) == (Phase.RUNNING, Stage.EMBED, 30, 60, 40)
    gate.write_text("on\n", "utf-8")
    assert finished(rebuild).phase is Phase.DONE


def test_percent_never_goes_back():
    states = [State(Phase.RUNNING, stage, done, 10).percent for stage in Stage for done in range(11)]
    assert states == sorted(states, key=lambda percent: percent or 0)
    assert (states[0], states[-1]) == (0, 100)
    assert State(Phase.RUNNING).percent is None
    assert State(Phase.RUNNING, Stage.EMBED, 0, 0).percent == 15


def test_the_password_is_not_handed_on(asked: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("MALTOLK_STAFF_PASSWORD", "hemligt")
    monkeypatch.setattr(sys, "executable", str(_script(tmp_path, f"env > {tmp_path}/env; echo '{{}}'")))
    rebuild = Rebuild(asked)
    rebuild.start()
    assert finished(rebuild).phase is Phase.DONE
    environment = (tmp_path / "env").read_text("utf-8")
    assert f"MALTOLK_CORPUS={asked.corpus}\n" in environment
    assert "hemligt" not in environment


def _script(folder: Path, commands: str) -> Path:
    script = folder / "python"
    script.write_text(f"#!/bin/sh\n{commands}\n", "utf-8")
    script.chmod(0o700)
    return script
