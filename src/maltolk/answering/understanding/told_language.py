"""The language of a question, told without the names in it: the å of Piteå makes no German question Swedish."""

from collections.abc import Iterable, Sequence

from maltolk.answering.understanding.tokens import Token
from maltolk.model import Span
from maltolk.swedish.language import question_language


def language_of(tokens: Sequence[Token], text: str, names: Iterable[Span] = ()) -> str:
    """ "sv", "en" or "other" for the question ``text``, whose words are ``tokens``; ``names``: what is left out."""
    for span in names:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return question_language([token.folded for token in tokens if text[token.span.start] != " "], text)
