"""From the words of a question to what it means for this index: scope, cues, numbers and the words that carry it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice, takewhile

from maltolk.answering.understanding.editions import editions_of, when_of
from maltolk.answering.understanding.glossary import official_words, translate
from maltolk.answering.understanding.names_in_texts import (
    TitleNames,
    has_telling_capital,
    owner_of_names,
    places_within,
    regions_by_county,
    unknown_names,
    written_abroad,
)
from maltolk.answering.understanding.namings import Naming
from maltolk.answering.understanding.question import AskedWord, Question
from maltolk.answering.understanding.spelling import is_known, may_lack_marks, with_marks, without_slips
from maltolk.answering.understanding.tokens import Token, cues_in, names_of, numbers_in, tokens_of, word_lists
from maltolk.indexing.index import Index
from maltolk.indexing.search.vocabulary import QueryTerm
from maltolk.indexing.search.word_match import INFLECTED, SAME_LETTERS, is_inflected
from maltolk.model import Span
from maltolk.swedish.gazetteer import Gazetteer, Mention
from maltolk.swedish.language import question_language
from maltolk.swedish.name_or_word import OFFICES, PLACE_PREPOSITIONS
from maltolk.swedish.numbers import cardinal
from maltolk.swedish.words import fold, function_words, stem, word_rows

OFFICIAL = 0.5
"""Weight of an official word where an everyday one was asked for."""
LIGHT = 0.25
"""Weight of a word of asking, relative to the most common of the other words."""


@cache
def _light() -> frozenset[str]:
    return frozenset(word for words in word_lists()["light"].values() for word in words.split())


@cache
def _plain_function_words() -> frozenset[str]:
    return frozenset(fold(word) for word in function_words())


@cache
def _aims() -> frozenset[str]:
    """What a municipality's aims are called, whatever its own texts call them."""
    return word_rows("goal_words.tsv")["aims"]


def asked_words(terms: Iterable[QueryTerm]) -> tuple[AskedWord, ...]:
    """The terms with what they are to a question: words of asking, names of aims, or neither."""
    return tuple(
        AskedWord(t.surface, t.stem, t.variants, t.idf, asking=t.surface in _light(), aim=t.surface in _aims())
        for t in terms
    )


class Understanding:
    """Reads questions in the light of one index: its municipalities, places and vocabulary."""

    def __init__(self, index: Index, gazetteer: Gazetteer, today: date | None = None) -> None:
        """``today``: decides which edition of a plan applies; None takes the day on which a question is asked."""
        self._index = index
        self._today = today
        self._gazetteer = gazetteer
        self._by_municipality: dict[str, set[int]] = {}
        self._by_place: dict[str, set[int]] = {}
        for card in index.documents:
            self._by_municipality.setdefault(card.municipality.casefold(), set()).add(card.number)
            for place in card.places:
                self._by_place.setdefault(place.casefold(), set()).add(card.number)
        self._titles = TitleNames(index)
        self.editions = editions_of(index)
        self._names = {card.municipality.casefold(): card.municipality for card in index.documents}
        self._plain_names = {fold(name): own for name, own in self._names.items()}
        self._regions = regions_by_county(self._names.values())

    def documents_of(self, municipality: str) -> frozenset[int]:
        """Numbers of the documents of ``municipality``, any case; empty when there are none."""
        return frozenset(self._by_municipality.get(municipality.casefold(), ()))

    def understand(self, text: str, municipality: str | None = None) -> Question:
        """The question ``text``, limited to ``municipality`` where one is given."""
        tokens = tokens_of(text)
        cues = cues_in(tokens)
        asked_for = _what_for(tokens)
        mentions = self._mentions(text)
        compared = any(c.name in ("comparison", "which_municipalities") for c in cues)
        named, foreign, places, spans = self._named(mentions, compared=any(c.name == "comparison" for c in cues))
        if named and foreign and not compared:
            # "Vad gör Region Halland i Kungsbacka?" asks one sender about a place.
            own = frozenset().union(*map(self.documents_of, named))
            foreign = [f for f in foreign if f not in places_within(self._index, text, mentions, own)]
        if not named and not foreign and not compared:
            counties = list(self._counties(tokens))
            named = list(dict.fromkeys(each.municipality for each in counties))
            spans += [each.span for each in counties]
        alone = named or foreign or municipality is not None or compared
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
        if municipality is not None:
            documents = set(self.documents_of(municipality)) & (documents or set(range(len(self._index.documents))))
        earlier = any((cue.group, cue.name) == ("follows", "earlier") for cue in cues)
        when = when_of(text, earlier=earlier, today=self._today or date.today())
        others = self.editions.others(when)
        documents = documents - others or documents
        used = [i for cue in cues for i in cue.words]
        carrying = [
            i
            for i, token in enumerate(tokens)
            if i not in used
            and token.folded not in function_words()
            and not self._is_function_word_without_marks(token.folded)
            and not any(s.start <= token.span.start < s.end for s in spans)
        ]
        numbers = numbers_in(tokens, carrying)
        kept = [tokens[i] for i in carrying if i not in numbers.words]
        language = _language(tokens, text, spans)
        if language == "sv":
            words, untranslated = self._terms(" ".join(text[t.span.start : t.span.end] for t in kept)), 0
        else:
            words, untranslated = self._translated(kept, text, language)
        return Question(
            text=text,
            language=language,
            cues=names_of(cues, numbers) | (frozenset({"wants.list", "wants.name"}) if asked_for else frozenset()),
            municipalities=tuple(named),
            foreign=tuple(foreign),
            documents=frozenset(documents) if documents or municipality is not None else None,
            superseded=others,
            when=when,
            unknown=unknown_names(self._index, text, tokens, mentions, language),
            misspelt=frozenset(m.municipality for m in mentions if m.form == "misspelt") & frozenset(named),
            owner=owner,
            numbers=numbers,
            names=frozenset(t.folded for t in kept if t.span.start > 0 and text[t.span.start].isupper()),
            words=words,
            untranslated=untranslated,
            topic=asked_for or _topic(tokens, kept),
            about=frozenset() if asked_for else _about(tokens, kept),
        )

    def namings(self, text: str) -> tuple[Naming, ...]:
        """Where ``text`` names municipalities themselves, indexed or not; not by their inhabitants or by places in
        them."""
        named = [
            Naming(self._names.get(mention.municipality.casefold(), mention.municipality), mention.span)
            for mention in self._mentions(text)
            if mention.place is None and mention.form != "inhabitants"
        ]
        return tuple(named or self._counties(tokens_of(text)))

    def _counties(self, tokens: Iterable[Token]) -> Iterator[Naming]:
        """Where regions are called by their county's name."""
        for token in tokens:
            region = self._regions.get(fold(token.folded).removesuffix("s"))
            if region is not None:
                yield Naming(region, token.span)

    def mended(self, text: str) -> str:
        """A question with its typing errors corrected where the index's words allow it.

        Swedish questions only: a word that no text has may well be foreign.
        """
        vocabulary = self._index.vocabulary
        marked = with_marks(text, vocabulary)
        certain = [token for token in tokens_of(text) if not may_lack_marks(token.folded)]
        if _language_of(certain, text) == "en" or _language_of(tokens_of(marked), marked) != "sv":
            return text
        if all(is_known(token.folded, vocabulary) for token in tokens_of(marked)):
            return marked
        return without_slips(marked, vocabulary, [mention.span for mention in self._mentions(marked)])

    def _terms(self, text: str) -> tuple[AskedWord, ...]:
        """The words with their rarity; words of asking ("ingår", "måste") count as common: nobody misses them."""
        if not text.strip():
            return ()
        terms = asked_words(term if term.variants else self._official(term) for term in self._index.terms(text))
        rarity = min((term.idf for term in terms if not term.asking), default=1.0)
        return tuple(replace(term, idf=LIGHT * rarity) if term.asking else term for term in terms)

    def _official(self, term: QueryTerm) -> QueryTerm:
        """A word that no text has, made findable by its official synonyms where there are any."""
        variants = self._variants(self._index.terms(" ".join(official_words(term.surface))))
        return replace(term, variants={stem: OFFICIAL * weight for stem, weight in variants.items()})

    def _variants(self, ways: Sequence[QueryTerm]) -> dict[str, float]:
        """Everything that several words may be found by, other endings included."""
        variants: dict[str, float] = {}
        for way in ways:
            inflected = dict.fromkeys(self._inflections(way.surface), INFLECTED**2)
            for other in (*inflected, *way.variants):
                weight = max(way.variants.get(other, 0.0), inflected.get(other, 0.0))
                variants[other] = max(weight, variants.get(other, 0.0))
        return variants

    def _translated(self, kept: Sequence[Token], text: str, language: str) -> tuple[tuple[AskedWord, ...], int]:
        """Swedish words for foreign ones, a term each with all its ways, and foreign words that the texts have; and how
        many words the glossary lacks."""
        terms: list[AskedWord] = []
        known: set[int] = set()
        for translation in translate(kept, language):
            known.update(translation.tokens)
            ways = self._index.terms(" ".join(translation.swedish))
            if ways:
                variants = self._variants(ways)
                rarity = min((way.idf for way in ways if way.variants), default=ways[0].idf)
                terms.extend(asked_words([QueryTerm(ways[0].surface, ways[0].stem, variants, rarity)]))
        asking = _light() | function_words("en", "other")
        rest = " ".join(
            text[t.span.start : t.span.end] for i, t in enumerate(kept) if i not in known and t.folded not in asking
        )
        terms.extend(term for term in self._terms(rest) if term.variants)
        return tuple({term.stem: term for term in terms}.values()), len(rest.split())

    def _inflections(self, word: str) -> list[str]:
        """The index's stems that are the same word with another ending."""
        stems = self._index.vocabulary.stems
        start = bisect_left(stems, word[:SAME_LETTERS])
        same = takewhile(lambda stem: stem.startswith(word[:SAME_LETTERS]), islice(stems, start, None))
        return [stem for stem in same if is_inflected(word, stem)]

    def _is_function_word_without_marks(self, word: str) -> bool:
        """Whether an unknown word is a function word typed without Swedish keys: "for", "ar"."""
        return (
            len(word) <= 4
            and word in _plain_function_words()
            and 1.0 not in self._index.vocabulary.variants(word).values()
        )

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

    def _mentions(self, text: str) -> Sequence[Mention]:
        mentions = list(self._gazetteer.find(text, casual=True))
        tokens = tokens_of(text)
        foreign_words = any(token.folded in function_words("other") for token in tokens)
        is_foreign = foreign_words and _language_of(tokens, text) == "other"
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


def _what_for(tokens: Sequence[Token]) -> str | None:
    """ "Vad har Lund för mål?" asks the same as "Vilka mål har Lund?": the word after "för"."""
    words = [t.folded for t in tokens]
    if words[:2] == ["vad", "har"] and "för" in words[2:-1]:
        return words[words.index("för", 2) + 1]
    return None


def _topic(tokens: Sequence[Token], kept: Sequence[Token]) -> str | None:
    """The carrying word after "vilken", "vilket", "vilka"; numbers and words like "nya" may come between."""
    asking = word_lists()["interrogative"]["determiner"].split()
    passed = word_lists()["interrogative"]["passed"].split()
    start = next((i for i, t in enumerate(tokens) if t.folded in asking), len(tokens))
    for token in tokens[start + 1 :]:
        if token.folded not in passed and cardinal(token.folded) is None and not token.folded.isdecimal():
            return token.folded if token in kept else None
    return None


def _about(tokens: Sequence[Token], kept: Sequence[Token]) -> frozenset[str]:
    """The carrying words after the last preposition that narrows."""
    narrowing = word_lists()["interrogative"]["narrowing"].split()
    last = max((i for i, t in enumerate(tokens) if t.folded in narrowing), default=len(tokens))
    return frozenset(t.folded for t in tokens[last + 1 :] if t in kept)


def _may_be_place(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether a word that no text has may be a misspelt municipality: by its capital or the word before or after."""
    before = tokens[place - 1].folded if place else ""
    after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
    return text[tokens[place].span.start].isupper() or before in PLACE_PREPOSITIONS or after in OFFICES


def _language(tokens: Sequence[Token], text: str, names: Sequence[Span]) -> str:
    """The language of the question without the names in it: the å of Piteå makes no German question Swedish."""
    for span in names:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return question_language([t.folded for t in tokens if text[t.span.start] != " "], text)


def _language_of(tokens: Sequence[Token], text: str) -> str:
    return question_language([token.folded for token in tokens], text)
