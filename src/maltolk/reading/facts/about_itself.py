"""Whether a sentence speaks of the text that it stands in: "planen", "programmet", "den här sidan"."""

import re

_NAMED = re.compile(
    r"""\b(?:\w*(?:plan(?:en)?|program(?:met)?|strategi(?:n)?|vision(?:en)?|polic(?:yn?|ies)|riktlinje(?:r|rna)?|budget(?:en)?
    |dokument(?:et)?|reglemente(?:t)?|styrkort(?:et)?|avtal(?:et)?|överenskommelse(?:n)?|taxa(?:n)?|mål(?:en)?|sidan|texten)
    |den\s+här\s+\w+|det\s+här\s+\w+|this\s+\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_POINTING = re.compile(r"\W*(?:den|det|de|denna|detta|dessa|it|they)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:]\s|[·|•]|\n\s*\n|\n(?=[#|*>-])")


def names_itself(words: str) -> bool:
    """Whether the words name a text of their kind."""
    return _NAMED.search(words) is not None


def is_subject(text: str, place: int) -> bool:
    """Whether what the sentence says at ``place`` is about the text: nothing stands before it, as in a label, or the
    words before it name the text or begin by pointing back at it."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    if text[place : place + 1].isupper() and not any(map(str.isalnum, line)):
        return True
    begun = max((end.end() for end in _ENDED.finditer(text, max(0, place - 300), place)), default=max(0, place - 300))
    before = text[begun:place]
    return not any(map(str.isalnum, before)) or names_itself(before) or _POINTING.match(before) is not None
