"""Parties beside names and in questions."""

import tomllib
from importlib.resources import files
from itertools import chain

import pytest

from maltolk.swedish.parties import is_party, means_party, names_party, party_of, ways_of

PARTIES = tomllib.loads(files("maltolk.swedish").joinpath("data/parties.toml").read_text("utf-8"))["parties"]


def test_no_way_of_writing_means_two_parties() -> None:
    ways = [way.removesuffix("*") for way in chain.from_iterable(PARTIES.values())]
    assert len(set(ways)) == len(ways)
    assert all(way == way.casefold() for way in ways)
    assert all(len(way) > 4 for way in chain.from_iterable(PARTIES.values()) if way.endswith("*"))


@pytest.mark.parametrize("party", PARTIES)
def test_every_way_of_a_party_means_it(party: str) -> None:
    assert party_of(party) == party
    for way in ways_of(party):
        assert party_of(f"({way})") == party
        assert means_party(way, party)
        assert is_party(way.title())
    assert means_party(f"{party.casefold()}s", party)


@pytest.mark.parametrize(
    ("word", "written", "meant"),
    [
        ("sossarna", "S", True),
        ("moderatpolitiker", "(M)", True),
        ("centerpartisten", "C", True),
        ("vänsterns", "Vänsterpartiet", True),
        ("miljöpartister", "MP", True),
        ("miljöprogram", "MP", False),
        ("folkhälsa", "L", False),
        ("s", "S", True),
        ("skola", "S", False),
        ("kalixpartiet", "Kalixpartiet", True),
        ("kalixpartiets", "Kalixpartiet", True),
        ("kalix", "Kalixpartiet", False),
        ("parti", "", False),
    ],
)
def test_what_a_word_of_a_question_means(word: str, written: str, meant: bool) -> None:
    assert means_party(word, written) is meant


def test_a_text_that_names_a_party() -> None:
    assert names_party("Hon företräder Örebropartiet.")
    assert not names_party("Hon företräder ett parti.")
