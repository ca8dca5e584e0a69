"""Numbers as words: "nio", "fifth", "hälften", "iv"."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
"""Roman numerals as lists count with them, from 1."""


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("maltolk.swedish").joinpath("data/numbers.toml").read_text("utf-8"))


@cache
def _values(kind: str, start: int = 1, step: int = 1) -> dict[str, int]:
    return {word: start + step * place for place, ways in enumerate(_data()[kind]) for word in ways.split()}


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_data()[kind].split())


def cardinal(word: str) -> int | None:
    """The number that a case-folded word from "en" to "tjugo" stands for, in Swedish or English."""
    return _values("cardinals").get(word)


def ordinal(word: str) -> int | None:
    """The place that a case-folded word from "första" to "tolfte" stands for, in Swedish or English."""
    return _values("ordinals").get(word)


def numeral_noun(word: str) -> int | None:
    """The number that a case-folded noun from "etta" to "tia" names something by: "kommunens trea"."""
    return _values("nouns").get(word)


def is_last(word: str) -> bool:
    """Whether a case-folded word means the last of several: "sista"."""
    return word in _words("last")


def introduces_number(word: str) -> bool:
    """Whether a case-folded word precedes a number that says which one is meant: "nummer 4"."""
    return word in _words("before")


@cache
def number_words() -> frozenset[str]:
    """Case-folded words for a number or a place: "nio", "fifth"."""
    return frozenset({*_values("cardinals"), *_values("ordinals")})


@cache
def counting_words() -> frozenset[str]:
    """Case-folded words for how many or how much; not "en" and "ingen", which hardly ever are."""
    numbers = {*_values("cardinals"), *_values("tens", 30, 10)}
    return frozenset(numbers | _words("amounts")) - _words("articles")
