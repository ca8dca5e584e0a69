"""The files for systemd and containers are valid, closed as far as they say, and set what maltolk knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fronts import DEPLOY, NAME, needed

from maltolk.cli import main
from maltolk.settings import Settings

ROOT = DEPLOY.parent
SERVICES = sorted(path.name for path in DEPLOY.glob("*.service"))
MOST_EXPOSED = 15
"""Tenths, of at most 100, that `systemd-analyze security` may count."""


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with a command that is here."""
    for unit in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")):
        text = unit.read_text("utf-8").replace("/opt/maltolk/bin/maltolk", sys.executable)
        (tmp_path / unit.name).write_text(text, "utf-8")
    return tmp_path


def test_systemd_finds_no_fault(units: Path):
    files = sorted(map(str, units.iterdir()))
    said = subprocess.run(
        [needed("systemd-analyze"), "verify", *files], capture_output=True, text=True, check=False, cwd=units
    )
    assert [line for line in said.stderr.splitlines() if "maltolk" in line] == []
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_is_as_closed_as_the_docs_say(units: Path, service: str):
    program = needed("systemd-analyze")
    said = subprocess.run(
        [program, "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", str(units / service)],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unrecognized option" in said.stderr:
        pytest.skip("this systemd-analyze cannot judge a file")
    assert said.returncode == 0, said.stdout[-200:] + said.stderr


def test_both_services_are_closed_alike():
    rules = []
    for service in SERVICES:
        lines = (DEPLOY / service).read_text("utf-8").partition("# What it may see")[2].splitlines()
        rules.append([line for line in lines if line.partition("=")[0].startswith(("Protect", "Private", "Restrict"))])
    assert rules[0] == rules[1] != []


def test_the_settings_are_those_that_maltolk_knows():
    known = set(re.findall(r"MALTOLK_[A-Z_]+", (ROOT / "src/maltolk/settings.py").read_text("utf-8")))
    known |= set(re.findall(r"MALTOLK_[A-Z_]+", (ROOT / "src/maltolk/syncing/sources_file.py").read_text("utf-8")))
    for file in DEPLOY.iterdir():
        assert set(re.findall(r"MALTOLK_[A-Z_]+", file.read_text("utf-8"))) <= known, file.name


def test_the_example_of_settings_is_read(monkeypatch: pytest.MonkeyPatch):
    text = (DEPLOY / "maltolk.env").read_text("utf-8")
    rows = [line.removeprefix("#") for line in text.splitlines() if re.match(r"#?MALTOLK_\w+=", line)]
    settings = Settings.from_environment(dict(row.split("=", 1) for row in rows))
    assert (settings.hosts, settings.proxies, settings.prefix) == ((NAME,), ("127.0.0.1",), "/maltolk")


@pytest.mark.parametrize("service", SERVICES)
def test_the_command_of_a_service_is_one_that_there_is(service: str, capsys: pytest.CaptureFixture[str]):
    started = re.search(
        r"^ExecStart=/opt/maltolk/bin/maltolk (\w+)", (DEPLOY / service).read_text("utf-8"), re.MULTILINE
    )
    assert started
    with pytest.raises(SystemExit) as ended:
        main([started[1], "--help"])
    assert ended.value.code == 0


def test_the_container_is_made_of_what_is_here_and_runs_without_rights():
    lines = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", "").splitlines()
    steps = [line.split() for line in lines if line and not line.startswith(("#", " "))]
    copied = [name for step in steps if step[0] == "COPY" and "--from=build" not in step for name in step[1:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [step[1] for step in steps if step[0] == "USER"][-1:] == ["10001"]
    assert "locks/page.txt" in copied
    assert [step[0] for step in steps].count("HEALTHCHECK") == 1
