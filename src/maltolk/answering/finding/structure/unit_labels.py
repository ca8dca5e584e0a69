"""Labels in front of units ("B4", "2.3", "K4.", "Mål 2:1"), and questions that name one: an exact key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maltolk.answering.reader.shelf import CutDocument
from maltolk.model import BlockKind

_LABEL = r"[A-ZÅÄÖ]{1,2}[.:]?\d{1,2}|\d{1,2}(?:[.:]\d{1,2}){1,3}"
_NAMED = re.compile(rf"(?<![\w.,:/-])(?:{_LABEL})(?![\w/-]|[.,:]\d)", re.IGNORECASE)
_IN_FRONT = re.compile(rf"\W*(?:[^\W\d]+\s+)?({_LABEL})(?![\w/%-]|[.,:]\d)")
_CONTENTS = re.compile(r"(?:\.\s?){4,}")  # the dots of a table of contents
_TIME = re.compile(r"(?:kl\.?|klockan)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind a label. ``units``: its numbers among the document's units, in order, the label's own first;
    those under a heading are not among them."""

    cut: CutDocument
    units: tuple[int, ...]


def labels_named(question: str) -> tuple[str, ...]:
    """The labels of more than one part that a question names, as they are compared: without case, ":" as "."."""
    found = _NAMED.finditer(question)
    return tuple(_key(label.group()) for label in found if not _TIME.search(question[: label.start()]))


def labelled(cut: CutDocument, label: str) -> Iterator[Labelled]:
    """Where the document has that label in front of something, tables of contents left out."""
    in_front = labels_of(cut)
    for number, key in in_front.items():
        if key == label:
            last = number + 1
            while last < len(cut.units) and last not in in_front and cut.units[last].block == cut.units[number].block:
                last += 1
            yield Labelled(cut, tuple(range(number, last)))


def labels_of(cut: CutDocument) -> dict[int, str]:
    """Number of a unit -> the label in front of it."""
    text = cut.document.text
    found: dict[int, str] = {}
    for number, unit in enumerate(cut.units):
        shown = unit.shown.of(text)
        label = _IN_FRONT.match(shown)
        if label is not None and not _CONTENTS.search(shown):
            found[number] = _key(label.group(1))
    return found


def is_heading(cut: CutDocument, number: int) -> bool:
    """Whether the unit is a heading."""
    return cut.document.blocks[cut.units[number].block].kind is BlockKind.HEADING


def _key(label: str) -> str:
    label = label.casefold().replace(":", ".")
    return label if label[0].isdigit() else label.replace(".", "")
