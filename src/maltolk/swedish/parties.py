"""Parties, however they are written: "(S)", "Soc.dem.", "Moderata samlingspartiet", "Kalixpartiet"."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MAX_LENGTH = 5
"""Most words in a party's name."""
_OTHER_SIGNS = re.compile(r"[^\w &.’'-]|\d")
_LETTERS = 4
"""Letters of a short form, which needs a capital to differ from a word."""


@dataclass(frozen=True, slots=True)
class _Known:
    """``ways``: the party -> each way of writing, bare, its usual name first; a star where it begins longer words.
    ``named``: each way without star -> the party. ``others``: bare names. ``endings`` and ``closing_words``: of parties
    not in the table."""

    ways: dict[str, tuple[str, ...]]
    named: dict[str, str]
    others: frozenset[str]
    endings: tuple[str, ...]
    closing_words: frozenset[str]


@cache
def _known() -> _Known:
    data = tomllib.loads(resources.files("maltolk.swedish").joinpath("data/parties.toml").read_text("utf-8"))
    ways = {party: (f"{_bare(party)}*", *listed) for party, listed in data["parties"].items()}
    named = {way.removesuffix("*"): party for party, listed in ways.items() for way in listed}
    others = data["others"]
    names = frozenset(map(_bare, others["names"]))
    return _Known(ways, named, names, tuple(others["endings"]), frozenset(others["closing_words"]))


def party_of(written: str) -> str | None:
    """The party that is meant, by its usual name; None for one that is not in the table, a local one perhaps."""
    return _known().named.get(_bare(written))


def ways_of(written: str) -> tuple[str, ...]:
    """Every way to write the party ``written``, in lower case; only that one when it is not in the table."""
    party = party_of(written)
    if party is None:
        return (written.casefold(),) if written.strip() else ()
    return tuple(way.removesuffix("*") for way in _known().ways[party])


def means_party(word: str, written: str) -> bool:
    """Whether a case-folded word of a question, "sossarna" or "moderatpolitiker", means the party ``written``."""
    party = party_of(written)
    if party is None:
        own = written.casefold()
        return bool(own) and (word == own or (len(own) > _LETTERS and word.startswith(own[:-1])))
    return any(word.startswith(way[:-1]) if way.endswith("*") else word == way for way in _known().ways[party])


def names_party(text: str) -> bool:
    """Whether the text has the usual name of a party in the table."""
    folded = text.casefold()
    return any(party.casefold() in folded for party in _known().ways)


def is_party(written: str) -> bool:
    """Whether the words are a party's name or letters, and nothing else."""
    bare = _bare(written)
    known = _known()
    words = written.split()
    if bare in known.named or bare in known.others:
        # "med" and "mod" are also words.
        return len(bare) > _LETTERS or bare == "-" or any(sign.isupper() for sign in written)
    if not 1 <= len(words) <= _MAX_LENGTH or not words[0][0].isupper() or _OTHER_SIGNS.search(written):
        return False
    # "Bergs väl"; "Väl" alone, or the plural of people ("Demokraterna"), is covered by the lists above.
    by_end = len(bare.split()[-1]) > len("partiet") and bare.endswith(known.endings)
    return by_end or (len(words) > 1 and bare.split()[-1] in known.closing_words)


def _bare(written: str) -> str:
    """In lower case, full stops and brackets out, single spaces."""
    return " ".join(re.sub(r"[.()\[\]]", " ", written.casefold()).split())
