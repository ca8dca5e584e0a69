"""Contacts: a person, a role, a reverse look-up of a number or address; or that nobody has that name."""

from collections.abc import Iterator, Sequence

from maltolk.answering.catalogue import say
from maltolk.answering.finding.findings import Finding, Focus, Outcome
from maltolk.answering.finding.proposals import Absence, ContactSigns, Kind, Proposal
from maltolk.answering.finding.request import Request
from maltolk.answering.people.merging import merge
from maltolk.answering.people.people_lookup import Match, Person, asks_for_anybody, look_up, names_board, wholly_named
from maltolk.answering.people.switchboard import asks_for_switchboard, switchboards
from maltolk.answering.understanding.message import interrogative
from maltolk.answering.understanding.question import AskedWord, Question
from maltolk.answering.understanding.tokens import tokens_of
from maltolk.swedish.words import fold

MAX_PEOPLE = 10
MAX_NAMES = 3
"""Most words in a question that may be just a name, misspelt."""
_FIELDS = ("phone", "email", "party")


def propose_contacts(request: Request) -> Iterator[Proposal | Absence]:
    """The people the question means; where the contact asked for is missing, that there is nobody."""
    question = request.question
    fields = [f for f in _FIELDS if question.asks(f"fields.{f}")]
    backwards = question.asks_backwards
    direct = question.asks_for_way or backwards
    asked_for = direct or question.asks("fields.person", "fields.party")
    if question.asks("wants.quotation", "wants.reason") and not direct:
        yield Absence(Kind.CONTACT, "asks for what somebody says")
        return
    if question.asks("wants.negation"):
        reason = "who is not something cannot be looked up"
        yield _nobody(request, reason) if asked_for else Absence(Kind.CONTACT, reason)
        return
    people = [p for p in request.people() if request.in_scope(p.number)]
    if question.asks("follows.person") and not question.words and not request.focus.people:
        yield _nobody(request, "a pronoun, and nobody named before")
        return
    chosen: list[Person] = []
    signs = ContactSigns(asked_for=True, score=1.0, fits=True)
    if not question.words and question.untranslated:
        pass  # only the vectors can decide
    elif not question.words and not backwards:
        leans = request.focus.people and (asked_for or question.asks("follows.person"))
        if not direct and not leans:
            yield Absence(Kind.CONTACT, "no words to look a contact up by")
            return
        functions = list(switchboards(people)) or [p for p in people if not p.field("name")]
        chosen = people if request.focus.people or not functions else functions
    elif asks_for_anybody(question.words) and not backwards:
        if not asked_for:
            yield Absence(Kind.CONTACT, "asks for no contact")
            return
        chosen = people if request.focus.people else [p for p in people if p.field("name")]
    elif not (
        asked_for or _of_kind(question) or len(question.words) <= MAX_NAMES or _names_anybody(people, question.words)
    ):
        yield Absence(Kind.CONTACT, "names nobody")
        return
    else:
        strict, several = question.language == "sv", question.asks("wants.list", "wants.all")
        found = look_up(people, question.words, question.text, strict=strict, told=True, several=several).matches
        # "Vem bygger simhallen?" is not answered by a number for fault reports about it.
        matches = [match for match in found if direct or _is_somebody(match)]
        chosen = [m.person for m in matches]
        if matches:
            top = matches[0]
            by_kind = (top.by_role or top.by_party) and _of_kind(question)
            members = several and len(matches) > 1 and names_board(question.words)
            asked_for = asked_for or members or (top.by_party and _of_kind(question))
            signs = ContactSigns(asked_for, top.score, top.by_name or by_kind or (top.by_role and _is_bare(question)))
        elif direct and asks_for_switchboard(question):
            chosen = list(switchboards(people))
    if chosen:
        finding = _finding(request, chosen, fields)
        reason = f"the contacts found have no {' and '.join(fields)}"
        if finding is not None:
            yield Proposal(Kind.CONTACT, finding, signs)
        elif _names_anybody(people, question.words):
            yield _nobody(request, reason)
        else:
            yield Absence(Kind.CONTACT, reason)  # a function may be told of elsewhere
        return
    if asked_for and (backwards or _names_somebody_unknown(question)):
        yield _nobody(request, "no text has the name, number or address asked for")
        return
    yield Absence(Kind.CONTACT, "no contact fits")


def propose_nobody(request: Request) -> Iterator[Proposal | Absence]:
    """That there is no such contact, where one was asked for and nothing else answers."""
    if request.question.asks_for_way:
        yield _nobody(request, "nothing that was read gives it")
    else:
        yield Absence(Kind.CONTACT, "asks for no contact")


def _names_somebody_unknown(question: Question) -> bool:
    """Whether the question has a name, by its capital, that no text has."""
    return any(word.surface in question.names and not word.variants for word in question.words)


def propose_contacts_asked_for(request: Request) -> Iterator[Proposal | Absence]:
    """The people whose number or address is asked for, or the party of those just shown, where the texts have them: no
    private matter and no errand."""
    question = request.question
    of_those_before = bool(request.focus.people) and question.asks("fields.party")
    if of_those_before or question.asks("fields.phone", "fields.email") or question.asks_backwards:
        for proposal in propose_contacts(request):
            if isinstance(proposal, Proposal) and proposal.finding.outcome is Outcome.FOUND:
                yield proposal


def _finding(request: Request, chosen: list[Person], fields: list[str]) -> Finding | None:
    """The contacts that have the fields asked for, or else some of them; None where none has."""
    having = [p for p in chosen if all(map(p.field, fields))] or [p for p in chosen if any(map(p.field, fields))]
    if not having:
        return None
    merged = merge(having)[:MAX_PEOPLE]
    shown = tuple(person for each in merged for person in (each.shown, *each.also))
    focus = Focus(documents=tuple(dict.fromkeys(p.number for p in shown)), people=shown)
    return Finding(Outcome.FOUND, people=shown, score=1.0, reason="contact look-up", focus=focus)


def _of_kind(question: Question) -> bool:
    """Whether people of some kind may be asked for: "Vilka kommunalråd …?"."""
    return question.topic is not None or question.asks("wants.list", "wants.count")


def _is_somebody(match: Match) -> bool:
    """Whether it is a person, or what the question calls by its role: more than a number beside the words asked."""
    return match.by_role or match.by_party or match.person.field("name") is not None


def _is_bare(question: Question) -> bool:
    """Whether one word is said and nothing asked, as when somebody wants to be put through: "Växeln, tack"."""
    asks = any(cue.startswith("wants.") for cue in question.cues) or interrogative(tokens_of(question.text)) is not None
    return len(question.words) == 1 and not asks


def _names_anybody(people: Sequence[Person], asked: Sequence[AskedWord]) -> bool:
    """Whether one of the words is a name of one of the people, spelt right but for a genitive s."""
    words = {fold(word.surface) for word in asked}
    return any(name in words or name + "s" in words for person in people for name in person.names)


def tells_of_somebody(request: Request) -> bool:
    """Whether a question has somebody's name, written as one, or asks who has a role, in words that one contact has."""
    question = request.question
    people = [person for person in request.people() if request.in_scope(person.number)]
    written_as_names = [word for word in question.words if word.surface in question.names]
    if wholly_named(people, question.words) or _names_anybody(people, written_as_names):
        return True
    if not question.asks("fields.person"):
        return False
    matches = look_up(people, question.words, question.text, strict=question.language == "sv").matches
    return any(match.by_role for match in matches)


def _nobody(request: Request, reason: str) -> Proposal:
    message = say("not_found_contact", request.language, indexed=request.indexed_names())
    return Proposal(Kind.CONTACT, Finding(Outcome.NOT_FOUND, message=message, reason=reason))


def contact_way(people: tuple[Person, ...], documents: frozenset[int] | None) -> Person | None:
    """How to reach the municipality itself, when one municipality is in scope: its switchboard, else another function's
    contact there, rather one that says which function it is."""
    if documents is None:
        return None
    functions = [p for p in people if p.number in documents and not p.field("name")]
    functions = [*switchboards(functions), *(p for p in functions if p.field("role")), *functions]
    return functions[0] if functions else None
