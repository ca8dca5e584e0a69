"""Masking personal data in what people write: numbers, addresses and names become "[personnummer]", "[namn]" …"""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from maltolk.model import Span
from maltolk.privacy.name_spotting import names_in
from maltolk.privacy.patterns import forms_in
from maltolk.privacy.personal import Found


@dataclass(frozen=True, slots=True)
class Masked:
    """``text``: with masks. ``found``: what was masked, by its place in the text before (in NFC), in order."""

    text: str
    found: tuple[Found, ...]


def mask(text: str) -> Masked:
    """``text`` (brought to NFC) with everything masked that looks like personal data.

    No guarantee: a name in lower case that no list has remains, as does what the words between tell of somebody.
    """
    text = normalize("NFC", text)
    found = _apart((*forms_in(text), *names_in(text)))
    pieces, at = [], 0
    for each in found:
        pieces += [text[at : each.span.start], each.kind.mask]
        at = each.span.end
    return Masked("".join([*pieces, text[at:]]), found)


def _apart(found: Iterable[Found]) -> tuple[Found, ...]:
    """Places that do not overlap and cover all that ``found`` covers; of several kinds, the first given counts."""
    joined: list[Found] = []
    ranked = [(each.span.start, rank, each) for rank, each in enumerate(found) if each.span.start < each.span.end]
    ranks: list[int] = []
    for start, rank, each in sorted(ranked, key=lambda row: (row[0], row[1])):
        if joined and start < joined[-1].span.end:
            kind = each.kind if rank < ranks[-1] else joined[-1].kind
            joined[-1] = Found(Span(joined[-1].span.start, max(joined[-1].span.end, each.span.end)), kind)
            ranks[-1] = min(rank, ranks[-1])
        else:
            joined.append(each)
            ranks.append(rank)
    return tuple(joined)
