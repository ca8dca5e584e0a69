"""Whose texts a question is for: municipalities, places and names in it, and the documents that it is limited to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from maltolk.answering.understanding.mentions import Mentions
from maltolk.answering.understanding.names_in_texts import (
    TitleNames,
    owner_of_names,
    places_within,
    spoken_of,
    stands_in,
)
from maltolk.answering.understanding.namings import Naming
from maltolk.answering.understanding.question import Beyond
from maltolk.answering.understanding.tokens import Cue, Token, tokens_of
from maltolk.indexing.index import Index
from maltolk.model import Span
from maltolk.swedish.gazetteer import Gazetteer, Mention
from maltolk.swedish.name_or_word import OFFICES
from maltolk.swedish.words import stem


@dataclass(frozen=True, slots=True)
class Scope:
    """``municipalities``, ``foreign``: those named that are indexed, and that are not, in order. ``documents``: numbers
    of those that the names limit to, none for no limit. ``names``: where the names stand that carry nothing else.
    ``owner``: the municipality that it is limited to because only its texts have a name in it. ``mentions``: where
    municipalities and places are named. ``beyond``: whose texts may answer where those have nothing."""

    municipalities: tuple[str, ...]
    foreign: tuple[str, ...]
    documents: frozenset[int]
    names: tuple[Span, ...]
    owner: str | None
    mentions: tuple[Mention, ...]
    beyond: Beyond | None


class Scopes:
    """Reads whose texts questions are for, among those of one index."""

    def __init__(self, index: Index, gazetteer: Gazetteer) -> None:
        self._index = index
        self._gazetteer = gazetteer
        self._by_municipality: dict[str, set[int]] = {}
        self._by_place: dict[str, set[int]] = {}
        for card in index.documents:
            self._by_municipality.setdefault(card.municipality.casefold(), set()).add(card.number)
            for place in card.places:
                self._by_place.setdefault(place.casefold(), set()).add(card.number)
        self._titles = TitleNames(index)
        self._mentions = Mentions(index, gazetteer)
        self.mentions = self._mentions.of

    def documents_of(self, municipality: str) -> frozenset[int]:
        """Numbers of the documents of ``municipality``, any case; empty when there are none."""
        return frozenset(self._by_municipality.get(municipality.casefold(), ()))

    def of(self, text: str, tokens: Sequence[Token], cues: Iterable[Cue], limit: str | None = None) -> Scope:
        """The scope of the question ``text``, with its words and cues. ``limit``: a municipality set beside it."""
        kinds = {cue.name for cue in cues}
        comparison = "comparison" in kinds
        compared = comparison or "which_municipalities" in kinds
        mentions = self.mentions(text)
        named, foreign, places, spans = self._named(mentions, compared=comparison)
        if named and foreign and not compared:
            # "Vad gör Region Halland i Kungsbacka?" asks one sender about a place.
            own = frozenset().union(*map(self.documents_of, named))
            foreign = [f for f in foreign if f not in places_within(self._index, text, mentions, own)]
        if comparison or not (named or foreign or compared):
            taken = {mention.span for mention in mentions}
            counties = [each for each in self._mentions.counties(tokens) if each.span not in taken]
            named = list(dict.fromkeys([*named, *(each.municipality for each in counties)]))
            spans += [each.span for each in counties]
        alone = named or foreign or limit is not None or compared
        owner = None if alone else owner_of_names(self._index, text, tokens)
        documents: set[int] = set(places)
        if not named and not foreign:
            for token in tokens:
                titled = self._titles.documents_of(token)
                documents |= titled
                spans += [token.span] if titled else []
            documents = documents or (set() if owner is None else set(self.documents_of(owner)))
        for name in named:
            if not places & self._by_municipality[name.casefold()]:
                documents |= self._by_municipality[name.casefold()]
        if limit is not None:
            documents = set(self.documents_of(limit)) & (documents or set(range(len(self._index.documents))))
        beyond = None if compared or limit is not None else self._beyond(text, tokens, mentions)
        return Scope(tuple(named), tuple(foreign), frozenset(documents), tuple(spans), owner, tuple(mentions), beyond)

    def _beyond(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Beyond | None:
        """The region's texts on the places that a question names, in one county, as those where something is; None
        where the municipality is asked."""
        if not mentions or any(token.folded in OFFICES for token in tokens):
            return None
        regions = {self._gazetteer.region_of(mention.municipality) for mention in mentions}
        region = regions.pop() if len(regions) == 1 else None
        if region is None or not any(stands_in(text, mention) for mention in mentions):
            return None
        places = tuple(dict.fromkeys(mention.place or mention.municipality for mention in mentions))
        documents = self.documents_of(region).intersection(*(spoken_of(self._index, place) for place in places))
        return Beyond(self._mentions.indexed(region) or region, documents, places) if documents else None

    def namings(self, text: str) -> tuple[Naming, ...]:
        """Where ``text`` names municipalities themselves, indexed or not; not by their inhabitants or by places in
        them."""
        named = [
            Naming(self._mentions.indexed(mention.municipality) or mention.municipality, mention.span)
            for mention in self.mentions(text)
            if mention.place is None and mention.form != "inhabitants"
        ]
        return tuple(named or self._mentions.counties(tokens_of(text)))

    def _named(
        self, mentions: Iterable[Mention], *, compared: bool
    ) -> tuple[list[str], list[str], set[int], list[Span]]:
        """Municipalities named that are indexed, and that are not; documents of named places; spans to leave out.

        When ``compared``, the names of those that are not indexed are left out too."""
        named: dict[str, None] = {}
        foreign: dict[str, None] = {}
        places: set[int] = set()
        spans: list[Span] = []
        others: list[Span] = []
        for mention in mentions:
            indexed = self._mentions.indexed(mention.municipality)
            if indexed is None:
                foreign.setdefault(mention.municipality)
                others.append(mention.span)
                continue
            named.setdefault(indexed)
            if mention.place is None:
                if mention.form != "inhabitants":
                    spans.append(mention.span)
            elif mention.place.casefold() in self._by_place:
                own = self._by_municipality[indexed.casefold()]
                speaking = self._index.documents_with(stem(mention.place.casefold())) & own
                places |= self._by_place[mention.place.casefold()] | speaking
                spans.append(mention.span)
        if compared:
            spans += others
        return list(named), [f for f in foreign if f not in named], places, spans
