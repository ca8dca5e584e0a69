"""A question for what is said of something, as its theme: "Vad säger Lund om klimatet?" -> "Lund och klimatet?".

A reader takes "säger" for something to be found in the text; whatever the text has on the theme is meant.
"""

from collections.abc import Sequence

from maltolk.answering.understanding.tokens import Token, tokens_of, word_lists
from maltolk.swedish.words import function_words

_JOINING = {"vad": "och", "hur": "och", "what": "and", "how": "and"}
"""How such a question opens, and what joins who is asked about and the theme."""
_MAX_WORDS = 8  # from the first word to the one before the theme


def with_theme(told: Sequence[str]) -> tuple[str, ...]:
    """The questions of a conversation, the last as its theme where it is for one."""
    return (*told[:-1], theme_of(told[-1]) or told[-1])


def theme_of(text: str) -> str | None:
    """Who is asked about, and the theme; None for any other question."""
    tokens = tokens_of(text)
    words = word_lists()["theme"]
    place = next((n for n, token in enumerate(tokens) if token.folded in words["of"].split()), 0)
    before = tokens[1:place]
    saying = words["saying"].split()
    joining = _JOINING.get(tokens[0].folded) if tokens else None
    if joining is None or place > _MAX_WORDS or not any(token.folded in saying for token in before):
        return None
    theme = text[tokens[place].span.end :].strip(" ?!.")
    who = _named([token for token in before if token.folded not in saying], text)
    if not theme:
        return None
    return f"{who} {joining} {theme}?" if who else f"{theme}?"


def _named(tokens: Sequence[Token], text: str) -> str:
    """The words, as written, from the first to the last that is more than grammar."""
    small = function_words("sv", "en")
    own = [n for n, token in enumerate(tokens) if token.folded not in small]
    return " ".join(token.span.of(text) for token in tokens[own[0] : own[-1] + 1]) if own else ""
