"""The sentences that maltolk says of its own accord, in Swedish and English."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("maltolk.answering") / "data" / "catalogue.toml").read_text("utf-8"))


def say(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language`` ("sv", else English), its {names} filled in."""
    return _sentences()[key]["sv" if language == "sv" else "en"].format(**values)


def count_of(key: str, language: str, n: int) -> str:
    """The form of ``key`` ("one|many") that fits ``n``."""
    one, many = _sentences()[key]["sv" if language == "sv" else "en"].split("|")
    return one if n == 1 else many.format(n=n)


_AFTER_Z = str.maketrans("åäö", "{|}")


def swedish_order(name: str) -> str:
    """A key that sorts å, ä and ö after z."""
    return name.casefold().translate(_AFTER_Z)


def enumerate_names(names: Sequence[str], language: str) -> str:
    """Names joined as in running text: "Lund, Ljungby och Landskrona"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {say('and', language)} {names[-1]}"
