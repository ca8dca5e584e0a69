"""Reports are kept, the latest of them, and any one that is damaged is passed over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from maltolk.indexing.storage import kept_reports
from maltolk.indexing.storage.kept_reports import KeptReports

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def told(number: int) -> dict[str, object]:
    return {"generation": f"{number:06d}-1a2b3c4d", "skipped": []}


def test_the_latest_are_kept_newest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_reports, "KEPT_REPORTS", 3)
    reports = KeptReports(tmp_path)
    assert reports.all() == ()
    assert reports.latest() is None
    for number in range(1, 6):
        reports.keep(told(number), NOON + timedelta(hours=number))
    assert [each.generation for each in reports.all()] == ["000005-1a2b3c4d", "000004-1a2b3c4d", "000003-1a2b3c4d"]
    assert [each.finished for each in reports.all()][-1] == NOON + timedelta(hours=3)
    assert len(list(reports.folder.iterdir())) == 3


def test_one_is_found_by_its_name_alone(tmp_path: Path):
    reports = KeptReports(tmp_path)
    reports.keep(told(7), NOON)
    (tmp_path / "secret.json").write_text("{}")
    (name,) = reports.names()
    assert name == "000001-20261129T120000Z-000007-1a2b3c4d"
    found = reports.report(name)
    assert found is not None
    assert found.report == told(7)
    for other in ("../secret", "", "\0", name + ".json", name[:-1], "000009" + name[6:]):
        assert reports.report(other) is None


def test_a_damaged_one_is_passed_over_and_goes_when_they_are_amended(tmp_path: Path):
    reports = KeptReports(tmp_path)
    for number in (1, 2):
        reports.keep(told(number), NOON)
    broken, sound = reports.names()
    (reports.folder / f"{broken}.json").write_text("{")
    assert [each.name for each in reports.all()] == [sound]
    latest = reports.latest()
    assert latest is not None
    assert latest.name == sound
    reports.amend(lambda report: {**report, "skipped": ["x"]})
    assert reports.names() == (sound,)
    assert reports.all()[0].report["skipped"] == ["x"]


def test_a_full_disk_spoils_no_build(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_reports, "replace_file", full)
    KeptReports(tmp_path).keep(told(1), NOON)
    assert "could not be kept" in caplog.text
    assert KeptReports(tmp_path).all() == ()
