"""Contacts as rows of a table, for scripts and spreadsheets."""

from maltolk.answering.people.people_lookup import Person
from maltolk.results import ContactRow


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
