"""Names in a question beyond those that the gazetteer finds: in the titles of a few texts, in the texts of one
municipality alone, in no text."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from maltolk.answering.understanding.tokens import Token, tokens_of
from maltolk.indexing.index import Index
from maltolk.model import UNKNOWN_MUNICIPALITY
from maltolk.swedish.dates import MONTHS
from maltolk.swedish.gazetteer import Mention
from maltolk.swedish.name_or_word import OFFICES
from maltolk.swedish.words import fold, stem

_FEW = 4  # documents that are looked into for a name
_MAY_BE = 0.7  # share of letters at which it may be
_WHERE = frozenset({"i", "på", "till", "från", "vid", "in", "to", "from", "at"})
_BETWEEN = frozenset({"mellan", "between"})
_GERMAN_WORDS = """
der die das den dem ein eine einen einem ist sind was wie wer wo wann warum welche welches welchen wird und
"""
_GERMAN = frozenset(_GERMAN_WORDS.split())


class TitleNames:
    """Names in the titles of some documents but not the others: "Områdesprogram för Norrängen"."""

    def __init__(self, index: Index) -> None:
        self._index = index
        found: dict[str, dict[int, str]] = {}
        for card in index.documents:
            for token in tokens_of(card.title)[1:]:
                written = card.title[token.span.start : token.span.end]
                if written[0].isupper() and not written.isupper() and len(written) > 3:
                    found.setdefault(fold(token.folded), {})[card.number] = written
        few = max(2, len(index.documents) // 2)
        self._written = {name: places for name, places in found.items() if len(places) < few}

    def documents_of(self, token: Token) -> frozenset[int]:
        """Numbers of the documents that have the word in their title; none where it is no name: a heading may give any
        word a capital ("Mål och Budget"), and then the text has it without one."""
        places = self._written.get(fold(token.folded), {})
        if any(_is_word_in(self._index, number, written) for number, written in sorted(places.items())[:_FEW]):
            return frozenset()
        return frozenset(places)


def owner_of_names(index: Index, text: str, tokens: Sequence[Token]) -> str | None:
    """The municipality that alone has the names in the question, of a village or a person, in its texts; None where
    there is no such name, or no other municipality."""
    if len({card.municipality for card in index.documents}) < 2:
        return None
    found: set[str] = set()
    for written in {text[token.span.start : token.span.end] for token in tokens if has_telling_capital(text, token)}:
        ways = {stem(word) for word in (written.casefold(), written.casefold().removesuffix("s"))}
        numbers = frozenset[int]().union(*map(index.documents_with, ways))
        owners = {index.documents[number].municipality for number in numbers}
        if len(owners) == 1 and all(_is_name_in(index, number, written) for number in sorted(numbers)[:_FEW]):
            found |= owners
    return found.pop() if len(found) == 1 and UNKNOWN_MUNICIPALITY not in found else None


def unknown_names(
    index: Index, text: str, tokens: Sequence[Token], mentions: Iterable[Mention], language: str
) -> frozenset[str]:
    """Names that no text has: where only a place's name stands ("i Pdfstad"); in a language other than Swedish and
    English the only word inside the question that has a capital, where it names no place ("Noruega"). Not in German,
    where nouns have one. ``mentions``: those that the gazetteer knows."""
    named = [mention.span for mention in mentions]
    capitals = sum(has_telling_capital(text, token) for token in tokens)
    anywhere = language == "other" and not named and capitals == 1
    anywhere = anywhere and not is_german(tokens)
    indexed = {fold(card.municipality.casefold()) for card in index.documents} if anywhere else set()
    return frozenset(
        token.folded
        for place, token in enumerate(tokens)
        if has_telling_capital(text, token)
        and (anywhere or (language == "sv" and _is_said_of_places(tokens, place)))
        and token.folded.isalpha()
        and token.folded not in MONTHS
        and not any(OSA.normalized_similarity(fold(token.folded)[: len(name) + 1], name) >= _MAY_BE for name in indexed)
        and not any(span.start <= token.span.start < span.end for span in named)
        and not any(term.variants for term in index.terms(token.folded))
    )


def spoken_of(index: Index, name: str) -> frozenset[int]:
    """Numbers of the documents whose text has all words of a place's name."""
    found = [index.documents_with(stem(word.casefold())) for word in name.split()]
    return frozenset(found[0].intersection(*found[1:])) if found else frozenset()


def places_within(index: Index, text: str, mentions: Sequence[Mention], own: frozenset[int]) -> frozenset[str]:
    """The municipalities that a question names as the place of something ("i Kungsbacka", not "och Kungsbacka") and
    that the documents ``own`` speak of."""
    found = set()
    for mention in mentions:
        if stands_in(text, mention) and own & spoken_of(index, mention.municipality):
            found.add(mention.municipality)
    return frozenset(found)


def stands_in(text: str, mention: Mention) -> bool:
    """Whether a question names a place as one where something is: "i Norberg", "mellan Motala och Vadstena"."""
    before = tokens_of(text[: mention.span.start])
    return bool(before) and before[-1].folded in _WHERE | _BETWEEN


def is_german(tokens: Sequence[Token]) -> bool:
    """Whether words of a question are German, where nouns have a capital."""
    return not _GERMAN.isdisjoint(token.folded for token in tokens)


def _is_name_in(index: Index, document: int, word: str) -> bool:
    """Whether a document has the word with a capital and never without, but for a genitive s."""
    return word.removesuffix("s") in index.document(document).text and not _is_word_in(index, document, word)


def _is_word_in(index: Index, document: int, word: str) -> bool:
    """Whether a document has the word without a capital too, with any ending of a noun."""
    bare = re.escape(word.removesuffix("s").lower())
    ending = "(?:s|n|en|et|t|er|ar|or|r|na|erna|arna|orna)?s?"
    return re.search(rf"\b{bare}{ending}\b", index.document(document).text) is not None


def _is_said_of_places(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word stands where in Swedish little but a place's name does."""
    before = tokens[place - 1].folded if place else ""
    after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
    return before in ("i", "från", "inom") or after in OFFICES


def has_telling_capital(text: str, token: Token) -> bool:
    """Whether a word has a capital that neither its place in the sentence nor an abbreviation explains."""
    written = text[token.span.start : token.span.end]
    before = text[: token.span.start].rstrip(" \t\"'”»(¿¡")
    return written[0].isupper() and not written.isupper() and bool(before) and before[-1] not in ".!?:\n"
