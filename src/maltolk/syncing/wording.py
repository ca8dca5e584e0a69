"""The sentences of a synchronisation's report, Swedish beside English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("maltolk.syncing") / "data" / "letter.toml").read_text("utf-8"))


def sentence(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language`` ("sv", else English), its {names} filled in."""
    return _sentences()[key]["sv" if language == "sv" else "en"].format(**values)
