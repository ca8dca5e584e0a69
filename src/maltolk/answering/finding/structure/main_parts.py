"""What a whole text is made of: the goals or areas of a plan, the matters of a meeting, else its sections."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from maltolk.answering.finding.structure.enumerations import Enumeration, EnumerationKind
from maltolk.answering.finding.structure.series import name_of
from maltolk.answering.understanding.tokens import tokens_of, word_lists
from maltolk.model import BlockKind, Document, Span, Subject
from maltolk.reading.lines.pieces import SECTION
from maltolk.reading.lines.sentences import sentences
from maltolk.swedish.words import stem, word_rows

_DECIDES = re.compile(r"\w*beslut|beslutar|beslutade|beslutat")
_PROPOSED = "förslag"
_FEWEST, _MOST, _MOST_MATTERS = 3, 12, 40
_BEGIN = 2
"""Words that an item's name for what it is may begin with."""
_REST = 0.5
"""Of sections at least so many must say what they are about."""


def main_parts(document: Document, enumerations: Sequence[Enumeration]) -> Enumeration | None:
    """The enumeration that a text is made of; None where it has none. ``enumerations``: those of the document."""
    matters = _matters(document)
    if matters is not None:
        return matters
    called = Counter(_called(document, each) for each in enumerations)
    found = [
        part
        for each in enumerations
        if (part := _telling(document, each, called[_called(document, each)] == 1)) is not None
    ]
    return max(found, key=lambda each: _rank(document, each), default=None)


def _matters(document: Document) -> Enumeration | None:
    """The matters of a meeting, once each where the list of them stands in front of the minutes."""
    items: dict[str, int] = {}
    for number, block in enumerate(document.blocks):
        found = SECTION.match(document.text, block.span.start)
        if block.kind is BlockKind.HEADING and found is not None:
            items.setdefault("".join(found.group().split()), number)
    if not _FEWEST <= len(items) <= _MOST_MATTERS:
        return None
    return Enumeration(EnumerationKind.HEADINGS, tuple(items.values()), None, ())


def _telling(document: Document, enumeration: Enumeration, is_only: bool) -> Enumeration | None:
    """The enumeration without sections that every text has and without what comes again in it; None for one that is
    nothing but those, and for a list that is not one of goals. ``is_only``: whether no other is called the same."""
    said = [_said(document, item) for item in enumeration.items]
    again = Counter(said)
    items = tuple(
        item
        for item, words in zip(enumeration.items, said, strict=True)
        if again[words] == 1 and not _is_framing(words)
    )
    if not _FEWEST <= len(items) <= _MOST or len(items) < _REST * len(again):
        return None
    part = replace(enumeration, items=items)
    listed = enumeration.kind in (EnumerationKind.LIST, EnumerationKind.RUN)
    is_whole = _is_counted(document, part) or (is_only and are_aims(document, part))
    return None if listed and not is_whole else part


def _called(document: Document, enumeration: Enumeration) -> str:
    """What stands right above an enumeration."""
    return "".join(span.of(document.text).casefold() for span in enumeration.labels[:1])


def _said(document: Document, item: int) -> str:
    return " ".join(token.folded for token in tokens_of(document.blocks[item].span.of(document.text)))


def _is_framing(words: str) -> bool:
    """Whether a heading says no more than what kind of section stands below it: "1 Inledning", "Uppföljning"."""
    framing, joining = (word_lists()["section"][kind].split() for kind in ("framing", "joining"))
    own = [word for word in words.split() if not word.isdecimal() and word not in joining]
    return all(word in framing for word in own)


def _is_counted(document: Document, enumeration: Enumeration) -> bool:
    """Whether all items begin with the same name of a goal or the like: "Insatsområde 1. En väg in", "Strategiskt mål
    2: …"."""
    begin = [_said(document, item).split()[:_BEGIN] for item in enumeration.items]
    nouns = {next(filter(_names_aims, words), "") for words in begin}
    return len(nouns) == 1 and "" not in nouns


def are_aims(document: Document, enumeration: Enumeration) -> bool:
    """Whether the items, or what stands right above them, are called goals, areas or the like."""
    return _is_counted(document, enumeration) or _are_announced(document, enumeration)


def _are_announced(document: Document, enumeration: Enumeration) -> bool:
    title = document.fact(Subject.TITLE).span
    above = (span.of(document.text) for span in enumeration.labels[:1] if title is None or span.start != title.start)
    names = [token.folded for words in above if words != document.title for token in tokens_of(words)]
    return any(map(_names_aims, names))


def _rank(document: Document, enumeration: Enumeration) -> tuple[bool, bool, int]:
    """What is called a goal itself goes before what stands under "Våra mål", and that before any other sections; among
    alike ones the one with most text."""
    counted, announced = _is_counted(document, enumeration), _are_announced(document, enumeration)
    return counted, announced, _reach(document, enumeration)


def _names_aims(word: str) -> bool:
    rows = word_rows("goal_words.tsv")
    return word in rows["aims"] or any(word.endswith(end) or stem(word).endswith(stem(end)) for end in rows["series"])


def _reach(document: Document, enumeration: Enumeration) -> int:
    """How much of the text lies between the first item and the last, in characters."""
    spans = [document.blocks[item].span for item in enumeration.items]
    return spans[-1].start - spans[0].start


def holder_of(document: Document, parts: Enumeration, block: int) -> int | None:
    """The item of ``parts`` that a block stands below, None for one that stands below none."""
    place: int | None = block
    items = {item: item for item in parts.items}
    items |= {name: item for item in parts.items if (name := name_of(document, item)) is not None}
    while place is not None and place not in items:
        place = document.blocks[place].parent
    return None if place is None else items[place]


def are_matters(document: Document, parts: Enumeration) -> bool:
    """Whether the parts are the matters of a meeting."""
    return SECTION.match(document.text, document.blocks[parts.items[0]].span.start) is not None


def told_below(document: Document, part: int) -> tuple[Span, ...]:
    """What a part says in short: what was decided on a matter of a meeting, the goals or the like that are listed right
    below the part, else its first sentence. Nothing for an item that has nothing below it."""
    if SECTION.match(document.text, document.blocks[part].span.start):
        return _decided(document, part)
    part = name_of(document, part) or part
    own = [number for number, block in enumerate(document.blocks) if block.parent == part]
    lists = [number for number in own if document.blocks[number].kind is BlockKind.LIST]
    items = [block.span for block in document.blocks if block.kind is BlockKind.LIST_ITEM and block.parent in lists[:1]]
    first = next((number for number in own if document.blocks[number].kind is BlockKind.PARAGRAPH), None)
    if items or first is None:
        return tuple(items)
    return tuple(sentences(document.text, document.blocks[first].span)[:1])


def _decided(document: Document, matter: int) -> tuple[Span, ...]:
    """The first paragraph or item below a heading for decisions, not for what is proposed."""
    deciding = False
    for block in document.blocks[matter + 1 :]:
        if block.kind is BlockKind.HEADING:
            if SECTION.match(document.text, block.span.start):
                break
            words = [token.folded for token in tokens_of(block.span.of(document.text))]
            deciding = any(map(_DECIDES.fullmatch, words)) and not any(_PROPOSED in word for word in words)
        elif deciding and block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            return (block.span,)
    return ()
