"""The sentences that maltolk says of its own accord, in Swedish and English."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files


@cache
def sentences_of(room: str, language: str) -> Mapping[str, str]:
    """What a room ("maltolk.answering") says in ``language`` ("sv", else English): key -> sentence with {names}."""
    written = tomllib.loads((files(room) / "data" / "catalogue.toml").read_text("utf-8"))
    return {key: forms["sv" if language == "sv" else "en"] for key, forms in written.items()}


def _sentence(key: str, language: str) -> str:
    return sentences_of("maltolk.answering", language)[key]


def say(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language`` ("sv", else English), its {names} filled in."""
    return _sentence(key, language).format(**values)


def count_of(key: str, language: str, n: int) -> str:
    """The form of ``key`` ("one|many") that fits ``n``."""
    one, many = _sentence(key, language).split("|")
    return one if n == 1 else many.format(n=n)


def enumerate_names(names: Sequence[str], language: str) -> str:
    """Names joined as in running text: "Lund, Ljungby och Landskrona"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {say('and', language)} {names[-1]}"


def say_period(period: str, language: str) -> str:
    """A period of validity (``Fact`` tells its form) as people write it: "2019–2021", "från 2022"."""
    start, _, end = period.partition("/")
    if end == "..":
        return say("period_from", language, start=start)
    if start == "..":
        return say("period_until", language, end=end)
    key = "period_year" if start == end else "period_days" if "-" in start + end else "period_years"
    return say(key, language, start=start, end=end)
