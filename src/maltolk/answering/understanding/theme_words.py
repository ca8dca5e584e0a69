"""A question for all that there is on something, as its theme: "Vad säger Lund om klimatet?" -> "Lund och klimatet?".

A reader takes "säger" for something to be found in the text, and bare words for half a question; whatever the text has
on the theme is meant.
"""

from collections.abc import Collection, Sequence

from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import Token, tokens_of, word_lists
from maltolk.swedish.words import function_words

_JOINING = {"vad": "och", "hur": "och", "what": "and", "how": "and"}
"""How such a question opens, and what joins who is asked about and the theme."""
_MAX_WORDS = 8  # from the first word to the one before the theme
_MAX_COMPARED = 4  # words of what municipalities are compared in, small ones aside
_MAX_BARE = 2  # words of a theme that is no more than named, beside the municipality


def with_theme(told: Sequence[str], question: Question) -> tuple[str, ...]:
    """The questions of a conversation, the last as its theme where it is for one. ``question``: that as understood."""
    last = told[-1]
    bare = _bare(question) if last == question.asked else None
    return (*told[:-1], theme_of(last, question.names) or bare or last)


def theme_of(text: str, names: Collection[str] = ()) -> str | None:
    """Who is asked about, and the theme, of a question for what is said of it; None for any other, and for one for the
    words of somebody: ``names``, case-folded, are not of municipalities."""
    tokens = tokens_of(text)
    words = word_lists()["theme"]
    place = next((n for n, token in enumerate(tokens) if token.folded in words["of"].split()), 0)
    before = tokens[1:place]
    saying = words["saying"].split()
    joining = _JOINING.get(tokens[0].folded) if tokens else None
    if joining is None or place > _MAX_WORDS or not any(token.folded in saying for token in before):
        return None
    if any(token.folded in names for token in before):
        return None
    theme = text[tokens[place].span.end :].strip(" ?!.")
    who = _named([token for token in before if token.folded not in saying], text)
    if not theme:
        return None
    return f"{who} {joining} {theme}?" if who else f"{theme}?"


def compared_theme(text: str, name: str) -> str | None:
    """The municipality ``name`` and what it is compared in, of a comparison that is put to it alone: "Vad skiljer Lund
    när det gäller klimatet?" -> "Lund och klimatet?"; None for what compares nothing, or more than a theme."""
    tokens = tokens_of(text)
    comparing = word_lists()["theme"]["comparing"].split()
    if not any(token.folded in comparing for token in tokens):
        return None
    small = {*function_words("sv", "en"), *comparing, *words_of_name(name)}
    own = [token for token in tokens if token.folded not in small]
    if not 0 < len(own) <= _MAX_COMPARED:
        return None
    return f"{name} och {text[own[0].span.start : own[-1].span.end]}?"


def words_of_name(name: str) -> set[str]:
    """The words of a municipality's name, case-folded, with a genitive s or not."""
    return {written for word in name.casefold().split() for written in (word, word + "s")}


def _named(tokens: Sequence[Token], text: str) -> str:
    """The words, as written, from the first to the last that is more than grammar."""
    small = function_words("sv", "en")
    own = [n for n, token in enumerate(tokens) if token.folded not in small]
    return " ".join(token.span.of(text) for token in tokens[own[0] : own[-1] + 1]) if own else ""


def is_theme(question: Question) -> bool:
    """Whether all that there is on a theme is asked for."""
    return theme_of(question.text, question.names) is not None or _bare(question) is not None


def names_a_theme(question: Question) -> bool:
    """Whether it just names a theme, one of a municipality or one that the texts have a word of: "klimat Lund"."""
    known = bool(question.municipalities) or all(word.variants for word in question.words)
    return known and _bare(question) is not None


def _bare(question: Question) -> str | None:
    """The same of a message that just names a theme, and a municipality or none: "klimat Lund"."""
    text, names = question.asked, question.named
    tokens = [t for t in tokens_of(text) if not any(s.start <= t.span.start < s.end for s in names)]
    words = [token.span.of(text) for token in tokens]
    plain = all(
        word.isalpha() and token.folded not in function_words() for word, token in zip(words, tokens, strict=True)
    )
    if not plain or not 0 < len(words) <= _MAX_BARE or question.cues or len(names) > 1:
        return None
    theme = " ".join(words)
    if not names:
        return f"{theme}?"
    who = names[0].of(text)
    genitives = {f"{name}s".casefold() for name in question.municipalities}
    who = who[:-1] if who.casefold() in genitives else who
    return f"{who} {'och' if question.language == 'sv' else 'and'} {theme}?"
