"""Where a question names municipalities, regions and places in them, as people write questions, in any language."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from maltolk.answering.understanding.glossary import translate
from maltolk.answering.understanding.names_in_texts import has_telling_capital, is_german
from maltolk.answering.understanding.namings import Naming
from maltolk.answering.understanding.tokens import Token, tokens_of
from maltolk.answering.understanding.told_language import language_of
from maltolk.indexing.index import Index
from maltolk.model import Span
from maltolk.swedish.gazetteer import Gazetteer, Mention
from maltolk.swedish.name_or_word import OFFICES, PLACE_PREPOSITIONS, begins_sentence
from maltolk.swedish.names_abroad import NamesAbroad, place_words, region_words
from maltolk.swedish.words import fold, function_words

_IN = frozenset({"i", "in", "en", "à", "w", "v", "в", "у", "في"})


class Mentions:
    """Reads the names in questions, those of one index and those that the gazetteer knows."""

    def __init__(self, index: Index, gazetteer: Gazetteer) -> None:
        self._index = index
        self._gazetteer = gazetteer
        self._names = {card.municipality.casefold(): card.municipality for card in index.documents}
        self._plain_names = {fold(name): own for name, own in self._names.items()}
        self._places = {place.casefold() for card in index.documents for place in card.places}
        by_county = gazetteer.by_county()
        self._regions = {fold(name): region for name, region in by_county.items() if self.indexed(region)}
        self._abroad = NamesAbroad((*self._names.values(), *gazetteer.names()), by_county)

    def indexed(self, municipality: str) -> str | None:
        """The municipality as the index writes it; None where it has no texts."""
        return self._names.get(municipality.casefold())

    def of(self, text: str) -> Sequence[Mention]:
        """The municipalities, regions and places that ``text`` names; those that the gazetteer finds first."""
        tokens = tokens_of(text)
        found = list(self._gazetteer.find(text, casual=True))
        language = language_of(tokens, text, self._index.vocabulary, [mention.span for mention in found])
        if language != "sv":
            found = [mention for mention in found if self._is_meant_abroad(text, tokens, mention)]
        if language == "other":
            found = [mention for mention in found if mention.form != "inhabitants"]
            taken = {place for mention in found for place in range(mention.span.start, mention.span.end)}
            longer = self._of_several_words(text, tokens)
            found += [each for each in longer if taken.isdisjoint(range(each.span.start, each.span.end))]
        for place, token in enumerate(tokens):
            if any(m.span.start <= token.span.start < m.span.end for m in found):
                continue
            own = self._own_name(token.folded)
            if own is None and language == "other":
                own = self._written_abroad(text, tokens, place)
            if own is not None:
                found.append(Mention(own, None, token.span, "name"))
                continue
            if len(token.folded) < 4 or not token.folded.isalpha() or self._index.terms(token.folded)[0].variants:
                continue
            if not _may_be_place(text, tokens, place):
                continue
            close = self._gazetteer.closest(token.folded)
            if close is not None:
                found.append(Mention(close[0], None, token.span, "name" if close[1] == 1 else "misspelt"))
        return [self._of_region(tokens, mention) for mention in found]

    def counties(self, tokens: Iterable[Token]) -> Iterator[Naming]:
        """Where regions that have texts are called by their county's name."""
        for token in tokens:
            region = self._regions.get(fold(token.folded).removesuffix("s"))
            if region is not None:
                yield Naming(region, token.span)

    def _own_name(self, word: str) -> str | None:
        """The indexed municipality that a word names, typed without capitals or marks: "boras" is Borås here.

        Not one that is also a word: the gazetteer has judged that from its neighbours.
        """
        plain = fold(word)
        if any(map(self._gazetteer.is_word, (word, plain, word.removesuffix("s"), plain.removesuffix("s")))):
            return None
        return self._plain_names.get(plain) or self._plain_names.get(plain.removesuffix("s"))

    def _is_meant_abroad(self, text: str, tokens: Sequence[Token], mention: Mention) -> bool:
        """Whether a name in a question that is not Swedish is none of its words: "guten", "sala", "ale" are in some
        languages."""
        start = mention.span.start
        if begins_sentence(text, start) or text[start].islower() or is_german(tokens):
            if mention.place is not None:
                return mention.place.casefold() in self._places
            written = mention.span.of(text).casefold()
            words = (written, written.removesuffix("s"))
            before = [token.folded for token in tokens if token.span.end <= start][-1:]
            placed = not _IN.isdisjoint(before)
            return mention.form != "inhabitants" and (placed or not any(map(self._gazetteer.is_word, words)))
        return True

    def _written_abroad(self, text: str, tokens: Sequence[Token], place: int) -> str | None:
        token = tokens[place]
        written = token.span.of(text)
        before = tokens[place - 1].folded if place else ""
        capital = has_telling_capital(text, token) and not is_german(tokens)
        if capital and place and before not in region_words():
            capital = not has_telling_capital(text, tokens[place - 1])  # "Anna Lundin"
        surely = capital or before in place_words()
        if not surely and (written.casefold() in function_words("other") or any(translate([token], "other"))):
            return None
        name = self._abroad.meant(written, surely_a_name=surely)
        return None if name is None or (not surely and self._gazetteer.is_word(name.casefold())) else name

    def _of_several_words(self, text: str, tokens: Sequence[Token]) -> Iterator[Mention]:
        """Names of two words with an ending, which the gazetteer does not know: "Östra Göingen"."""
        for one, other in pairwise(tokens):
            whole = Span(one.span.start, other.span.end)
            if text[one.span.start].isupper() or not text[one.span.start].isascii():
                name = self._abroad.meant(whole.of(text), surely_a_name=False)
                if name is not None:
                    yield Mention(name, None, whole, "name")

    def _of_region(self, tokens: Sequence[Token], mention: Mention) -> Mention:
        """ "regionen i Östersund", "Region Örebro": the region of a municipality's county, where that is said."""
        region = self._gazetteer.region_of(mention.municipality)
        if region is None:
            return mention
        before = [token for token in tokens if token.span.end <= mention.span.start][-2:]
        after = [token for token in tokens if token.span.start >= mention.span.end][:1]
        if before and before[-1].folded in _IN:
            said = [token for token in before[:-1] if token.folded in region_words() and token.folded != "region"]
        else:
            said = [token for token in before[-1:] if token.folded in region_words()]
            said += [token for token in after if token.folded in region_words() - {"region", "regionen"}]
        if not said:
            return mention
        beside = [token.span for token in said]
        whole = Span(
            min(mention.span.start, *(s.start for s in beside)), max(mention.span.end, *(s.end for s in beside))
        )
        return Mention(region, None, whole, "official")


def _may_be_place(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether a word that no text has may be a misspelt municipality: by its capital or the word before or after. What
    somebody has and a noun follows is said of that: "Vem har strängast mål?"."""
    before = tokens[place - 1].folded if place else ""
    after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
    described = before == "har" and after not in {"", *function_words("sv")}
    placed = before in PLACE_PREPOSITIONS and not described
    return text[tokens[place].span.start].isupper() or placed or after in OFFICES
