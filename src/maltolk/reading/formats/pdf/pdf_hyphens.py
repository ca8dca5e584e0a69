"""Hyphens at the ends of lines: the word's own, or the line's."""

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"\w+(?:-\w+)*")
_SUSPENDED = {"och", "eller", "samt", "respektive", "and", "or"}
"""After "barn-" these show that the hyphen replaces the rest of the word."""


class Hyphens:
    """Decides by the words of the whole document, counted once."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            self._words.update(word.casefold() for word in _WORD.findall(line.rstrip("-")))

    def joined(self, before: str, after: str) -> str:
        """Two lines as one, a space between them or not."""
        if before.endswith("\u00ad"):
            return before[:-1] + after
        if not before.endswith(("-", "\u2010")) or len(before) < 2 or not before[-2].isalnum():
            return f"{before} {after}"
        head = re.search(r"[\w-]+$", before[:-1])
        tail = re.match(r"\w+", after)
        if head is None or tail is None:
            return before + after
        if tail.group().casefold() in _SUSPENDED:
            return f"{before} {after}"
        with_hyphen = f"{head.group()}-{tail.group()}".casefold()
        without = f"{head.group()}{tail.group()}".casefold()
        own = tail.group()[0].isupper() or tail.group()[0].isdigit() or _short_form(head.group().rsplit("-", 1)[-1])
        if self._words[with_hyphen] != self._words[without]:
            own = self._words[with_hyphen] > self._words[without]
        return before + after if own else before[:-1] + after


def _short_form(head: str) -> bool:
    """ "IT-", "e-", "18-": such a part keeps its hyphen in Swedish."""
    return len(head) == 1 or head.isupper() or head[-1].isdigit()
