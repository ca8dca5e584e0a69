"""From the words of a question to what it means for this index: scope, cues, numbers and the words that carry it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice, takewhile

from maltolk.answering.understanding.edition_words import edition_words
from maltolk.answering.understanding.editions import editions_of, when_of
from maltolk.answering.understanding.every_municipality import speaks_of_each
from maltolk.answering.understanding.glossary import official_words, translate
from maltolk.answering.understanding.names_in_texts import unknown_names
from maltolk.answering.understanding.question import AskedWord, Question
from maltolk.answering.understanding.scope import Scopes
from maltolk.answering.understanding.spelling import is_known, may_lack_marks, with_marks, without_slips
from maltolk.answering.understanding.spoken import as_written
from maltolk.answering.understanding.tokens import Token, cues_in, names_of, numbers_in, tokens_of, word_lists
from maltolk.answering.understanding.told_language import language_of
from maltolk.indexing.index import Index
from maltolk.indexing.search.vocabulary import QueryTerm
from maltolk.indexing.search.word_match import INFLECTED, SAME_LETTERS, is_inflected
from maltolk.swedish.gazetteer import Gazetteer
from maltolk.swedish.numbers import cardinal
from maltolk.swedish.words import fold, function_words, word_rows

OFFICIAL = 0.5
"""Weight of an official word where an everyday one was asked for."""
LIGHT = 0.25
"""Weight of a word of asking, relative to the most common of the other words."""

_WAYS = frozenset({"fields.phone", "fields.email"})


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
        self._scopes = Scopes(index, gazetteer)
        self.namings = self._scopes.namings
        self.editions = editions_of(index)

    def understand(self, text: str, municipality: str | None = None) -> Question:
        """The question ``text``, limited to ``municipality`` where one is given."""
        tokens = tokens_of(text)
        cues = cues_in(tokens)
        asked_for = _what_for(tokens)
        scope = self._scopes.of(text, tokens, cues, municipality)
        language = language_of(tokens, text, self._index.vocabulary, scope.names)
        edition = edition_words(text, tokens, language)
        when = when_of(text, earlier=edition.earlier, today=self._today or date.today())
        others = self.editions.others(when)
        settled = not others.isdisjoint(scope.documents or others)
        documents = scope.documents - others or scope.documents
        used = [*edition.places, *(i for cue in cues for i in cue.words)]
        carrying = [
            i
            for i, token in enumerate(tokens)
            if i not in used
            and token.folded not in function_words()
            and not self._is_function_word_without_marks(token.folded)
            and not any(s.start <= token.span.start < s.end for s in scope.names)
        ]
        numbers = numbers_in(tokens, carrying)
        kept = [tokens[i] for i in carrying if i not in numbers.words]
        if language == "sv":
            words, untranslated = self._terms(" ".join(text[t.span.start : t.span.end] for t in kept)), 0
        else:
            words, untranslated = self._translated(kept, text, language)
        return Question(
            asked=text,
            text=edition.left_out_of(text) if settled else text,
            language=language,
            cues=names_of(cues, numbers)
            | (frozenset({"wants.list", "wants.name"}) if asked_for else frozenset())
            | (frozenset({"follows.earlier"}) if edition.earlier else frozenset())
            | (frozenset({"wants.each_municipality"}) if speaks_of_each(text) else frozenset())
            | (frozenset() if language == "sv" else _ways_among(words)),
            municipalities=scope.municipalities,
            foreign=scope.foreign,
            documents=documents if documents or municipality is not None else None,
            superseded=others,
            when=when,
            unknown=unknown_names(self._index, text, tokens, scope.mentions, language),
            misspelt=frozenset(m.municipality for m in scope.mentions if m.form == "misspelt")
            & frozenset(scope.municipalities),
            owner=scope.owner,
            beyond=scope.beyond,
            named=scope.names,
            numbers=numbers,
            names=frozenset(t.folded for t in kept if t.span.start > 0 and text[t.span.start].isupper()),
            words=words,
            untranslated=untranslated,
            topic=asked_for or _topic(tokens, kept),
            about=frozenset() if asked_for else _about(tokens, kept),
        )

    def written(self, text: str) -> str:
        """A Swedish message with its spoken spellings as they are written; another as it is."""
        return as_written(text) if language_of(tokens_of(text), text, self._index.vocabulary) == "sv" else text

    def mended(self, text: str) -> str:
        """A question with its typing errors corrected where the index's words allow it.

        Swedish questions only: a word that no text has may well be foreign.
        """
        vocabulary = self._index.vocabulary
        marked = with_marks(text, vocabulary)
        certain = [token for token in tokens_of(text) if not may_lack_marks(token.folded)]
        if language_of(certain, text, vocabulary) == "en" or language_of(tokens_of(marked), marked, vocabulary) != "sv":
            return text
        if all(is_known(token.folded, vocabulary) for token in tokens_of(marked)):
            return marked
        return without_slips(marked, vocabulary, [mention.span for mention in self._scopes.mentions(marked)])

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


def _ways_among(words: Sequence[AskedWord]) -> frozenset[str]:
    """The ways to reach somebody that the Swedish words of a foreign question ask for."""
    cues = cues_in(tokens_of(" ".join(word.surface for word in words)))
    return frozenset(f"{cue.group}.{cue.name}" for cue in cues) & _WAYS


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
