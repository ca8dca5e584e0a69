"""Questions not for the texts: distress, small talk, what is covered, other municipalities, no question at all."""

from collections.abc import Iterator

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import Finding, Line, Outcome, Section
from maltolk.answering.finding.proposals import Absence, IntentSigns, Kind, Proposal
from maltolk.answering.finding.proposing.asked_contacts import tells_of_somebody
from maltolk.answering.finding.request import Request
from maltolk.answering.people.people_lookup import wholly_named
from maltolk.answering.retrieval.intent import Intent
from maltolk.answering.understanding.theme_words import names_a_theme
from maltolk.answering.understanding.whole_matters import asks_of_municipality
from maltolk.indexing.storage.store import DocumentCard
from maltolk.model import CardField, CardValue, Count, DocumentKey, FixedWords, Joint, Part, PlaceName, Series
from maltolk.swedish.collation import swedish_order

_ASIDE = (Intent.ERRAND, Intent.OPINION, Intent.CHITCHAT, Intent.ORDER, Intent.PRIVATE, Intent.ELSEWHERE)
"""Intents that get a reply of their own instead of an answer."""

_MISTAKEN = (Intent.ERRAND, Intent.CHITCHAT, Intent.ELSEWHERE)
"""Those that a question for somebody in the texts may sound like, and does no harm to answer."""

MAX_COVERED = 12
"""Municipalities whose texts are told one by one."""
MAX_TITLES, MAX_TITLES_NAMED = 3, 12
"""Titles told of each, where all municipalities are asked about and where some are named."""


def propose_outside_limit(request: Request) -> Iterator[Proposal | Absence]:
    """The question names a municipality outside the limit set beside it, so any answer would be wrong."""
    limit = request.limit
    outside = [m for m in request.question.municipalities if limit is not None and m.casefold() != limit.casefold()]
    if not outside:
        yield Absence(Kind.OUTSIDE_LIMIT, "names nothing outside the limit")
        return
    named = Series(tuple(map(PlaceName, outside)), Joint.AND)
    message = say("outside_limit", request.language, named=named, limit=PlaceName(limit or ""))
    reason = "names a municipality outside the limit"
    yield Proposal(Kind.OUTSIDE_LIMIT, Finding(Outcome.UNCLEAR, message=message, begins=True, reason=reason))


def propose_first_aid(request: Request) -> Iterator[Proposal | Absence]:
    """Whom to call, for somebody in distress. ``request``: for the words as typed, whatever they refer back to."""
    if not request.search_text.strip():
        yield Absence(Kind.DISTRESS, "nothing asked")
        return
    message = say("declined_distress", request.language)
    finding = Finding(Outcome.DECLINED, message=message, reason="somebody in distress")
    yield Proposal(Kind.DISTRESS, finding, IntentSigns(request.intents[Intent.DISTRESS]))


def propose_nothing_asked(request: Request) -> Iterator[Proposal | Absence]:
    """There are no texts, or no question."""
    documents = request.index.documents
    if not documents:
        message = say("empty_index", request.language)
        yield Proposal(Kind.NOTHING_ASKED, Finding(Outcome.NOT_FOUND, message=message))
    elif not request.question.text.strip():
        message = say("empty_question", request.language, example=PlaceName(documents[0].municipality))
        yield Proposal(Kind.NOTHING_ASKED, Finding(Outcome.UNCLEAR, message=message, begins=True))
    else:
        yield Absence(Kind.NOTHING_ASKED, "there are texts and a question")


def propose_not_indexed(request: Request) -> Iterator[Proposal | Absence]:
    """Only municipalities without texts are named, or a name that no text has; all the other texts would resemble the
    question."""
    question = request.question
    elsewhere = question.municipalities or question.foreign or question.may_be_for_contact
    if question.unknown and not elsewhere:
        message = say("name_unknown", request.language, indexed=request.indexed_names())
        finding = Finding(Outcome.NOT_FOUND, message=message, reason="has a name that no text has")
        yield Proposal(Kind.NOT_INDEXED, finding)
        return
    if not question.foreign or question.municipalities or wholly_named(request.people(), question.words):
        yield Absence(Kind.NOT_INDEXED, "names none that is not indexed")
        return
    foreign = Series(tuple(map(PlaceName, question.foreign)), Joint.SLASH)
    message = say("no_texts_from", request.language, foreign=foreign, indexed=request.indexed_names())
    reason = "names a municipality that is not indexed"
    yield Proposal(Kind.NOT_INDEXED, Finding(Outcome.NOT_FOUND, message=message, reason=reason))


def propose_intents(request: Request) -> Iterator[Proposal | Absence]:
    """What is covered, for those who ask; a friendly word, for those who chat."""
    question = request.question
    if question.is_sum:
        yield Proposal(Kind.CHAT, _aside(request, Intent.ELSEWHERE))
        return
    doubtful = request.is_follow_up or bool(request.also) or question.asks_texts or names_a_theme(question)
    yield Proposal(Kind.COVERAGE, _coverage(request), IntentSigns(request.intents[Intent.COVERAGE], doubtful))
    if question.asks("fields.phone", "fields.email"):
        yield Absence(Kind.CHAT, "asks for a number or an address, which is in the texts or is not")
        return
    if question.municipalities and asks_of_municipality(question):
        yield Absence(Kind.CHAT, "asks for an overview of a municipality")
        return
    likeliest = max(_ASIDE, key=lambda intent: request.intents[intent])
    if likeliest in _MISTAKEN and tells_of_somebody(request):
        yield Absence(Kind.CHAT, "asks for somebody whom the texts name")
        return
    # It may be unclear which of them it is, and clear that it is one of them.
    probability = sum(request.intents[intent] for intent in _ASIDE)
    yield Proposal(Kind.CHAT, _aside(request, likeliest), IntentSigns(probability, doubtful))


def _aside(request: Request, intent: Intent) -> Finding:
    """The reply to what is not for the texts, and a way on."""
    message = say(f"declined_{intent}", request.language, indexed=request.indexed_names())
    return Finding(Outcome.DECLINED, message=message, reason=intent.value, begins=True)


def _coverage(request: Request) -> Finding:
    language = request.language
    asked = {c.municipality for c in request.index.documents if request.in_scope(c.number)}
    cards = [c for c in request.index.documents if c.municipality in asked]  # earlier editions too
    lines = []
    names = sorted(asked, key=swedish_order)
    for name in names[:MAX_COVERED]:
        own = [c for c in cards if c.municipality == name]
        most = MAX_TITLES_NAMED if request.question.municipalities else MAX_TITLES
        titles = Series(tuple(_title(c, language) for c in own[:most]), Joint.SEMICOLON)
        values: dict[str, Part] = {"municipality": PlaceName(name), "titles": titles}
        if len(own) > most:
            words = say("coverage_line_more", language, **values, n=_texts(own[most:]))
        else:
            words = say("coverage_line", language, **values)
        lines.append(Line(None, None, words, bullet=True))
    rest = [c for c in cards if c.municipality in names[MAX_COVERED:]]
    if rest:
        count = say("coverage_counts", language, n=_texts(rest))
        lines.append(Line(None, None, say("coverage_rest", language, count=count), bullet=True))
    message = say("coverage", language, count=say("coverage_counts", language, n=_texts(cards)))
    return Finding(Outcome.FOUND, (Section(tuple(lines)),), message=message, score=1.0, reason="asks what is covered")


def _title(card: DocumentCard, language: str) -> FixedWords:
    """A text's title, and its year where it has one."""
    title = CardValue(_key(card), CardField.TITLE)
    if not card.date:
        return say("coverage_title", language, title=title)
    return say("coverage_title_dated", language, title=title, year=CardValue(_key(card), CardField.YEAR))


def _texts(cards: list[DocumentCard]) -> Count:
    return Count(tuple(_key(card) for card in cards))


def _key(card: DocumentCard) -> DocumentKey:
    return DocumentKey(card.municipality, card.path, card.digest)
