"""Why files are left out, in Swedish too."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from maltolk.model import LeftOut

_BRACES = re.compile(r"\{(\w+)\}")


def in_swedish(reason: str) -> str:
    """The reason in Swedish; as it is where there is none (what somebody else's parser says)."""
    for pattern, swedish in _reasons():
        if found := pattern.fullmatch(reason):
            return swedish.format(**found.groupdict())
    return reason


def by_reason(left_out: Iterable[LeftOut]) -> dict[str, tuple[int, ...]]:
    """Reason -> the pages that are left out for it, in order of the first page."""
    found: dict[str, tuple[int, ...]] = {}
    for each in left_out:
        found[each.reason] = (*found.get(each.reason, ()), each.page)
    return found


def in_short(pages: Iterable[int]) -> str:
    """Pages in order as people write them: "4, 7–9"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


@cache
def _reasons() -> tuple[tuple[re.Pattern[str], str], ...]:
    """A pattern for each English reason, with its Swedish form; those that say most by themselves first."""
    data = tomllib.loads(resources.files("maltolk.reading").joinpath("data/reasons.toml").read_text("utf-8"))
    ordered = sorted(data["reason"], key=lambda row: (len(_BRACES.findall(row["en"])), -len(row["en"])))
    return tuple((re.compile(_pattern(row["en"]), re.DOTALL), row["sv"]) for row in ordered)


def _pattern(english: str) -> str:
    parts = _BRACES.split(english)  # words and names in turn; a name's second place must hold the same
    told: set[str] = set()
    pattern = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in told else f"(?P<{part}>.+?)"
            told.add(part)
    return pattern
