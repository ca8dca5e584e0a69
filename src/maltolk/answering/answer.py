"""The whole way from a question to an answer, as a visible list of steps."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from unicodedata import normalize

from maltolk.answering.catalogue import enumerate_names, say
from maltolk.answering.composing.compose import compose
from maltolk.answering.composing.gate import verify
from maltolk.answering.conversation import Turn, lean_on
from maltolk.answering.deciding.intent import Intent, intent_of, is_in_distress
from maltolk.answering.finding.comparison import find_comparison
from maltolk.answering.finding.contact_answers import contact_way, find_contacts
from maltolk.answering.finding.findings import Finding, Focus, Outcome, Section, not_mine
from maltolk.answering.finding.outlines import Pages
from maltolk.answering.finding.request import Request
from maltolk.answering.finding.sentence_answers import find_fact
from maltolk.answering.finding.steps import (
    Step,
    coverage,
    find_item,
    find_list,
    find_named_item,
    find_overview,
    find_page_date,
    find_quotation,
)
from maltolk.answering.offering.examples import examples
from maltolk.answering.offering.suggestions import find_suggested, suggestions_for
from maltolk.answering.people.people_lookup import Person, directory_of
from maltolk.answering.understanding.message import Message, read_message
from maltolk.answering.understanding.understand import Question, Understanding
from maltolk.indexing.encoders.encoder import Encoder
from maltolk.indexing.index import Index
from maltolk.model import Answer
from maltolk.swedish.gazetteer import Gazetteer

TEXT_STEPS: tuple[Step, ...] = (
    find_item,
    find_quotation,
    find_contacts,
    find_page_date,
    find_list,
    find_named_item,
    find_fact,
    find_overview,
)
"""What is tried on the texts, in order: the first step that does not leave the question to the next has the answer."""

LONGEST_QUESTION = 2000
"""Characters of a question that are read."""


def answer_from_texts(request: Request) -> Finding:
    """The first finding of the steps, or "not found" with what each of them said."""
    reasons = []
    for step in TEXT_STEPS:
        finding = step(request)
        if finding.outcome is not Outcome.NOT_MINE:
            return replace(finding, reason=f"{step.__name__}: {finding.reason or finding.outcome.value}")
        reasons.append(f"{step.__name__}: {finding.reason}")
    return Finding(Outcome.NOT_FOUND, reason="; ".join(reasons))


def _municipality_of(section: Section) -> str:
    names = {line.document.municipality for line in section.lines if line.document is not None}
    return names.pop() if len(names) == 1 else ""


@dataclass(frozen=True)
class Answerer:
    """Answers questions from one generation of an index. Safe to use from several threads; keeps no state of a
    conversation, so the earlier questions come with each call."""

    index: Index
    encoder: Encoder

    @cached_property
    def _understanding(self) -> Understanding:
        return Understanding(self.index, Gazetteer.default())

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self.index)

    @cached_property
    def _people(self) -> tuple[Person, ...]:
        return directory_of(self.index)

    @cached_property
    def _examples(self) -> dict[tuple[str, str | None], tuple[str, ...]]:
        return {}

    def ask(
        self,
        text: str,
        history: Sequence[str] = (),
        municipality: str | None = None,
        language: str | None = None,
    ) -> Answer:
        """The answer to ``text`` after the earlier questions ``history`` (oldest first), limited to ``municipality``.

        ``language``: of the fixed words, "sv" or "en"; None takes the question's own.
        """
        start = time.perf_counter()
        turn = self._last_turn(history, municipality, language)
        turn = self._turn(text, turn, municipality, language)
        answer = self._composed(turn)
        if turn.finding.begins:
            answer = replace(answer, suggestions=self.examples(turn.language, municipality))
        return replace(answer, latency_ms=round(1000 * (time.perf_counter() - start), 3))

    def after(
        self, history: Sequence[str], municipality: str | None = None, language: str | None = None
    ) -> Callable[[str], Answer]:
        """What answers one question or another after ``history``, which is gone through once. No example questions."""
        before = self._last_turn(history, municipality, language)
        return lambda text: self._composed(self._turn(text, before, municipality, language))

    def examples(self, language: str, municipality: str | None = None) -> tuple[str, ...]:
        """Questions to begin with, in ``language`` ("sv", else English); made when first asked for, then kept."""
        key = (language, municipality)
        if key not in self._examples:
            self._examples[key] = examples(self, language, municipality=municipality)
        return self._examples[key]

    def _last_turn(self, history: Sequence[str], municipality: str | None, language: str | None) -> Turn | None:
        turn: Turn | None = None
        for earlier in history:
            turn = self._turn(earlier, turn, municipality, language)
        return turn

    def _composed(self, turn: Turn) -> Answer:
        answer = compose(turn.finding, turn.language, self.index.generation)
        asked = turn.request
        return verify(answer, self._stored, lambda: say("not_found", asked.language, indexed=asked.indexed_names()))

    def explain(
        self, text: str, history: Sequence[str] = (), municipality: str | None = None, language: str | None = None
    ) -> str:
        """Which step answered or why none did, in English, for whoever looks into a decision."""
        turn = self._last_turn((*history, text), municipality, language)
        return turn.finding.reason if turn else ""

    def _stored(self, digest: str) -> str | None:
        document = self.index.document_by_digest(digest)
        if document is None or sha256(document.text.encode()).hexdigest() != digest:
            return None  # a text that is not what was indexed proves nothing
        return document.text

    def _turn(self, text: str, before: Turn | None, municipality: str | None, language: str | None) -> Turn:
        text = normalize("NFC", text[:LONGEST_QUESTION])
        message = read_message(text, self._understanding.understand, follows=before is not None)
        question = self._understanding.understand(self._understanding.mended(message.asked), municipality)
        leaning = lean_on(question, before)
        frame = language or ("sv" if question.language == "sv" else "en")
        people = leaning.people
        request = Request(
            index=self.index,
            question=leaning.question,
            search_text=leaning.search_text,
            vector=self.encoder.embed_queries([leaning.search_text])[0],
            language=frame,
            pages=self._pages,
            people=(lambda: people) if people else (lambda: self._people),
            focus=leaning.focus,
        )
        finding = self._within_limit(request, question, municipality)
        if finding.outcome is Outcome.NOT_MINE:
            finding = find_suggested(request)
        if finding.outcome is Outcome.NOT_MINE:
            finding = self._first_aid(request, message)
        if finding.outcome is Outcome.NOT_MINE:
            finding = self._find(request, is_follow_up=leaning.is_follow_up)
            if finding.outcome is not Outcome.FOUND and leaning.wider is not None:
                finding = self._find(request.limited(leaning.wider), is_follow_up=False)
        if finding.outcome is not Outcome.FOUND:
            finding = self._with_help(request, finding)
        return Turn(leaning.question, request, finding, frame)

    def _within_limit(self, request: Request, question: Question, municipality: str | None) -> Finding:
        """That a question names a municipality outside the limit set beside it, which makes any answer a wrong one."""
        limit = None if municipality is None else municipality.casefold()
        outside = [name for name in question.municipalities if limit is not None and name.casefold() != limit]
        if not outside:
            return not_mine("nothing outside the limit")
        message = say(
            "outside_limit", request.language, named=enumerate_names(outside, request.language), limit=municipality
        )
        return Finding(Outcome.UNCLEAR, message=message, begins=True, reason="names a municipality outside the limit")

    def _first_aid(self, request: Request, message: Message) -> Finding:
        """Whom to call, for somebody in distress: as the words stand, whatever they lean on or lead up to."""
        texts = [text for text in (message.asked, message.rest) if text.strip()]
        if not any(is_in_distress(self._aimed(request, text)) for text in texts):
            return not_mine("nobody in distress")
        whom_to_call = say("declined_distress", request.language)
        return Finding(Outcome.DECLINED, message=whom_to_call, reason="somebody in distress")

    def _aimed(self, request: Request, text: str) -> Request:
        if request.search_text == text:
            return request
        return request.aimed(text, self.encoder.embed_queries([text])[0])

    def _find(self, request: Request, *, is_follow_up: bool) -> Finding:
        question = request.question
        if not self.index.documents:
            return Finding(Outcome.NOT_FOUND, message=say("empty_index", request.language))
        if not question.text.strip():
            example = self.index.documents[0].municipality
            return Finding(
                Outcome.UNCLEAR, message=say("empty_question", request.language, example=example), begins=True
            )
        if question.foreign and not question.municipalities:
            return self._foreign(request)
        intent = Intent.ASK if is_follow_up else intent_of(request)
        if intent is Intent.COVERAGE:
            return coverage(request)
        if intent is Intent.CHAT:
            message = say("declined_chat", request.language, indexed=request.indexed_names())
            return Finding(Outcome.DECLINED, message=message, reason="small talk or an order", begins=True)
        finding = find_comparison(request, answer_from_texts)
        if finding.outcome is Outcome.NOT_MINE:
            finding = answer_from_texts(request)
        return self._with_municipality(finding) if question.documents is None else finding

    def _with_municipality(self, finding: Finding) -> Finding:
        """Who asks of no municipality is told whose words these are, where there are several."""
        if len({card.municipality for card in self.index.documents}) < 2:
            return finding
        sections = tuple(
            section if section.title else replace(section, title=_municipality_of(section))
            for section in finding.sections
        )
        return replace(finding, sections=sections)

    def _foreign(self, request: Request) -> Finding:
        foreign = " / ".join(request.question.foreign)
        message = say("no_texts_from", request.language, foreign=foreign, indexed=request.indexed_names())
        return Finding(Outcome.NOT_FOUND, message=message, reason="names a municipality that is not indexed")

    def _with_help(self, request: Request, finding: Finding) -> Finding:
        """A finding without an answer, with what was searched, near passages and a way to ask the municipality."""
        message = finding.message or say("not_found", request.language, indexed=request.indexed_names())
        way = contact_way(self._people, request.question.documents) if finding.outcome is Outcome.NOT_FOUND else None
        if way is not None:
            reached = way.field("phone") or way.field("email") or ""
            message += " " + say("contact_way", request.language, contact=reached)
        if finding.outcome is Outcome.NOT_FOUND:
            finding = replace(finding, suggestions=finding.suggestions or suggestions_for(request))
        return replace(finding, message=message, focus=Focus())
