"""The step that answers with contacts."""

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import Finding, Focus, Outcome, not_mine
from maltolk.answering.finding.request import Request
from maltolk.answering.people.merging import merge
from maltolk.answering.people.people_lookup import Person, asks_backwards, asks_for_anybody, look_up
from maltolk.answering.understanding.understand import Question
from maltolk.model import BlockKind
from maltolk.swedish.words import fold

MOST_PEOPLE = 10
_SURE = 0.85
MOST_NAMES = 3
"""Words of a question that may be nothing but a name, and misspelt."""
NEAR, CLEARLY = 0.83, 0.012
"""Cosine of a contact's lines and the question, and its distance to the next contact's, that tell one from another."""
_FIELDS = ("phone", "email", "party")


def find_contacts(request: Request) -> Finding:
    """The people whom the question means; declines to answer with anybody else."""
    question = request.question
    fields = [f for f in _FIELDS if question.asks(f"fields.{f}")]
    direct = question.asks("fields.phone", "fields.email", "fields.contact") or asks_backwards(question.text)
    asked_for = direct or question.asks("fields.person", "fields.party")
    if question.asks("wants.quotation", "wants.reason") and not direct:
        return not_mine("asks for what somebody says")
    if question.asks("wants.negation"):
        reason = "who is not something cannot be looked up"
        return _nobody(request, reason) if asked_for else not_mine(reason)
    people = [p for p in request.people() if request.in_scope(p.number)]
    if question.asks("follows.person") and not question.words and not request.focus.people:
        return _nobody(request, "a pronoun, and nobody named before")
    chosen: list[Person]
    if not question.words and question.untranslated:
        chosen = []
    elif not question.words and not asks_backwards(question.text):
        leans = request.focus.people and (asked_for or question.asks("follows.person"))
        if not direct and not leans:
            return not_mine("no words to look a contact up by")
        functions = [p for p in people if not p.field("name")]
        chosen = people if request.focus.people or not functions else functions
    elif asks_for_anybody(question.words) and not asks_backwards(question.text):
        if not asked_for:
            return not_mine("asks for no contact")
        chosen = people if request.focus.people else [p for p in people if p.field("name")]
    elif not (asked_for or _of_kind(question) or len(question.words) <= MOST_NAMES or names_anybody(people, question)):
        return not_mine("names nobody")
    else:
        lookup = look_up(people, question.words, question.text, strict=question.language == "sv")
        chosen = [m.person for m in lookup.matches]
        if chosen and not asked_for:
            top = lookup.matches[0]
            by_kind = _of_kind(question) and (top.by_role or top.by_party)
            if top.score < _SURE or not (top.by_name or by_kind):
                return not_mine("fits no contact well enough")
    if not chosen and asked_for and question.language != "sv":
        chosen = _nearest(request, people)
    if not chosen:
        if direct and (fields or not request.candidates):
            return _nobody(request, "no contact has all the words asked for")
        return not_mine("no contact fits")
    having = [p for p in chosen if all(p.field(f) for f in fields)]
    if fields and not having:
        return _nobody(request, f"the contacts found have no {' and '.join(fields)}")
    merged = merge(having or chosen)[:MOST_PEOPLE]
    shown = tuple(person for each in merged for person in (each.shown, *each.also))
    focus = Focus(documents=tuple(dict.fromkeys(p.number for p in shown)), people=shown)
    return Finding(Outcome.FOUND, people=shown, score=1.0, reason="contact look-up", focus=focus)


def _of_kind(question: Question) -> bool:
    """Whether people of some kind may be asked for: "Vilka kommunalråd …?"."""
    return question.topic is not None or question.asks("wants.list", "wants.count")


def names_anybody(people: list[Person], question: Question) -> bool:
    """Whether a name of one of the people stands in the question, spelt right but for a genitive's s."""
    words = {fold(word.surface) for word in question.words}
    return any(name in words or name + "s" in words for person in people for name in person.names)


def _nearest(request: Request, people: list[Person]) -> list[Person]:
    """For a role in a language whose words for it are unknown: the contact that is clearly nearest by vector."""
    near = [c for c in request.candidates if c.passage.kind is BlockKind.CONTACT][:2]
    if not near or near[0].dense < NEAR or (len(near) == 2 and near[0].dense - near[1].dense < CLEARLY):
        return []
    best = near[0].passage
    return [p for p in people if p.number == best.document and best.span.start <= p.contact.span.start < best.span.end]


def _nobody(request: Request, reason: str) -> Finding:
    message = say("not_found_contact", request.language, indexed=request.indexed_names())
    return Finding(Outcome.NOT_FOUND, message=message, reason=reason)


def contact_way(people: tuple[Person, ...], documents: frozenset[int] | None) -> Person | None:
    """How to reach the municipality itself: a function's contact in scope, when one municipality is in scope."""
    if documents is None:
        return None
    return next((p for p in people if p.number in documents and not p.field("name")), None)
