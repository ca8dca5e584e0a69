"""Typing errors, corrected by the index's own words: marks left out ("malen"), and single wrong letters."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from maltolk.answering.understanding.glossary import official_words
from maltolk.answering.understanding.tokens import (
    cue_words,
    is_cue_word,
    marked_phrases,
    plain_phrases,
    tokens_of,
    word_lists,
)
from maltolk.indexing.search.vocabulary import Vocabulary
from maltolk.indexing.search.word_match import is_inflected
from maltolk.model import Span
from maltolk.swedish.names import words as role_words
from maltolk.swedish.numbers import number_words
from maltolk.swedish.words import fold, function_words, stem, word_rows

MIN_SWAPPED_LENGTH = 5
"""Letters a word needs for two neighbours to count as swapped."""
MIN_MISTYPED_LENGTH = 7
"""Letters a word needs (its stem one fewer) for a letter too many, too few or wrong: shorter words are too often one
letter from others ("avtalet", "antalet")."""

_INFLECTION = """a ad ade an ande ar are arna arnas ars as ast at d de e en ende ens er ern erna ernas ers es et ets n
na nas ns or orna ornas ors r s t te ts"""
_ENDINGS = frozenset(_INFLECTION.split())
"""By which a word may be longer than its stem: what Snowball leaves of "skattesast" says little of the word."""
_FORM_LENGTH = 4  # letters of an ending from which a word that begins alike is another word
MIN_PART_LENGTH = 3
"""Letters of each part of a compound."""


@cache
def _own_words() -> frozenset[str]:
    """Words that a question may have whatever the texts say: those that ask, those of grammar, and what answers for a
    municipality ("växeln")."""
    lists = word_lists()
    ways = [
        *lists["light"].values(),
        *lists["interrogative"].values(),
    ]
    own = function_words() | cue_words() | number_words() | _aims() | _grammar() | role_words().switchboards
    return own | {word for row in ways for word in row.split()}


@cache
def _own_marked() -> Mapping[str, str]:
    """Word without its marks -> the one word with marks that it may be; none that is a Swedish word as is."""
    # "nar" and "varfor" are also in the list of question openers as typed.
    opening = word_lists()["interrogative"]["opening"].split()
    plain = (_own_words() - function_words() | _grammar()) - {fold(w) for w in opening if not w.isascii()}
    found: dict[str, set[str]] = {}
    for word in _own_words():
        if not word.isascii():
            found.setdefault(fold(word), set()).add(word)
    for words in found.values():
        if len(words) > 1 and len(words & _grammar()) == 1:  # "ar" is more likely "är" than "år"
            words &= _grammar()
    return {typed: words.pop() for typed, words in found.items() if len(words) == 1 and typed not in plain}


@cache
def _grammar() -> frozenset[str]:
    """Swedish function words, not the English ones beside them."""
    return function_words("sv") | word_rows("telling_words.tsv")["sv"]


def may_lack_marks(word: str) -> bool:
    """Whether a case-folded word is one of a question's own without its marks: "for"."""
    return word in _own_marked()


def is_known(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a case-folded word is one of the texts, part of one or made of some, or one that asks."""
    return word in _own_words() or is_cue_word(word) or bool(vocabulary.variants(word)) or bool(official_words(word))


def with_marks(text: str, vocabulary: Vocabulary) -> str:
    """``text`` with missing marks on letters restored; unchanged when it has a letter with one.

    A short word, and one that is a word as is, get their marks only beside one that surely lacks them.
    """
    if not text.isascii():
        return text
    sure: list[tuple[Span, str]] = []
    unsure: list[tuple[Span, str]] = []
    tokens = tokens_of(text)
    # "hur nar" is "hur når", though "nar" alone is "när".
    words = [t.folded for t in tokens]
    phrases, plain = marked_phrases(words), plain_phrases(words)
    for place, token in enumerate(tokens):
        word = token.folded
        if len(word) != token.span.end - token.span.start or place in plain:
            continue
        own = phrases.get(place) or _own_marked().get(word)
        marked = own or _marked(word, vocabulary)
        if marked is None or marked == word:
            continue
        certain = place in phrases or len(word) > 3 or marked in _grammar() or marked in _aims()
        found = own is not None or (len(stem(word)) > 3 and stem(word) not in vocabulary)
        (sure if certain and found else unsure).append((token.span, marked))
    for span, marked in [*sure, *unsure] if sure else ():
        text = _replaced(text, span, marked)
    return text


def _marked(word: str, vocabulary: Vocabulary) -> str | None:
    """A word of the texts with its marks, or one put together of two: "malgrupp"."""
    known = stem(word) in vocabulary
    if word in function_words() or word in _own_words() or len(word) <= (4 if known else 2):
        return None
    whole = vocabulary.marked(word)
    if whole is not None or known:
        return whole
    found = set()
    for cut in range(MIN_PART_LENGTH, len(word) - MIN_PART_LENGTH + 1):
        head, tail = word[:cut], word[cut:]
        head = _own_marked().get(head) or vocabulary.marked(head) or head
        if len(stem(tail)) > MIN_PART_LENGTH + 1:
            tail = vocabulary.marked(tail) or tail
        if head + tail != word and stem(head) in vocabulary and stem(tail) in vocabulary:
            found.add(head + tail)
    return found.pop() if len(found) == 1 else None


@cache
def _aims() -> frozenset[str]:
    return word_rows("goal_words.tsv")["aims"]


def without_slips(text: str, vocabulary: Vocabulary, names: Iterable[Span]) -> str:
    """``text`` with each unknown word replaced by the only known one that is a slip away; names (``names``, and words
    with a capital inside the text) are unchanged, and so are Swedish words that no text has ("kontrakt", where one has
    "kontakt")."""
    spared = list(names)
    mended = text
    for token in reversed(tokens_of(text)):
        written = text[token.span.start : token.span.end]
        capital = written[0].isupper() and token.span.start > 0
        if capital or not written.isalpha() or any(s.start <= token.span.start < s.end for s in spared):
            continue
        if len(token.folded) >= MIN_SWAPPED_LENGTH and not _is_written(token.folded, vocabulary):
            meant = _meant(token.folded, vocabulary)
            if meant is not None and not is_swedish(token.folded):
                mended = mended[: token.span.start] + _in_case(meant, written) + mended[token.span.end :]
    return mended


@lru_cache(maxsize=1 << 12)
def is_swedish(word: str) -> bool:
    """Whether the dictionary of simplemma has a case-folded word in this form; most compounds it has not. The first
    call loads it: nearly a second, and some 100 MiB of memory."""
    import simplemma

    return bool(simplemma.is_known(word, "sv"))


def _is_written(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is one that asks, or one of the texts but for its ending and marks."""
    return word in _own_words() or is_cue_word(word) or max(vocabulary.variants(word).values(), default=0.0) >= 0.9


def _meant(word: str, vocabulary: Vocabulary) -> str | None:
    """The one known word that ``word`` is a slip away from; two letters swapped are likelier than any other slip."""
    swapped = {w for w in _swaps(word) if w in _own_words() or is_cue_word(w) or _is_of_texts(w, word, vocabulary)}
    if swapped:
        return swapped.pop() if len(swapped) == 1 and not is_known(word, vocabulary) else None
    if len(word) < MIN_MISTYPED_LENGTH or is_known(word, vocabulary):
        return None
    own = {w for w, *_ in process.extract(word, _own_words(), scorer=OSA.distance, score_cutoff=1) if len(w) > 5}
    stemmed = stem(word)
    near: set[str] = set()
    if len(stemmed) >= MIN_MISTYPED_LENGTH - 1:
        hits = process.extract(stemmed, vocabulary.stems, scorer=OSA.distance, score_cutoff=1, limit=3)
        near = {found + word[len(stemmed) :] for found, *_ in hits}
    # A different ending alone is another form of the word ("centerpartist"), and "otrygghet" its opposite; no slips.
    meant = {w for w in own | near if not is_inflected(word, w) and word != f"o{w}"}
    return meant.pop() if len(meant) == 1 else None


def _is_of_texts(swapped: str, word: str, vocabulary: Vocabulary) -> bool:
    """Whether a text has ``swapped``, and has not ``word`` but for its ending ("kortet" beside "kort")."""
    known = stem(swapped)
    ending = swapped.removeprefix(known)
    is_form = word.startswith(known) and len(ending) < _FORM_LENGTH
    return (
        len(swapped) > MIN_SWAPPED_LENGTH and known in vocabulary and (not ending or ending in _ENDINGS) and not is_form
    )


def _swaps(word: str) -> Iterator[str]:
    for i in range(len(word) - 1):
        if word[i] != word[i + 1]:
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _replaced(text: str, span: Span, word: str) -> str:
    """``text`` with a word of equal length at ``span``, capitals where they were."""
    written = text[span.start : span.end]
    cased = "".join(new.upper() if old.isupper() else new for old, new in zip(written, word, strict=True))
    return text[: span.start] + cased + text[span.end :]


def _in_case(word: str, written: str) -> str:
    return word[:1].upper() + word[1:] if written[0].isupper() else word
