"""What kind of document a text is, by the words of its title and of the lines at its top."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from maltolk.model import DocumentKind, Span
from maltolk.reading.lines.furniture import plain

_COMPOUNDING = 4
"""Letters a word needs to count as the end of a compound too; "plan" does, with exceptions in data/kinds.toml."""
_TOP = 600
"""Characters from the top within which a line by itself gives the kind."""


@dataclass(frozen=True, slots=True)
class _Signs:
    """``words``: of titles; ``heads``: lines by themselves. Both in lower case."""

    words: frozenset[str]
    heads: frozenset[str]


@cache
def _signs() -> tuple[dict[DocumentKind, _Signs], frozenset[str]]:
    data = tomllib.loads(resources.files("maltolk.reading.facts").joinpath("data/kinds.toml").read_text("utf-8"))
    unlike = frozenset(data.pop("unlike")["words"])
    signs = {DocumentKind(kind): _Signs(frozenset(s["words"]), frozenset(s["heads"])) for kind, s in data.items()}
    return signs, unlike


def kind_of_title(title: str) -> DocumentKind | None:
    """The kind that a title, or a name for a kind, indicates; None when it indicates none."""
    signs, unlike = _signs()
    words = [word for word in re.findall(r"\w+", title.casefold()) if word not in unlike]
    for kind, sign in signs.items():
        ends = tuple(word for word in sign.words if len(word) >= _COMPOUNDING)
        if any(word in sign.words or (ends and word.endswith(ends)) for word in words):
            return kind
    return None


def kind_at_top(text: str) -> tuple[DocumentKind, Span] | None:
    """The kind named by a line by itself near the top ("Styrdokument" names none), and that line."""
    signs, _ = _signs()
    for line in re.finditer(r"[^\n]+", text[:_TOP]):
        words = plain(line.group())
        for kind, sign in signs.items():
            if words in sign.heads:
                start = line.start() + len(line.group()) - len(line.group().lstrip())
                return kind, Span(start, line.end())
    return None
