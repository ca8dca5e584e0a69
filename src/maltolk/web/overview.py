"""What the index covers, for whoever opens a page."""

from dataclasses import dataclass

from maltolk.answering.catalogue import enumerate_names
from maltolk.indexing.index import Index
from maltolk.swedish.collation import swedish_order


@dataclass(frozen=True, slots=True)
class Overview:
    """``municipalities``: in Swedish order. ``listed``: the same as running text. ``first`` and ``last``: years of the
    oldest and the newest dated text. ``undated``: texts without a date."""

    municipalities: tuple[str, ...]
    listed: str
    documents: int
    first: str | None
    last: str | None
    undated: int


def overview_of(index: Index, language: str) -> Overview:
    """Of the whole index."""
    names = tuple(sorted({card.municipality for card in index.documents}, key=swedish_order))
    years = sorted(card.date[:4] for card in index.documents if card.date)
    return Overview(
        municipalities=names,
        listed=enumerate_names(names, language),
        documents=len(index.documents),
        first=years[0] if years else None,
        last=years[-1] if years else None,
        undated=len(index.documents) - len(years),
    )
