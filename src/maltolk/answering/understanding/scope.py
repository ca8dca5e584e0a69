"""Whose texts a question is for: municipalities, places and names in it, and the documents that it is limited to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maltolk.answering.understanding.names_in_texts import (
    TitleNames,
    has_telling_capital,
    owner_of_names,
    places_within,
    regions_by_county,
    written_abroad,
)
from maltolk.answering.understanding.namings import Naming
from maltolk.answering.understanding.tokens import Cue, Token, tokens_of
from maltolk.answering.understanding.told_language import language_of
from maltolk.indexing.index import Index
from maltolk.model import Span
from maltolk.swedish.gazetteer import Gazetteer, Mention
from maltolk.swedish.name_or_word import OFFICES, PLACE_PREPOSITIONS
from maltolk.swedish.words import fold, function_words, stem


@dataclass(frozen=True, slots=True)
class Scope:
    """``municipalities``, ``foreign``: those named that are indexed, and that are not, in order. ``documents``: numbers
    of those that the names limit to, none for no limit. ``names``: where the names stand that carry nothing else.
    ``owner``: the municipality that it is limited to because only its texts have a name in it. ``mentions``: where
    municipalities and places are named."""

    municipalities: tuple[str, ...]
    foreign: tuple[str, ...]
    documents: frozenset[int]
    names: tuple[Span, ...]
    owner: str | None
    mentions: tuple[Mention, ...]


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
        self._names = {card.municipality.casefold(): card.municipality for card in index.documents}
        self._plain_names = {fold(name): own for name, own in self._names.items()}
        self._regions = regions_by_county(self._names.values())

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
        if not named and not foreign and not compared:
            counties = list(self._counties(tokens))
            named = list(dict.fromkeys(each.municipality for each in counties))
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
        return Scope(tuple(named), tuple(foreign), frozenset(documents), tuple(spans), owner, tuple(mentions))

    def namings(self, text: str) -> tuple[Naming, ...]:
        """Where ``text`` names municipalities themselves, indexed or not; not by their inhabitants or by places in
        them."""
        named = [
            Naming(self._names.get(mention.municipality.casefold(), mention.municipality), mention.span)
            for mention in self.mentions(text)
            if mention.place is None and mention.form != "inhabitants"
        ]
        return tuple(named or self._counties(tokens_of(text)))

    def mentions(self, text: str) -> Sequence[Mention]:
        """Where ``text`` names municipalities, or places in them, as people write questions."""
        mentions = list(self._gazetteer.find(text, casual=True))
        tokens = tokens_of(text)
        foreign_words = any(token.folded in function_words("other") for token in tokens)
        is_foreign = foreign_words and language_of(tokens, text) == "other"
        for place, token in enumerate(tokens):
            if any(m.span.start <= token.span.start < m.span.end for m in mentions):
                continue
            own = self._own_name(token.folded)
            if own is None and is_foreign and text[token.span.start].isupper():
                names = (*self._gazetteer.names(), *self._names.values())
                own = written_abroad(token.folded, names, surely_a_name=has_telling_capital(text, token))
            if own is not None:
                mentions.append(Mention(own, None, token.span, "name"))
                continue
            if len(token.folded) < 4 or not token.folded.isalpha() or self._index.terms(token.folded)[0].variants:
                continue
            if not _may_be_place(text, tokens, place):
                continue
            close = self._gazetteer.closest(token.folded)
            if close is not None:
                mentions.append(Mention(close[0], None, token.span, "name" if close[1] == 1 else "misspelt"))
        return mentions

    def _counties(self, tokens: Iterable[Token]) -> Iterator[Naming]:
        """Where regions are called by their county's name."""
        for token in tokens:
            region = self._regions.get(fold(token.folded).removesuffix("s"))
            if region is not None:
                yield Naming(region, token.span)

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
            indexed = self._names.get(mention.municipality.casefold())
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

    def _own_name(self, word: str) -> str | None:
        """The indexed municipality that a word names, typed without capitals or marks: "boras" is Borås here.

        Not one that is also a word: the gazetteer has judged that from its neighbours.
        """
        plain = fold(word)
        if any(map(self._gazetteer.is_word, (word, plain, word.removesuffix("s"), plain.removesuffix("s")))):
            return None
        return self._plain_names.get(plain) or self._plain_names.get(plain.removesuffix("s"))


def _may_be_place(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether a word that no text has may be a misspelt municipality: by its capital or the word before or after."""
    before = tokens[place - 1].folded if place else ""
    after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
    return text[tokens[place].span.start].isupper() or before in PLACE_PREPOSITIONS or after in OFFICES
