"""Number words and their values."""

import tomllib
from importlib.resources import files
from itertools import chain

import pytest

from maltolk.swedish.numbers import cardinal, counting_words, introduces_number, is_last, ordinal

DATA = tomllib.loads(files("maltolk.swedish").joinpath("data/numbers.toml").read_text("utf-8"))


@pytest.mark.parametrize("kind", ["cardinals", "tens", "ordinals"])
def test_a_word_has_one_value(kind: str) -> None:
    words = list(chain.from_iterable(ways.split() for ways in DATA[kind]))
    assert len(set(words)) == len(words)
    assert all(word == word.casefold() for word in words)


def test_values_are_right_from_first_to_last() -> None:
    assert [cardinal(word) for word in ("ett", "fem", "tva", "twelve", "tjugo", "tjugoett")] == [1, 5, 2, 12, 20, None]
    assert [ordinal(word) for word in ("första", "third", "tolfte", "fem")] == [1, 3, 12, None]
    assert is_last("sista")
    assert introduces_number("nummer")


def test_what_counts_and_what_hardly_does() -> None:
    assert {"nio", "trettio", "forty", "hälften", "tusen"} <= counting_words()
    assert not counting_words() & {"en", "ett", "ingen"}
