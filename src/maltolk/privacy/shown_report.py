"""A build's report without the people who must not be shown."""

from dataclasses import replace

from maltolk.indexing.changes import ContactChange, DocumentChange, FieldChange, ListedContact, TextChange
from maltolk.indexing.report import Report
from maltolk.privacy.hiding import Hiding


def shown_report(report: Report, hiding: Hiding) -> Report:
    """The report without contacts on the list, and without paragraphs and words that name them; the counts stay."""
    if not hiding:
        return report
    found = report.differences
    contacts = tuple(change for change in found.contacts if not _names(change, hiding))
    documents = tuple(_document(change, hiding) for change in found.documents)
    doubts = tuple(
        replace(doubt, value=None if doubt.value is None else hiding.words(doubt.value, doubt.municipality))
        for doubt in report.doubts
    )
    return replace(report, differences=replace(found, documents=documents, contacts=contacts), doubts=doubts)


def _names(change: ContactChange, hiding: Hiding) -> bool:
    return any(_reaches(contact, hiding) for contact in (change.before, change.after) if contact is not None)


def _reaches(contact: ListedContact, hiding: Hiding) -> bool:
    return any(hiding.names(words, contact.municipality) for words in (contact.name, contact.phone, contact.email))


def _document(change: DocumentChange, hiding: Hiding) -> DocumentChange:
    where = change.municipality

    def shown(words: str | None) -> str | None:
        return None if words is None else hiding.words(words, where)

    return replace(
        change,
        title=hiding.words(change.title, where),
        fields=tuple(FieldChange(each.field, shown(each.before), shown(each.after)) for each in change.fields),
        text=None if change.text is None else _text(change.text, hiding, where),
    )


def _text(change: TextChange, hiding: Hiding, where: str) -> TextChange:
    """A paragraph that names somebody is left out: the lines beside a name may tell how to reach its bearer."""
    added, removed = (
        tuple(words for words in paragraphs if not hiding.names(words, where))
        for paragraphs in (change.added, change.removed)
    )
    return replace(change, added=added, removed=removed)
