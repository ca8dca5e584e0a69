"""Labels in front of units ("B4", "2.3", "K4.", "Mål 2:1"), and questions that name one: an exact key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maltolk.answering.reader.shelf import CutDocument
from maltolk.model import BlockKind, Span

MAX_NAMED = 4
"""Labels of a question that are looked for."""
_LABEL = r"[A-ZÅÄÖ]{1,2}[.:]?\d{1,2}|\d{1,2}(?:[.:]\d{1,2}){1,3}"
_NAMED = re.compile(rf"(?<![\w.,:/-])(?:{_LABEL})(?![\w/-]|[.,:]\d)", re.IGNORECASE)
_IN_FRONT = re.compile(rf"\W*(?:[^\W\d]+\s+)?({_LABEL})(?![\w/%-]|[.,:]\d)")
_TIME = re.compile(r"kl\W*\d|\d\d[.:]\d\d$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:\.\s?){4,}|\s\d{1,3}$")  # the dots of a table of contents, or its page number


@dataclass(frozen=True, slots=True)
class NamedLabel:
    """A label in a question. ``key``: as it is compared, without case, ":" as "."; ``span``: where it stands."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind a label. ``units``: its numbers among the document's units, in order, the label's own first;
    those under a heading are not among them."""

    cut: CutDocument
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a document: number of the unit that one stands in front of -> its key."""

    cut: CutDocument
    keys: dict[int, str]

    def behind(self, key: str) -> Iterator[Labelled]:
        """Where the document has that label in front of something, but for tables of contents; headings first, and
        longer text before shorter."""
        found = [self._from(number) for number, each in self.keys.items() if each == key]
        yield from sorted(
            filter(_says_something, found),
            key=lambda each: (self.cut.kind(each.units[0]) is not BlockKind.HEADING, -len(each.units)),
        )

    def _from(self, number: int) -> Labelled:
        units, last = self.cut.units, number + 1
        while last < len(units) and last not in self.keys and units[last].block == units[number].block:
            last += 1
        return Labelled(self.cut, tuple(range(number, last)))


def labels_named(question: str) -> tuple[NamedLabel, ...]:
    """The labels of more than one part that a question names, each once; none where there are more than are looked
    for."""
    found: dict[str, NamedLabel] = {}
    for match in _NAMED.finditer(question):
        if not _TIME.match(match.group()) and not question[: match.start()].rstrip(" .").casefold().endswith("kl"):
            found.setdefault(_key(match.group()), NamedLabel(_key(match.group()), Span(*match.span())))
    return tuple(found.values()) if len(found) <= MAX_NAMED else ()


def labels_of(cut: CutDocument) -> Labels:
    """The labels of a document."""
    found = {number: _IN_FRONT.match(_text(cut, number)) for number in range(len(cut.units))}
    return Labels(cut, {number: _key(label.group(1)) for number, label in found.items() if label is not None})


def is_of_series(key: str, other: str) -> bool:
    """Whether two different labels are numbered together: "2.3" and "2.4", "b4" and "b5"."""
    return key != other and re.sub(r"\d+$", "", key) == re.sub(r"\d+$", "", other)


def _says_something(each: Labelled) -> bool:
    first, last = (each.cut.units[number].shown for number in (each.units[0], each.units[-1]))
    return _CONTENTS.search(each.cut.document.text[first.start : last.end]) is None


def _text(cut: CutDocument, number: int) -> str:
    return cut.units[number].shown.of(cut.document.text)


def _key(label: str) -> str:
    label = label.casefold().replace(":", ".")
    return label if label[0].isdigit() else label.replace(".", "")
