"""Questions about several municipalities: one part for each, all asked the same way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from maltolk.answering.catalogue import say
from maltolk.answering.finding.agreement import Agreed, agreed
from maltolk.answering.finding.findings import Finding, Focus, Line, Outcome, Section
from maltolk.answering.finding.request import Request
from maltolk.answering.people.people_lookup import Person
from maltolk.answering.retrieval.hybrid import retrieve
from maltolk.answering.understanding.every_municipality import put_to_any, put_to_each, speaks_of_any, speaks_of_regions
from maltolk.answering.understanding.namings import put_to_one
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.theme_words import compared_theme, theme_of
from maltolk.model import UNKNOWN_MUNICIPALITY, FixedWords, PlaceName
from maltolk.swedish.collation import swedish_order

MAX_PARTS = 10
"""Municipalities looked at where the question names none: those with the best passages."""
_POOL = 64  # passages that they are chosen by
_READ_EACH = 2
_READ_NAMED = 16
"""Excerpts read for each municipality where all are asked about, and for all together where some are named."""
_ROOM, _LEAST_ROOM = 600, 180
"""Characters of all parts that are shown of what was read, and of one part at least."""
_CHOSEN = re.compile(r"\b(?:vem|vilken(?: kommun)?|who|which(?: municipality)?)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:vem|vilken(?: kommun)?|vilka|who|which(?: municipality)?)\s+(?:av|of)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:mellan|between)\s+$", re.IGNORECASE)
_OR = re.compile(r"\b(?:eller|or|oder)\b", re.IGNORECASE)
_MAX_LINES = 12
"""Lines of one part."""


@dataclass(frozen=True, slots=True)
class Side:
    """What is asked about one municipality."""

    name: str
    request: Request


@dataclass(frozen=True, slots=True)
class Comparison:
    """``sides``: one for each municipality that is indexed; ``foreign``: names of those that are not. ``among_all``:
    whether the question asks which municipalities do something, which may be true of none; ``of_all``: whether they are
    to be compared in general, by no one thing."""

    sides: tuple[Side, ...]
    foreign: tuple[str, ...]
    among_all: bool
    of_all: bool = False


def comparison_of(request: Request) -> Comparison | None:
    """The parts of a question about several municipalities; None for one about one, or about none in particular."""
    question = request.question
    among_all = question.asks("wants.which_municipalities") and not question.municipalities
    compared = question.asks("wants.comparison")
    names = list(question.municipalities)
    if not compared and _are_ends(request):
        return None
    if question.asks("wants.each_municipality") and not names and not among_all:
        return _of_each(request)
    if among_all or (compared and not names):
        names = _likeliest(request)
    if len(names) + len(question.foreign) < 2 or (not question.words and not compared):
        return None
    cues = question.cues | {"wants.comparison"}
    choice = _is_choice(request)
    if choice:
        cues -= {"fields.person"}  # "Vem har lägst skatt, Ale eller Eda?" asks for no person
    sides = []
    for name in names:
        documents = frozenset(c.number for c in request.index.documents if c.municipality == name)
        documents = documents - question.superseded or documents
        scope = documents if question.documents is None else documents & question.documents or documents
        asked = replace(question, municipalities=(name,), documents=scope, cues=cues)
        most = _READ_EACH if among_all else max(_READ_EACH, _READ_NAMED // max(2, len(names)))
        alone = _put_to(request, name)
        if among_all:
            read_as = alone
        elif choice:
            read_as = _chosen(alone, name)
        else:
            read_as = _theme(question, alone, name) or _asked_of(request, name)
        side = _side_of(request.limited(asked), most, read_as, len(names))
        side = replace(side, also="") if among_all else side.aimed(alone, request.embed(alone))
        sides.append(Side(name, side))
    return Comparison(tuple(sides), question.foreign, among_all, of_all=not among_all and not question.heavy)


def _theme(question: Question, alone: str, name: str) -> str | None:
    """A question put to one municipality, as its theme; None where it asks for one thing."""
    return theme_of(alone, question.names) or (None if question.is_exact else compared_theme(alone, name))


def _side_of(request: Request, most_read: int, read_as: str, parts: int) -> Request:
    """The request as one of so many parts, which share the room."""
    room = max(_LEAST_ROOM, _ROOM // parts)
    return replace(request, most_read=most_read, read_as=read_as, room=room, is_side=True)


def _of_each(request: Request) -> Comparison | None:
    """The same question put to each municipality in scope, or to the likeliest; to regions where it speaks of them."""
    indexed = {card.municipality for card in request.index.documents if request.in_scope(card.number)}
    names = sorted(indexed, key=swedish_order) if len(indexed) <= MAX_PARTS else _likeliest(request)
    regions = speaks_of_regions(request.search_text)
    names = [name for name in names if name != UNKNOWN_MUNICIPALITY and (regions or not name.startswith("Region "))]
    if len(names) < 2:
        return None
    sides = []
    for name in names:
        alone = put_to_each(request.search_text, name)
        asked = request.understand(alone)
        asked = replace(asked, cues=asked.cues | {"wants.comparison"})
        side = _side_of(request.limited(asked), _READ_EACH, theme_of(alone, asked.names) or alone, len(names))
        sides.append(Side(name, side.aimed(alone, request.embed(alone))))
    return Comparison(tuple(sides), (), among_all=False, of_all=not request.question.heavy)


def asked_alone(side: Side) -> Side:
    """The side read for what is asked of it alone, without the others' names."""
    request = side.request
    read_as = _theme(request.question, request.search_text, side.name) or request.search_text
    return replace(side, request=replace(request.limited(request.question), read_as=read_as))


def agreed_on(sides: Sequence[Side]) -> tuple[Side, Agreed] | None:
    """The side with the unit that all sides agree about most, that one first among its units; None for none."""
    requests = [side.request for side in sides]
    found = agreed([(each.marked, each.sentence_vectors) for each in requests], len(requests[0].vector))
    if found is None:
        return None
    side = sides[found.side]
    return replace(side, request=side.request.reordered(found.units)), found


def _likeliest(request: Request) -> list[str]:
    """The municipalities that have the passages nearest to the question, in alphabetical order."""
    found = retrieve(request.index, request.searched, request.vector, _POOL, request.scope)
    cards = request.index.documents
    names = dict.fromkeys(cards[each.passage.document].municipality for each in found)
    names.pop(UNKNOWN_MUNICIPALITY, None)
    return sorted(list(names)[:MAX_PARTS], key=swedish_order)


def _put_to(request: Request, name: str) -> str:
    """The question as it would be put to one municipality alone; "Vilka kommuner vill bygga?" -> "Ale vill bygga?"."""
    text = request.search_text
    namings = request.namings(text)
    if namings:
        return put_to_one(text, namings, name)
    return put_to_any(text, name) if speaks_of_any(text) else _asked_of(request, name)


def _is_choice(request: Request) -> bool:
    """Whether the municipalities are named as alternatives: "Ale eller Eda", "vilken av Ale och Eda"."""
    text = request.search_text
    spans = sorted((naming.span for naming in request.namings(text)), key=lambda span: span.start)
    of_them = bool(spans) and any(found.end() == spans[0].start for found in _ONE_OF.finditer(text))
    return of_them or any(_OR.search(text, one.end, other.start) for one, other in pairwise(spans))


def _chosen(alone: str, name: str) -> str:
    """A choice put to one: "Vilken av Ale bygger flest?" -> "Ale bygger flest?", "Vem bygger flest, Ale?" ->
    "Ale bygger flest, Ale?"."""
    return _ONE_OF.sub("", alone, count=1) if _ONE_OF.search(alone) else _CHOSEN.sub(name, alone, count=1)


def _are_ends(request: Request) -> bool:
    """Whether two municipalities are named as the ends of something: "bussen mellan Ale och Eda"."""
    text = request.search_text
    spans = sorted((naming.span for naming in request.namings(text)), key=lambda span: span.start)
    return len(spans) == 2 and _BETWEEN.search(text[: spans[0].start]) is not None


def _asked_of(request: Request, name: str) -> str:
    """The question about all, asked for one: what it says is to be told, not whether it comes first or last."""
    return f"{request.search_text.rstrip(' ?')} – {name}?"


def side_by_side(comparison: Comparison, findings: Sequence[Finding | None], language: str) -> Finding:
    """The findings of the parts under the names of their municipalities; None where the texts say nothing.

    A question asking which municipalities do something leaves those out.
    """
    sections: list[Section] = []
    found: list[Finding] = []
    for part, finding in zip(comparison.sides, findings, strict=True):
        if finding is not None:
            found.append(finding)
            shown = finding.sections or (Section(tuple(map(_name_of, finding.people))),)
            sections.extend(replace(s, title=part.name, lines=s.lines[:_MAX_LINES]) for s in shown)
        elif not comparison.among_all:
            sections.append(_only(part.name, say("nothing_about_this", language)))
    if not found:
        return Finding(Outcome.NOT_FOUND, reason="no municipality has anything on it")
    missing = (
        _only(name, say("no_texts_from_short", language, foreign=PlaceName(name))) for name in comparison.foreign
    )
    sections.extend(missing)
    focus = Focus(documents=tuple(dict.fromkeys(d for f in found for d in f.focus.documents)))
    people = tuple(dict.fromkeys(p for f in found for p in f.people))
    return Finding(Outcome.FOUND, tuple(sections), people=people, score=min(f.score for f in found), focus=focus)


def _name_of(person: Person) -> Line:
    """What a person is called, whose other lines are shown with all contacts."""
    contact = person.contact
    return Line(person.document, contact.name or contact.role or contact.span)


def _only(name: str, words: FixedWords) -> Section:
    return Section((Line(None, None, words),), title=name)
