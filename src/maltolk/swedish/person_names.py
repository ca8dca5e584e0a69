"""Given names and surnames that are common in Sweden, for hiding names; the lists are in data/person_names.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

SURNAME_ENDINGS = (
    *(
        "sson",
        "ström",
        "berg",
        "qvist",
        "kvist",
        "gren",
        "dahl",
        "stedt",
        "holm",
        "bäck",
        "löf",
        "lund",
        "blad",
        "stam",
    ),
    *(
        "lind",
        "borg",
        "wall",
        "vall",
        "nius",
        "lius",
        "ander",
        "én",
        "ović",
        "ovic",
        "ević",
        "evic",
        "ić",
        "ski",
        "ska",
    ),
    *("dottir", "nen", "oğlu", "oglu", "escu", "sen", "rud", "hielm", "hjelm", "crantz", "krantz", "felt", "feldt"),
)
"""Endings of surnames that are in no list; they end other words too, so what stands around has to speak for a name."""


@dataclass(frozen=True, slots=True)
class PersonNames:
    """``first``, ``last``: names in lower case. ``words``: those of both that are also everyday words or places.
    ``no_names``: words that look like the genitive of one."""

    first: frozenset[str]
    last: frozenset[str]
    words: frozenset[str]
    no_names: frozenset[str]


@cache
def person_names() -> PersonNames:
    """The lists, read once."""
    data = tomllib.loads(resources.files("maltolk.swedish").joinpath("data/person_names.toml").read_text("utf-8"))
    return PersonNames(*(frozenset(data[part]) for part in ("first", "last", "words", "no_names")))
