"""What differs between two generations, document by document and contact by contact.

The cost is proportional to the differences: only documents whose record digests differ are read.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, TypeVar

from maltolk.indexing.index import Index
from maltolk.indexing.storage.manifest import DocumentEntry
from maltolk.model import BlockKind, Document, Span, Subject

SHOWN = 5
"""Paragraphs of a changed text that are shown in full, of those added and of those removed."""
SHOWN_LENGTH = 200
"""Characters of each of them."""

_Item = TypeVar("_Item")


class ChangeKind(StrEnum):
    """What became of a document or a contact. MOVED: a document under another path or municipality."""

    CREATED = "created"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"


class Basis(StrEnum):
    """The state of the previous generation: comparable, missing, or not to be trusted."""

    COMPARED = "compared"
    MISSING = "missing"
    STALE = "stale"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A changed field, as it was and as it is; None where it is empty."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TextChange:
    """Paragraphs (headings, items and contacts count too) that were added and removed, and their characters.

    ``added`` and ``removed``: the first SHOWN of them in text order, cut at SHOWN_LENGTH. All zero when only
    characters between the paragraphs differ.
    """

    paragraphs_added: int
    paragraphs_removed: int
    characters_added: int
    characters_removed: int
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What became of one document, under the name that it has now, or had before it was removed.

    ``fields``: changed fields other than its text, including the path and municipality of one that moved.
    ``structure``: the same text is read differently (headings, lists, contacts), as a new version of maltolk may do.
    ``digest``: of its text now, or of the text that was removed; ``digest_before``: of the text that it had.
    """

    kind: ChangeKind
    municipality: str
    path: str
    title: str
    digest: str
    digest_before: str | None = None
    fields: tuple[FieldChange, ...] = ()
    text: TextChange | None = None
    structure: bool = False

    @property
    def how(self) -> tuple[str, ...]:
        """Names of the differences: "text", "structure", "title", "date", …"""
        parts = (("text", self.text is not None), ("structure", self.structure))
        return (*(name for name, differs in parts if differs), *(change.field for change in self.fields))

    def as_json(self) -> dict[str, Any]:
        """The change as scripts read it."""
        return {**asdict(self), "how": list(self.how)}


@dataclass(frozen=True, slots=True)
class ListedContact:
    """A contact by its words, ignoring white space, and where they are."""

    name: str | None
    role: str | None
    party: str | None
    phone: str | None
    email: str | None
    municipality: str
    document: str

    @property
    def called(self) -> str:
        """What to call it: its name, or else the first field that it has."""
        return self.name or self.role or self.email or self.phone or self.party or ""


@dataclass(frozen=True, slots=True)
class ContactChange:
    """What became of a contact in the documents that changed. It may be in other documents as well.

    ``before``: None if it was added. ``after``: None if it was removed.
    """

    before: ListedContact | None
    after: ListedContact | None

    @property
    def kind(self) -> ChangeKind:
        """CREATED, CHANGED or REMOVED."""
        if self.before is None:
            return ChangeKind.CREATED
        return ChangeKind.REMOVED if self.after is None else ChangeKind.CHANGED

    @property
    def contact(self) -> ListedContact:
        """The contact as it is, or was before it was removed."""
        known = self.after or self.before
        assert known is not None
        return known

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The changed fields, ignoring the document."""
        if self.before is None or self.after is None:
            return ()
        return tuple(
            FieldChange(name, getattr(self.before, name), getattr(self.after, name))
            for name in ("name", "role", "party", "phone", "email", "municipality")
            if getattr(self.before, name) != getattr(self.after, name)
        )

    def as_json(self) -> dict[str, Any]:
        """The change as scripts read it: the contact's fields beside what became of it."""
        return {"kind": self.kind.value, **asdict(self.contact), "fields": [asdict(change) for change in self.fields]}


@dataclass(frozen=True, slots=True)
class Differences:
    """``basis``: whether there was a generation to compare with, and ``detail``: why not, in words.

    ``documents``: by what became of them, then by municipality and path. ``contacts``: likewise, by municipality and
    document. Both are empty where nothing was compared.
    """

    basis: Basis = Basis.MISSING
    detail: str = ""
    documents: tuple[DocumentChange, ...] = ()
    contacts: tuple[ContactChange, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The differences as scripts read them."""
        return {
            "basis": self.basis.value,
            "detail": self.detail,
            "documents": [change.as_json() for change in self.documents],
            "contacts": [change.as_json() for change in self.contacts],
        }


def differences(before: Index, now: Index) -> Differences:
    """What ``now`` has that ``before`` did not, and the reverse."""
    documents = []
    gone: list[ListedContact] = []
    came: list[ListedContact] = []
    for old_number, new_number in _differing(before.manifest.documents, now.manifest.documents):
        old = None if old_number is None else before.document(old_number)
        new = None if new_number is None else now.document(new_number)
        documents.append(document_change(old, new))
        gone += _contacts(old)
        came += _contacts(new)
    order = list(ChangeKind)
    return Differences(
        Basis.COMPARED,
        "",
        tuple(sorted(documents, key=lambda change: (order.index(change.kind), change.municipality, change.path))),
        tuple(
            sorted(
                _contact_changes(gone, came),
                key=lambda change: (order.index(change.kind), change.contact.municipality, change.contact.document),
            )
        ),
    )


def _differing(
    before: Sequence[DocumentEntry], now: Sequence[DocumentEntry]
) -> list[tuple[int, int] | tuple[int, None] | tuple[None, int]]:
    """Numbers of the documents that differ, before and now, None where there is none.

    An entry's place in the manifest is its document's number.
    """
    names = {(entry.municipality, entry.path): number for number, entry in enumerate(before)}
    changed: list[tuple[int, int]] = []
    came = []
    for number, entry in enumerate(now):
        known = names.pop((entry.municipality, entry.path), None)
        if known is None:
            came.append(number)
        elif before[known].record != entry.record:
            changed.append((known, number))
    old, new = [(number, before[number]) for number in names.values()], [(number, now[number]) for number in came]
    # The surest sign of a move first; a different text under the same path comes last.
    signs: tuple[Callable[[tuple[int, DocumentEntry]], Hashable], ...] = (
        lambda item: (item[1].digest, item[1].path),
        lambda item: (item[1].digest, PurePosixPath(item[1].path).name),
        lambda item: item[1].digest,
        lambda item: item[1].path,
    )
    for sign in signs:
        pairs, old, new = _pair_off(old, new, sign)
        changed += [(a[0], b[0]) for a, b in pairs]
    return [*changed, *((number, None) for number, _ in old), *((None, number) for number, _ in new)]


def _pair_off(
    gone: Sequence[_Item], came: Sequence[_Item], sign: Callable[[_Item], Hashable]
) -> tuple[list[tuple[_Item, _Item]], list[_Item], list[_Item]]:
    """Pairs with the same ``sign`` (an empty one does not count), in order, and what is left on either side."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for place, item in enumerate(gone):
        if found := sign(item):
            waiting[found].append(place)
    pairs, rest, taken = [], [], set()
    for item in came:
        places = waiting.get(sign(item))
        if places:
            place = places.popleft()
            taken.add(place)
            pairs.append((gone[place], item))
        else:
            rest.append(item)
    return pairs, [item for place, item in enumerate(gone) if place not in taken], rest


def document_change(old: Document | None, new: Document | None) -> DocumentChange:
    """What became of a document; at least one of the two is there."""
    known = new or old
    assert known is not None
    named = (known.municipality, known.path, known.title, known.digest)
    if old is None or new is None:
        return DocumentChange(ChangeKind.CREATED if old is None else ChangeKind.REMOVED, *named)
    told, structure = [], False
    for field in fields(Document):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or field.name in ("text", "digest", "hidden"):
            continue
        if field.name == "facts":
            told += _told_of_facts(old, new)
            structure = structure or [f.value for f in before] == [f.value for f in after]
        elif field.name != "page_names" and _is_plain(before) and _is_plain(after):
            told.append(FieldChange(field.name, _written(before), _written(after)))
        else:
            structure = True
    text = None if old.digest == new.digest else _text_change(old, new)
    moved = (old.municipality, old.path) != (new.municipality, new.path)
    return DocumentChange(
        ChangeKind.MOVED if moved else ChangeKind.CHANGED,
        *named,
        digest_before=old.digest,
        fields=tuple(told),
        text=text,
        structure=structure and text is None,  # a changed text necessarily has a different structure
    )


def _told_of_facts(old: Document, new: Document) -> list[FieldChange]:
    """Changed facts that no other field of a document shows."""
    subjects = (Subject.PERIOD, Subject.KIND)
    pairs = [(subject, old.fact(subject).value, new.fact(subject).value) for subject in subjects]
    return [FieldChange(subject.value, before, after) for subject, before, after in pairs if before != after]


def _is_plain(value: object) -> bool:
    """Whether it is readable for people: words, or a list of words."""
    return value is None or isinstance(value, str) or (isinstance(value, tuple) and all(map(_is_word, value)))


def _is_word(value: object) -> bool:
    return isinstance(value, str)


def _written(value: str | tuple[str, ...] | None) -> str | None:
    return ", ".join(value) or None if isinstance(value, tuple) else value


def _text_change(old: Document, new: Document) -> TextChange:
    before, after = _paragraphs(old), _paragraphs(new)
    added, removed = after - before, before - after
    return TextChange(
        paragraphs_added=added.total(),
        paragraphs_removed=removed.total(),
        characters_added=sum(len(words) * times for words, times in added.items()),
        characters_removed=sum(len(words) * times for words, times in removed.items()),
        added=tuple(words[:SHOWN_LENGTH] for words in list(added)[:SHOWN]),
        removed=tuple(words[:SHOWN_LENGTH] for words in list(removed)[:SHOWN]),
    )


def _paragraphs(document: Document) -> Counter[str]:
    """The words of every block, ignoring white space; a list by its items."""
    kept = (block.span.of(document.text) for block in document.blocks if block.kind is not BlockKind.LIST)
    return Counter(" ".join(words.split()) for words in kept)


def _contacts(document: Document | None) -> list[ListedContact]:
    if document is None:
        return []

    def words(span: Span | None) -> str | None:
        return None if span is None else " ".join(span.of(document.text).split())

    return [
        ListedContact(
            name=words(item.name),
            role=words(item.role),
            party=words(item.party),
            phone=words(item.phone),
            email=words(item.email),
            municipality=document.municipality,
            document=document.path,
        )
        for item in document.contacts
    ]


def _contact_changes(gone: list[ListedContact], came: list[ListedContact]) -> list[ContactChange]:
    # Identical content is not a change, even if its document was renamed.
    for same in (lambda item: item, lambda item: replace(item, document="")):
        _, gone, came = _pair_off(gone, came, same)
    changes = []
    signs: tuple[Callable[[ListedContact], Hashable], ...] = (
        lambda item: item.name and (item.document, item.name.casefold()),
        lambda item: item.name and (item.municipality, item.name.casefold()),
        lambda item: item.email and item.email.casefold(),
        # A function has no name but its role.
        lambda item: None if item.name or not item.role else (item.municipality, item.document, item.role.casefold()),
    )
    for sign in signs:
        pairs, gone, came = _pair_off(gone, came, sign)
        changes += [ContactChange(before, after) for before, after in pairs]
    return [*changes, *(ContactChange(item, None) for item in gone), *(ContactChange(None, item) for item in came)]
