"""People and functions named in running text: "Philip Sandberg (L), kommunstyrelsens ordförande" -> contacts."""

import re
from collections.abc import Iterator

from maltolk.model import Block, BlockKind, Contact, Span
from maltolk.reading.contacts.fields import Field, emails, other_phones, phones
from maltolk.reading.lines.sentences import sentences, trim
from maltolk.swedish.names import NAME, PARTY, has_function, has_role, is_name, is_vacant, role_before
from maltolk.swedish.parties import is_party

_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.LIST_ITEM)
_PERSON = re.compile(rf"(?P<name>{NAME})(?:\s*\((?P<party>{PARTY})\))?")
_ROLE_AFTER = re.compile(r"(?:,\s*|\s+är\s+|\s+\(|\s+[–-]\s+)(?P<role>[a-zåäö0-9][^,.;:!?()\n”\"–]{2,80})")
_ROLE_CUT = re.compile(
    r"(?<!-)\s(?:i ett|i en|till|som|och|säger|sade|när|efter|under|om|at|på telefon|via|the)\s.*", re.DOTALL
)


def people_in_prose(text: str, blocks: list[Block]) -> list[Contact]:
    """The people with a role, party, number or address in running text; each once, at first mention."""
    found: list[Contact] = []
    seen: set[tuple[str, str]] = set()
    for block in blocks:
        if block.kind not in _PROSE:
            continue
        for sentence in sentences(text, block.span):
            for contact in _in_sentence(text, sentence):
                key = (
                    contact.name.of(text).casefold() if contact.name else "",
                    "".join(s.of(text) for s in (contact.role, contact.phone, contact.email) if s).casefold(),
                )
                if key not in seen:
                    seen.add(key)
                    found.append(contact)
    return found


def _in_sentence(text: str, sentence: Span) -> Iterator[Contact]:
    numbers = phones(text, sentence.start, sentence.end)
    addresses = emails(text, sentence.start, sentence.end)
    people = list(_people(text, sentence))
    for place, contact in enumerate(people):
        until = people[place + 1].span.start if place + 1 < len(people) else sentence.end
        begin = contact.span.start if place else sentence.start
        own = [f for f in numbers if begin <= f.span.start < until]
        email = next((f for f in addresses if begin <= f.span.start < until), None)
        yield _joined(contact, own, email)
    if not people and (numbers or addresses) and not is_vacant(sentence.of(text)):
        role = _function(text, sentence)
        bare = Contact(role or (numbers + addresses)[0].span, role=role)
        yield _joined(bare, numbers[:1], next(iter(addresses), None))


def _joined(contact: Contact, numbers: list[Field], email: Field | None) -> Contact:
    phone = next(iter(numbers), None)
    spans = [contact.span] + [field.span for field in (*numbers, email) if field]
    return Contact(
        span=Span(min(s.start for s in spans), max(s.end for s in spans)),
        name=contact.name,
        role=contact.role,
        party=contact.party,
        phone=phone.span if phone else None,
        email=email.span if email else None,
        phone_e164=phone.e164 if phone else None,
        other_phones=other_phones(numbers),
    )


def _people(text: str, sentence: Span) -> Iterator[Contact]:
    """People with a party or role in the sentence, or next to a number or an address."""
    reachable = bool(phones(text, sentence.start, sentence.end) or emails(text, sentence.start, sentence.end))
    at = sentence.start
    while person := _PERSON.search(text, at, sentence.end):
        at = person.end()
        name = Span(*person.span("name"))
        # A capital at the sentence's beginning may be the role: "Kommunalrådet Anna Ek", "Kontakta Anna Ek".
        first = name.of(text).split()[0]
        if (
            has_role(first)
            or has_function(first)
            or first.casefold() in ("kontakta", "ring", "mejla", "enligt", "fråga")
        ):
            shorter = _PERSON.match(text, name.start + len(first) + 1, sentence.end)
            if shorter is None:
                at = name.start + len(first) + 1
                continue
            person, name, at = shorter, Span(*shorter.span("name")), shorter.end()
        if not is_name(name.of(text)):
            continue
        party = (
            Span(*person.span("party"))
            if person["party"] and (is_party(person["party"]) or len(person["party"]) <= 3)
            else None
        )
        role = _role_after(text, person.end(), sentence.end) or role_before(text, sentence.start, name.start)
        if party is None and role is None and not reachable:
            continue
        spans = [span for span in (name, party, role) if span]
        yield Contact(Span(min(s.start for s in spans), max(s.end for s in spans)), name, role, party)


def _role_after(text: str, start: int, end: int) -> Span | None:
    after = _ROLE_AFTER.match(text, start, end)
    if after is None:
        return None
    words = _ROLE_CUT.sub("", after["role"])
    if not has_role(" ".join(words.split()[:5])):
        return None
    return trim(text, after.start("role"), after.start("role") + len(words))


def _function(text: str, sentence: Span) -> Span | None:
    """The place to turn to that the sentence names, with an owner before it ("Lunds kommuns kontaktcenter")."""
    for word in re.finditer(r"[\w-]+", sentence.of(text)):
        if not has_function(word[0]):
            continue
        start, end = sentence.start + word.start(), sentence.start + word.end()
        while front := re.compile(r"(?<!\w)[\w-]+s\s+$").search(text, sentence.start, start):
            start = front.start()
        return Span(start, end)
    return None
