"""The enumerations of a document: what a list question is answered with.

An enumeration is found from structure alone: a list with its lead, numbered lists that continue each other under
sibling headings, sibling headings themselves, or a series of labels in whatever blocks they stand.
"""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from maltolk.answering.finding.structure.section_names import LEAST_TELLING, said, telling
from maltolk.answering.finding.structure.series import series_in
from maltolk.model import Block, BlockKind, Document, Span
from maltolk.reading.lines.sentences import sentences
from maltolk.swedish.numbers import cardinal


class EnumerationKind(StrEnum):
    """Where an enumeration was found."""

    LIST = "list"
    RUN = "run"
    HEADINGS = "headings"
    SERIES = "series"


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items that belong together.

    ``items``: indices of their blocks. ``labels``: spans that say what the items are, nearest first (lead, heading,
    headings above). ``kind``: a list, a run of lists with continuing numbers, headings, or a series of labels.
    """

    kind: EnumerationKind
    items: tuple[int, ...]
    lead: Span | None
    labels: tuple[Span, ...]

    def numbers(self, document: Document) -> tuple[int | None, ...]:
        """The numbers written in front of the items."""
        return tuple(document.blocks[i].number for i in self.items)


def enumerations_of(document: Document) -> tuple[Enumeration, ...]:
    """Every enumeration of ``document``, ordered by first item; the same items never twice."""
    lists = _lists(document)
    found = [*lists, *_runs(document, lists), *_gathered(document, lists), *_headings(document), *_series(document)]
    unique = {c.items: c for c in reversed(found) if len(c.items) > 1}
    return tuple(sorted(unique.values(), key=lambda c: (document.blocks[c.items[0]].span, -len(c.items))))


def _labels(document: Document, index: int, lead: Span | None) -> tuple[Span, ...]:
    above = tuple(document.blocks[i].span for i in reversed(document.heading_path(index)))
    return (lead, *above) if lead else above


def _lists(document: Document) -> list[Enumeration]:
    children: dict[int, list[int]] = {}
    for i, block in enumerate(document.blocks):
        if block.kind is BlockKind.LIST_ITEM and block.parent is not None:
            children.setdefault(block.parent, []).append(i)
    return [
        Enumeration(
            EnumerationKind.LIST,
            tuple(items),
            document.blocks[parent].lead,
            _labels(document, parent, document.blocks[parent].lead),
        )
        for parent, items in children.items()
    ]


def _runs(document: Document, lists: list[Enumeration]) -> list[Enumeration]:
    """Lists whose numbering continues from the list before: 1-3 under one heading, 4-6 under the next."""
    runs: list[Enumeration] = []
    current: list[Enumeration] = []

    def close() -> None:
        if len(current) > 1:
            first = current[0]
            shared = _shared_headings(document, [c.items[0] for c in current])
            lead = _lead_before(document, shared[0]) if shared else None
            labels = tuple(document.blocks[i].span for i in reversed(shared))
            runs.append(
                Enumeration(
                    EnumerationKind.RUN,
                    tuple(i for c in current for i in c.items),
                    lead or first.lead,
                    (lead, *labels) if lead else labels,
                )
            )
        current.clear()

    for each in lists:
        numbers = each.numbers(document)
        if any(n is None for n in numbers):
            close()
            continue
        expected = (current[-1].numbers(document)[-1] or 0) + 1 if current else 1
        if numbers[0] != expected:
            close()
        if current or numbers[0] == 1:
            current.append(each)
    close()
    return runs


def _gathered(document: Document, lists: list[Enumeration]) -> list[Enumeration]:
    """Lists under neighbouring headings that one lead announces: "Våra mål:", then "Hela året", "Hela kommunen"."""
    by_heading: dict[int, Enumeration] = {}
    for each in lists:
        path = document.heading_path(each.items[0])
        if path:
            by_heading.setdefault(path[-1], each)
    found = []
    for lead, block in enumerate(document.blocks):
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or not block.span.of(document.text).endswith(":"):
            continue
        parts: list[Enumeration] = []
        for i in range(lead + 1, len(document.blocks)):
            other = document.blocks[i]
            if other.kind is BlockKind.HEADING and i not in by_heading:
                break
            if other.kind is BlockKind.HEADING:
                parts.append(by_heading[i])
            elif not parts and other.kind is not BlockKind.FURNITURE:
                break
        if len(parts) > 1:
            items = tuple(i for part in parts for i in part.items)
            found.append(Enumeration(EnumerationKind.RUN, items, block.span, _labels(document, lead, block.span)))
    return found


def _shared_headings(document: Document, indices: list[int]) -> tuple[int, ...]:
    """The headings above all the blocks ``indices``, outermost first."""
    paths = [document.heading_path(i) for i in indices]
    shared: list[int] = []
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return tuple(shared)


def _lead_before(document: Document, heading: int) -> Span | None:
    """A heading that introduces ("Våra mål:") is a lead as well as a label."""
    span = document.blocks[heading].span
    return span if span.of(document.text).endswith(":") else None


def _headings(document: Document) -> list[Enumeration]:
    """Sibling headings: numbered or lettered ones of one name, or those under a common heading."""
    siblings: dict[tuple[int | None, int, str], list[int]] = {}
    for i, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            siblings.setdefault((block.parent, block.level, series_of(document, block)), []).append(i)
    return [
        Enumeration(
            EnumerationKind.HEADINGS,
            tuple(own),
            _counting(document, parent, own),
            _heading_labels(document, parent),
        )
        for (parent, _, series), items in siblings.items()
        if (series or parent is not None) and (own := _telling_ones(document, items))
    ]


def _telling_ones(document: Document, items: list[int]) -> list[int]:
    """The headings without those that come again, as "Åtgärder" under each goal; none where most only frame a text."""
    names = Counter(said(document, item) for item in items)
    if len([*telling(document, items)]) < LEAST_TELLING * len(names):
        return []
    return [item for item in items if names[said(document, item)] == 1]


def _series(document: Document) -> list[Enumeration]:
    """Labels that are counted together in blocks that structure does not hold together."""
    found = []
    for items in series_in(document):
        labels = tuple(document.blocks[i].span for i in reversed(_shared_headings(document, list(items))))
        found.append(Enumeration(EnumerationKind.SERIES, items, None, labels))
    return found


def _counting(document: Document, parent: int | None, items: list[int]) -> Span | None:
    """The sentence below the heading over sibling headings that says how many there are: "Planen har fyra områden." """
    for block in document.blocks[parent + 1 : items[0]] if parent is not None else ():
        if block.parent == parent and block.kind is BlockKind.PARAGRAPH:
            for sentence in sentences(document.text, block.span):
                said = [cardinal(word) for word in re.findall(r"[^\W\d_]+", sentence.of(document.text).casefold())]
                if len(items) in said:
                    return sentence
    return None


_LETTERED = re.compile(r"(\w+) (?:\d{1,2}|[A-Z])\b")


def series_of(document: Document, block: Block) -> str:
    """What numbered or lettered headings have in common: "målområde" of "Målområde A: …", "1" of "1 Inledning"."""
    named = _LETTERED.match(block.span.of(document.text))
    if named is not None:
        return named.group(1).casefold()
    return "" if block.number is None else "1"


def _heading_labels(document: Document, parent: int | None) -> tuple[Span, ...]:
    if parent is None:
        return ()
    return (document.blocks[parent].span, *_labels(document, parent, None))


def body_of(document: Document, item: int) -> tuple[Block, ...]:
    """The paragraphs and items explaining block ``item``, in order."""
    return tuple(
        b for b in document.blocks if b.parent == item and b.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
    )
