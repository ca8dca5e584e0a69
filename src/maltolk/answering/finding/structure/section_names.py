"""Which sections say what they are about, and which only frame a text, as sections of any text do."""

from collections import Counter
from collections.abc import Iterator, Sequence

from maltolk.answering.understanding.tokens import tokens_of, word_lists
from maltolk.model import Document

LEAST_TELLING = 0.5
"""Share of the sections of a text that must say what they are about for them to be told as an enumeration."""


def telling(document: Document, items: Sequence[int]) -> Iterator[int]:
    """The items that are called something that no other is, and that says more than what kind of section it is."""
    names = [said(document, item) for item in items]
    times = Counter(names)
    return (item for item, name in zip(items, names, strict=True) if times[name] == 1 and not _is_framing(name))


def said(document: Document, item: int) -> str:
    """The words of an item, case-folded, without signs."""
    return " ".join(token.folded for token in tokens_of(document.blocks[item].span.of(document.text)))


def _is_framing(words: str) -> bool:
    """Whether a heading says no more than what kind of section stands below it: "1 Inledning", "Uppföljning"."""
    framing, joining = (word_lists()["section"][kind].split() for kind in ("framing", "joining"))
    own = [word for word in words.split() if not word.isdecimal() and word not in joining]
    return all(word in framing for word in own)
