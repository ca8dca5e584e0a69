"""Whole lists, and how many items they hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.proposals import (
    Absence,
    Kind,
    ListSigns,
    Proposal,
    ReadSigns,
    Rival,
    Route,
    SentenceBeside,
)
from maltolk.answering.finding.proposing.numbered_items import item_finding
from maltolk.answering.finding.proposing.read_units import read_in
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.enumerations import EnumerationKind
from maltolk.answering.finding.structure.list_lines import counted, lines_of
from maltolk.answering.finding.structure.list_match import (
    ListCandidate,
    blocks_of,
    counts_something_else,
    is_miscounted,
    narrowed,
    weigh_lists,
)
from maltolk.answering.finding.structure.main_parts import are_aims, holder_of
from maltolk.answering.finding.structure.series import name_of
from maltolk.answering.retrieval.answer_types import LISTS, leaning
from maltolk.answering.retrieval.evidence import is_text
from maltolk.indexing.search.word_match import forms_of, strength
from maltolk.model import BlockKind

_TELLS = 0.6
"""Strength from which an item has a word."""


def propose_lists(request: Request) -> Iterator[Proposal | Absence]:
    """The list that a question asks for, or means as a whole: by its labels, by what "vilka …" asks for, by vectors."""
    question = request.question
    asked = question.asks_list or question.asks("wants.count")
    asked = asked or (question.asks("wants.comparison") and question.is_about_aims)
    if not question.words or question.asks("wants.year", "wants.date", "wants.cost", "fields.party"):
        yield Absence(Kind.LIST, "no words to find a list by, or a date, price or party is asked for")
        return
    if asked:
        ranked = request.lists
    else:
        ranked = weigh_lists(question, request.looked_at(), request.likeness(), request.least_told)
    if not ranked:
        yield Absence(Kind.LIST, "no lists")
        return
    yield _proposal(request, ranked[0], ranked, Route.LABELS, asked=asked)
    if not asked:
        return
    # "Vilka löften ger politikerna?": the list is called promises, and the rest of the question is about it.
    topical = next((c for c in ranked if c.topical), None)
    if topical is not None:
        yield _proposal(request, topical, ranked, Route.TOPIC, asked=asked)
    elif question.is_about_aims or (question.language != "sv" and question.asks("wants.list", "wants.all")):
        yield from _by_vectors(request, nearest_list(request, ranked))
        if question.is_about_aims:
            # The list nearest to typical aims, for a municipality whose texts call them something else.
            (text,), (vector,) = request.index.probes("aims")
            yield from _by_vectors(request, nearest_list_to(request.aimed(text, vector)))
        yield Absence(Kind.LIST, "no list is near enough")


def _by_vectors(request: Request, near: "NearList | None") -> Iterator[Proposal]:
    if near is not None:
        read, elsewhere = _read(request, near.candidate)
        signs = ListSigns(
            Route.VECTORS,
            asked=True,
            miscounted=is_miscounted(request.question, near.candidate),
            cosine=near.cosine,
            top=near.top,
            read=read,
            read_elsewhere=elsewhere,
        )
        yield Proposal(Kind.LIST, list_finding(request, _or_all_goals(request, near.candidate)), signs)


def _proposal(
    request: Request, best: ListCandidate, ranked: Sequence[ListCandidate], route: Route, *, asked: bool
) -> Proposal:
    question = request.question
    choice = narrowed(question, best)
    picked = bool(choice.items) and question.asks("wants.list")
    everywhere = question.documents is None
    read, elsewhere = _read(request, best)
    signs = ListSigns(
        route,
        asked,
        score=best.score,
        cover=best.cover,
        told=best.told,
        picked=picked,
        counts_else=question.asks("wants.count") and counts_something_else(question, best),
        miscounted=not picked and is_miscounted(question, best),
        beyond=choice.beyond,
        rivals=tuple(Rival(c.document.municipality, c.score, c.cover) for c in ranked) if everywhere else (),
        sentence=None if picked else _sentence_beside(request, best),
        read=read,
        read_elsewhere=elsewhere,
    )
    finding = _items_finding(best, choice.items) if picked else list_finding(request, _or_all_goals(request, best))
    return Proposal(Kind.LIST, finding, signs)


def _read(request: Request, best: ListCandidate) -> tuple[ReadSigns | None, ReadSigns | None]:
    """What the reader makes of the list, its lead and the heading above it; and of all else that it read."""
    heads = best.document.heading_path(best.enumeration.items[0])[-1:]
    items = best.enumeration.items
    names = (name for item in items if (name := name_of(best.document, item)) is not None)
    blocks = {*blocks_of(best.document, best.enumeration), *items, *heads, *names}
    return read_in(request, best.number, blocks)


def _items_finding(best: ListCandidate, items: tuple[int, ...]) -> Finding:
    """Some items of a list; a single one with its explanation."""
    if len(items) == 1:
        return item_finding(best.number, best.document, items[0])
    lines = tuple(Line(best.document, best.document.blocks[i].span, bullet=True) for i in items)
    focus = Focus((best.number,), items=tuple((best.number, i) for i in items))
    return Finding(Outcome.FOUND, (Section(lines),), score=best.score, focus=focus)


@dataclass(frozen=True, slots=True)
class NearList:
    """A list, the cosine of its nearest passage and the question, and that of the nearest passage of all."""

    candidate: ListCandidate
    cosine: float
    top: float


def nearest_list_to(aimed: Request) -> NearList | None:
    """The list nearest to what a request searches for; see ``nearest_list``."""
    return nearest_list(aimed, aimed.lists)


def nearest_list(request: Request, ranked: Sequence[ListCandidate]) -> NearList | None:
    """For a question that shares no words with the labels: the list whose passage is the nearest."""
    dense = {(c.passage.document, c.passage.block): c.dense for c in request.candidates}
    top = max(dense.values(), default=0.0)
    near = [
        (max(dense.get((c.number, b), 0.0) for b in blocks_of(c.document, c.enumeration)), c)
        for c in ranked
        if c.enumeration.kind is not EnumerationKind.HEADINGS
    ]
    best = max(near, key=lambda n: n[0], default=None)
    return None if best is None else NearList(best[1], best[0], top)


def _sentence_beside(request: Request, best: ListCandidate) -> SentenceBeside | None:
    """The best sentence in running text, which may have more of what is asked for than the list's labels."""
    question = request.question
    top = next((e for e in request.evidence if is_text(e) and e.fits and e.sentence >= 0), None)
    if top is None or top.passage.kind in (BlockKind.LIST, BlockKind.LIST_ITEM):
        return None
    return SentenceBeside(
        score=top.score,
        cover=top.cover,
        worded=leaning(question, top.span.of(top.document.text)) >= LISTS,
        counts=question.asks("wants.count"),
        # "Vilka får själva bestämma om målen?" asks for more than the goals.
        says_more=len(question.heavy) > 1 and not best.topical,
        goals=question.is_about_aims,
    )


def _or_all_goals(request: Request, best: ListCandidate) -> ListCandidate:
    """The goals of the text instead of a list that stands under one of them, where the question has no word that this
    one has and the others have not."""
    document, items = best.document, best.enumeration.items
    page = request.pages.of(best.number)
    parts = page.main_parts
    if parts is None or not are_aims(document, parts) or best.named or request.question.numbers.count == len(items):
        return best
    holders = {holder_of(document, parts, item) for item in items}
    own = holders.pop()
    if own is None or own in items or holders:
        return best
    told, others = forms_of(document.title), forms_of(document.title)
    for span in (*best.enumeration.labels, *(document.blocks[block].span for block in items)):
        told |= forms_of(span.of(document.text))
    beside = [each for each in page.enumerations if holder_of(document, parts, each.items[0]) not in (own, None)]
    leads = (label for each in beside for label in each.labels[:1])
    for span in (*leads, *(document.blocks[block].span for block in parts.items if block != own)):
        others |= forms_of(span.of(document.text))
    asked = (word for word in request.question.heavy if not word.aim)
    singled = any(strength(word, told) >= _TELLS > strength(word, others) for word in asked)
    return best if singled else replace(best, enumeration=parts)


def list_finding(request: Request, best: ListCandidate) -> Finding:
    """A whole list under its lead, or under the number of its items, where that is asked for."""
    message = say("list_lead", request.language, count=counted(best.document, best.enumeration))
    lines = lines_of(best.document, best.enumeration, message)
    if request.question.asks("wants.count") and best.enumeration.lead is not None:
        lines = (Line(None, None, message), *lines)
    items = tuple((best.number, block) for block in best.enumeration.items)
    return Finding(Outcome.FOUND, (Section(lines),), score=best.score, focus=Focus((best.number,), items=items))
