"""The whole way from a question to an answer, as visible lists of steps."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from itertools import chain
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from maltolk.answering.at_once import at_once
from maltolk.answering.beyond_own_texts import put_to_region, speaks_of
from maltolk.answering.catalogue import say
from maltolk.answering.composing.compose import compose
from maltolk.answering.composing.gate import render
from maltolk.answering.composing.stored import Stored, stored_in
from maltolk.answering.conversation import Turn, lean_on, named_so_far
from maltolk.answering.deciding.decide import Decision, decide
from maltolk.answering.deciding.thresholds import Thresholds
from maltolk.answering.finding.comparison import comparison_of
from maltolk.answering.finding.findings import Finding, Focus, Outcome, Section
from maltolk.answering.finding.proposals import Absence, Kind, Proposal
from maltolk.answering.finding.proposing.asked_contacts import (
    contact_way,
    propose_contacts,
    propose_contacts_asked_for,
    propose_nobody,
)
from maltolk.answering.finding.proposing.beside_texts import (
    propose_first_aid,
    propose_intents,
    propose_not_indexed,
    propose_nothing_asked,
    propose_outside_limit,
)
from maltolk.answering.finding.proposing.labelled_units import propose_labelled
from maltolk.answering.finding.proposing.numbered_items import propose_items, propose_named_items
from maltolk.answering.finding.proposing.page_dates import propose_page_dates
from maltolk.answering.finding.proposing.read_units import propose_read
from maltolk.answering.finding.proposing.spoken_words import propose_spoken_words
from maltolk.answering.finding.proposing.suggested_places import propose_suggested
from maltolk.answering.finding.proposing.vision_statements import propose_visions
from maltolk.answering.finding.proposing.whole_lists import propose_lists
from maltolk.answering.finding.proposing.whole_texts import propose_whole_text
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.structure.outlines import Pages
from maltolk.answering.finding.structure.text_names import texts_named
from maltolk.answering.offering.examples import examples
from maltolk.answering.offering.follow_ups import follow_ups
from maltolk.answering.offering.suggestions import suggestions_for
from maltolk.answering.part_by_part import Decided, compare, is_overview, overview
from maltolk.answering.people.people_lookup import Person, directory_of
from maltolk.answering.reader.reading_model import Reader, in_turn
from maltolk.answering.reader.shelf import Shelf
from maltolk.answering.tracing import Watch, trace_of
from maltolk.answering.turn_memory import TurnMemory
from maltolk.answering.understanding.message import Message, read_message
from maltolk.answering.understanding.theme_words import with_theme
from maltolk.answering.understanding.understand import Understanding
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.model import Answer, QuotedSpan
from maltolk.swedish.gazetteer import Gazetteer

Propose = Callable[[Request], Iterator[Proposal | Absence]]

BESIDE_TEXTS: tuple[Propose, ...] = (
    propose_nothing_asked,
    propose_not_indexed,
    propose_contacts_asked_for,
    propose_intents,
)
"""What is not a question to the texts, in order, and what surely is one."""

FROM_TEXTS: tuple[Propose, ...] = (
    propose_whole_text,
    propose_labelled,
    propose_items,
    propose_spoken_words,
    propose_contacts,
    propose_page_dates,
    propose_visions,
    propose_lists,
    propose_named_items,
    propose_read,
    propose_nobody,
)
"""What the texts may answer with, in order: the first proposal that is good enough wins."""

BEFORE_ALL = frozenset({Kind.OUTSIDE_LIMIT, Kind.SUGGESTED, Kind.DISTRESS})
"""Decided before anything else; no other reading of the question changes these."""

MAX_VECTORS = 2048
"""Vectors of contacts that are kept."""

MAX_QUESTION = 2000
"""Characters of a question that are read; the rest is ignored."""


def _proposals(request: Request, steps: Sequence[Propose]) -> Iterator[Proposal | Absence]:
    for propose in steps:
        yield from propose(request)


def _alone(request: Request, limits: Thresholds) -> Decision:
    return decide(_proposals(request, FROM_TEXTS), limits)


def _municipality_of(section: Section) -> str:
    names = {line.document.municipality for line in section.lines if line.document is not None}
    return names.pop() if len(names) == 1 else ""


@dataclass(frozen=True)
class Answerer:
    """Answers questions from one generation of an index. Safe to use from several threads.

    The earlier questions come with each call, and an answer depends on nothing else; ``memory`` saves answering those
    again that were answered lately.
    """

    index: Index
    encoder: Encoder
    reader: Reader
    thresholds: Thresholds = field(default_factory=Thresholds)
    memory: TurnMemory = field(default_factory=TurnMemory)

    @cached_property
    def _understanding(self) -> Understanding:
        return Understanding(self.index, Gazetteer.default())

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self.index)

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.index)

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        return directory_of(self.index)

    @cached_property
    def _stored(self) -> Stored:
        return stored_in(self.index, Gazetteer.default(), self._understanding.editions)

    @cached_property
    def _examples(self) -> dict[tuple[str, str | None], tuple[str, ...]]:
        return {}

    def ask(
        self,
        text: str,
        history: Sequence[str] = (),
        municipality: str | None = None,
        language: str | None = None,
        *,
        trace: bool = False,
    ) -> Answer:
        """Answer ``text`` after the earlier questions ``history`` (oldest first), limited to ``municipality``.

        ``language``: of the fixed words, "sv" or "en"; None takes the question's own. ``trace``: whether the answer
        carries how it came about.
        """
        start = time.perf_counter()
        turn = self._last_turn([*history, text], municipality, language)
        answer = self._composed(turn)
        if turn.finding.begins:
            answer = replace(answer, suggestions=self.examples(turn.language, municipality))
        return replace(
            answer,
            trace=turn.trace if trace else None,
            latency_ms=round(1000 * (time.perf_counter() - start), 3),
        )

    def after(
        self, history: Sequence[str], municipality: str | None = None, language: str | None = None
    ) -> Callable[[str], Answer]:
        """A function that answers questions after ``history``, for itself alone. No example questions."""
        before = self._last_turn(history, municipality, language) if history else None
        return lambda text: self._composed(self._turn(text, before, municipality, language))

    def examples(self, language: str, municipality: str | None = None) -> tuple[str, ...]:
        """Questions to begin with, in ``language`` ("sv", else English); made on first use, then kept."""
        key = (language, municipality)
        if key not in self._examples:
            self._examples[key] = examples(self.index, self.after((), municipality, language), language, municipality)
        return self._examples[key]

    def follow_ups(
        self,
        question: str,
        history: Sequence[str],
        answer: Answer,
        municipality: str | None = None,
        language: str | None = None,
    ) -> tuple[str, ...]:
        """Questions to ask after ``answer``, which was given to ``question`` after ``history`` with the same
        ``municipality``; none for an answer without quotes."""
        asked = [*history, question]
        ask = self.after(asked, municipality, language)
        return follow_ups(self.index, self.encoder, ask, asked, answer, municipality, language)

    def _last_turn(self, asked: Sequence[str], municipality: str | None, language: str | None) -> Turn:
        """The last turn of a conversation; of none, that of an empty question."""
        turn, rest = self.memory.latest(asked, municipality, language)
        for place, text in enumerate(rest, start=len(asked) - len(rest) + 1):
            turn = self._turn(text, turn, municipality, language)
            # What was found on the way is not needed to go on, and large.
            turn = replace(turn, request=turn.request.limited(turn.request.question))
            self.memory.keep(asked[:place], municipality, language, turn)
        return turn or self._turn("", None, municipality, language)

    def _composed(self, turn: Turn) -> Answer:
        draft = compose(turn.finding, turn.language, self.index.generation, turn.question.misspelt)
        asked = turn.request
        answer = render(draft, self._stored, lambda: say("not_found", asked.language, indexed=asked.indexed_names()))
        return replace(answer, probability=turn.probability)

    def _embed(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.encoder.embed_queries([text])[0]
        return vector

    @cached_property
    def _embed_kept(self) -> Callable[[str], NDArray[np.float32]]:
        """Gives the vector of words of the texts, and keeps it; a question's would keep the question."""
        return lru_cache(maxsize=MAX_VECTORS)(self._embed)

    def _turn(self, text: str, before: Turn | None, municipality: str | None, language: str | None) -> Turn:
        watch = Watch()
        text = self._understanding.written(normalize("NFC", text[:MAX_QUESTION]))
        message = read_message(text, self._understanding.understand, follows=before is not None)
        question = self._understanding.understand(self._understanding.mended(message.asked), municipality)
        leaning = lean_on(question, before)
        frame = language or ("sv" if question.language == "sv" else "en")
        watch.note("understand")
        people = leaning.people
        request = Request(
            index=self.index,
            question=leaning.question,
            search_text=leaning.search_text,
            vector=self._embed(leaning.search_text),
            language=frame,
            pages=self._pages,
            reader=self.reader,
            shelf=self._shelf,
            people=(lambda: people) if people else (lambda: self._people),
            embed=self._embed,
            embed_kept=self._embed_kept,
            understand=self._understanding.understand,
            namings=self._understanding.namings,
            also=leaning.also,
            read_as=in_turn(with_theme(leaning.told, leaning.question)),
            focus=leaning.focus,
            limit=municipality,
            is_follow_up=leaning.is_follow_up,
            least_told=self.thresholds.list_told,
        )
        watch.note("embed")
        request, decided = self._decided_within(request, message)
        final = decided.decision.chosen is not None and decided.decision.chosen.kind in BEFORE_ALL
        if decided.finding.outcome is not Outcome.FOUND and not final and leaning.wider is not None:
            request = request.widened(leaning.wider)
            decided = self._decide(request, ())
        if decided.finding.outcome is Outcome.NOT_FOUND and leaning.like:
            alike = request.hinted(leaning.like)
            other = self._decide(alike, (), replace(self.thresholds, read=self.thresholds.read_beside))
            if other.finding.outcome is Outcome.FOUND:
                request, decided = alike, other
        beyond = leaning.question.beyond
        if decided.finding.outcome is Outcome.NOT_FOUND and beyond is not None:
            of_region = request.widened(put_to_region(leaning.question, beyond))
            other = self._decide(of_region, ())
            if other.finding.outcome is Outcome.FOUND and speaks_of(other.finding, beyond.places):
                request, decided = of_region, other
        finding = decided.finding
        if finding.outcome is not Outcome.FOUND:
            finding = self._with_help(request, finding)
        watch.note("find and decide")
        trace = trace_of(request, decided.decision, decided.sides, watch)
        named = named_so_far(() if before is None else before.named, leaning.question.municipalities)
        return Turn(leaning.question, request, finding, frame, trace, decided.decision.probability, leaning.told, named)

    def _decided_within(self, request: Request, message: Message) -> tuple[Request, Decided]:
        """What is decided on from the text that the question names ("budgeten", "i klimatplanen"), where that has an
        answer, else from all."""
        named = texts_named(request.question, request.looked_at())
        if named:
            within = request.limited(replace(request.question, documents=named))
            decided = self._decide(within, self._before_all(within, message))
            if decided.finding.outcome is Outcome.FOUND:
                return within, decided
        return request, self._decide(request, self._before_all(request, message))

    def _before_all(self, request: Request, message: Message) -> Iterator[Proposal | Absence]:
        """A question outside the limit, a suggested place, somebody in distress."""
        yield from _proposals(request, (propose_outside_limit, propose_suggested))
        # The words as typed, whatever they refer back to or lead up to.
        for text in filter(str.strip, (message.asked, message.rest)):
            yield from propose_first_aid(
                request if request.search_text == text else request.aimed(text, self._embed(text))
            )

    def _decide(
        self, request: Request, before: Iterable[Proposal | Absence], limits: Thresholds | None = None
    ) -> Decided:
        """Decide on a question: once, or part by part. ``limits``: None for the usual ones."""
        limits = limits or self.thresholds
        beside = chain(before, _proposals(request, BESIDE_TEXTS))
        comparison = comparison_of(request)
        if comparison is None and not is_overview(request, limits):
            decided = at_once(chain(beside, _proposals(request, FROM_TEXTS)), request, limits)
        else:
            decision = decide(beside, limits)
            if decision.finding is not None:
                return Decided(decision, decision.finding)
            if comparison is not None:
                decided = compare(comparison, decision, limits, _alone, request.language)
            else:
                by_itself = partial(at_once, _proposals(request, FROM_TEXTS), request, limits)
                decided = overview(request, decision, limits, _alone, by_itself)
        final = decided.decision.chosen is not None and decided.decision.chosen.kind in BEFORE_ALL
        return decided if final else replace(decided, finding=self._with_municipality(request, decided.finding))

    def _with_municipality(self, request: Request, finding: Finding) -> Finding:
        """If the question names no municipality and there are several, say whose words these are."""
        scoped = request.question.documents is not None and request.question.owner is None
        if scoped or len({card.municipality for card in self.index.documents}) < 2:
            return finding
        sections = tuple(
            section if section.title else replace(section, title=_municipality_of(section))
            for section in finding.sections
        )
        return replace(finding, sections=sections)

    def _with_help(self, request: Request, finding: Finding) -> Finding:
        """A finding without an answer, with what was searched, near passages and a way to ask the municipality."""
        message = finding.message or say("not_found", request.language, indexed=request.indexed_names())
        way = contact_way(self._people, request.question.documents) if finding.outcome is Outcome.NOT_FOUND else None
        reached = None if way is None else way.contact.phone or way.contact.email
        if way is not None and reached is not None:
            contact = QuotedSpan(way.document.key, reached)
            finding = replace(finding, contact_way=say("contact_way", request.language, contact=contact))
        if finding.outcome is Outcome.NOT_FOUND:
            finding = replace(finding, suggestions=finding.suggestions or suggestions_for(request))
        return replace(finding, message=message, focus=Focus())
