"""The language of a question, told without the names in it: the å of Piteå makes no German question Swedish."""

from collections.abc import Iterable, Sequence

from maltolk.answering.understanding.spelling import is_known
from maltolk.answering.understanding.tokens import Token
from maltolk.indexing.search.vocabulary import Vocabulary
from maltolk.model import Span
from maltolk.swedish.language import language_told

_FEW = 2  # words that are Swedish where nothing tells


def language_of(tokens: Sequence[Token], text: str, vocabulary: Vocabulary, names: Iterable[Span] = ()) -> str:
    """ "sv", "en" or "other" for the question ``text``, whose words are ``tokens``; ``names``: what is left out. Where
    no small word tells, it is Swedish if it has words of the texts."""
    for span in names:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    words = [token.folded for token in tokens if text[token.span.start] != " "]
    known = len(words) <= _FEW or any(is_known(word, vocabulary) for word in words)
    return language_told(words, text) or ("sv" if known else "other")
