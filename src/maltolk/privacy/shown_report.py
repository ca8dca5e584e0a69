"""A build's report without the people who must not be shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from maltolk.indexing.changes import ContactChange, DocumentChange, FieldChange, ListedContact, TextChange
from maltolk.indexing.report import Report
from maltolk.privacy.hiding import Hiding

_REACHING = ("name", "phone", "email")


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


def shown_again(report: Mapping[str, Any], hiding: Hiding) -> Mapping[str, Any]:
    """A kept report (``Renewal.as_json``) without those who must not be shown now, since the list may have grown after
    it was written: contacts and paragraphs that name them are left out, and their names elsewhere."""
    return {key: _shown(each, hiding, None) for key, each in report.items()} if hiding else report


def _shown(value: object, hiding: Hiding, where: str | None) -> object:
    if isinstance(value, str):
        return hiding.words(value, where)
    if isinstance(value, list):
        return [_shown(each, hiding, where) for each in value if not _is_about(each, hiding, where)]
    if isinstance(value, dict):
        where = value.get("municipality") or where
        return {key: _shown(each, hiding, where) for key, each in value.items()}
    return value


def _is_about(value: object, hiding: Hiding, where: str | None) -> bool:
    """Whether it is a paragraph or a contact that names or reaches somebody."""
    if isinstance(value, str):
        return hiding.names(value, where)
    if isinstance(value, dict) and set(_REACHING) <= value.keys():
        return any(hiding.names(value[key], value.get("municipality")) for key in _REACHING)
    return False


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
