"""An index as it would be if some people were in none of its texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from maltolk.indexing.encoders.encoder import Vectors
from maltolk.indexing.index import Index
from maltolk.indexing.search.hits import Hits
from maltolk.indexing.search.lexical import LexicalScores
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import Contact, Document, Fact, Passage, Span
from maltolk.privacy.hiding import Hiding, is_withheld, withheld
from maltolk.privacy.suppressed import Suppressed
from maltolk.swedish.words import stems

_KEPT = 512
"""Documents kept after hiding."""
_SHARED = ("manifest", "folder", "owners", "_store", "_passages", "_sentences", "_lexical", "_probes")
"""What the view takes from the whole index; nothing of it is copied."""


class WithheldIndex(Index):
    """A view of ``whole`` without those whom ``hiding`` hides: passages with them are never found, texts have them
    blacked out, contacts are gone, and their words are unknown.

    What a passage says besides is lost with it; that is the price of no trace.
    """

    def __init__(self, whole: Index, hiding: Hiding) -> None:
        for name in _SHARED:
            setattr(self, name, getattr(whole, name))
        self._whole = whole
        self._hiding = hiding
        self._hidden_document = lru_cache(maxsize=_KEPT)(self._hide)
        self._lexical = whole._lexical.without(self._gone_stems)

    @property
    def hiding(self) -> Hiding:
        """Who is hidden."""
        return self._hiding

    @cached_property
    def documents(self) -> tuple[DocumentCard, ...]:
        """All documents, their titles and addresses without those hidden."""
        return tuple(self._card(card) for card in self._whole.documents)

    @cached_property
    def named(self) -> frozenset[int]:
        """Numbers of the documents whose path names somebody hidden: not even listed."""
        return frozenset(
            card.number for card in self._whole.documents if self._hiding.names(card.path, card.municipality)
        )

    def document(self, number: int) -> Document:
        """The document, with what is hidden blacked out and quoted by nothing."""
        return self._hidden_document(number) if number in self._affected else self._whole.document(number)

    def document_by_digest(self, digest: str) -> Document | None:
        """The same by its digest, its blocks as they are."""
        found = self._whole.document_by_digest(digest)
        return None if found is None else self._hiding.document(found)

    @cached_property
    def _cards(self) -> Mapping[tuple[str, str], DocumentCard]:
        return {(card.municipality, card.path): card for card in self.documents}

    def passages(self, ids: Sequence[int] | NDArray[np.int64]) -> list[Passage]:
        """The passages with these ids, headings without those hidden."""
        return [self._passage(passage) for passage in self._whole.passages(ids)]

    def passages_of(self, document: int) -> list[Passage]:
        """A document's passages but those that are withheld."""
        return [p for p in self._whole.passages_of(document) if p.id not in self._withheld_ids]

    def passages_by_digest(self, digest: str) -> list[Passage]:
        """The same by its digest."""
        return [p for p in self._whole.passages_by_digest(digest) if p.id not in self._withheld_ids]

    def contacts(self) -> tuple[tuple[int, Contact], ...]:
        """Every contact but those hidden."""
        return self._shown_contacts

    def facts(self) -> Iterator[tuple[Fact, ...]]:
        """What is known of every document, titles without those hidden."""
        for card, facts in zip(self._whole.documents, self._whole.facts(), strict=True):
            yield tuple(self._hiding.fact(fact, card.municipality) for fact in facts)

    def dense(self, vector: Vectors, k: int, documents: Sequence[int] | None = None) -> Hits:
        """As ``Index.dense``, without withheld passages."""
        found = self._whole.dense(vector, k + len(self._withheld_ids), documents)
        kept = ~np.isin(found.ids, self._withheld)
        return Hits(found.ids[kept][:k], found.scores[kept][:k])

    def lexical(self, query: str, k: int, documents: Sequence[int] | None = None) -> Hits:
        """As ``Index.lexical``, without withheld passages."""
        found = self._lexical.search(query, k + len(self._withheld_ids), documents)
        kept = ~np.isin(found.ids, self._withheld)
        return Hits(found.ids[kept][:k], found.scores[kept][:k])

    def lexical_scores(self, query: str) -> LexicalScores:
        """As ``Index.lexical_scores``; 0 for withheld passages."""
        scores = self._lexical.scores(query)
        scores.passages[self._withheld] = 0.0
        return scores

    def covers(self, query: str) -> NDArray[np.float32]:
        """As ``Index.covers``; 0 for withheld passages."""
        covers = self._lexical.covers(query)
        covers[self._withheld] = 0.0
        return covers

    @cached_property
    def _affected(self) -> frozenset[int]:
        """Numbers of the documents with somebody in their text, title, address or path."""
        cards, hiding = self._whole.documents, self._hiding
        by_card = {
            card.number
            for card in cards
            if any(hiding.names(words, card.municipality) for words in (card.title, card.url, card.path))
        }
        by_text = {n for n, text in self._whole.texts() if hiding.names(text, cards[n].municipality)}
        return frozenset(by_card | by_text)

    @cached_property
    def _withheld(self) -> NDArray[np.int64]:
        """Ids of the withheld passages, ascending."""
        found: list[int] = []
        for number in sorted(self._affected):
            document = self._hiding.document(self._whole.document(number))
            everything = number in self.named
            found += [
                passage.id
                for passage in self._whole.passages_of(number)
                if everything or is_withheld(passage, document, self._hiding)
            ]
        return np.array(found, dtype=np.int64)

    @cached_property
    def _withheld_ids(self) -> frozenset[int]:
        return frozenset(self._withheld.tolist())

    @cached_property
    def _gone_stems(self) -> frozenset[str]:
        """Stems that only withheld passages have, of the words that are hidden."""
        hidden: set[str] = set()
        for number in self._affected:
            whole = self._whole.document(number)
            shown = self._hiding.document(whole)
            hidden.update(*(stems(place.of(whole.text)) for place in _hidden_in(whole, shown)))
            hidden.update(stems(whole.title))
        return frozenset(stem for stem in hidden if self._whole.passages_with(stem) <= self._withheld_ids)

    @cached_property
    def _shown_contacts(self) -> tuple[tuple[int, Contact], ...]:
        known = {number: frozenset(self.document(number).contacts) for number in self._affected}
        return tuple((n, each) for n, each in self._whole.contacts() if n not in known or each in known[n])

    def _hide(self, number: int) -> Document:
        shown = self._hiding.document(self._whole.document(number))
        if number in self.named:  # a citation would tell the path
            shown = replace(shown, hidden=(Span(0, len(shown.text)),), contacts=())
        return withheld(shown)

    def _card(self, card: DocumentCard) -> DocumentCard:
        if card.number not in self._affected:
            return card
        url = None if self._hiding.names(card.url, card.municipality) else card.url
        return replace(card, title=self._hiding.words(card.title, card.municipality), url=url)

    def _passage(self, passage: Passage) -> Passage:
        if passage.document not in self._affected:
            return passage
        where = self._whole.documents[passage.document].municipality
        return replace(passage, context=self._hiding.words(passage.context, where))


def texts_naming(index: Index, someone: Suppressed) -> int:
    """How many texts of a whole index name or reach somebody, in their title or address too."""
    hiding, cards = Hiding([someone]), index.documents
    return sum(
        any(hiding.names(words, cards[n].municipality) for words in (text, cards[n].title, cards[n].url, cards[n].path))
        for n, text in index.texts()
    )


def _hidden_in(whole: Document, shown: Document) -> tuple[Span, ...]:
    """What was hidden, also in a document whose text is no longer sound."""
    if shown.hidden or shown.text == whole.text:
        return shown.hidden
    return (Span(0, len(whole.text)),)
