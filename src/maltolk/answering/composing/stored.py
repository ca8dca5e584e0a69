"""What the gate compares with: documents and cards as the index stores them, and the names of municipalities."""

from collections.abc import Callable
from dataclasses import dataclass

from maltolk.answering.composing.display import displayed
from maltolk.answering.understanding.editions import Editions
from maltolk.indexing.index import Index
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import Document, DocumentKey
from maltolk.swedish.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class Stored:
    """``document`` and ``card``: what is stored under a municipality and path, None for nothing; whether its text still
    matches the key is for the gate to check. ``earlier``: the edition before that text, None where there is none.
    ``is_place``: whether a municipality has that name, in any case.
    """

    document: Callable[[DocumentKey], Document | None]
    card: Callable[[DocumentKey], DocumentCard | None]
    earlier: Callable[[DocumentKey], DocumentCard | None]
    is_place: Callable[[str], bool]


def stored_in(index: Index, gazetteer: Gazetteer, editions: Editions) -> Stored:
    """What ``index`` stores; place names are its own and those of ``gazetteer``."""
    known = {displayed(card.municipality) for card in index.documents} | set(gazetteer.names())
    names = frozenset(name.casefold() for name in known)

    def card(key: DocumentKey) -> DocumentCard | None:
        return index.card_of(key.municipality, key.path)

    def document(key: DocumentKey) -> Document | None:
        found = card(key)
        return None if found is None else index.document(found.number)

    def earlier(key: DocumentKey) -> DocumentCard | None:
        found = card(key)
        number = None if found is None else editions.before(found.number)
        return None if number is None else index.documents[number]

    return Stored(document, card, earlier, lambda name: displayed(name).casefold() in names)
