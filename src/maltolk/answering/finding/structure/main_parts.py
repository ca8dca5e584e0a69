"""What a whole text is made of: the goals or areas of a plan, the matters of a meeting, else its sections."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from maltolk.answering.finding.structure.enumerations import Enumeration, EnumerationKind
from maltolk.answering.finding.structure.section_names import LEAST_TELLING, said, telling
from maltolk.answering.finding.structure.series import name_of
from maltolk.answering.understanding.tokens import tokens_of, word_lists
from maltolk.model import BlockKind, Document, Span, Subject
from maltolk.reading.lines.pieces import FILE_NUMBER, SECTION
from maltolk.reading.lines.sentences import sentences
from maltolk.swedish.words import stem, word_rows

_DECIDES = re.compile(r"\w*beslut|beslutar|beslutade|beslutat")
_PROPOSED, _COUNCIL = "förslag", "fullmäktige"
_LABEL = 3
"""Words that a line has at most that stands above decisions as a heading would: "Nämndens beslut"."""
_FEWEST, _MOST, _MOST_MATTERS = 3, 12, 40
_BEGIN = 2
"""Words that an item's name for what it is may begin with."""


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
    """The matters of a meeting, each at the place that has most below it: not in the list in front of the minutes, nor
    where they say who is to be told."""
    places: dict[str, list[tuple[int, int]]] = {}
    after = len(document.text)
    for number, block in reversed(list(enumerate(document.blocks))):
        found = SECTION.match(document.text, block.span.start)
        if block.kind is BlockKind.HEADING and found is not None:
            places.setdefault("".join(found.group().split()), []).append((after - block.span.start, number))
            after = block.span.start
    if not _FEWEST <= len(places) <= _MOST_MATTERS:
        return None
    items = sorted(max(each)[1] for each in places.values())
    return Enumeration(EnumerationKind.HEADINGS, tuple(items), None, ())


def _telling(document: Document, enumeration: Enumeration, is_only: bool) -> Enumeration | None:
    """The enumeration without sections that every text has and without what comes again in it; None for one that is
    nothing but those, and for a list that is not one of goals. ``is_only``: whether no other is called the same."""
    items = tuple(telling(document, enumeration.items))
    different = {said(document, item) for item in enumeration.items}
    if not _FEWEST <= len(items) <= _MOST or len(items) < LEAST_TELLING * len(different):
        return None
    part = replace(enumeration, items=items)
    listed = enumeration.kind in (EnumerationKind.LIST, EnumerationKind.RUN)
    is_whole = _is_counted(document, part) or (is_only and are_aims(document, part))
    return None if listed and not is_whole else part


def _called(document: Document, enumeration: Enumeration) -> str:
    """What stands right above an enumeration."""
    return "".join(span.of(document.text).casefold() for span in enumeration.labels[:1])


def _is_counted(document: Document, enumeration: Enumeration) -> bool:
    """Whether all items begin with the same name of a goal or the like: "Insatsområde 1. En väg in", "Strategiskt mål
    2: …"."""
    begin = [said(document, item).split()[:_BEGIN] for item in enumeration.items]
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


def is_formal(document: Document, matter: int) -> bool:
    """Whether a matter of a meeting is one that every meeting has: "Val av justerare", "Meddelanden"."""
    formal, joining = (word_lists()["section"][kind].split() for kind in ("formal", "joining"))
    title = document.blocks[name_of(document, matter) or matter].span.of(document.text)
    own = [token.folded for token in tokens_of(FILE_NUMBER.sub("", SECTION.sub("", title)))]
    return all(word in formal for word in own if word not in joining and not word.isdecimal())


def _decided(document: Document, matter: int) -> tuple[Span, ...]:
    """The first paragraph or item below a heading for decisions, else what is proposed to the council, with the heading
    that says so; not what others propose."""
    deciding = proposing = None
    proposed: tuple[Span, ...] = ()
    for block in document.blocks[matter + 1 :]:
        if block.kind is BlockKind.HEADING and SECTION.match(document.text, block.span.start):
            break
        words = [token.folded for token in tokens_of(block.span.of(document.text))]
        if block.kind is BlockKind.HEADING or (len(words) <= _LABEL and any(map(_DECIDES.fullmatch, words))):
            proposes = any(_PROPOSED in word for word in words)
            deciding = not proposes and any(map(_DECIDES.fullmatch, words))
            proposing = block.span if proposes and any(_COUNCIL in word for word in words) else None
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            if deciding:
                return (block.span,)
            if proposing is not None and not proposed:
                proposed = (proposing, block.span)
    return proposed
