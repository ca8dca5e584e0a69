"""Parties, however they are written: "(S)", "Soc.dem.", "Moderata samlingspartiet", "Kalixpartiet"."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_LONGEST = 5
"""Words of a party's name."""
_OTHER_SIGNS = re.compile(r"[^\w &.’'-]|\d")
_LETTERS = 4
"""Of a short form, which a capital has to tell from a word."""


@dataclass(frozen=True, slots=True)
class _Known:
    """``named``: each way of writing, bare -> the party. ``others``: bare names. ``endings`` and ``closing_words``: of
    parties that are named nowhere."""

    named: dict[str, str]
    others: frozenset[str]
    endings: tuple[str, ...]
    closing_words: frozenset[str]


@cache
def _known() -> _Known:
    data = tomllib.loads(resources.files("maltolk.swedish").joinpath("data/parties.toml").read_text("utf-8"))
    named = {_bare(way): party for party, ways in data["parties"].items() for way in (party, *ways)}
    others = data["others"]
    names = frozenset(map(_bare, others["names"]))
    return _Known(named, names, tuple(others["endings"]), frozenset(others["closing_words"]))


def party_of(written: str) -> str | None:
    """The party that is meant, by its usual name; None for one that is not in the table, a local one perhaps."""
    return _known().named.get(_bare(written))


def is_party(written: str) -> bool:
    """Whether the words are a party's name or letters, and nothing else."""
    bare = _bare(written)
    known = _known()
    words = written.split()
    if bare in known.named or bare in known.others:
        # "med" and "mod" are words as well.
        return len(bare) > _LETTERS or bare == "-" or any(sign.isupper() for sign in written)
    if not 1 <= len(words) <= _LONGEST or not words[0][0].isupper() or _OTHER_SIGNS.search(written):
        return False
    # "Bergs väl"; "Väl" alone, or the plural of people ("Demokraterna"), is told by the lists above.
    by_end = len(bare.split()[-1]) > len("partiet") and bare.endswith(known.endings)
    return by_end or (len(words) > 1 and bare.split()[-1] in known.closing_words)


def _bare(written: str) -> str:
    """In lower case, full stops and brackets out, single spaces."""
    return " ".join(re.sub(r"[.()\[\]]", " ", written.casefold()).split())
