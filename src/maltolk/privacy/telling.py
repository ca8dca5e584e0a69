"""Words that say whether what stands beside them is personal data; the lists are in data/telling.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from maltolk.swedish.gazetteer import Gazetteer


@cache
def telling_words() -> Mapping[str, frozenset[str]]:
    """The lists by name, read once."""
    data = tomllib.loads(resources.files("maltolk.privacy").joinpath("data/telling.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


@cache
def place_names() -> frozenset[str]:
    """Municipalities, regions and places in lower case."""
    known = Gazetteer.default()
    return frozenset(name.casefold() for name in (*known.names(), *known.places))
