"""What the last synchronisation knew of each text, so that only what changed is fetched; kept beside the texts."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from maltolk.errors import UsageError
from maltolk.indexing.storage.disk import replace_file
from maltolk.machine import to_disk

STATE_FILE = ".maltolk-sync.json"
"""In the corpus, where hidden files are not read: a backup of the texts holds what is known of them."""
VERSION = 1
EVERY = 20.0
"""Seconds between two savings; a kill costs fetching what came since, nothing more."""


@dataclass(frozen=True, slots=True)
class Known:
    """One text. ``name``: of its file in the source's folder. ``digest``: sha256 of the file as it was written.

    ``url``: where it was found through redirects. ``checked``: day and time (UTC, ISO 8601) of the last look.
    ``missing``: how many runs in a row its origin was gone.
    """

    name: str
    digest: str = ""
    url: str = ""
    etag: str = ""
    modified: str = ""
    checked: str = ""
    missing: int = 0


@dataclass(slots=True)
class Memory:
    """The state of all sources: name of the source -> origin (address, path) -> what is known of it.

    ``refused``: name of the source -> what the last run was refused.
    """

    file: Path
    sources: dict[str, dict[str, Known]] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    _saved: float = 0.0

    @classmethod
    def load(cls, corpus: Path) -> "Memory":
        """The state beside the texts; empty at the first run. Raises UsageError when it cannot be read."""
        file = corpus / STATE_FILE
        try:
            raw = json.loads(file.read_text("utf-8"))
            if raw["version"] != VERSION:
                raise UsageError(f"{file} was written by another version of maltolk; upgrade, or delete it")
            sources = {
                source: {origin: Known(**row) for origin, row in rows.items()}
                for source, rows in raw["sources"].items()
            }
            refused = {source: [str(what) for what in rows] for source, rows in raw["refused"].items()}
        except FileNotFoundError:
            return cls(file)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{file} cannot be read; delete it, and everything is fetched once more") from error
        return cls(file, sources, refused)

    def of(self, source: str) -> dict[str, Known]:
        """What is known of a source's texts; changing it changes the memory."""
        return self.sources.setdefault(source, {})

    def note_refused(self, source: str, now: list[str]) -> bool:
        """Remember what was refused ``now``; whether any of it is new."""
        before = set(self.refused.get(source, ()))
        self.refused[source] = sorted(now)
        return not before.issuperset(now)

    def save(self) -> None:
        """Write it atomically. Raises OSError."""
        rows: dict[str, Any] = {
            source: {origin: asdict(known) for origin, known in sorted(rows.items())}
            for source, rows in sorted(self.sources.items())
        }
        content = json.dumps(
            {"version": VERSION, "sources": rows, "refused": self.refused}, ensure_ascii=False, indent=0
        )
        replace_file(self.file, content.encode())
        to_disk(self.file.parent)
        self._saved = self.clock()

    def save_now_and_then(self) -> None:
        """Write it if that was not done for a while. Raises OSError."""
        if self.clock() - self._saved >= EVERY:
            self.save()
