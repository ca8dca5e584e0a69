"""A further question of one word, put in the place of its like: "och socialchefen?" after one for the skolchef."""

import re

from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import tokens_of

_TAIL = 4
"""Letters that words of one kind end with: skolchefen and socialchefen, klimatplanen and äldreplanen."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def with_word_instead(text: str, before: Question, further: Question) -> str | None:
    """``text``, the question before as it was searched for, with the one word of ``further`` instead of the one that it
    is parallel to: of two years, of words that end alike, else, where somebody or a meaning is asked for, of the only
    word. None where ``further`` is no such word, or no one word is its like."""
    if further.cues != {"follows.elliptic"} or len(further.words) != 1 or further.municipalities or further.foreign:
        return None
    new = further.words[0].surface
    words = {word.surface for word in before.heavy} - {new}
    if _YEAR.fullmatch(new):
        like = {word for word in words if _YEAR.fullmatch(word)}
    else:
        all_alike = before.may_be_for_contact or before.asks("wants.definition")
        like = {word for word in words if _ends_alike(word, new)} or (words if all_alike else set())
    places = [token.span for token in tokens_of(text) if token.folded in like]
    if len(like) != 1 or len(places) != 1:
        return None
    return f"{text[: places[0].start]}{new}{text[places[0].end :]}"


def _ends_alike(one: str, other: str) -> bool:
    return min(len(one), len(other)) > _TAIL and one[-_TAIL:] == other[-_TAIL:]
