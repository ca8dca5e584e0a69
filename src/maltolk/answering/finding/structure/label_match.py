"""Labels of lists and items, and whether a question names them word for word."""

import re
from functools import lru_cache


def stands_in(label: str, text: str) -> bool:
    """Whether a label ("Friskt hav", "Fokusområde 1: Lundaborna i fokus") or what follows its colon is in the text."""
    asked = joined(text)
    whole, before, after = label_ways(label)
    if whole[:_BEGINNING] not in asked and after[:_BEGINNING] not in asked:
        return False
    if any(len(part) > MIN_LABEL_LENGTH and part in asked for part in (whole, before if before.count(" ") > 2 else "")):
        return True
    # A single word, such as "Platsen" of "Målområde B: Platsen", needs the series to be named beside it.
    is_series = after.count(" ") > 2 or before.split(" ", 2)[1][:-1] in asked
    return len(after) > MIN_LABEL_LENGTH and after in asked and is_series


_BEGINNING = 5
"""A label in a question begins somewhere in it with this many letters, the space before them included."""
MIN_LABEL_LENGTH = 7
"""Letters of a label that can be named, including the spaces around it."""


@lru_cache(maxsize=1 << 13)
def joined(text: str) -> str:
    """The words of ``text``, case-folded, a space before, between and after."""
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} "


@lru_cache(maxsize=1 << 13)
def label_ways(label: str) -> tuple[str, str, str]:
    """A label as a whole, before its colon, and after it; the last empty where there is none."""
    before, _, after = label.partition(":")
    return joined(label), joined(before), joined(after)
