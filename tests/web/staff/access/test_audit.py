"""The audit log: what a line says, that nothing takes one away, and how it grows."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maltolk.web.staff.access import audit
from maltolk.web.staff.access.audit import AuditLog, Outcome


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    return AuditLog(tmp_path / "audit.jsonl", lambda: datetime(2026, 11, 29, 9, 30, tzinfo=UTC))


def test_a_line_says_who_did_what_when(log: AuditLog):
    log.note("Anna Ek", "text_remove", "lund.txt")
    log.note("Bo", audit.LOG_IN, outcome=Outcome.REFUSED, network="10.0.0.1")
    first, second = (json.loads(line) for line in log.file.read_text("utf-8").splitlines())
    assert first == {
        "time": "2026-11-29T09:30:00Z",
        "user": "Anna Ek",
        "action": "text_remove",
        "object": "lund.txt",
        "outcome": "done",
    }
    assert (second["outcome"], second["network"]) == ("refused", "10.0.0.1")
    assert stat.S_IMODE(log.file.stat().st_mode) == 0o600


def test_lines_come_back_newest_first_and_by_words(log: AuditLog):
    for name in ("Anna", "Bo", "Åsa"):
        log.note(name, "rebuild", "000007-aa")
    assert [event.user for event in log.events()] == ["Åsa", "Bo", "Anna"]
    assert [event.user for event in log.events("åsa REBUILD")] == ["Åsa"]
    assert list(log.events("åsa roll_back")) == []


def test_a_line_break_in_a_name_makes_no_second_line(log: AuditLog):
    log.note('a\n{"time": "x", "user": "b", "action": "c"}', audit.LOG_IN)
    assert len(log.file.read_bytes().splitlines()) == 1


def test_what_is_no_event_is_passed_over(log: AuditLog):
    log.note("Anna", "rebuild")
    with log.file.open("ab") as file:
        file.write(b'{"time": "2026\n[]\n{"time": 1, "user": 2, "action": 3}\n\xff\n')
    assert [event.user for event in log.events()] == ["Anna"]


def test_a_full_file_is_renamed_and_none_is_lost_before_the_most(log: AuditLog, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(audit, "ROTATED_AT", 300)
    monkeypatch.setattr(audit, "KEPT_FILES", 2)
    for number in range(12):
        log.note("Anna", "rebuild", f"{number:06d}")
    files = sorted(log.file.parent.glob("audit*.jsonl"))
    assert len(files) == 3
    assert all(file.stat().st_size <= 300 for file in files)
    found = [int(event.object) for event in log.events()]
    assert found == list(range(11, 11 - len(found), -1))
    assert len(found) >= 6


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    (tmp_path / "file").touch()
    AuditLog(tmp_path / "file" / "audit.jsonl").note("Anna", "rebuild")
    assert "cannot be written" in caplog.text
    assert "Anna" not in caplog.text
