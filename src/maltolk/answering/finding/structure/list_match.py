"""Which enumeration or item a question means, and how surely."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from maltolk.answering.finding.structure.enumerations import Enumeration, EnumerationKind, body_of
from maltolk.answering.finding.structure.label_match import stands_in
from maltolk.answering.finding.structure.outlines import Page
from maltolk.answering.finding.structure.series import places_of
from maltolk.answering.understanding.question import Question
from maltolk.answering.understanding.tokens import LAST
from maltolk.indexing.search.vocabulary import QueryTerm
from maltolk.indexing.search.word_match import covered, forms_of, stems_of, strength, surfaces_of
from maltolk.model import Document
from maltolk.swedish.numbers import cardinal
from maltolk.swedish.words import function_words, stem, stems, word_rows

_LABEL_WORTH = (1.0, 0.88, 0.75, 0.6)
"""Weight of a word in the nearest label, the one above it, and so on; the last also for the title."""
_COUNT_BONUS = 0.15
_OWN_NOUN = 0.5
_CALLED = 0.8
"""At this strength a word is the name of a series: "fokusområden", not "mål" for "målområde"."""
_CALLED_BONUS = 0.25
_ANYWHERE = 0.6
_NARROWS = 0.6
"""At this strength an item counts as having a word that the labels lack."""
_THEME = 4
"""Letters of a theme in front of a word for goals, at least."""
_COMPOUNDED, _ENDING = 4, 2
"""Letters that a compound shares at least with a word that it begins with, and that the word may have beside them."""


@dataclass(frozen=True, slots=True)
class ListCandidate:
    """An enumeration weighed.

    ``score``: about 0 to 1. ``cover``: the share of the question's words that its labels have. ``told``: the share of
    its nearest label's words that the question has. ``named``: whether the question has a label word for word.
    ``topical``: whether a near label has what "vilka …" asks for.
    """

    document: Document
    number: int
    enumeration: Enumeration
    score: float
    cover: float
    told: float
    named: bool
    topical: bool


def weigh_lists(
    question: Question, pages: Iterable[Page], likeness: Mapping[tuple[int, int], float], least_told: float = 0.0
) -> list[ListCandidate]:
    """Every enumeration of the pages, best first; only those with ``least_told`` of the nearest label in the question.

    ``likeness``: (document number, block) -> how similar its passage is to the question, 0 to 1.
    """
    found = []
    for page in pages:
        reach = _Reach(question, page)
        for each in page.enumerations:
            # Long statutes have hundreds of lists, and a question that asks for none seldom means one.
            meant = not least_told or _told(question, page.document, each, reach) >= least_told
            if meant or _named(question, page.document, each):
                found.append(_weighed(question, page, each, reach, likeness))
    # Among equals the one on the earlier page: pages come best first where there are many.
    order = {number: place for place, number in enumerate(dict.fromkeys(c.number for c in found))}
    found.sort(key=lambda c: (-c.score, -_depth(c), order[c.number], c.enumeration.items))
    return _whole_run_first(found)


class _Reach:
    """How strongly texts of a page have each of the question's words; looked up once, since labels and titles recur."""

    def __init__(self, question: Question, page: Page) -> None:
        self._question = question
        self._page = page
        self._known: dict[tuple[str, frozenset[str]], float] = {}
        self._anywhere: list[float] | None = None

    def of(self, term: QueryTerm, written: frozenset[str]) -> float:
        """The strength of a word in some words."""
        key = (term.surface, written)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = strength(term, written)
        return found

    def anywhere(self) -> list[float]:
        """The strength of each question word in the whole text."""
        if self._anywhere is None:
            self._anywhere = [strength(term, self._page.forms) for term in self._question.words]
        return self._anywhere


def _weighed(
    question: Question,
    page: Page,
    enumeration: Enumeration,
    reach: _Reach,
    likeness: Mapping[tuple[int, int], float],
) -> ListCandidate:
    document = page.document
    cover = _cover(question, page, enumeration, reach)
    like = max((likeness.get((page.number, b), 0.0) for b in blocks_of(document, enumeration)), default=0.0)
    told = _told(question, document, enumeration, reach)
    named = _named(question, document, enumeration)
    if named:
        cover, told = max(cover, 0.9), 1.0
    score = 0.65 * cover + 0.2 * like + 0.15 * told
    if question.numbers.count is not None:
        score += _COUNT_BONUS if question.numbers.count == len(enumeration.items) else -_COUNT_BONUS
    if _is_called(question, document, enumeration):
        score += _CALLED_BONUS
    if question.asks("wants.all"):
        score += 0.01 * min(len(enumeration.items), 10)
    topical = any(
        strength(t, forms_of(span.of(document.text))) >= _CALLED
        for t in question.words
        if t.surface == question.topic
        for span in enumeration.labels[:2]
    )
    return ListCandidate(document, page.number, enumeration, score, cover, told, named, topical)


def _named(question: Question, document: Document, enumeration: Enumeration) -> bool:
    """Whether the question has the nearest label word for word."""
    near = enumeration.labels[: 2 if enumeration.lead else 1]
    return any(stands_in(span.of(document.text), question.text) for span in near)


def _is_called(question: Question, document: Document, enumeration: Enumeration) -> bool:
    """Whether the question calls a series of headings by its name."""
    noun = noun_of(document, enumeration)
    return noun is not None and any(strength(t, frozenset({noun})) > _CALLED for t in question.words)


def _whole_run_first(ranked: list[ListCandidate]) -> list[ListCandidate]:
    """A whole numbered run before one of its lists, unless the question singles out that list."""
    if not ranked or ranked[0].enumeration.kind is not EnumerationKind.LIST or ranked[0].named:
        return ranked
    best = ranked[0]
    for run in ranked:
        if run.document is not best.document or run.enumeration.kind is not EnumerationKind.RUN:
            continue
        parts = [
            c for c in ranked if c.document is run.document and set(c.enumeration.items) < set(run.enumeration.items)
        ]
        if best in parts and min(c.cover for c in parts) >= best.cover - 0.1:
            return [run, *(c for c in ranked if c is not run)]
    return ranked


@cache
def _function_stems() -> frozenset[str]:
    return frozenset(map(stem, function_words()))


def _depth(candidate: ListCandidate) -> int:
    """A real list before headings, when all else is equal."""
    return 0 if candidate.enumeration.kind in (EnumerationKind.HEADINGS, EnumerationKind.SERIES) else 1


def blocks_of(document: Document, enumeration: Enumeration) -> set[int]:
    """The blocks of an enumeration: its items and the lists or headings that hold them."""
    parents = {document.blocks[i].parent for i in enumeration.items}
    return {*enumeration.items, *(p for p in parents if p is not None)}


def _cover(question: Question, page: Page, enumeration: Enumeration, reach: _Reach) -> float:
    """The share of the question's words that the labels of an enumeration have, nearer labels counting for more."""
    document = page.document
    labels = [forms_of(span.of(document.text)) for span in enumeration.labels]
    if labels and enumeration.kind is EnumerationKind.LIST:
        # Under "Målområde A: …" is a part of the goals, not the list of "målområden".
        labels[0] -= forms_of(page.series.get(enumeration.labels[0], ""))
    labels.append(forms_of(document.title))
    worth = [_LABEL_WORTH[min(i, len(_LABEL_WORTH) - 1)] for i in range(len(labels))]
    values = [
        max((reach.of(term, label) * w for label, w in zip(labels, worth, strict=True)), default=0.0)
        for term in question.words
    ]
    if places_of(document, enumeration.items)[0] is not None:
        # Numbered things often have a name that is only in the running text ("åtta mål").
        values = [max(v, _ANYWHERE * a) for v, a in zip(values, reach.anywhere(), strict=True)]
    noun = noun_of(document, enumeration)
    if noun is not None:
        # "Fokusområde 1, Fokusområde 2 …" are called that, whatever the heading above them says.
        values = [
            1.0 if strength(t, frozenset({noun})) > _CALLED else v * _OWN_NOUN
            for t, v in zip(question.words, values, strict=True)
        ]
    return covered(question.words, values)


def noun_of(document: Document, enumeration: Enumeration) -> str | None:
    """The stem that all items of a series begin with, like "Fokusområde 1: …"."""
    if enumeration.kind not in (EnumerationKind.HEADINGS, EnumerationKind.SERIES):
        return None
    first = {next(iter(stems(document.blocks[i].span.of(document.text))), "") for i in enumeration.items}
    return first.pop() if len(first) == 1 else None


def _told(question: Question, document: Document, enumeration: Enumeration, reach: _Reach) -> float:
    """The share of the nearest label's words that the question has: "Friskt hav" for "vad görs för friskt hav?"."""
    if not enumeration.labels:
        return 0.0
    label = stems_of(enumeration.labels[0].of(document.text)) - _function_stems()
    return sum(any(reach.of(t, frozenset({w})) > 0.5 for t in question.words) for w in label) / max(len(label), 1)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """``items``: the blocks of the items that the question's other words single out, empty for all of them.
    ``beyond``: whether what the question is about is in no label, item or explanation."""

    items: tuple[int, ...]
    beyond: bool


def narrowed(question: Question, candidate: ListCandidate) -> Narrowing:
    """Which items are meant: "Vilka mål har Lund för miljön?" is not about all nine."""
    document, enumeration = candidate.document, candidate.enumeration
    labels = forms_of(document.title).union(*(forms_of(s.of(document.text)) for s in enumeration.labels))
    own = [
        forms_of(document.blocks[i].span.of(document.text)).union(
            *(forms_of(b.span.of(document.text)) for b in body_of(document, i))
        )
        for i in enumeration.items
    ]
    rest = [t for t in question.words if not t.asking and not _has(labels, t) and not _begins(t, labels)]
    if not rest or candidate.named:
        return Narrowing((), beyond=False)
    picked = [i for i, forms in zip(enumeration.items, own, strict=True) if any(_has(forms, t) for t in rest)]
    about = (t for t in rest if t.surface in question.about or _theme_of(t))
    beyond = any(not any(_has(forms, t) for forms in own) for t in about)
    # Words that most items have say what the items are, not which are meant.
    return Narrowing(tuple(picked) if 2 * len(picked) <= len(own) else (), beyond)


def _has(written: frozenset[str], term: QueryTerm) -> bool:
    """Whether words have a term; one like "klimatmål" only where they have what those goals are for."""
    theme = _theme_of(term)
    if theme:
        return any(word.startswith(theme) for word in written)
    return strength(term, written) >= _NARROWS


def _theme_of(term: QueryTerm) -> str:
    """What goals are for by the word that calls them ("klimatmål"), as the beginning of words for it; "" for others,
    those that say what kind of goals they are ("visionsmål", "inriktningsmål") among them."""
    rows = word_rows("goal_words.tsv")
    aims = rows["aims"]
    if term.surface in aims:
        return ""
    begins = (term.surface.removesuffix(aim) for aim in aims if term.surface.endswith(aim))
    begin = min(begins, key=len, default="").rstrip("-so")
    is_kind = any(word.startswith(begin) for row in rows.values() for word in row)
    return begin if len(begin) >= _THEME and not is_kind else ""


def _begins(term: QueryTerm, written: frozenset[str]) -> bool:
    """Whether a compound there begins with the word but for its ending: a "Skolplan" is all about "skolan"."""
    begin = term.stem[: max(_COMPOUNDED, len(term.stem) - _ENDING)]
    return len(begin) >= _COMPOUNDED and any(other.startswith(begin) for other in written)


def counts_something_else(question: Question, candidate: ListCandidate) -> bool:
    """Whether the nearest label has a number before a word other than the one that is counted.

    "En processägare med fyra uppgifter:" does not say how many processägare there are.
    """
    if not candidate.enumeration.labels:
        return False
    label = surfaces_of(candidate.enumeration.labels[0].of(candidate.document.text))
    counted = [label[i + 1 : i + 4] for i, word in enumerate(label) if (cardinal(word) or 0) > 1 or word.isdecimal()]
    return bool(counted) and not any(
        strength(term, forms_of(" ".join(behind))) >= _NARROWS for behind in counted for term in question.words
    )


def is_miscounted(question: Question, candidate: ListCandidate) -> bool:
    """Whether the question says how many there are ("de fyra målen"), and the list has another number of items."""
    count = question.numbers.count
    return count is not None and count != len(candidate.enumeration.items)


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item with the number asked for. ``cover``: the share of the question's words that its labels have.
    ``beside``: all that is counted with it, itself included. ``counted``: whether the number stands in front of it, and
    is not only its place among others."""

    cover: float
    number: int
    document: Document
    block: int
    beside: tuple[int, ...]
    counted: bool


def numbered(pages: Iterable[Page], question: Question, number: int) -> list[Numbered]:
    """Items that have ``number`` in front (``LAST``: the last one of each), best first; of a series that the question
    calls by its name, if any; else those in that place of a list or of headings, too."""
    found: list[Numbered] = []
    called: list[Numbered] = []
    placed: list[Numbered] = []
    any_called = False
    for page in pages:
        reach = _Reach(question, page)
        for enumeration in page.enumerations:
            places = places_of(page.document, enumeration.items)
            counted = any(place is not None for place in places)
            places = places if counted else tuple(range(1, len(places) + 1))
            meant = max(place or 0 for place in places) if number == LAST else number
            items = [item for item, place in zip(enumeration.items, places, strict=True) if place == meant]
            is_called = counted and _is_called(question, page.document, enumeration)
            any_called |= is_called
            if items:
                cover = _cover(question, page, enumeration, reach)
                weighed = [
                    Numbered(cover, page.number, page.document, item, enumeration.items, counted) for item in items
                ]
                found += weighed if counted else []
                called += weighed if is_called else []
                placed += [] if counted else weighed
    chosen = called if any_called else [*found, *placed]
    order = {number: place for place, number in enumerate(dict.fromkeys(f.number for f in chosen))}
    return sorted(chosen, key=lambda f: (-f.cover, not f.counted, order[f.number], f.block))
