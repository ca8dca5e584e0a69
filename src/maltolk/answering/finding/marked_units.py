"""What the reader marks in what search found, and its second look at the likeliest units side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maltolk.answering.finding.structure.arranging import is_table_head
from maltolk.answering.reader.excerpts import gathered_title
from maltolk.answering.reader.reading_model import Reader, Shown, log_probability
from maltolk.answering.reader.shelf import CutDocument, ReadExcerpt
from maltolk.answering.retrieval.evidence import Evidence
from maltolk.answering.understanding.backwards import addresses_in, phone_numbers_in
from maltolk.model import UNKNOWN_MUNICIPALITY, BlockKind, Span

SHARED = 1.5
"""What sharing everything with the question is worth beside the log probabilities."""
QUOTED = -1.0
"""What having been quoted just before is worth."""
WAY = 1.5
"""What a way to reach somebody is worth where one is asked for."""
GATHERED = 6
"""Units that are read once more beside each other: the right one is among the best three in four of five questions, so
that choosing between them is what is left to do."""
AGAIN = 0.5
"""Weight of the log probability that a unit gets then."""


@dataclass(frozen=True, slots=True)
class MarkedUnit:
    """A unit with what the reader and the search make of it. ``score``: log probability that its excerpt answers and
    that it belongs to the answer, and what it shares with the question. ``logit``: that it belongs. ``passage``: logit
    of its excerpt. ``shared``: how much it shares with the question in words and vectors, 0 to 1. ``again``: the logit
    that it belongs, read beside the other likely units; of one that was not, the lowest of theirs. ``together``: the
    logit that those answer."""

    cut: CutDocument
    number: int
    score: float
    logit: float
    passage: float
    shared: float
    again: float = 0.0
    together: float = 0.0

    @property
    def kind(self) -> BlockKind:
        """The kind of block that it is in."""
        return self.cut.kind(self.number)


def marked(
    read: Sequence[ReadExcerpt],
    evidence: Sequence[Evidence],
    quoted: Sequence[tuple[int, Span]] = (),
    *,
    ways: bool = False,
) -> list[MarkedUnit]:
    """All units of the excerpts, best first; no table's head, which is shown with its rows and alone says nothing.
    ``quoted``: places, each with its document's number, that the previous answer quoted. ``ways``: whether a number or
    an address to reach somebody by is asked for."""
    found = []
    for one in read:
        sentences = [(each.span, each.score) for each in evidence if each.passage.document == one.cut.number]
        before = [span for number, span in quoted if number == one.cut.number]
        for number, logit in enumerate(one.reading.units, start=one.excerpt.first):
            if is_table_head(one.cut, number):
                continue
            unit = one.cut.units[number].span
            shared = max((score for span, score in sentences if meet(unit, span)), default=0.0)
            score = log_probability(logit) + log_probability(one.reading.passage) + SHARED * shared
            score += QUOTED * any(meet(unit, span) for span in before)
            score += WAY * (ways and _has_a_way(one.cut, number))
            found.append(MarkedUnit(one.cut, number, score, logit, one.reading.passage, shared))
    return sorted(found, key=lambda unit: -unit.score)


def _has_a_way(cut: CutDocument, number: int) -> bool:
    """Whether a unit gives a number or an address, or is one of a contact's lines."""
    words = cut.units[number].span.of(cut.document.text)
    return cut.kind(number) is BlockKind.CONTACT or bool(phone_numbers_in(words) or addresses_in(words))


def looked_at_again(reader: Reader, question: str, units: Sequence[MarkedUnit]) -> list[MarkedUnit]:
    """The same units, weighed anew after the likeliest were read beside each other, best first. ``units``: best
    first."""
    likeliest = sorted(units[:GATHERED], key=lambda unit: (unit.cut.number, unit.number))
    if not likeliest:
        return []
    shown = tuple(unit.cut.units[unit.number].seen(unit.cut.document.text) for unit in likeliest)
    reading = reader.read(question, [Shown(_title_of(likeliest), shown)])[0]
    logits = {(unit.cut.number, unit.number): logit for unit, logit in zip(likeliest, reading.units, strict=True)}
    lowest = min(reading.units)
    weighed = []
    for unit in units:
        again = logits.get((unit.cut.number, unit.number), lowest)
        score = unit.score + AGAIN * log_probability(again)
        weighed.append(replace(unit, score=score, again=again, together=reading.passage))
    return sorted(weighed, key=lambda unit: -unit.score)


def _title_of(units: Sequence[MarkedUnit]) -> str:
    """What they have in common: the municipality, the document."""
    documents = {unit.cut.number: unit.cut.document for unit in units}
    names = {document.municipality for document in documents.values()}
    titles = [document.title for document in documents.values()]
    return gathered_title(
        names.pop() if len(names) == 1 else UNKNOWN_MUNICIPALITY, titles[0] if len(titles) == 1 else ""
    )


def meet(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one.start < other.end and other.start < one.end
