"""Series: what is counted by labels of one kind, in whatever blocks they stand ("Mål 1 – …", "Löfte två.", "C. …")."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maltolk.model import Block, BlockKind, Document
from maltolk.reading.lines.pieces import FILE_NUMBER, SECTION
from maltolk.swedish.numbers import cardinal, ordinal
from maltolk.swedish.words import stem

_NAMED = re.compile(
    r"\W*([^\W\d_]{3,})\s+(?:(?:nr|nummer)\.?\s+)?(\d{1,2}|[^\W\d_]+)(?![\w%/]|[.,:–-]\d)", re.IGNORECASE
)
_ORDERED = re.compile(r"\W*(\d{1,2}):?(?:a|e|dje|de)\s+([^\W\d_]{3,})|\W*([^\W\d_]+)\s+([^\W\d_]{3,})")
_BARE = re.compile(r"\W{0,3}(\d{1,2}|[A-L])([.):]?)\s+(?=\S)")
_SEPARATED = re.compile(r"[.:)]|\s*[–—-]\s|\W*$")
_COUNTED = (BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Label:
    """What a block begins with. ``noun``: the stem of what is counted, "" for a number or letter alone. ``place``: from
    1. ``whole``: whether nothing but the label stands there."""

    noun: str
    place: int
    whole: bool


def label_of(document: Document, block: Block) -> Label | None:
    """The label in front of a block; None for one that has none, and for a row of a table."""
    text = block.span.of(document.text)
    if block.kind not in _COUNTED or " | " in text:
        return None
    named = _NAMED.match(text)
    if named is not None:
        place, separated = _place(named.group(2)), _SEPARATED.match(text, named.end())
        free = block.kind is not BlockKind.PARAGRAPH and named.group(2).isdecimal()
        if place and (separated or free):
            return Label(stem(named.group(1).casefold()), place, not re.search(r"\w", text[named.end() :]))
    ordered = _ORDERED.match(text)
    if ordered is not None and _SEPARATED.match(text, ordered.end()):
        place = int(ordered.group(1)) if ordered.group(1) else ordinal(ordered.group(3).casefold())
        noun = stem((ordered.group(2) or ordered.group(4)).casefold())
        if place:
            return Label(noun, place, not re.search(r"\w", text[ordered.end() :]))
    bare = _BARE.match(text)
    if bare is not None and (bare.group(2) or block.kind is not BlockKind.PARAGRAPH):
        return Label("", _place(bare.group(1)) or 0, whole=False)
    return None


def _place(sign: str) -> int | None:
    if sign.isdecimal():
        return int(sign)
    return ord(sign) - ord("A") + 1 if len(sign) == 1 and "A" <= sign <= "L" else cardinal(sign.casefold())


def places_of(document: Document, items: Sequence[int]) -> tuple[int | None, ...]:
    """The place of each item: the number in front of it, or that of its label where these count from 1."""
    numbers = tuple(document.blocks[item].number for item in items)
    if any(number is not None for number in numbers):
        return numbers
    labels = [label_of(document, document.blocks[item]) for item in items]
    places = tuple(None if label is None else label.place for label in labels)
    return places if places == tuple(range(1, len(items) + 1)) else (None,) * len(items)


def series_in(document: Document) -> Iterator[tuple[int, ...]]:
    """The blocks of each series that counts from 1: by labels of one noun, wherever they stand, or by numbers or
    letters alone under one heading."""
    running: dict[tuple[str, int | None], list[int]] = {}
    for number, block in enumerate(document.blocks):
        label = label_of(document, block)
        if label is None:
            continue
        key = (label.noun, None if label.noun else block.parent)
        known = running.get(key, [])
        if label.place == 1 and known:
            yield tuple(known)
        if label.place == 1:
            running[key] = [number]
        elif label.place == len(known) + 1:
            known.append(number)
    yield from (tuple(known) for known in running.values())


def name_of(document: Document, item: int) -> int | None:
    """The block that names an item of which only the label stands there, or the number of a matter ("§ 7 Dnr KS
    2025/41"): the heading or the short line below it."""
    block = document.blocks[item]
    label = label_of(document, block)
    section = SECTION.match(document.text, block.span.start, block.span.end)
    is_number = section is not None and not re.search(
        r"\w", FILE_NUMBER.sub("", document.text[section.end() : block.span.end])
    )
    if not is_number and (label is None or not label.whole):
        return None
    for number in range(item + 1, len(document.blocks)):
        block = document.blocks[number]
        if block.kind is BlockKind.FURNITURE:
            continue
        if block.kind is BlockKind.HEADING:
            return number if block.level > document.blocks[item].level else None
        words = block.span.of(document.text)
        return number if block.kind is BlockKind.PARAGRAPH and words[-1:] not in ".:!?" and "\n" not in words else None
    return None
