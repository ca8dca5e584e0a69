"""Which questions were right when last recorded, and how sure a share is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

RECORD = Path(__file__).with_name("recorded.json")
"""Name of a set -> id of a question -> whether it was right."""

_Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class Compared:
    """Questions that are right now and were not, and the other way round; None without a record."""

    better: tuple[str, ...]
    worse: tuple[str, ...]

    def __str__(self) -> str:
        return f"{len(self.better)} better, {len(self.worse)} worse than recorded"


def interval(right: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927)."""
    if not asked:
        return 0.0, 1.0
    share, spread = right / asked, _Z**2 / asked
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / asked + spread / (4 * asked)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def told(verdicts: Mapping[str, bool]) -> str:
    """A share with its interval: "0.400 (88/220), 0.34 to 0.47"."""
    right = sum(verdicts.values())
    low, high = interval(right, len(verdicts))
    return f"{right / max(1, len(verdicts)):.3f} ({right}/{len(verdicts)}), {low:.2f} to {high:.2f}"


def compared(name: str, verdicts: Mapping[str, bool], record: Path = RECORD) -> Compared | None:
    """What changed against the record."""
    before = json.loads(record.read_text("utf-8")).get(name) if record.is_file() else None
    if before is None:
        return None
    both = [id for id in verdicts if id in before]
    return Compared(
        tuple(id for id in both if verdicts[id] and not before[id]),
        tuple(id for id in both if before[id] and not verdicts[id]),
    )


def write(verdicts: Mapping[str, Mapping[str, bool]], record: Path = RECORD) -> None:
    """Makes these the record; sets that are not among them keep theirs."""
    kept = json.loads(record.read_text("utf-8")) if record.is_file() else {}
    record.write_text(json.dumps(kept | dict(verdicts), indent=0, sort_keys=True) + "\n", encoding="utf-8")
