"""The reports of the latest builds, so that what a build changed can be looked up weeks later.

index/reports/
  000012-20261129T031500Z-000007-1a2b3c4d.json    number, time in UTC, generation: its checksum, and a report as
                                                  `maltolk index --json` prints it
"""

import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import to_disk

FOLDER = "reports"
KEPT_REPORTS = 50
"""Reports that are kept; the oldest go first."""

_NAME = re.compile(r"(?P<number>\d{6,})-(?P<time>\d{8}T\d{6})Z-(?P<generation>\d{6,}-[0-9a-f]{8})")
_TIME = "%Y%m%dT%H%M%S"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report. ``name``: identifies it; ``finished``: when the build ended, in local time."""

    name: str
    finished: datetime
    generation: str
    report: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptReports:
    """The reports of the index in the folder ``index``."""

    index: Path

    @property
    def folder(self) -> Path:
        """Where they are; missing until there is one."""
        return self.index / FOLDER

    def keep(self, report: Mapping[str, Any], finished: datetime) -> None:
        """Add a build's report, and remove the oldest beyond KEPT_REPORTS.

        What cannot be written is told in the log alone: the build that it is about has succeeded.
        """
        try:
            names = self.names()
            number = 1 + (int(names[0].split("-")[0]) if names else 0)
            self.folder.mkdir(parents=True, exist_ok=True)
            time = finished.astimezone(UTC).strftime(_TIME)
            self._write(f"{number:06d}-{time}Z-{report['generation']}", report)
            for name in self.names()[KEPT_REPORTS:]:
                self._path(name).unlink(missing_ok=True)
            to_disk(self.folder)
        except OSError as error:
            _log.warning("the report of the build could not be kept in %s (%s)", self.folder, error.strerror)

    def names(self) -> tuple[str, ...]:
        """The names of all, newest first."""
        if not self.folder.is_dir():
            return ()
        names = (path.stem for path in self.folder.glob("*.json") if _NAME.fullmatch(path.stem))
        return tuple(sorted(names, key=lambda name: int(name.split("-")[0]), reverse=True))

    def report(self, name: str) -> KeptReport | None:
        """The report of that name; None when there is none, or it cannot be read. Any string may be asked for."""
        told = _NAME.fullmatch(name)
        if told is None:
            return None
        try:
            kept = json.loads(self._path(name).read_bytes())
            finished = datetime.strptime(told["time"], _TIME).replace(tzinfo=UTC).astimezone()
        except (OSError, ValueError):
            return None
        report = kept.get("report") if isinstance(kept, dict) else None
        if not isinstance(report, dict) or kept.get("checksum") != _checksum(report):
            return None
        return KeptReport(name, finished, told["generation"], report)

    def all(self) -> tuple[KeptReport, ...]:
        """All that can be read, newest first."""
        return tuple(report for name in self.names() if (report := self.report(name)) is not None)

    def latest(self) -> KeptReport | None:
        """The newest that can be read."""
        return next((report for name in self.names() if (report := self.report(name)) is not None), None)

    def amend(self, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
        """Rewrite every report that ``change`` alters; those that cannot be read are removed, as nobody can tell what
        they say. Raises OSError when one cannot be written."""
        for name in self.names():
            kept = self.report(name)
            if kept is None:
                self._path(name).unlink(missing_ok=True)
            elif (changed := change(kept.report)) != kept.report:
                self._write(name, changed)

    def _write(self, name: str, report: Mapping[str, Any]) -> None:
        replace_file(self._path(name), _written({"checksum": _checksum(report), "report": report}))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def _written(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _checksum(report: Mapping[str, Any]) -> str:
    return hashlib.sha256(_written(report)).hexdigest()
