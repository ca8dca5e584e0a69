"""Contacts as rows: the words as written, and where they stand."""

from maltolk.answering.people.contact_rows import contact_row
from maltolk.answering.people.directory import Directory
from maltolk.indexing.index import Index
from maltolk.results import ContactRow


def test_a_row_has_the_words_as_written(corpus_index: Index):
    (person,) = Directory(corpus_index).search("registrator")
    row = contact_row(person)
    assert row == ContactRow(
        name=None,
        role="Registrator",
        party=None,
        phone="08-465 004 50",
        email="registrator@ale.example",
        municipality="Ale",
        document="ale.md",
        date="2024-05-06",
        digest=person.document.digest,
        span=person.contact.span,
    )
    assert "registrator@ale.example" in row.span.of(person.document.text)
