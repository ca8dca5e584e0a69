"""People and functions named in running text: "Philip Sandberg (L), kommunstyrelsens ordförande" -> contacts."""

import re
from collections.abc import Iterator
from dataclasses import replace

from maltolk.model import Block, BlockKind, Contact, Span
from maltolk.reading.contacts.fields import Field, emails, label_field, other_phones, phones
from maltolk.reading.lines.sentences import sentences, trim
from maltolk.swedish.names import NAME, PARTY, has_function, has_role, is_name, is_vacant, role_before, words
from maltolk.swedish.parties import is_party

_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION, BlockKind.LIST_ITEM)
_PERSON = re.compile(rf"(?P<name>{NAME})(?:\s*\((?P<party>{PARTY})\))?")
_ROLE_AFTER = re.compile(r"(?:,\s*|\s+är\s+|\s+\(|\s+[–-]\s+)(?P<role>[a-zåäö0-9][^,.;:!?()\n”\"–]{2,80})")
_ROLE_CUT = re.compile(
    r"(?<!-)\s(?:i ett|i en|till|som|och|säger|sade|när|efter|under|om|at|på telefon|via|the)\s.*", re.DOTALL
)
_LEFT = re.compile(
    r"[*_]*[^.;:!?A-ZÅÄÖ]{0,80}?\b(?:slutade|slutat|lämnade|lämnat|avgick|avgått|entledigades|pensionerades|left|resigned|retired)\b"
)
"""What follows the name of somebody who is no longer there."""
_SAME = re.compile(r"\b(?:hon|han|hen|henne|honom|she|he|him)\b", re.IGNORECASE)
_OF_THE_SAME = re.compile(r"\b(?:hennes|hans|hens|her|his)\s+([\w-]+)", re.IGNORECASE)
_JOINING = frozenset({"och", "eller", "på", "via", "till", "and", "or", "on", "at"})


def people_in_prose(text: str, blocks: list[Block]) -> list[Contact]:
    """The people with a role, party, number or address in running text; each once, at first mention."""
    found: list[Contact] = []
    seen: set[tuple[str, str]] = set()
    last: int | None = None  # place of the only one named in the sentences just read
    for block in blocks:
        if block.kind is BlockKind.CONTACT and last is not None and _only_tells_ways(text, block.span):
            found[last] = _reached(text, found[last], block.span)
            continue
        last = None
        if block.kind not in _PROSE:
            continue
        for sentence in sentences(text, block.span):
            told = list(_in_sentence(text, sentence))
            named = sum(contact.name is not None for contact in told)
            if last is not None and not named and _goes_on(text, sentence):
                found[last] = _reached(text, found[last], sentence)
                continue
            last = None if named else last
            for contact in told:
                key = (
                    contact.name.of(text).casefold() if contact.name else "",
                    "".join(s.of(text) for s in (contact.role, contact.phone, contact.email) if s).casefold(),
                )
                if key not in seen:
                    seen.add(key)
                    found.append(contact)
                    last = len(found) - 1 if named == 1 and contact.name else last
    return found


def told_once(contacts: list[Contact]) -> list[Contact]:
    """The contacts without the bare numbers and addresses that, at that very place, are somebody's."""
    named = [contact for contact in contacts if contact.name]
    return [c for c in contacts if c.name or c.role or not any(_repeats(c, other) for other in named)]


def _repeats(bare: Contact, other: Contact) -> bool:
    return bare.phone in (None, other.phone) and bare.email in (None, other.email)


def _goes_on(text: str, sentence: Span) -> bool:
    """Whether a sentence says how to reach the person of the one before, and nobody else: "Hon nås på …",
    "Hennes telefon är …", "Telefon …"."""
    words_here = sentence.of(text)
    reached = bool(phones(text, sentence.start, sentence.end) or emails(text, sentence.start, sentence.end))
    if not reached or has_function(words_here) or has_role(words_here):
        return False
    owned = _OF_THE_SAME.search(words_here)
    if owned is not None:
        return label_field(owned[1]) in ("phone", "email")
    return _SAME.search(words_here) is not None or _only_tells_ways(text, sentence)


def _only_tells_ways(text: str, span: Span) -> bool:
    """Whether there is nothing but numbers, addresses and what they are called."""
    rest = span.of(text)
    for way in phones(text, span.start, span.end) + emails(text, span.start, span.end):
        rest = rest.replace(way.span.of(text), " ")
    said = [word for word in re.findall(r"[\w-]+", rest.casefold()) if word not in _JOINING]
    return all(label_field(word) in ("phone", "email") or word in words().reaching for word in said)


def _reached(text: str, contact: Contact, span: Span) -> Contact:
    """The contact with the number and the address in ``span`` where it has none of its own."""
    numbers = [] if contact.phone else phones(text, span.start, span.end)
    email = None if contact.email else next(iter(emails(text, span.start, span.end)), None)
    joined = _joined(contact, numbers, email)
    return replace(
        joined,
        phone=joined.phone or contact.phone,
        phone_e164=joined.phone_e164 or contact.phone_e164,
        email=joined.email or contact.email,
        other_phones=joined.other_phones or contact.other_phones,
    )


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
        if _LEFT.match(text, person.end(), sentence.end):
            continue
        role = _role_after(text, person.end(), sentence.end) or role_before(text, sentence.start, name.start)
        if party is None and role is None and not reachable:
            continue
        spans = [span for span in (name, party, role) if span]
        yield Contact(Span(min(s.start for s in spans), max(s.end for s in spans)), name, role, party)


def _role_after(text: str, start: int, end: int) -> Span | None:
    after = _ROLE_AFTER.match(text, start, end)
    if after is None:
        return None
    role = _ROLE_CUT.sub("", after["role"])
    others = (person for person in _PERSON.finditer(role) if is_name(person["name"]))
    of_another = any(role_before(role, 0, other.start()) for other in others)  # "Anna Ek, teknisk chef Bo Berg"
    if of_another or not has_role(" ".join(role.split()[:5])):
        return None
    return trim(text, after.start("role"), after.start("role") + len(role))


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
