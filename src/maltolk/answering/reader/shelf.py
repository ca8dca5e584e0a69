"""What the reader may be shown of an index, cut once, and its readings for a question."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from maltolk.answering.reader.excerpts import Excerpt, Unit, pack, ranked, units_of
from maltolk.answering.reader.reading_model import Reader, Reading, Shown
from maltolk.indexing.index import Index
from maltolk.model import BlockKind, Document, Passage

MAX_READ = 12
"""Excerpts read for a question."""

READ_AT_A_TIME = 4
"""Excerpts read before it is asked whether one of them surely answers."""

SURE = 0.5
"""Logit of a passage above which no more is read."""

_KEPT = 256  # documents kept cut; the least recently used goes first


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document, its number in the generation, its units, and the excerpts that they are read in."""

    number: int
    document: Document
    units: tuple[Unit, ...]
    excerpts: tuple[Excerpt, ...]

    def kind(self, number: int) -> BlockKind:
        """The kind of block that unit ``number`` is in."""
        return self.document.blocks[self.units[number].block].kind

    def shown(self, excerpt: Excerpt) -> Shown:
        """The excerpt as the reader sees it."""
        text = self.document.text
        return Shown(excerpt.title, tuple(unit.seen(text) for unit in self.units[excerpt.first : excerpt.last]))


@dataclass(frozen=True, slots=True)
class ReadExcerpt:
    """An excerpt that was read. ``place``: its number among the document's excerpts."""

    cut: CutDocument
    place: int
    reading: Reading

    @property
    def excerpt(self) -> Excerpt:
        """Which units it holds."""
        return self.cut.excerpts[self.place]


class Shelf:
    """The documents of one index, cut; the most recently used are kept. Safe to use from several threads."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._kept: OrderedDict[int, CutDocument] = OrderedDict()

    def of(self, number: int) -> CutDocument:
        """Document ``number``."""
        cut = self._kept.pop(number, None) or self._cut(number)
        self._kept[number] = cut
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return cut

    def _cut(self, number: int) -> CutDocument:
        document = self._index.document(number)
        units = units_of(document)
        return CutDocument(number, document, units, tuple(pack(document, units)))

    def excerpts_of(self, passages: Sequence[Passage]) -> list[tuple[CutDocument, int]]:
        """The excerpts that hold ``passages``, in their order, none twice."""
        found: dict[tuple[int, int], CutDocument] = {}
        for passage in passages:
            cut = self.of(passage.document)
            for place in ranked(cut.units, cut.excerpts, [passage.span]):
                found.setdefault((passage.document, place), cut)
        return [(cut, place) for (_, place), cut in found.items()]


def read_excerpts(reader: Reader, question: str, places: Sequence[tuple[CutDocument, int]]) -> list[ReadExcerpt]:
    """The readings of those excerpts, which come likeliest first, in their order: some at a time, until one of them
    surely answers."""
    read: list[ReadExcerpt] = []
    for start in range(0, len(places), READ_AT_A_TIME):
        read += _read(reader, question, places[start : start + READ_AT_A_TIME])
        if any(each.reading.passage >= SURE for each in read):
            break
    return read


def _read(reader: Reader, question: str, places: Sequence[tuple[CutDocument, int]]) -> list[ReadExcerpt]:
    shown = [cut.shown(cut.excerpts[place]) for cut, place in places]
    readings = reader.read(question, shown)
    return [ReadExcerpt(cut, place, reading) for (cut, place), reading in zip(places, readings, strict=True)]
