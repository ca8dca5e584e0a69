"""Contacts as rows of a table, for scripts and spreadsheets."""

from dataclasses import dataclass

from maltolk.answering.people.people_lookup import Person
from maltolk.model import Span


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact's words as written, None for what the text does not tell, and where they stand.

    ``document``: path of the text, ``date`` its day, ``digest`` its sha256; ``span``: the contact's lines in it.
    """

    name: str | None
    role: str | None
    party: str | None
    phone: str | None
    email: str | None
    municipality: str
    document: str
    date: str | None
    digest: str
    span: Span


def contact_row(person: Person) -> ContactRow:
    """The contact without the text around it."""
    document = person.document
    return ContactRow(
        name=person.field("name"),
        role=person.field("role"),
        party=person.field("party"),
        phone=person.field("phone"),
        email=person.field("email"),
        municipality=document.municipality,
        document=document.path,
        date=document.date,
        digest=document.digest,
        span=person.contact.span,
    )
