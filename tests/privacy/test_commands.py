"""The commands on people: who must not be shown, and questions without an answer."""

import json
from pathlib import Path

import pytest

from maltolk.cli import main
from maltolk.privacy.unanswered import Unanswered


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MALTOLK_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("MALTOLK_UNANSWERED", str(tmp_path / "unanswered.sqlite"))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(arguments)
    return status, capsys.readouterr().out


def test_somebody_is_added_listed_and_removed(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    status, said = told(capsys, "suppress", "add", "--name", "Åsa Hemlin", "--municipality", "Ale")
    assert status == 0
    key = said.split()[-1]
    assert (tmp_path / "suppressed.toml").exists()
    (row,) = json.loads(told(capsys, "suppress", "list", "--json")[1])
    assert (row["key"], row["name"], row["municipality"]) == (key, "Åsa Hemlin", "Ale")
    assert told(capsys, "suppress", "remove", key)[0] == 0
    assert json.loads(told(capsys, "suppress", "list", "--json")[1]) == []


@pytest.mark.parametrize("arguments", [("add",), ("add", "--name", "Åsa"), ("remove",), ("remove", "nobody")])
def test_what_cannot_be_done_is_said_in_a_line(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]):
    assert main(("suppress", *arguments)) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_questions_are_told_and_deleted(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    kept = Unanswered(tmp_path / "unanswered.sqlite", 30)
    assert told(capsys, "unanswered", "--json") == (1, "[]\n")
    kept.add("Var ligger hamnen?", None, "sv")
    status, said = told(capsys, "unanswered", "--json")
    assert status == 0
    assert json.loads(said)[0]["question"] == "Var ligger hamnen?"
    assert "hamnen" in told(capsys, "unanswered")[1]
    assert json.loads(told(capsys, "unanswered", "--delete", "--json")[1]) == {"deleted": 1}
    assert kept.questions() == ()


def test_where_nothing_is_kept_the_command_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("MALTOLK_UNANSWERED")
    assert main(["unanswered"]) == 2
    assert "MALTOLK_UNANSWERED" in capsys.readouterr().err
