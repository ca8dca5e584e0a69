"""Contacts as rows of a table, for scripts and spreadsheets."""

import re

from maltolk.answering.people.people_lookup import Person

CONTACT_FIELDS = ("name", "role", "party", "phone", "email", "municipality", "document", "date")
"""What a row has, in the order of the columns."""

_FORMULA = re.compile(r"\s*[=+@＝＋－＠-]|[\t\r\n]")
"""What a spreadsheet takes a cell for a formula by: signs of East Asian width and white space before them too."""


def contact_row(person: Person) -> dict[str, str | None]:
    """The contact's words as written, and where they stand; None for what the text does not tell."""
    return {
        **{name: person.field(name) for name in CONTACT_FIELDS[:5]},
        "municipality": person.document.municipality,
        "document": person.document.path,
        "date": person.document.date,
    }


def harmless(cell: str | None) -> str:
    """A cell that no spreadsheet takes for a formula; "" for None."""
    return f"'{cell}" if cell and _FORMULA.match(cell) else cell or ""
