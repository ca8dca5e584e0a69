"""What the latest `maltolk sync` said, kept beside the texts for the staff's pages.

A run that was killed, or did not start since another one was running, leaves the record of the one before.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from maltolk.indexing.storage.disk import replace_file

FILE = ".maltolk-sync-last.json"
"""In the corpus, where hidden files are not read."""


@dataclass(frozen=True, slots=True)
class LastSync:
    """``ended``: UTC, ISO 8601, to the second. ``failed``: somebody has to look. ``told``: the letter, in Swedish."""

    ended: str
    failed: bool
    told: str


def keep(corpus: Path, last: LastSync) -> None:
    """Keep it in place of the one before. Raises OSError."""
    replace_file(corpus / FILE, json.dumps(asdict(last), ensure_ascii=False).encode())


def latest(corpus: Path) -> LastSync | None:
    """The latest, None where there is none, or it cannot be read."""
    try:
        found = LastSync(**json.loads((corpus / FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    right = isinstance(found.ended, str) and isinstance(found.failed, bool) and isinstance(found.told, str)
    return found if right else None
