"""What a question without an answer may have been meant to be: its unknown words replaced by near ones of the texts.

Looser than the mending of slips before a question is answered, as this only offers.
"""

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from maltolk.answering.understanding.spelling import is_known
from maltolk.answering.understanding.tokens import tokens_of
from maltolk.indexing.search.vocabulary import Vocabulary
from maltolk.swedish.words import fold, stem

_NEAR_NAME, _NEAR_WORD = 0.7, 0.75
"""How alike, 0 to 1, a word must be to the name of a municipality, and to a word of the texts."""
_SHORTEST_NAME, _SHORTEST_WORD = 4, 6
"""Letters; shorter ones are near too many others."""


def near_question(question: str, names: Sequence[str], vocabulary: Vocabulary, *, with_words: bool) -> str:
    """The question with each unknown word replaced by the nearest of ``names``, municipalities, or word of the texts,
    where one is near enough. ``with_words``: whether words are replaced too, for a question in Swedish."""
    for token in reversed(tokens_of(question)):
        written = question[token.span.start : token.span.end]
        if not written.isalpha() or is_known(token.folded, vocabulary):
            continue
        meant = _name(token.folded, names) or (_word(token.folded, vocabulary) if with_words else None)
        if meant is not None:
            meant = meant[:1].upper() + meant[1:] if written[0].isupper() else meant
            question = question[: token.span.start] + meant + question[token.span.end :]
    return question


def _name(word: str, names: Sequence[str]) -> str | None:
    """The municipality that ``word`` may misspell, in the genitive or not."""
    if len(word) < _SHORTEST_NAME:
        return None
    forms = {fold(name.casefold()) + ending: name + ending for name in names for ending in ("", "s")}
    found = process.extractOne(fold(word), list(forms), scorer=OSA.normalized_similarity, score_cutoff=_NEAR_NAME)
    return None if found is None else forms[found[0]]


def _word(word: str, vocabulary: Vocabulary) -> str | None:
    """The word of the texts that ``word`` may misspell, with its own ending."""
    stemmed = stem(word)
    if len(stemmed) < _SHORTEST_WORD:
        return None
    found = process.extractOne(stemmed, vocabulary.stems, scorer=OSA.normalized_similarity, score_cutoff=_NEAR_WORD)
    return None if found is None else found[0] + word[len(stemmed) :]
