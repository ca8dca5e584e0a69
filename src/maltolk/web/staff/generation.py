"""What is indexed: the current generation, its documents, and how the folder of texts differs from it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from maltolk.errors import MaltolkError
from maltolk.indexing.index import Index
from maltolk.indexing.storage.generations import Generations
from maltolk.indexing.storage.manifest import MANIFEST_FILE
from maltolk.indexing.storage.records import PageFacts
from maltolk.indexing.storage.store import DocumentCard
from maltolk.swedish.collation import swedish_order
from maltolk.web.staff.folder.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Indexed:
    """A document of the generation. ``link``: its source page, None for a text without a passage. ``pages``: which
    of its pages are left out, or were read from a picture."""

    card: DocumentCard
    passages: int
    contacts: int
    link: str | None
    pages: PageFacts


@dataclass(frozen=True, slots=True)
class Current:
    """The generation that questions are answered from.

    ``built``: when, in local time. ``unindexed``: files of the folder that are not in it, whether new or
    unreadable. ``gone``: files in it that are no longer in the folder.
    """

    name: str
    built: datetime
    documents: tuple[Indexed, ...]
    unindexed: tuple[str, ...]
    gone: tuple[str, ...]


def current(index: Index, corpus: Corpus) -> Current:
    """What ``index`` contains, by municipality and title."""
    passages = np.bincount(index.owners, minlength=len(index.documents))
    owners, first = np.unique(index.owners, return_index=True)
    spans = {int(o): p.span for o, p in zip(owners, index.passages([int(i) for i in first]), strict=True)}
    contacts = Counter(number for number, _ in index.contacts())
    rows = [
        Indexed(
            card,
            int(passages[card.number]),
            contacts[card.number],
            f"/kalla/{card.digest}/{spans[card.number].start}-{spans[card.number].end}"
            if card.number in spans
            else None,
            pages,
        )
        for card, pages in zip(index.documents, index.page_facts(), strict=True)
    ]
    known, there = {card.path for card in index.documents}, set(corpus.paths())
    return Current(
        name=index.generation,
        built=datetime.fromtimestamp((index.folder / MANIFEST_FILE).stat().st_mtime).astimezone(),
        documents=tuple(sorted(rows, key=lambda row: (swedish_order(row.card.municipality), row.card.title))),
        unindexed=tuple(sorted(there - known)),
        gone=tuple(sorted(known - there)),
    )


def before(generations: Generations) -> str | None:
    """Name of the generation that a rollback leads to, None when there is none."""
    try:
        names = [path.name for path in generations.all()]
        place = names.index(generations.current().name)
    except (MaltolkError, ValueError):
        return None
    return names[place - 1] if place else None
