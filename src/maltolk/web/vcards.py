"""Contacts as vCards (version 3.0, RFC 2426), which address books and phones accept."""

from collections.abc import Iterable
from dataclasses import dataclass

import vobject

from maltolk.answering.composing.display import displayed
from maltolk.model import Contact, Document, Span
from maltolk.reading.contacts.fields import plain_address
from maltolk.swedish.names import SURNAME_PARTICLES

MEDIA_TYPE = "text/vcard; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a card is from. ``link``: absolute address of the place in its text; ``note``: a line about the text and
    its age."""

    link: str
    note: str


def vcard(document: Document, contact: Contact, origin: Origin) -> str:
    """One contact as a card, with nothing that the text does not say."""

    def words(span: Span | None) -> str:
        return "" if span is None else displayed(span.of(document.text))

    name, role, party = words(contact.name), words(contact.role), words(contact.party)
    card = vobject.vCard()
    card.add("fn").value = name or role or document.municipality
    card.add("n").value = _name(name)
    card.add("org").value = [document.municipality, *([party] if party else [])]
    if role:
        card.add("title").value = role
    if contact.phone is not None:
        phone = card.add("tel")
        phone.value = contact.phone_e164 or " ".join(contact.phone.of(document.text).split())
        phone.type_param = ["WORK", "VOICE"]
    for other in contact.other_phones:
        further = card.add("tel")
        further.value = other.e164
        further.type_param = ["VOICE"]
    if contact.email is not None:
        email = card.add("email")
        email.value = plain_address(contact.email.of(document.text))
        email.type_param = ["INTERNET", "WORK"]
    card.add("url").value = origin.link
    card.add("note").value = origin.note
    return str(card.serialize())


def vcards(cards: Iterable[tuple[Document, Contact, Origin]]) -> str:
    """Several in one file."""
    return "".join(vcard(*each) for each in cards)


def _name(written: str) -> "vobject.vcard.Name":
    """The parts that the format requires: the last word, with "von" and the like before it, is the surname."""
    parts = written.split()
    last = len(parts) - 1
    while last > 1 and parts[last - 1].casefold() in {*SURNAME_PARTICLES, "den"}:
        last -= 1
    if last < 1:
        return vobject.vcard.Name(given=written)
    return vobject.vcard.Name(family=" ".join(parts[last:]), given=" ".join(parts[:last]))
