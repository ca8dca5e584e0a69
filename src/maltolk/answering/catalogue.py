"""maltolk's own fixed sentences, in Swedish and English."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from maltolk.model import FixedWords, Part


@cache
def sentences_of(room: str, language: str) -> Mapping[str, str]:
    """Sentences of a room ("maltolk.answering") in ``language``, or in English those that its catalogue has not in it:
    key -> sentence with {names}."""
    written = tomllib.loads((files(room) / "data" / "catalogue.toml").read_text("utf-8"))
    return {key: forms.get(language, forms["en"]) for key, forms in written.items()}


def say(key: str, language: str, **values: Part) -> FixedWords:
    """The sentence ``key`` in ``language`` ("sv", else English) as a part of an answer; the gate writes it out."""
    return FixedWords(key, language, tuple(values.items()))


def sentence(key: str, language: str, **values: object) -> str:
    """The sentence ``key`` in ``language`` ("sv", else English), its {names} filled in; the form of "one|many" that
    fits ``n``. Raises KeyError for a key or a value that is missing."""
    one, _, many = sentences_of("maltolk.answering", language)[key].partition("|")
    return (one if not many or str(values["n"]) == "1" else many).format(**values)


def enumerate_names(names: Sequence[str], language: str) -> str:
    """Names joined as in running text: "Lund, Ljungby och Landskrona"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {sentence('and', language)} {names[-1]}"


def say_period(period: str, language: str) -> str:
    """A period of validity (in the form ``Fact`` defines) as people write it: "2019–2021", "från 2022"."""
    start, _, end = period.partition("/")
    if end == "..":
        return sentence("period_from", language, start=start)
    if start == "..":
        return sentence("period_until", language, end=end)
    key = "period_year" if start == end else "period_days" if "-" in start + end else "period_years"
    return sentence(key, language, start=start, end=end)
