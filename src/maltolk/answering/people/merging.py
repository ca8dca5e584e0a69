"""Contacts of the same person or function, merged with every place they appear in. Never a composite that no text has:
one text's words are shown, and what others add is attributed to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from maltolk.answering.people.people_lookup import Person
from maltolk.model import Span
from maltolk.reading.contacts.fields import plain_address
from maltolk.swedish.parties import party_of
from maltolk.swedish.words import fold

_FIELDS = ("role", "party", "phone", "email")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that another text fills differently, or fills where the shown one is empty. ``person`` and ``span``: as
    written there, and where."""

    field: str
    value: str
    person: Person
    span: Span


@dataclass(frozen=True, slots=True)
class Merged:
    """``shown``: the contact of the newest text. ``also``: the others, newest first. ``differences``: what those
    add, newest first, each value once."""

    shown: Person
    also: tuple[Person, ...] = ()

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What ``also`` say that ``shown`` does not."""
        found: list[Difference] = []
        said = {field: _keys(self.shown, field) for field in _FIELDS}
        for person in self.also:
            for field in _FIELDS:
                value, keys = person.field(field), _keys(person, field)
                span: Span | None = getattr(person.contact, field)
                if value and span and keys and not any(_says(known, keys, field) for known in said[field]):
                    found.append(Difference(field, value, person, span))
                    said[field] = [*said[field], *keys]
        return tuple(found)


def merge(people: Sequence[Person]) -> tuple[Merged, ...]:
    """``people`` with the same ones merged, in order of first appearance."""
    groups: list[list[Person]] = []
    by_key: dict[tuple[str, str], list[list[Person]]] = {}
    for person in people:
        keys = _signs(person)
        near = [group for key in keys for group in by_key.get(key, ())]
        group = next((g for g in near if all(same_person(person, other) for other in g)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(person)
        for key in keys:
            held = by_key.setdefault(key, [])
            if not any(each is group for each in held):
                held.append(group)
    return tuple(_merged(group) for group in groups)


def same_person(one: Person, other: Person) -> bool:
    """Whether two contacts are one person (same name and municipality, not two parties) or one function (same role
    there, and a number or address in common); or share an e-mail address, if their names do not differ."""
    if one.document.municipality != other.document.municipality or not _compatible(one, other):
        return False
    names = _name(one), _name(other)
    if all(names):
        return names[0] == names[1]
    if _keys(one, "email") and _keys(one, "email") == _keys(other, "email"):
        return True
    reached = set(_keys(one, "phone")) & set(_keys(other, "phone"))
    return not any(names) and bool(reached) and _keys(one, "role") == _keys(other, "role")


def _merged(group: Sequence[Person]) -> Merged:
    ordered = sorted(group, key=lambda person: (person.number, person.contact.span))
    ordered.sort(key=lambda person: person.document.date or "", reverse=True)
    # From the same text the fullest: a name in running text says less than the contact list.
    best = max(ordered, key=lambda p: (p.document.date or "", sum(p.field(field) is not None for field in _FIELDS)))
    return Merged(best, tuple(person for person in ordered if person is not best))


def _signs(person: Person) -> list[tuple[str, str]]:
    """What contacts that may be the same have in common."""
    signs = [("name", _name(person)), *(("email", key) for key in _keys(person, "email"))]
    signs += [("phone", key) for key in _keys(person, "phone")] if not _name(person) else []
    return [sign for sign in signs if sign[1]]


def _name(person: Person) -> str:
    """Its words in a fixed order: "Ek, Anna" is Anna Ek."""
    return " ".join(sorted(re.findall(r"\w+", fold((person.field("name") or "").casefold()))))


def _compatible(one: Person, other: Person) -> bool:
    parties = _keys(one, "party"), _keys(other, "party")
    return not all(parties) or parties[0] == parties[1]


def _keys(person: Person, field: str) -> list[str]:
    """The values of a field, however they are written."""
    written = person.field(field) or ""
    if field == "phone":
        numbers = [person.contact.phone_e164, *(phone.e164 for phone in person.contact.other_phones)]
        return [number for number in numbers if number]
    if field == "email":
        return [plain_address(written).casefold()] if written else []
    if field == "party":
        return [party_of(written) or written.casefold().strip("()")] if written else []
    return [" ".join(re.findall(r"\w+", written.casefold()))] if written else []


def _says(known: str, keys: Sequence[str], field: str) -> bool:
    """Whether ``known`` already says it; a role that is part of another adds nothing."""
    if field == "role":
        return all(set(key.split()) <= set(known.split()) for key in keys)
    return known in keys
