"""What stands behind a label that the question names: "Vad säger mål 2.3?", "Vad står det i B4?"."""

from collections.abc import Iterator, Sequence

from maltolk.answering.finding.findings import Finding, Focus, Outcome, Section
from maltolk.answering.finding.proposals import Absence, ItemSigns, Kind, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.arranging import arranged
from maltolk.answering.finding.structure.unit_labels import Labelled, is_of_series, labels_named
from maltolk.answering.understanding.question import AskedWord
from maltolk.model import BlockKind
from maltolk.swedish.words import stems, surfaces


def propose_labelled(request: Request) -> Iterator[Proposal | Absence]:
    """The units behind the label, those that fit the question's other words best first; where a text has others of that
    series, and none has this one anywhere, that there is none."""
    named = labels_named(request.question.text)
    if len(named) != 1:
        yield Absence(Kind.LABELLED, "names no label" if not named else "names several labels")
        return
    (label,) = named
    written = label.span.of(request.question.text)
    asked = [word for word in request.question.heavy if not word.aim and word.surface not in surfaces(written)]
    found = [(_cover(request, each, asked), each) for labels in request.labels for each in labels.behind(label.key)]
    for cover, each in sorted(found, key=lambda one: -one[0]):
        yield Proposal(Kind.LABELLED, _finding(request, each), ItemSigns(cover))
    series = any(is_of_series(label.key, other) for labels in request.labels for other in labels.keys.values())
    if series and not any(written.casefold() in labels.cut.document.text.casefold() for labels in request.labels):
        missing = Finding(Outcome.NOT_FOUND, reason=f"there are labels like it, but no {written}")
        yield Proposal(Kind.LABELLED, missing)
    yield Absence(Kind.LABELLED, "no such label")


def _cover(request: Request, each: Labelled, asked: Sequence[AskedWord]) -> float:
    """Share of the question's words, weighted by rarity, that stand behind the label, in the title or in the headings
    above; 1 where it has no other words."""
    cut = each.cut
    above = [cut.document.blocks[place].span for place in cut.document.heading_path(cut.units[each.units[0]].block)]
    spans = [*above, *(cut.units[number].shown for number in _shown(request, each))]
    told = [cut.document.title, cut.document.municipality, *(span.of(cut.document.text) for span in spans)]
    known = frozenset(stems(" ".join(told)))
    whole = sum(word.idf for word in asked)
    return sum(word.idf for word in asked if not known.isdisjoint(word.variants)) / whole if whole else 1.0


def _shown(request: Request, each: Labelled) -> list[int]:
    """The units behind the label, and what stands under it where it is a heading's; as many as there is room for."""
    cut, numbers = each.cut, list(each.units)
    if cut.kind(numbers[0]) is BlockKind.HEADING:
        below = numbers[-1] + 1
        while below < len(cut.units) and cut.kind(below) is not BlockKind.HEADING:
            numbers.append(below)
            below += 1
    room = request.room
    kept: list[int] = []
    for number in numbers:
        room -= cut.units[number].span.end - cut.units[number].span.start
        if kept and room < 0:
            break
        kept.append(number)
    return kept


def _finding(request: Request, each: Labelled) -> Finding:
    enumerations = request.pages.of(each.cut.number).enumerations
    lines = arranged(each.cut, _shown(request, each), enumerations, whole=False)
    quotes = tuple((each.cut.number, line.span) for line in lines if line.span)
    focus = Focus((each.cut.number,), quotes=quotes)
    return Finding(Outcome.FOUND, (Section(lines),), score=1.0, focus=focus)
