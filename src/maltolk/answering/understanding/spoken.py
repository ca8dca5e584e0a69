"""Swedish as people speak it, written as texts write it: "va e de" -> "vad är det"."""

from collections.abc import Sequence
from functools import cache

from maltolk.answering.understanding.tokens import Token, tokens_of, word_lists

_NEAR = 3  # words before "va" among which a modal makes it "vara"


def as_written(text: str) -> str:
    """The Swedish question ``text`` with its spoken spellings as they are written, capitals kept."""
    tokens = tokens_of(text)
    for place in reversed(range(len(tokens))):
        span = tokens[place].span
        written = _written(text, tokens, place)
        if written is not None:
            capital = text[span.start].isupper() and (span.end - span.start == 1 or not span.of(text).isupper())
            text = text[: span.start] + (written.capitalize() if capital else written) + text[span.end :]
    return text


def _written(text: str, tokens: Sequence[Token], place: int) -> str | None:
    word = tokens[place].folded
    before = tokens[place - 1].folded if place else ""
    last = place == len(tokens) - 1
    if word == "va":
        if any(token.folded in _list("modal") for token in tokens[max(0, place - _NEAR) : place]):
            return "vara"
        # "Vem va emot?" is "var".
        begins = not place or before in _list("joining") or text[: tokens[place].span.start].rstrip()[-1] in ".,:;!?"
        return "vad" if begins and not (place and last) else None
    if word == "de":
        return "det" if before == "e" else None
    if word == "å":
        return None if before in _list("before_noun") else "och"
    if word == "o":
        # "fr o m", "t o m"
        return "och" if not last and len(tokens[place + 1].folded) > 1 else None
    return "är" if word == "e" else None


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(word_lists()["spoken"][name].split())
