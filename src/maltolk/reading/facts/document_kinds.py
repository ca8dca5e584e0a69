"""What kind of document a text is, by the words of its title and of the lines at its top."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from maltolk.model import DocumentKind, Span
from maltolk.reading.lines.phrases import plain

_COMPOUNDING = 4
"""Letters a word needs to count as the end of a compound too; "plan" does, with exceptions in data/kinds.toml."""
_YEARLY = (DocumentKind.BUDGET, DocumentKind.ANNUAL_REPORT)
_TOP = 600
"""Characters from the top within which a line by itself gives the kind."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """``words``: of titles; ``heads``: lines by themselves. Both in lower case."""

    words: frozenset[str]
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The signs of each kind; words that only end like one; words for what applies to the year in its title."""

    signs: dict[DocumentKind, _Signs]
    unlike: frozenset[str]
    yearly: frozenset[str]


@cache
def _kinds() -> _Kinds:
    data = tomllib.loads(resources.files("maltolk.reading.facts").joinpath("data/kinds.toml").read_text("utf-8"))
    unlike, yearly = (frozenset(data.pop(name)["words"]) for name in ("unlike", "yearly"))
    signs = {DocumentKind(kind): _Signs(frozenset(s["words"]), frozenset(s["heads"])) for kind, s in data.items()}
    return _Kinds(signs, unlike, yearly)


def kind_of_title(title: str) -> DocumentKind | None:
    """The kind that a title, or a name for a kind, indicates; None when it indicates none."""
    words = [word for word in re.findall(r"\w+", title.casefold()) if word not in _kinds().unlike]
    for kind, sign in _kinds().signs.items():
        ends = tuple(word for word in sign.words if len(word) >= _COMPOUNDING)
        if any(word in sign.words or (ends and word.endswith(ends)) for word in words):
            return kind
    return None


def is_yearly(title: str, kind: str | None) -> bool:
    """Whether a document of that title and kind applies to the year in its title."""
    words = frozenset(re.findall(r"\w+", title.casefold()))
    return kind in _YEARLY or not words.isdisjoint(_kinds().yearly)


def kind_at_top(text: str) -> tuple[DocumentKind, Span] | None:
    """The kind named by a line by itself near the top ("Styrdokument" names none), and that line."""
    for line in re.finditer(r"[^\n]+", text[:_TOP]):
        words = plain(line.group())
        for kind, sign in _kinds().signs.items():
            if words in sign.heads:
                start = line.start() + len(line.group()) - len(line.group().lstrip())
                return kind, Span(start, line.end())
    return None
